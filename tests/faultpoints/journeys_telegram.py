"""Journeys in Telegram. What it was not told is kept, it brings again: nothing may be missing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from tests.bots.telegram.adapter import telegram_settings
from tests.fakes.telegram import Chat, FakeTelegram
from tests.faultpoints.environment import TestEnvironment
from tests.faultpoints.journeys import PROMPT, Journey, expect


class InTelegram(Journey):
    """Ada in a private chat with our bot, and in a group with Bob."""

    text: ClassVar[str] = f"/comic {PROMPT}"

    def __init__(self, world: TestEnvironment) -> None:
        super().__init__(world)
        self.fake = FakeTelegram()
        self.fake.state.flood.limits.is_on = False
        self.ada = self.fake.user("Ada", username="ada")
        self.bob = self.fake.user("Bob", username="bob")
        self.private = self.fake.private(self.ada)
        self.group: Chat

    @asynccontextmanager
    async def around(self) -> AsyncIterator[Mapping[str, Any]]:
        async with self.fake.running():
            self.group = await self.fake.group(self.ada, self.bob)
            yield {"telegram": telegram_settings(self.fake)}

    async def prepare(self) -> None:
        """Let it be over what came of the group."""
        while await self.waits_for() or await self.world.unsettled():
            await self.world.process.quiet()

    @property
    def here(self) -> Chat:
        """Where it is asked for."""
        return self.private

    async def act(self) -> None:
        await self.fake.send(self.ada, self.here, self.text)

    async def waits_for(self) -> str:
        return "updates that Telegram has" if self.fake.state.updates.pending() else ""

    async def broken(self) -> list[str]:
        found = expect("jobs", await self.world.count("jobs"), 1)
        found += expect("comics", await self.world.count("comics"), 1)
        found += expect("drawings", len(self.world.generator.drawn), 1)
        for chat, wanted in self.pictures_wanted().items():
            found += expect(f"pictures in {chat}", len(chat.pictures()), wanted)
        return found

    def pictures_wanted(self) -> dict[Chat, int]:
        return {self.here: 1}


class TelegramComic(InTelegram):
    """`/comic`, in a private chat."""


class GroupComic(InTelegram):
    """`/comic`, in a group."""

    @property
    def here(self) -> Chat:
        return self.group


class PrivateFromGroup(GroupComic):
    """`/comic --private`, in a group: for the private chat alone."""

    text = f"/comic --private {PROMPT}"

    async def prepare(self) -> None:
        await self.fake.start(self.ada)
        await self.world.until(self.private.pictures)
        self.before = len(self.private.pictures())
        await super().prepare()

    def pictures_wanted(self) -> dict[Chat, int]:
        return {self.private: self.before + 1, self.group: 0}

    async def broken(self) -> list[str]:
        said = [m.text or m.caption or "" for m in self.group.from_bot()]
        told = [text for text in said if PROMPT in text]
        return await super().broken() + expect("what the group is told", told, [])
