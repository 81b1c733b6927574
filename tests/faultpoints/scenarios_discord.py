"""Scenarios in Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from tests.bots.discord.adapter import discord_settings
from tests.fakes.discord import Channel, FakeDiscord, Interaction, Message
from tests.fakes.generator import JobFault
from tests.faultpoints.environment import TestEnvironment
from tests.faultpoints.scenario_base import PROMPT, Scenario, expect


class OnDiscord(Scenario):
    """Ada and Bob in one channel with the bot."""

    def __init__(self, environment: TestEnvironment) -> None:
        super().__init__(environment)
        self.fake = FakeDiscord()
        self.ada = self.fake.add_user("ada")
        self.bob = self.fake.add_user("bob")
        self.fake.add_guild("Comics", self.ada, self.bob)
        self.general: Channel = self.fake.channel("general")
        self.interaction: Interaction

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Mapping[str, Any]]:
        async with self.fake.running():
            self.environment.is_served = self._is_connected
            yield {"discord": discord_settings(self.fake)}

    def _is_connected(self) -> bool:
        sessions = self.fake.gateway.sessions
        return bool(sessions.connected) and sessions.begun >= len(self.environment.processes)

    async def comic(self, **options: Any) -> None:
        self.interaction = await self.fake.slash(
            self.ada, self.general, "comic", prompt=PROMPT, **options
        )

    async def draw(self) -> Message:
        """Request a comic and wait until all is done; return the message with the picture."""
        await self.comic()
        await self.fake.responded(self.interaction)
        answer = self.interaction.original
        assert answer is not None
        await self.environment.until(lambda: answer.pictures)
        while await self.environment.unsettled():
            await self.environment.process.wait_until_quiet()
        return answer

    async def press(
        self, message: Message, label: str, condition: Callable[[], Any]
    ) -> Interaction:
        """Press a button until the condition holds, a second time if the process is killed.

        The second time, a follow-up with text is enough. Returns the last interaction.
        """
        interaction = await self.fake.press(self.ada, message, label)
        if await self.environment.until(condition):
            return interaction
        await self.environment.wait_for_successor()
        if not condition():
            interaction = await self.fake.press(self.ada, message, label)
            await self.environment.until(
                lambda: condition() or any(each.text for each in interaction.follow_ups)
            )
        return interaction

    def pictures_seen(self, *channels: Channel) -> tuple[int, int]:
        """Count the pictures that Ada and Bob see there."""
        seen = [
            sum(len(m.pictures) for channel in channels for m in channel.messages_seen_by(user))
            for user in (self.ada, self.bob)
        ]
        return seen[0], seen[1]


class Comic(OnDiscord):
    """`/comic`, in a channel."""

    private: ClassVar[bool] = False

    async def act(self) -> None:
        await self.comic(private=self.private)

    async def pending_work(self) -> str:
        is_there = self.environment.has_successor or await self.environment.count("jobs")
        return "" if is_there else "a request"

    @property
    def is_accepted(self) -> bool:
        """Whether the request was committed before the crash.

        If not, no answer follows: Discord itself tells the user that the application did not
        respond.
        """
        return not self.environment.has_successor or self.environment.jobs_at_crash == 1

    async def violations(self) -> list[str]:
        times = int(self.is_accepted)
        seen = (times, 0 if self.private else times)
        answer = self.interaction.original
        found = expect("jobs", await self.environment.count("jobs WHERE state = 'drawn'"), times)
        found += expect("all jobs", await self.environment.count("jobs"), times)
        found += expect("comics", await self.environment.count("comics"), times)
        found += expect("drawings", len(self.environment.generator.drawn), times)
        found += expect("pictures that Ada and Bob see", self.pictures_seen(self.general), seen)
        if self.is_accepted:
            found += expect("the answer is a picture", bool(answer and answer.pictures), True)
        if self.private:
            found += expect("what Bob sees", self.general.messages_seen_by(self.bob), [])
        return found


class PrivateComic(Comic):
    """`/comic` with `private`: only the requester sees the answer."""

    private = True


class Rejected(Comic):
    """`/comic`, with a prompt that the generator rejects."""

    async def prepare(self) -> None:
        self.environment.generator.fail(JobFault.PROMPT_REJECTED, times=1000)

    async def violations(self) -> list[str]:
        times = int(self.is_accepted)
        answer = self.interaction.original
        found = expect("jobs", await self.environment.count("jobs WHERE state = 'rejected'"), times)
        found += expect("all jobs", await self.environment.count("jobs"), times)
        found += expect("comics", await self.environment.count("comics"), 0)
        if self.is_accepted:
            is_explained = answer is not None and "I can’t draw this one" in answer.text
            found += expect("the user sees the reason", is_explained, True)
        return found


class ExpiredToken(OnDiscord):
    """A comic that is ready after its reply token has expired: the bot edits the message."""

    private: ClassVar[bool] = False

    async def prepare(self) -> None:
        self.environment.gate.clear()
        await self.comic(private=self.private)
        await self.fake.responded(self.interaction)
        await self.environment.until(lambda: self.environment.generator.drawn)
        self.fake.clock.advance(minutes=16)

    async def act(self) -> None:
        self.environment.gate.set()

    async def violations(self) -> list[str]:
        dm = self.fake.dm(self.ada)
        wanted = {"here": (0, 0), "by DM": (1, 0)} if self.private else {"here": (1, 1)}
        found = expect("drawings", len(self.environment.generator.drawn), 1)
        found += expect("comics", await self.environment.count("comics"), 1)
        found += expect("seen here", self.pictures_seen(self.general), wanted["here"])
        found += expect("seen by DM", self.pictures_seen(dm), wanted.get("by DM", (0, 0)))
        return found


class ExpiredTokenMessageDeleted(ExpiredToken):
    """The same after the message was deleted: a placeholder is sent to the channel."""

    async def prepare(self) -> None:
        await super().prepare()
        assert self.interaction.original is not None
        await self.fake.delete_message(self.interaction.original)


class ExpiredTokenPrivate(ExpiredToken):
    """The same for a private request: the comic is sent by DM.

    The killed process may have sent the picture already, which cannot be checked. Then a button to
    fetch it is sent instead of a second picture.
    """

    private = True
    fetch: ClassVar[str] = "Fetch my comic"

    async def violations(self) -> list[str]:
        dm = self.fake.dm(self.ada)
        offers = [m for m in dm.messages_seen_by(self.ada) if self.fetch in str(m.components)]
        if not offers:
            return await super().violations()
        found = expect("offers", len(offers), 1)
        found += expect("offered only after a crash", self.environment.has_successor, True)
        found += expect("pictures besides the offer", self.pictures_seen(self.general, dm), (0, 0))
        await self.fake.press(self.ada, offers[0], self.fetch)
        await self.environment.until(lambda: self.pictures_seen(dm)[0])
        return found + await super().violations()


class Canceled(OnDiscord):
    """A comic that is canceled while it is drawn."""

    async def prepare(self) -> None:
        self.environment.gate.clear()
        await self.comic()
        await self.fake.responded(self.interaction)
        await self.environment.until(lambda: self.environment.generator.drawn)

    async def act(self) -> None:
        message = self.interaction.original
        assert message is not None
        await self.press(message, "Cancel", lambda: "Canceled" in message.text)

    async def pending_work(self) -> str:
        return await self.environment.unneeded_drawing()

    async def violations(self) -> list[str]:
        found = expect("canceled", await self.environment.count("jobs WHERE state = 'canceled'"), 1)
        found += expect("drawings", len(self.environment.generator.drawn), 1)
        found += expect(
            "comics to be seen", await self.environment.count("comics WHERE NOT purging"), 0
        )
        return found + expect("pictures", self.pictures_seen(self.general), (0, 0))


class CanceledLate(Canceled):
    """The same; after a crash, the generator finishes before it receives the cancellation."""

    async def act(self) -> None:
        async with asyncio.TaskGroup() as group:
            finishing = group.create_task(self._finish())
            await super().act()
            finishing.cancel()

    async def _finish(self) -> None:
        await self.environment.processes[0].ended.wait()
        if await self.environment.count("jobs WHERE state = 'canceled'"):
            self.environment.gate.set()


class Deleted(OnDiscord):
    """A comic that its owner deletes."""

    async def prepare(self) -> None:
        self.message = await self.draw()

    async def act(self) -> None:
        message = self.message
        await self.press(message, "Delete", lambda: "Yes, delete" in str(message.components))
        await self.press(message, "Yes, delete", lambda: message.is_deleted)

    async def violations(self) -> list[str]:
        found = expect(
            "deleted", await self.environment.count("comics WHERE deleted_at IS NOT NULL"), 1
        )
        return found + expect("pictures", self.pictures_seen(self.general), (0, 0))


class Restored(Deleted):
    """A comic that its owner has deleted and restores."""

    async def prepare(self) -> None:
        await super().prepare()
        message = self.message
        await self.press(message, "Delete", lambda: "Yes, delete" in str(message.components))
        pressed = await self.press(message, "Yes, delete", lambda: message.is_deleted)
        [self.offer] = pressed.follow_ups

    async def act(self) -> None:
        await self.press(self.offer, "Restore", lambda: self.pictures_seen(self.general)[0])

    async def violations(self) -> list[str]:
        found = expect(
            "deleted", await self.environment.count("comics WHERE deleted_at IS NOT NULL"), 0
        )
        found += expect("objects", len(self.environment.pictures), 1)
        return found + expect("pictures", self.pictures_seen(self.general), (1, 0))


class DataErased(OnDiscord):
    """A user who deletes all their data while one comic exists and another is being drawn."""

    async def prepare(self) -> None:
        await self.draw()
        self.privacy = await self.fake.slash(self.ada, self.general, "privacy")
        await self.fake.responded(self.privacy)
        self.environment.gate.clear()
        await self.comic()
        await self.fake.responded(self.interaction)
        await self.environment.until(lambda: len(self.environment.generator.drawn) == 2)

    async def act(self) -> None:
        message = self.privacy.original
        assert message is not None
        everything = "Delete everything about me"
        await self.press(message, everything, lambda: "for good" in message.text)
        await self.press(
            message, "Yes, delete everything", lambda: "no longer know" in message.text
        )

    async def pending_work(self) -> str:
        if not (self._is_notified or self.environment.has_successor):
            return "the message about the cancellation"
        return await self.environment.unneeded_drawing()

    @property
    def _is_notified(self) -> bool:
        answer = self.interaction.original
        return answer is not None and "Canceled" in answer.text

    async def violations(self) -> list[str]:
        found = []
        for table in ("profiles", "identities", "jobs WHERE profile_id IS NOT NULL"):
            found += expect(table, await self.environment.count(table), 0)
        found += expect("deliveries", await self.environment.count("deliveries"), 0)
        found += expect(
            "comics to be seen", await self.environment.count("comics WHERE NOT purging"), 0
        )
        return found + expect("the requester knows of the cancellation", self._is_notified, True)
