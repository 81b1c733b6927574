"""Scenarios in Telegram, which redelivers unconfirmed updates: no request may be missing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from tests.bots.telegram.adapter import telegram_settings
from tests.fakes.telegram import Chat, FakeTelegram
from tests.faultpoints.environment import TestEnvironment
from tests.faultpoints.scenario_base import PROMPT, Scenario, expect


class OnTelegram(Scenario):
    """Ada in a private chat with the bot, and in a group with Bob."""

    text: ClassVar[str] = f"/comic {PROMPT}"

    def __init__(self, environment: TestEnvironment) -> None:
        super().__init__(environment)
        self.fake = FakeTelegram()
        self.fake.state.flood.limits.is_on = False
        self.ada = self.fake.user("Ada", username="ada")
        self.bob = self.fake.user("Bob", username="bob")
        self.private = self.fake.private(self.ada)
        self.group: Chat

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Mapping[str, Any]]:
        async with self.fake.running():
            self.group = await self.fake.group(self.ada, self.bob)
            yield {"telegram": telegram_settings(self.fake)}

    async def prepare(self) -> None:
        """Wait until the updates of the new group have been handled."""
        while await self.pending_work() or await self.environment.unsettled():
            await self.environment.process.wait_until_quiet()

    @property
    def here(self) -> Chat:
        """The chat of the request."""
        return self.private

    async def act(self) -> None:
        await self.fake.send(self.ada, self.here, self.text)

    async def pending_work(self) -> str:
        return "unconfirmed updates" if self.fake.state.updates.pending() else ""

    async def violations(self) -> list[str]:
        found = expect("jobs", await self.environment.count("jobs"), 1)
        found += expect("comics", await self.environment.count("comics"), 1)
        found += expect("drawings", len(self.environment.generator.drawn), 1)
        for chat, wanted in self.pictures_wanted().items():
            found += expect(f"pictures in {chat}", len(chat.pictures()), wanted)
        return found

    def pictures_wanted(self) -> dict[Chat, int]:
        return {self.here: 1}


class TelegramComic(OnTelegram):
    """`/comic`, in a private chat."""


class GroupComic(OnTelegram):
    """`/comic`, in a group."""

    @property
    def here(self) -> Chat:
        return self.group


class PrivateFromGroup(GroupComic):
    """`/comic --private`, in a group: the answer goes to the private chat only."""

    text = f"/comic --private {PROMPT}"

    async def prepare(self) -> None:
        await self.fake.start(self.ada)
        await self.environment.until(self.private.pictures)
        self.before = len(self.private.pictures())
        await super().prepare()

    def pictures_wanted(self) -> dict[Chat, int]:
        return {self.private: self.before + 1, self.group: 0}

    async def violations(self) -> list[str]:
        texts = [message.text or message.caption or "" for message in self.group.from_bot()]
        revealing = [text for text in texts if PROMPT in text]
        return await super().violations() + expect("the prompt in the group", revealing, [])
