"""Journeys in Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from tests.bots.discord.adapter import discord_settings
from tests.fakes.discord import Channel, FakeDiscord, Interaction, Message
from tests.fakes.generator import JobFault
from tests.faultpoints.environment import TestEnvironment
from tests.faultpoints.journeys import PROMPT, Journey, expect


class InDiscord(Journey):
    """Ada and Bob in one channel, with our bot."""

    def __init__(self, world: TestEnvironment) -> None:
        super().__init__(world)
        self.fake = FakeDiscord()
        self.ada = self.fake.add_user("ada")
        self.bob = self.fake.add_user("bob")
        self.fake.add_guild("Comics", self.ada, self.bob)
        self.general: Channel = self.fake.channel("general")
        self.interaction: Interaction

    @asynccontextmanager
    async def around(self) -> AsyncIterator[Mapping[str, Any]]:
        async with self.fake.running():
            self.world.is_served = self._is_connected
            yield {"discord": discord_settings(self.fake)}

    def _is_connected(self) -> bool:
        sessions = self.fake.gateway.sessions
        return bool(sessions.connected) and sessions.begun >= len(self.world.processes)

    async def comic(self, **options: Any) -> None:
        self.interaction = await self.fake.slash(
            self.ada, self.general, "comic", prompt=PROMPT, **options
        )

    async def drawn(self) -> Message:
        """Have a comic drawn, and return the message with it."""
        await self.comic()
        await self.fake.answered(self.interaction)
        answer = self.interaction.original
        assert answer is not None
        await self.world.until(lambda: answer.pictures)
        while await self.world.unsettled():
            await self.world.process.quiet()
        return answer

    async def press(self, message: Message, label: str, holds: Callable[[], Any]) -> Interaction:
        """Press a button until it did what it should: again if that came to nothing.

        The second time, words in answer are good as well. Returns the last press.
        """
        pressed = await self.fake.press(self.ada, message, label)
        if await self.world.until(holds):
            return pressed
        await self.world.successor()
        if not holds():
            pressed = await self.fake.press(self.ada, message, label)
            await self.world.until(lambda: holds() or any(each.text for each in pressed.follow_ups))
        return pressed

    def pictures_seen(self, *channels: Channel) -> tuple[int, int]:
        """Count the pictures that Ada and Bob see there."""
        seen = [
            sum(len(m.pictures) for channel in channels for m in channel.messages_seen_by(user))
            for user in (self.ada, self.bob)
        ]
        return seen[0], seen[1]


class Comic(InDiscord):
    """`/comic`, in a channel."""

    private: ClassVar[bool] = False

    async def act(self) -> None:
        await self.comic(private=self.private)

    async def waits_for(self) -> str:
        is_there = self.world.has_died or await self.world.count("jobs")
        return "" if is_there else "a request"

    @property
    def is_taken(self) -> bool:
        """Whether anybody was promised anything: dead before the COMMIT, nothing is kept.

        Nothing can be said any more then; Discord itself says that there was no answer.
        """
        return not self.world.has_died or self.world.jobs_at_death == 1

    async def broken(self) -> list[str]:
        times = int(self.is_taken)
        seen = (times, 0 if self.private else times)
        answer = self.interaction.original
        found = expect("jobs", await self.world.count("jobs WHERE state = 'drawn'"), times)
        found += expect("all jobs", await self.world.count("jobs"), times)
        found += expect("comics", await self.world.count("comics"), times)
        found += expect("drawings", len(self.world.generator.drawn), times)
        found += expect("pictures that Ada and Bob see", self.pictures_seen(self.general), seen)
        if self.is_taken:
            found += expect("the answer is a picture", bool(answer and answer.pictures), True)
        if self.private:
            found += expect("what Bob sees", self.general.messages_seen_by(self.bob), [])
        return found


class PrivateComic(Comic):
    """`/comic`, for one's own eyes."""

    private = True


class Rejected(Comic):
    """`/comic`, with words that the generator refuses."""

    async def prepare(self) -> None:
        self.world.generator.fail(JobFault.PROMPT_REJECTED, times=1000)

    async def broken(self) -> list[str]:
        times = int(self.is_taken)
        answer = self.interaction.original
        found = expect("jobs", await self.world.count("jobs WHERE state = 'rejected'"), times)
        found += expect("all jobs", await self.world.count("jobs"), times)
        found += expect("comics", await self.world.count("comics"), 0)
        if self.is_taken:
            told = answer is not None and "I can’t draw this one" in answer.text
            found += expect("the person is told why", told, True)
        return found


class Overdue(InDiscord):
    """A comic that is done when the reply token has expired: into the message, by the bot."""

    private: ClassVar[bool] = False

    async def prepare(self) -> None:
        self.world.gate.clear()
        await self.comic(private=self.private)
        await self.fake.answered(self.interaction)
        await self.world.until(lambda: self.world.generator.drawn)
        self.fake.clock.advance(minutes=16)

    async def act(self) -> None:
        self.world.gate.set()

    async def broken(self) -> list[str]:
        dm = self.fake.dm(self.ada)
        wanted = {"here": (0, 0), "by DM": (1, 0)} if self.private else {"here": (1, 1)}
        found = expect("drawings", len(self.world.generator.drawn), 1)
        found += expect("comics", await self.world.count("comics"), 1)
        found += expect("seen here", self.pictures_seen(self.general), wanted["here"])
        found += expect("seen by DM", self.pictures_seen(dm), wanted.get("by DM", (0, 0)))
        return found


