"""Discord users: in a server with a thread, in private chats, and in a server without the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress

from core.sentences import sentence
from tests.chaos.records import RequestRecord, VisibleMessage
from tests.chaos.schedule import Origin, PlannedRequest
from tests.fakes.discord import Channel, FakeDiscord, Interaction, Message, User
from tests.fakes.discord.messages import walk

SESSION_SECONDS = 60.0  # after which a request is sent even if no session is connected
CANCEL, FETCH = sentence("button_cancel", "en"), sentence("button_fetch", "en")
PERHAPS_THERE = sentence("perhaps_there", "en")
REFUSAL = sentence("storage_unavailable", "en")


class DiscordUsers:
    """Users who request comics in Discord; records what each of them sees at the end."""

    def __init__(self, fake: FakeDiscord, users: int) -> None:
        self.fake = fake
        self.users = [fake.add_user(f"user {n}", has_installed=True) for n in range(users)]
        self.guild = fake.add_guild("Comics", *self.users)
        self.foreign_guild = fake.add_guild("Elsewhere", *self.users, with_bot=False)
        self.foreign_guild.has_commands = False
        self._general = self._named(self.guild.channels, "general")
        self._thread = fake.add_thread(self._general, "a thread", *self.users)
        self._foreign = self._named(self.foreign_guild.channels, "general")
        self._sent: list[tuple[RequestRecord, Interaction]] = []

    async def wait_until_ready(self) -> None:
        """Wait until users can use `/comic`."""
        await self.fake.until(self.fake.registry.all, "commands", seconds=60)

    async def send(self, planned: PlannedRequest) -> RequestRecord:
        """Use `/comic`, and repeat the event as planned."""
        user = self.users[planned.user]
        request = RequestRecord(planned.number, planned.origin)
        channel = self._channel(planned.origin, user)
        request.allowed_places = self._allowed_places(planned.origin, channel, user)
        if planned.waits_for_session:
            await self._wait_for_session()
        options = {"private": True} if planned.origin.value.endswith("-private") else {}
        interaction = await self.fake.slash(
            user, channel, "comic", prompt=request.prompt, **options
        )
        request.key = f"discord:{interaction.id}"
        self._sent.append((request, interaction))
        for seconds in planned.repeat_after:
            await asyncio.sleep(seconds)
            await self.fake.send(interaction)
        return request

    @property
    def sent_count(self) -> int:
        """Number of requests sent so far."""
        return len(self._sent)

    def collect_evidence(self) -> None:
        """Record how each request was answered; called once everything has settled."""
        for request, interaction in self._sent:
            request.refused = _refusal(interaction)
            request.unanswered = not interaction.is_acknowledged or interaction.is_thinking

    def visible_messages(self) -> Iterator[VisibleMessage]:
        """Yield all messages of the bot that are not deleted."""
        for channel in self.fake.channels.values():
            for message in channel.messages.values():
                if message.author is self.fake.bot and not message.is_deleted:
                    yield _visible_message(channel, message)

    async def _wait_for_session(self) -> None:
        with suppress(AssertionError):
            await self.fake.until(
                lambda: self.fake.gateway.sessions.connected, "a session", seconds=SESSION_SECONDS
            )

    def _channel(self, origin: Origin, user: User) -> Channel:
        match origin:
            case Origin.DISCORD_THREAD:
                return self._thread
            case Origin.DISCORD_DM:
                return self.fake.dm(user)
            case Origin.DISCORD_FOREIGN | Origin.DISCORD_FOREIGN_PRIVATE:
                return self._foreign
            case _:
                return self._general

    def _allowed_places(self, origin: Origin, channel: Channel, user: User) -> frozenset[str]:
        """Return where the answer may be.

        That includes the private chat if the bot is not a member of the channel, or if only the
        requester may see the answer.
        """
        places = {place_of(channel)}
        if origin.is_private or channel is self._foreign:
            places.add(place_of(self.fake.dm(user)))
        return frozenset(places)

    def _named(self, channels: dict[int, Channel], name: str) -> Channel:
        return next(channel for channel in channels.values() if channel.name == name)


def _refusal(interaction: Interaction) -> str:
    """Return the sentence that refused the request; empty if later text replaced it."""
    for message in interaction.messages:
        texts = [look.text for look in message.history if not look.pictures] or [message.text]
        if REFUSAL in texts[-1]:
            return REFUSAL
    return ""


def place_of(channel: Channel) -> str:
    return f"discord {channel.id} ({channel.name})"


def _visible_message(channel: Channel, message: Message) -> VisibleMessage:
    labels = {part.get("label") for part in walk(message.components)}
    return VisibleMessage(
        place=place_of(channel),
        message_id=str(message.id),
        text=message.text,
        pictures=len(message.pictures),
        is_private=message.only_for is not None or channel.guild is None,
        is_pending=message.is_thinking or CANCEL in labels,
        offers_comic=FETCH in labels and PERHAPS_THERE in message.text,
    )
