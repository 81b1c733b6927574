"""People in private chats and a group, and our bot with them."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any
from uuid import UUID

from bots.app import ALL_PARTS
from core.errors import StorageUnavailableError
from core.models.deliveries import Delivery, DeliveryState
from tests.application import DrawingServer, RunningApp, running_app
from tests.fakes.telegram import FakeTelegram

PATIENCE = 20.0  # seconds, for what takes a moment
PROMPT = "a cat opens a bakery on the moon"


class AdapterHarness:
    """What a test in Telegram plays on."""

    def __init__(self, fake: FakeTelegram) -> None:
        self.fake = fake
        self.ada = fake.user("Ada", username="ada")
        self.bob = fake.user("Bob", username="bob")
        self.chat = fake.private(self.ada)
        self.running: RunningApp
        self.file = Path()  # the database

    @property
    def generator(self) -> DrawingServer:
        return self.running.generator

    async def start(self, user: Any = None) -> Any:
        """Have somebody press Start, as everybody does once; return their private chat."""
        user = user or self.ada
        chat = self.fake.private(user)
        await self.fake.start(user)
        await self.picture_in(chat)
        return chat

    async def say(self, text: str, chat: Any = None, user: Any = None, **more: Any) -> Any:
        """Type something."""
        return await self.fake.send(user or self.ada, chat or self.chat, text, **more)

    async def drawn(self, text: str = f"/comic {PROMPT}", chat: Any = None) -> Any:
        """Have a comic drawn, and return the message with it."""
        chat = chat or self.chat
        before = len(chat.pictures())
        await self.say(text, chat)
        return await self.picture_in(chat, after=before)

    async def picture_in(self, chat: Any, *, after: int = 0) -> Any:
        """Wait for one more picture of the bot's, and return the message with it."""

        def shown() -> list[Any]:
            return [m for m in chat.from_bot() if m.kind in {"photo", "document"}]

        await self.fake.until(lambda: len(shown()) > after, "a picture")
        return shown()[-1]

    async def said(self, part: str, chat: Any = None) -> Any:
        """Wait until the bot says something with these words, and return the message."""
        chat = chat or self.chat

        def found() -> list[Any]:
            return [m for m in chat.from_bot() if part in (m.text or m.caption or "")]

        await self.fake.until(lambda: bool(found()), f"the words {part!r}")
        return found()[-1]

    async def handled(self) -> None:
        """Wait until the inbox is worked off."""
        async with asyncio.timeout(PATIENCE):
            while self.fake.state.updates.pending() or await self._unhandled():
                await self.breathe()

    async def _unhandled(self) -> int:
        return await asyncio.to_thread(self.count, "inbox WHERE handled_at IS NULL")

    async def settled(self, state: DeliveryState = DeliveryState.DELIVERED) -> None:
        """Wait until all deliveries are at that point."""
        async with asyncio.timeout(PATIENCE):
            while await asyncio.to_thread(self.count, f"deliveries WHERE state != '{state}'"):
                await self.breathe()

    async def breathe(self) -> None:
        """Let others have the loop for a moment."""
        await asyncio.sleep(0.02)

    async def delivery(self) -> Delivery:
        """Return the one delivery that there is."""
        [job_id] = await asyncio.to_thread(self.rows, "SELECT job_id FROM deliveries")

        async def work(unit: Any) -> Delivery:
            found: Delivery = await unit.deliveries.get(UUID(bytes=job_id[0]))
            return found

        return await self.running.services.database.read(work)

    def rows(self, statement: str) -> list[Any]:
        with closing(sqlite3.connect(self.file, timeout=PATIENCE)) as connection:
            return connection.execute(statement).fetchall()

    async def rows_of(self, statement: str) -> list[Any]:
        return await asyncio.to_thread(self.rows, statement)

    async def counted(self, what: str) -> int:
        return await asyncio.to_thread(self.count, what)

    def count(self, what: str) -> int:
        found: int = self.rows(f"SELECT count(*) FROM {what}")[0][0]
        return found

    async def change(self, statement: str) -> None:
        """Change rows behind everybody's back: the only way to let the database's time pass."""
        await asyncio.to_thread(self._change, statement)

    def _change(self, statement: str) -> None:
        with closing(sqlite3.connect(self.file, timeout=PATIENCE)) as connection, connection:
            connection.execute(statement)

    async def tried(self, times: int) -> None:
        """Wait until it was tried so often to bring something, in vain."""
        async with asyncio.timeout(PATIENCE):
            while not await asyncio.to_thread(self.count, f"deliveries WHERE attempts >= {times}"):
                await self.breathe()

    async def free(self) -> None:
        """Wait until nobody is bringing anything."""
        async with asyncio.timeout(PATIENCE):
            while await asyncio.to_thread(self.count, "deliveries WHERE lease_owner IS NOT NULL"):
                await self.breathe()

    async def hurry(self) -> None:
        """Let pauses between tries pass, and have what is due looked for."""
        await self.change(
            "UPDATE deliveries SET next_attempt_at = '2000-01-01' WHERE state = 'pending'"
        )
        await self.running.app.job_queue.notify_delivering(8)


class Outage:
    """The database of a running app, away and back."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._whole = (database.read, database.write)

    def begin(self) -> None:
        async def fail(_work: object) -> None:
            raise StorageUnavailableError

        self._database.read = self._database.write = fail

    def end(self) -> None:
        self._database.read, self._database.write = self._whole


def telegram_settings(fake: FakeTelegram) -> Mapping[str, Any]:
    return {"token": fake.token, "api_base": fake.url}


@asynccontextmanager
async def running_stage(
    fake: FakeTelegram,
    folder: Path,
    migrated: Path | None,
    stage: AdapterHarness | None = None,
    *,
    parts: frozenset[str] = ALL_PARTS,
    **sections: Any,
) -> AsyncIterator[AdapterHarness]:
    """Run the product, or parts of it, with our bot connected to the fake."""
    stage = stage or AdapterHarness(fake)
    settings: dict[str, Any] = {"telegram": telegram_settings(fake), **sections}
    async with running_app(folder, parts=parts, migrated=migrated, **settings) as running:
        stage.running = running
        stage.file = folder / "data" / "comicai.db"
        yield stage
