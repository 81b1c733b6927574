"""Fake Discord with simulated users."""

from __future__ import annotations

import asyncio
import random
import time
from typing import Any

import aiohttp
import uvloop

from bench.programs.arrivals import Arrivals, SentCommand
from bench.programs.request_loop import serve_requests
from tests.fakes.discord import FakeDiscord, Interaction, User

USERS = 500
CHANNELS = 25  # of a crowd: a channel has rate limits of its own
TIMEOUT = 60.0  # seconds
CROWD_SECONDS = 1800.0  # for a picture; a crowd gives up much earlier if none comes any more
POLL_SECONDS = 0.02  # seconds
PROMPT = "a cat opens a bakery on the moon"


class DiscordUsers:
    """Users of one server, who take turns typing `/comic`."""

    def __init__(self, fake: FakeDiscord) -> None:
        self._fake = fake
        self._random = random.Random(7)
        self._users = [fake.add_user(f"user {number}") for number in range(USERS)]
        self._guild = fake.add_guild("Comics", *self._users)
        self._channels = [
            fake.add_channel(self._guild, f"comics-{number}") for number in range(CHANNELS)
        ]
        self._watchers: set[asyncio.Task[None]] = set()
        self._channel = fake.channel("general")
        self._interactions: list[Interaction] = []

    async def connection_settings(self) -> dict[str, str]:
        """Return the addresses and the token that a bot needs."""
        fake = self._fake
        return {"api_base": fake.api_base, "gateway_url": fake.gateway_url, "token": fake.token}

    async def connected(self) -> None:
        await self._until(lambda: bool(self._fake.gateway.sessions.connected))

    async def commands(self, count: int, rate: float) -> dict[str, Any]:
        """Send *count* commands at random times, *rate* a second on average.

        Returns the seconds until each acknowledgement and the number of missing ones.
        """
        loop = asyncio.get_running_loop()
        due, interactions = loop.time(), []
        for _ in range(count):
            due += self._random.expovariate(rate)
            await asyncio.sleep(max(due - loop.time(), 0))
            interactions.append(await self._request_comic())
        self._interactions += interactions
        await self._until(lambda: all(each.is_acknowledged for each in interactions))
        latencies = [
            (each.acknowledged_at - each.created_at).total_seconds()
            for each in interactions
            if each.acknowledged_at is not None
        ]
        return {"latencies": latencies, "missed": len(interactions) - len(latencies)}

    # --- Crowds -----------------------------------------------------------------------------------

    async def crowd(self, count: int, seconds: float, *, same_user: bool = False) -> Any:
        """Send *count* commands within *seconds*; return what the user of each saw.

        Each is the first command of a new user, unless all are of the *same_user*.
        """

        async def command(number: int) -> SentCommand:
            user = self._users[0] if same_user else self._newcomer()
            channel = self._channels[number % CHANNELS]
            interaction = await self._fake.slash(user, channel, "comic", prompt=PROMPT)
            sent = SentCommand(interaction.created_at.timestamp())
            watcher = asyncio.create_task(self._watch(interaction, sent))
            self._watchers.add(watcher)
            watcher.add_done_callback(self._watchers.discard)
            return sent

        arrivals = Arrivals()
        await arrivals.send(count, seconds, command)
        await arrivals.until_complete()
        for watcher in self._watchers:
            watcher.cancel()
        await asyncio.gather(*self._watchers, return_exceptions=True)
        return arrivals.as_json()

    async def requesters(self) -> int:
        """Return how many different users have sent a command."""
        return len({each.user.id for each in self._fake.interactions.by_id.values()})

    def _newcomer(self) -> User:
        user = self._fake.add_user("newcomer")
        self._fake.join(self._guild, user)
        return user

    async def _watch(self, interaction: Interaction, sent: SentCommand) -> None:
        """Record when the user sees the acknowledgement, and when the picture."""
        await interaction.changes.until(
            lambda: interaction.is_acknowledged, CROWD_SECONDS, "an acknowledgement"
        )
        assert interaction.acknowledged_at is not None
        sent.first_words_at = interaction.acknowledged_at.timestamp()
        message = interaction.original
        assert message is not None
        try:
            await message.changes.until(lambda: message.pictures, CROWD_SECONDS, "a picture")
        except asyncio.CancelledError:
            sent.text = message.text
            raise
        sent.picture_at = self._fake.clock.seconds()

    # --- One by one -------------------------------------------------------------------------------

    async def _request_comic(self) -> Interaction:
        user = self._users[len(self._interactions) % USERS]
        return await self._fake.slash(user, self._channel, "comic", prompt=PROMPT)

    async def answered(self) -> int:
        """Wait until no response is "thinking…" any more; return how many still are."""
        waiting = [each for each in self._interactions if each.is_thinking]
        await self._until(lambda: not any(each.is_thinking for each in waiting))
        return sum(each.is_thinking for each in waiting)

    async def pictures(self) -> list[int]:
        """Return the number of pictures that each requester sees."""
        return [
            sum(len(message.pictures) for message in each.messages) for each in self._interactions
        ]

    async def one_picture(self) -> float:
        """Send a command, and return the Unix time when its picture arrived."""
        interaction = await self._request_comic()
        self._interactions.append(interaction)
        await self._until(
            lambda: interaction.original is not None and bool(interaction.original.pictures)
        )
        return self._last_picture_at()

    async def deferred_response(self) -> dict[str, str]:
        """Create and defer an interaction that no bot receives, for a bare client to edit."""
        fake = self._fake
        sessions, fake.gateway.sessions.open = fake.gateway.sessions.open, []
        interaction = await self._request_comic()
        fake.gateway.sessions.open = sessions
        url = f"{fake.api_base}/interactions/{interaction.id}/{interaction.token}/callback"
        async with aiohttp.ClientSession() as http, http.post(url, json={"type": 5}) as response:
            response.raise_for_status()
        edit = f"{fake.api_base}/webhooks/{fake.bot.id}/{interaction.token}/messages/@original"
        return {"edit_url": edit}

    async def picture_posted_at(self) -> float:
        """Return the Unix time when the last picture arrived."""
        return self._last_picture_at()

    def _last_picture_at(self) -> float:
        return next(
            call.at.timestamp() for call in reversed(self._fake.call_log.calls) if call.files
        )

    async def _until(self, holds: Any) -> None:
        """Wait for the condition, at most `TIMEOUT` seconds; the caller counts what is missing."""
        until = time.monotonic() + TIMEOUT
        while not holds() and time.monotonic() < until:
            await asyncio.sleep(POLL_SECONDS)


async def serve() -> None:
    fake = FakeDiscord()
    users = DiscordUsers(fake)
    async with fake.running():
        await serve_requests(
            {
                "connection_settings": users.connection_settings,
                "connected": users.connected,
                "commands": users.commands,
                "crowd": users.crowd,
                "requesters": users.requesters,
                "answered": users.answered,
                "pictures": users.pictures,
                "one_picture": users.one_picture,
                "deferred_response": users.deferred_response,
                "picture_posted_at": users.picture_posted_at,
            }
        )


if __name__ == "__main__":
    uvloop.run(serve())
