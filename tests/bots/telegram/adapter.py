"""Test harness of the Telegram adapter: users, chats and the running bot."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any
from uuid import UUID

from bots.parts import ALL_PARTS
from core.errors import StorageUnavailableError
from core.models.deliveries import Delivery, DeliveryState
from tests.application import DrawingServer, RunningApp, running_app
from tests.fakes.telegram import FakeTelegram

TIMEOUT = 30.0  # seconds, for every wait
PROMPT = "a cat opens a bakery on the moon"


class AdapterHarness:
    """The running application with fake Telegram users, and helpers to drive them."""

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
        """Press Start as a user; return their private chat."""
        user = user or self.ada
        chat = self.fake.private(user)
        await self.fake.start(user)
        await self.wait_for_picture(chat)
        return chat

    async def say(self, text: str, chat: Any = None, user: Any = None, **more: Any) -> Any:
        """Send a text message as a user."""
        return await self.fake.send(user or self.ada, chat or self.chat, text, **more)

    async def draw(self, text: str = f"/comic {PROMPT}", chat: Any = None) -> Any:
        """Request a comic, and return the message that shows it."""
        chat = chat or self.chat
        before = len(chat.pictures())
        await self.say(text, chat)
        return await self.wait_for_picture(chat, after=before)

    async def wait_for_picture(self, chat: Any, *, after: int = 0) -> Any:
        """Wait until the bot has sent more than *after* pictures; return the last message."""

        def shown() -> list[Any]:
            return [m for m in chat.from_bot() if m.kind in {"photo", "document"}]

        await self.fake.until(lambda: len(shown()) > after, "a picture")
        return shown()[-1]

    async def wait_for_text(self, part: str, chat: Any = None) -> Any:
        """Wait for a message of the bot that contains *part*; return it."""
        chat = chat or self.chat

        def found() -> list[Any]:
            return [m for m in chat.from_bot() if part in (m.text or m.caption or "")]

        await self.fake.until(lambda: bool(found()), f"the words {part!r}")
        return found()[-1]

    async def wait_until_handled(self) -> None:
        """Wait until all updates are handled."""
        async with asyncio.timeout(TIMEOUT):
            while self.fake.state.updates.pending() or await self._unhandled():
                await self.pause()

    async def _unhandled(self) -> int:
        return await asyncio.to_thread(self.count, "inbox WHERE handled_at IS NULL")

    async def wait_until_delivered(self, state: DeliveryState = DeliveryState.DELIVERED) -> None:
        """Wait until all deliveries are in *state*."""
        async with asyncio.timeout(TIMEOUT):
            while await asyncio.to_thread(self.count, f"deliveries WHERE state != '{state}'"):
                await self.pause()

    async def pause(self) -> None:
        """Yield to the event loop for a moment."""
        await asyncio.sleep(0.02)

    async def delivery(self) -> Delivery:
        """Return the only delivery."""
        [job_id] = await asyncio.to_thread(self.rows, "SELECT job_id FROM deliveries")

        async def work(unit: Any) -> Delivery:
            found: Delivery = await unit.deliveries.get(UUID(bytes=job_id[0]))
            return found

        return await self.running.services.database.read(work)

    def rows(self, statement: str) -> list[Any]:
        with closing(sqlite3.connect(self.file, timeout=TIMEOUT)) as connection:
            return connection.execute(statement).fetchall()

    async def fetch_rows(self, statement: str) -> list[Any]:
        return await asyncio.to_thread(self.rows, statement)

    async def count_rows(self, what: str) -> int:
        return await asyncio.to_thread(self.count, what)

    def count(self, what: str) -> int:
        found: int = self.rows(f"SELECT count(*) FROM {what}")[0][0]
        return found

    async def execute(self, statement: str) -> None:
        """Change rows directly: the only way to move the database's time forward."""
        await asyncio.to_thread(self._execute, statement)

    def _execute(self, statement: str) -> None:
        with closing(sqlite3.connect(self.file, timeout=TIMEOUT)) as connection, connection:
            connection.execute(statement)

    async def wait_for_attempts(self, times: int) -> None:
        """Wait for a delivery with this many failed attempts."""
        async with asyncio.timeout(TIMEOUT):
            while not await asyncio.to_thread(self.count, f"deliveries WHERE attempts >= {times}"):
                await self.pause()

    async def wait_until_unleased(self) -> None:
        """Wait until no delivery is leased."""
        async with asyncio.timeout(TIMEOUT):
            while await asyncio.to_thread(self.count, "deliveries WHERE lease_owner IS NOT NULL"):
                await self.pause()

    async def skip_backoff(self) -> None:
        """Make pending deliveries due, and notify the workers."""
        await self.execute(
            "UPDATE deliveries SET next_attempt_at = '2000-01-01' WHERE state = 'pending'"
        )
        await self.running.app.job_queue.notify_delivering(8)


class Outage:
    """An outage of the running application's database, which can begin and end."""

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
async def running_harness(
    fake: FakeTelegram,
    folder: Path,
    migrated: Path | None,
    harness: AdapterHarness | None = None,
    *,
    parts: frozenset[str] = ALL_PARTS,
    **sections: Any,
) -> AsyncIterator[AdapterHarness]:
    """Run the application, or parts of it, with its bot connected to the fake."""
    harness = harness or AdapterHarness(fake)
    settings: dict[str, Any] = {"telegram": telegram_settings(fake), **sections}
    async with running_app(folder, parts=parts, migrated=migrated, **settings) as running:
        harness.running = running
        harness.file = folder / "data" / "comicai.db"
        yield harness
