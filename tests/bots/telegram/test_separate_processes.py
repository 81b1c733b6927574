"""The bot, the web and the workers in separate processes, as on several machines.

Telegram delivers updates to the web process, which only fills the inbox; the bot's process answers
them, and a worker draws and delivers the pictures. They share MariaDB, Redis and a folder.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.application import DrawingServer
from tests.bots.telegram.adapter import TIMEOUT
from tests.core.job_services import LONG_AGO
from tests.fakes.telegram import Chat, FakeTelegram
from tests.processes import ComicAIProcess, comicai
from tests.servers import MariaDbServer, RedisServer, free_port

pytestmark = [pytest.mark.mariadb, pytest.mark.servers, pytest.mark.timeout(240)]

SECRET = "nobody-else-knows_1"
SECRET_OF_ALL = "what all of our processes sign with, and nobody else"
READY = {"web": "ComicAI is ready", "worker": "ComicAI draws", "telegram": "ComicAI answers"}


class Fleet:
    """The processes and the settings they share."""

    def __init__(self, folder: Path, fake: FakeTelegram, stack: AsyncExitStack) -> None:
        self.fake = fake
        self.settings: dict[str, object] = {}
        self.mariadb: MariaDbServer
        self._folder = folder
        self._stack = stack

    async def start(self, *commands: str) -> list[ComicAIProcess]:
        """Start processes concurrently."""
        processes: list[ComicAIProcess] = []
        for command in commands:
            folder = self._folder / f"{command} {len(list(self._folder.iterdir()))}"
            folder.mkdir()
            running = comicai(folder, command, **self.settings)
            processes.append(await self._stack.enter_async_context(running))
        for process, command in zip(processes, commands, strict=True):
            await process.wait_for_output(READY[command])
        return processes

    def rows(self, query: str) -> list[tuple[object, ...]]:
        database = make_url(str(self.settings["database__url"])).database
        return self.mariadb.execute(query, database=database)

    async def leader(self, processes: list[ComicAIProcess]) -> ComicAIProcess:
        """Return the process that holds the leader lock."""
        async with asyncio.timeout(TIMEOUT):
            while True:
                for process in processes:
                    mine = f"owner LIKE '%%-{process.pid}-%%' AND until > '{LONG_AGO}'"
                    if self.rows(f"SELECT 1 FROM locks WHERE name LIKE 'telegram %%' AND {mine}"):
                        return process
                await asyncio.sleep(0.1)

    async def kill(self, process: ComicAIProcess) -> None:
        """Kill a process, and expire its locks and leases."""
        process.child.send_signal(signal.SIGKILL)
        await process.end()
        mine = f"LIKE '%%-{process.pid}-%%'"
        self.rows(f"UPDATE locks SET until = '{LONG_AGO}' WHERE owner {mine}")
        for table in ("jobs", "deliveries"):
            self.rows(f"UPDATE {table} SET lease_until = '{LONG_AGO}' WHERE lease_owner {mine}")

    async def request_comic(self, name: str) -> Chat:
        """Request a comic as a new user; return their private chat."""
        user = self.fake.user(name)
        chat = self.fake.private(user)
        await self.fake.send(user, chat, f"/comic the story of {name}")
        return chat

    async def wait_until_delivered(self, *chats: Chat) -> None:
        """Wait until each chat has a picture and no work is pending."""
        await self.fake.until(lambda: all(chat.pictures() for chat in chats), "it", seconds=60)
        async with asyncio.timeout(TIMEOUT):
            while self.rows("SELECT 1 FROM inbox WHERE handled_at IS NULL") or self.rows(
                "SELECT 1 FROM deliveries WHERE state = 'pending'"
            ):
                await asyncio.sleep(0.1)


@pytest.fixture
async def fleet(
    tmp_path: Path, fake: FakeTelegram, mariadb: MariaDbServer, mariadb_url: str
) -> AsyncIterator[Fleet]:
    redis, drawing, port = RedisServer(), DrawingServer(tmp_path / "images"), free_port()
    async with AsyncExitStack() as stack:
        stack.callback(redis.close)
        await stack.enter_async_context(drawing.running())
        fleet = Fleet(tmp_path, fake, stack)
        fleet.mariadb = mariadb
        fleet.settings = {
            "database__url": mariadb_url,
            "engine__url": redis.url,
            "engine__sweep_seconds": 1,
            "generator__url": drawing.url,
            "images__folder": drawing.folder,
            "telegram__token": fake.token,
            "telegram__api_base": fake.url,
            "telegram__mode": "webhook",
            "telegram__webhook_secret": SECRET,
            "web__jwt_secret": SECRET_OF_ALL,
            "web__port": port,
            "web__public_url": f"http://127.0.0.1:{port}",
        }
        yield fleet


async def test_separate_processes_killed_in_turn_deliver_each_comic_once(
    fleet: Fleet,
) -> None:
    web, one, two, worker = await fleet.start("web", "telegram", "telegram", "worker")
    await fleet.fake.until(lambda: fleet.fake.webhook.url, "a webhook", seconds=TIMEOUT)
    chats = [await fleet.request_comic("Ada"), await fleet.request_comic("Bob")]
    await fleet.wait_until_delivered(*chats)
    assert "job_accepted" in one.errors + two.errors
    assert "job_accepted" not in web.errors

    leader = await fleet.leader([one, two])
    answer = fleet.fake.faults.hold_answer("sendMessage")
    chats.append(await fleet.request_comic("Cleo"))
    async with asyncio.timeout(TIMEOUT):
        await answer.reached.wait()
    await fleet.kill(leader)
    fleet.fake.faults.clear()
    await fleet.wait_until_delivered(*chats)

    picture = fleet.fake.faults.hold_answer("editMessageMedia")
    chats.append(await fleet.request_comic("Dora"))
    async with asyncio.timeout(TIMEOUT):
        await picture.reached.wait()
    await fleet.kill(worker)
    fleet.fake.faults.clear()
    await fleet.start("worker")
    await fleet.wait_until_delivered(*chats)

    shown = [[message.caption for message in chat.pictures()] for chat in chats]
    assert shown == [[f"the story of {name}"] for name in ("Ada", "Bob", "Cleo", "Dora")]
    assert fleet.fake.call_log.to("getUpdates") == []
    assert fleet.rows("SELECT count(*) FROM jobs") == [(4,)]
