"""People in Discord: a server with a thread, private chats, and a server where the bot is not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress

from core.sentences import sentence
from tests.chaos.records import Asked, Shown
from tests.chaos.schedule import Way, Wish
from tests.fakes.discord import Channel, FakeDiscord, Interaction, Message, User
from tests.fakes.discord.messages import walk

PATIENCE = 60.0  # seconds; then it is asked for all the same
CANCEL, FETCH = sentence("button_cancel", "en"), sentence("button_fetch", "en")
PERHAPS_THERE = sentence("perhaps_there", "en")
REFUSAL = sentence("storage_unavailable", "en")


class DiscordPeople:
    """Asks for comics in Discord, and knows at the end what everybody sees."""

    def __init__(self, fake: FakeDiscord, people: int) -> None:
        self.fake = fake
        self.people = [fake.add_user(f"person {n}", has_installed=True) for n in range(people)]
        self.guild = fake.add_guild("Comics", *self.people)
        self.elsewhere = fake.add_guild("Elsewhere", *self.people, with_bot=False)
        self.elsewhere.has_commands = False
        self._general = self._named(self.guild.channels, "general")
        self._thread = fake.add_thread(self._general, "a thread", *self.people)
        self._foreign = self._named(self.elsewhere.channels, "general")
        self._asked: list[tuple[Asked, Interaction]] = []

    async def ready(self) -> None:
        """Wait until somebody may type `/comic`."""
        await self.fake.until(self.fake.registry.all, "commands", seconds=60)

    async def ask(self, wish: Wish) -> Asked:
        """Type `/comic`; an event that is to come again does."""
        person = self.people[wish.person]
        asked, channel = Asked(wish.number, wish.way), self._channel(wish.way, person)
        asked.belongs = self._belongs(wish.way, channel, person)
        if wish.patient:
            await self._somebody_there()
        options = {"private": True} if wish.way.value.endswith("-private") else {}
        interaction = await self.fake.slash(
            person, channel, "comic", prompt=asked.prompt, **options
        )
        asked.key = f"discord:{interaction.id}"
        self._asked.append((asked, interaction))
        for seconds in wish.again:
            await asyncio.sleep(seconds)
            await self.fake.send(interaction)
        return asked

    @property
    def many(self) -> int:
        """How many requests were made so far."""
        return len(self._asked)

    def close_books(self) -> None:
        """Note what everybody was told, once everything has come to rest."""
        for asked, interaction in self._asked:
            asked.refused = _refusal(interaction)
            asked.unanswered = not interaction.is_acknowledged or interaction.is_thinking

    def shown(self) -> Iterator[Shown]:
        """Yield every message of the bot's that is there."""
        for channel in self.fake.channels.values():
            for message in channel.messages.values():
                if message.author is self.fake.bot and not message.is_deleted:
                    yield _shown(channel, message)

    async def _somebody_there(self) -> None:
        with suppress(AssertionError):
            await self.fake.until(
                lambda: self.fake.gateway.sessions.connected, "a session", seconds=PATIENCE
            )

    def _channel(self, way: Way, person: User) -> Channel:
        match way:
            case Way.DISCORD_THREAD:
                return self._thread
            case Way.DISCORD_DM:
                return self.fake.dm(person)
            case Way.DISCORD_FOREIGN | Way.DISCORD_FOREIGN_PRIVATE:
                return self._foreign
            case _:
                return self._general

    def _belongs(self, way: Way, channel: Channel, person: User) -> frozenset[str]:
        """Where the bot is no member, or nobody else may look, the private chat is a way out."""
        places = {place_of(channel)}
        if way.is_private or channel is self._foreign:
            places.add(place_of(self.fake.dm(person)))
        return frozenset(places)

    def _named(self, channels: dict[int, Channel], name: str) -> Channel:
        return next(channel for channel in channels.values() if channel.name == name)


def _refusal(interaction: Interaction) -> str:
    """Return how its person was told that it is not taken on, if nothing but a picture followed."""
    for message in interaction.messages:
        words = [look.text for look in message.history if not look.pictures] or [message.text]
        if REFUSAL in words[-1]:
            return REFUSAL
    return ""


def place_of(channel: Channel) -> str:
    return f"discord {channel.id} ({channel.name})"


def _shown(channel: Channel, message: Message) -> Shown:
    labels = {part.get("label") for part in walk(message.components)}
    return Shown(
        place=place_of(channel),
        message=str(message.id),
        text=message.text,
        pictures=len(message.pictures),
        is_private=message.only_for is not None or channel.guild is None,
        waits=message.is_thinking or CANCEL in labels,
        offers_it=FETCH in labels and PERHAPS_THERE in message.text,
    )
