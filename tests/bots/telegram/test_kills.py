"""Processes that are killed at critical moments lose and duplicate nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.application import DrawingServer
from tests.bots.telegram.adapter import TIMEOUT
from tests.fakes.telegram import Chat, FakeTelegram
from tests.processes import ComicAIProcess, comicai

pytestmark = [pytest.mark.servers, pytest.mark.timeout(300)]


class KillPoint:
    """Kills a process at one moment of a request's life cycle; Telegram completes the call."""

    def __init__(self, fake: FakeTelegram, drawing: DrawingServer, file: Path) -> None:
        self.fake = fake
        self.drawing = drawing
        self._file = file  # the database
        self.chats: list[Chat] = []  # one per user, so that no rate limit applies

    async def fetched_and_not_committed(self, process: ComicAIProcess) -> None:
        fetched = len(self.fake.call_log.to("getUpdates"))
        with self._database_locked():
            await self._ask("fetched")
            await self.fake.until(lambda: len(self.fake.call_log.to("getUpdates")) > fetched, "it")
            await process.kill()
        assert self._count("inbox") == 0

    async def committed_and_not_confirmed(self, process: ComicAIProcess) -> None:
        faults = self.fake.faults
        confirmation, answer = faults.hold("getUpdates"), faults.hold("sendMessage")
        await self._ask("committed")
        async with asyncio.timeout(TIMEOUT):
            await confirmation.reached.wait()
            await answer.reached.wait()
        await process.kill()
        assert self._count("inbox WHERE handled_at IS NULL") == 1
        assert len(self.fake.state.updates.pending()) == 1

    async def answered_and_not_accepted(self, process: ComicAIProcess) -> None:
        answer = self.fake.faults.hold_answer("sendMessage")
        jobs = self._count("jobs")
        await self._ask("answered")
        async with asyncio.timeout(TIMEOUT):
            await answer.reached.wait()
        await process.kill()
        assert self._count("jobs") == jobs

    async def accepted_and_not_drawn(self, process: ComicAIProcess) -> None:
        submissions = self.drawing.submissions
        before = len(submissions)
        self.drawing.hold()
        await self._ask("accepted")
        await self.fake.until(lambda: len(submissions) > before, "a drawing")
        await process.kill()
        self.drawing.resume()
        assert self._count("jobs WHERE state = 'drawing'") == 1

    async def drawn_and_not_delivered(self, process: ComicAIProcess) -> None:
        picture = self.fake.faults.hold("editMessageMedia")
        await self._ask("drawn")
        async with asyncio.timeout(TIMEOUT):
            await picture.reached.wait()
        await process.kill()
        assert self._count("deliveries WHERE state = 'pending'") == 1

    async def delivered_and_not_confirmed(self, process: ComicAIProcess) -> None:
        picture = self.fake.faults.hold_answer("editMessageMedia")
        await self._ask("delivered")
        async with asyncio.timeout(TIMEOUT):
            await picture.reached.wait()
        await process.kill()
        assert self._count("deliveries WHERE state = 'pending'") == 1

    async def confirmed_and_not_ended(self, process: ComicAIProcess) -> None:
        edits = len(self.fake.call_log.to("editMessageMedia"))
        picture = self.fake.faults.hold_answer("editMessageMedia")
        await self._ask("confirmed")
        async with asyncio.timeout(TIMEOUT):
            await picture.reached.wait()
        with self._database_locked():
            picture.set()
            await self.fake.called("editMessageMedia", edits + 1)
            await process.kill()
        assert self._count("deliveries WHERE state = 'pending'") == 1

    async def wait_until_delivered(self, count: int) -> None:
        """Wait until all comics are delivered and no work is pending."""
        await self.fake.until(
            lambda: len(self.from_bot("photo")) >= count, f"picture {count}", seconds=60
        )
        await self.fake.until(lambda: self.fake.updates.is_polled, "a poll", seconds=30)
        async with asyncio.timeout(TIMEOUT):
            while self._count("inbox WHERE handled_at IS NULL") + self._count(
                "deliveries WHERE state = 'pending'"
            ):
                await asyncio.sleep(0.05)

    async def _ask(self, moment: str) -> None:
        user = self.fake.user(moment)
        self.chats.append(self.fake.private(user))
        await self.fake.send(user, self.chats[-1], f"/comic what was {moment}")

    def from_bot(self, kind: str) -> list[str]:
        """Return the texts of the bot's messages, in the order of the requests."""
        return [message.body for chat in self.chats for message in chat.from_bot(kind=kind)]

    @contextmanager
    def _database_locked(self) -> Iterator[None]:
        """Hold the database's write lock."""
        with closing(sqlite3.connect(self._file, timeout=TIMEOUT)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.rollback()

    def _count(self, what: str) -> int:
        with closing(sqlite3.connect(self._file, timeout=TIMEOUT)) as connection:
            found: int = connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
        return found


async def test_each_comic_is_delivered_once_whenever_the_process_is_killed(tmp_path: Path) -> None:
    drawing = DrawingServer(tmp_path / "data" / "images")
    async with FakeTelegram().running() as fake, drawing.running():
        moments = KillPoint(fake, drawing, tmp_path / "data" / "comicai.db")
        settings = {
            "telegram__token": fake.token,
            "telegram__api_base": fake.url,
            "generator__url": drawing.url,
        }
        kills: list[Callable[[ComicAIProcess], Awaitable[None]]] = [
            moments.fetched_and_not_committed,
            moments.committed_and_not_confirmed,
            moments.answered_and_not_accepted,
            moments.accepted_and_not_drawn,
            moments.drawn_and_not_delivered,
            moments.delivered_and_not_confirmed,
            moments.confirmed_and_not_ended,
        ]
        for number, kill in enumerate([*kills, ComicAIProcess.stop]):
            # Each process finishes the work of the one before, and is then killed itself.
            async with comicai(tmp_path, "run", **settings) as process:
                await process.ready()
                await moments.wait_until_delivered(number)
                await kill(process)
                fake.faults.clear()
            fake.state.updates.repeat(*fake.state.updates.everything)

        asked = [f"what was {kill.__name__.partition('_')[0]}" for kill in kills]
        assert moments.from_bot("photo") == asked
        # Two placeholders of processes killed right after sending them: all that a crash leaves.
        assert moments.from_bot("text") == ["Got it! One moment…"] * 2
