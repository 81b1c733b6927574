"""Fake Discord with simulated users."""

from __future__ import annotations

import asyncio
import random
import time
from typing import Any

import aiohttp
import uvloop

from bench.programs.request_loop import serve_requests
from tests.fakes.discord import FakeDiscord, Interaction

USERS = 500
TIMEOUT = 60.0  # seconds
POLL_SECONDS = 0.02  # seconds
PROMPT = "a cat opens a bakery on the moon"


class DiscordUsers:
    """Users of one server, who take turns typing `/comic`."""

    def __init__(self, fake: FakeDiscord) -> None:
        self._fake = fake
        self._random = random.Random(7)
        self._users = [fake.add_user(f"user {number}") for number in range(USERS)]
        fake.add_guild("Comics", *self._users)
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
                "answered": users.answered,
                "pictures": users.pictures,
                "one_picture": users.one_picture,
                "deferred_response": users.deferred_response,
                "picture_posted_at": users.picture_posted_at,
            }
        )


if __name__ == "__main__":
    uvloop.run(serve())
