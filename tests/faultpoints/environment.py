"""Environment of a case: data folder, generator, database and processes, and their state."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp

from tests.application import Reply
from tests.fakes.generator import FakeGenerator, folder_store
from tests.fakes.generator.stores import Put
from tests.faultpoints.fault_points import Point
from tests.faultpoints.process import PAUSE, ForkServer, Process

TIMEOUT = 60.0  # seconds, for operations that usually take a moment
STEP_SECONDS = 0.01  # of the generator
OPEN = {
    "open jobs": "jobs WHERE state IN ('waiting', 'queued', 'drawing')",
    "pending deliveries": "deliveries WHERE state = 'pending'",
    "unhandled updates": "inbox WHERE handled_at IS NULL",
}
CRASH = re.compile(r"\w+_crashed|background_task_failed|Traceback")

Query = Callable[[str], list[Any]]


@dataclass(frozen=True, slots=True)
class Store:
    """Store of the generator's pictures, and the folder that they end up in."""

    folder: Path
    put: Put


class TestEnvironment:
    """A data folder, a generator, a database, and the processes that run on them."""

    def __init__(
        self,
        fork_server: ForkServer,
        folder: Path,
        sections: Mapping[str, Any],
        *,
        query: Query | None = None,
        store: Store | None = None,
    ) -> None:
        self._fork_server = fork_server
        self.folder = folder
        self.sections: dict[str, Any] = {"web": {"wait_seconds": TIMEOUT}, **sections}
        self.gate = asyncio.Event()  # while not set, drawings are started but not finished
        self.gate.set()
        self.generator = FakeGenerator(self._put, step_seconds=STEP_SECONDS)
        self.is_served: Callable[[], bool] = lambda: True  # whether the chat platform is served
        self.process: Process
        self.processes: list[Process] = []
        self.jobs_at_crash = 0
        self._successor_ready = asyncio.Event()
        self._query = query or self._query_sqlite
        images = folder / "data" / "images"
        self._store = store or Store(images, folder_store(images))

    @asynccontextmanager
    async def running(self, migrated: Path) -> AsyncIterator[None]:
        """Run the generator; kill all processes at the end."""
        (self.folder / "data").mkdir(parents=True)
        shutil.copy(migrated, self.folder / "data" / "comicai.db")
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self.generator.running())
            self.sections["generator"] = {"url": self.generator.url}
            try:
                yield
            finally:
                for process in self.processes:
                    await process.kill()

    # --- Processes --------------------------------------------------------------------------------

    def start(self, crash_point: Point | None = None, *, is_armed: bool = False) -> Process:
        """Start a process without waiting until it is ready."""
        self.process = self._fork_server.start(
            self.folder, self.sections, crash_point, is_armed=is_armed
        )
        self.processes.append(self.process)
        return self.process

    async def ready(self) -> None:
        """Wait until the process serves HTTP and the chat platform, or has ended."""
        await self.process.ready()
        async with asyncio.timeout(TIMEOUT):
            while not (self.is_served() or self.process.ended.is_set()):
                await asyncio.sleep(PAUSE)

    async def start_successor(self) -> None:
        """Start a new process on the state that the killed one left."""
        self.jobs_at_crash = await self.count("jobs")
        self.start()
        await self.ready()
        self._successor_ready.set()

    async def wait_for_successor(self) -> None:
        """Wait until a new process has replaced the killed one."""
        async with asyncio.timeout(TIMEOUT):
            await self._successor_ready.wait()

    @property
    def has_successor(self) -> bool:
        """Whether a new process has been started after a kill."""
        return len(self.processes) > 1

    async def until(self, condition: Callable[[], Any]) -> bool:
        """Wait until the condition holds; return False if the first process ends before."""
        process, is_first = self.process, not self.has_successor
        async with asyncio.timeout(TIMEOUT):
            while not condition():
                if is_first and process.ended.is_set():
                    return False
                await asyncio.sleep(PAUSE)
        return True

    # --- State ------------------------------------------------------------------------------------

    async def rows(self, query: str) -> list[Any]:
        return await asyncio.to_thread(self._query, query)

    async def count(self, rows: str) -> int:
        """Return the number of rows; *rows* is a table, possibly with a WHERE clause."""
        found: int = (await self.rows(f"SELECT count(*) FROM {rows}"))[0][0]
        return found

    async def unsettled(self) -> list[str]:
        """Return what has not ended yet, by the database."""
        counts = ", ".join(f"(SELECT count(*) FROM {rows})" for rows in OPEN.values())
        [found] = await self.rows(f"SELECT {counts}")
        return [f"{number} {name}" for name, number in zip(OPEN, found, strict=True) if number]

    async def violations(self) -> list[str]:
        """Return the broken promises, of those that hold for every scenario."""
        found = []
        for uuid, times in Counter(uuid for uuid, _ in self.generator.drawn).items():
            if times > 1:
                found.append(f"{uuid} drawn {times} times")
        if await self.count("deliveries WHERE state = 'undeliverable'"):
            found.append("a delivery is undeliverable")
        if await self.count("deliveries WHERE reply_token IS NOT NULL"):
            found.append("a reply token is still stored")
        comics = {uuid_of(row[0]) for row in await self.rows("SELECT id FROM comics")}
        if lost := self.pictures - comics:
            found.append(f"objects without a row: {lost}")
        for process in self.processes:
            found += [f"logged: {line}" for line in process.log.splitlines() if CRASH.search(line)]
        return found

    async def unneeded_drawing(self) -> str:
        """Return whether the generator has yet to stop, as text; empty if it has stopped."""
        is_held = await self.count("jobs WHERE lease_until IS NOT NULL")
        return "a generator to be stopped" if self.generator.busy or is_held else ""

    @property
    def pictures(self) -> set[str]:
        """UUIDs of the jobs that have objects in the store."""
        return {path.parent.name for path in self._store.folder.rglob("page.png")}

    def _query_sqlite(self, query: str) -> list[Any]:
        file = self.folder / "data" / "comicai.db"
        with closing(sqlite3.connect(file, timeout=TIMEOUT)) as connection, connection:
            return connection.execute(query).fetchall()

    async def _put(self, key: str, data: bytes) -> str:
        await self.gate.wait()
        return await self._store.put(key, data)


class Client:
    """API client that repeats a call if the connection breaks."""

    def __init__(self, environment: TestEnvironment, http: aiohttp.ClientSession) -> None:
        self._environment = environment
        self._http = http
        self.headers: dict[str, str] = {}

    async def call(self, method: str, path: str, **options: Any) -> Reply:
        """Return the response of the first process or, if it was killed, of its successor."""
        options["headers"] = {**self.headers, **options.get("headers", {})}
        while True:
            url = f"{self._environment.process.url}{path}"
            try:
                async with self._http.request(method, url, **options) as response:
                    text = await response.text(errors="replace")  # it may be a picture
                    return Reply(response.status, response.headers, text)
            except aiohttp.ClientError:
                await self._environment.wait_for_successor()

    async def comic(self, prompt: str, **headers: str) -> str:
        """Have a comic drawn, and return its UUID."""
        body = {"inputParams": {"prompt": prompt}}
        reply = await self.call("POST", "/ml/generate", json=body, headers=headers)
        assert reply.status == 200, reply.text
        uuid: str = reply.json["uuid"]
        return uuid


def uuid_of(raw: bytes | str) -> str:
    return str(UUID(bytes=raw)) if isinstance(raw, bytes) else str(UUID(raw))