class OverdueAndGone(Overdue):
    """The same, and the message was deleted: by a placeholder, into the channel."""

    async def prepare(self) -> None:
        await super().prepare()
        assert self.interaction.original is not None
        await self.fake.delete_message(self.interaction.original)


class OverduePrivate(Overdue):
    """The same, for one's own eyes: by DM.

    Who died over the answer may have put the picture in, which nobody can see any more: then a
    button to fetch it comes, and no second picture.
    """

    private = True
    fetch: ClassVar[str] = "Fetch my comic"

    async def broken(self) -> list[str]:
        dm = self.fake.dm(self.ada)
        offers = [m for m in dm.messages_seen_by(self.ada) if self.fetch in str(m.components)]
        if not offers:
            return await super().broken()
        found = expect("offers", len(offers), 1)
        found += expect("offered only in doubt", self.world.has_died, True)
        found += expect("pictures beside the offer", self.pictures_seen(self.general, dm), (0, 0))
        await self.fake.press(self.ada, offers[0], self.fetch)
        await self.world.until(lambda: self.pictures_seen(dm)[0])
        return found + await super().broken()


class Canceled(InDiscord):
    """A comic that is canceled while it is drawn."""

    async def prepare(self) -> None:
        self.world.gate.clear()
        await self.comic()
        await self.fake.answered(self.interaction)
        await self.world.until(lambda: self.world.generator.drawn)

    async def act(self) -> None:
        message = self.interaction.original
        assert message is not None
        await self.press(message, "Cancel", lambda: "Canceled" in message.text)

    async def waits_for(self) -> str:
        return await self.world.drawn_for_nobody()

    async def broken(self) -> list[str]:
        found = expect("canceled", await self.world.count("jobs WHERE state = 'canceled'"), 1)
        found += expect("drawings", len(self.world.generator.drawn), 1)
        found += expect("comics to be seen", await self.world.count("comics WHERE NOT purging"), 0)
        return found + expect("pictures", self.pictures_seen(self.general), (0, 0))


class CanceledTooLate(Canceled):
    """The same, and the generator is done before it hears of it where a process died over that."""

    async def act(self) -> None:
        async with asyncio.TaskGroup() as group:
            finishing = group.create_task(self._finish())
            await super().act()
            finishing.cancel()

    async def _finish(self) -> None:
        await self.world.processes[0].dead.wait()
        if await self.world.count("jobs WHERE state = 'canceled'"):
            self.world.gate.set()


class Deleted(InDiscord):
    """A comic that its owner deletes."""

    async def prepare(self) -> None:
        self.message = await self.drawn()

    async def act(self) -> None:
        message = self.message
        await self.press(message, "Delete", lambda: "Yes, delete" in str(message.components))
        await self.press(message, "Yes, delete", lambda: message.is_deleted)

    async def broken(self) -> list[str]:
        found = expect("deleted", await self.world.count("comics WHERE deleted_at IS NOT NULL"), 1)
        return found + expect("pictures", self.pictures_seen(self.general), (0, 0))


class BroughtBack(Deleted):
    """A comic that its owner has deleted, and wants back."""

    async def prepare(self) -> None:
        await super().prepare()
        message = self.message
        await self.press(message, "Delete", lambda: "Yes, delete" in str(message.components))
        pressed = await self.press(message, "Yes, delete", lambda: message.is_deleted)
        [self.offer] = pressed.follow_ups

    async def act(self) -> None:
        await self.press(self.offer, "Restore", lambda: self.pictures_seen(self.general)[0])

    async def broken(self) -> list[str]:
        found = expect("deleted", await self.world.count("comics WHERE deleted_at IS NOT NULL"), 0)
        found += expect("objects", len(self.world.pictures), 1)
        return found + expect("pictures", self.pictures_seen(self.general), (1, 0))


class Forgotten(InDiscord):
    """Somebody who wants to be forgotten, while one comic is drawn and one is there."""

    async def prepare(self) -> None:
        await self.drawn()
        self.privacy = await self.fake.slash(self.ada, self.general, "privacy")
        await self.fake.answered(self.privacy)
        self.world.gate.clear()
        await self.comic()
        await self.fake.answered(self.interaction)
        await self.world.until(lambda: len(self.world.generator.drawn) == 2)

    async def act(self) -> None:
        message = self.privacy.original
        assert message is not None
        everything = "Delete everything about me"
        await self.press(message, everything, lambda: "for good" in message.text)
        await self.press(
            message, "Yes, delete everything", lambda: "no longer know" in message.text
        )

    async def waits_for(self) -> str:
        if not (self._is_told or self.world.has_died):
            return "the word that it is over"
        return await self.world.drawn_for_nobody()

    @property
    def _is_told(self) -> bool:
        said = self.interaction.original
        return said is not None and "Canceled" in said.text

    async def broken(self) -> list[str]:
        found = []
        for table in ("profiles", "identities", "jobs WHERE profile_id IS NOT NULL"):
            found += expect(table, await self.world.count(table), 0)
        found += expect("deliveries", await self.world.count("deliveries"), 0)
        found += expect("comics to be seen", await self.world.count("comics WHERE NOT purging"), 0)
        return found + expect("who waits is told that it is over", self._is_told, True)
