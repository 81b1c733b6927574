"""What there is around the processes of a case, and what can be seen there in the end."""

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

PATIENCE = 60.0  # seconds, for what takes a moment
STEP_SECONDS = 0.01  # of the generator
OPEN = {
    "jobs at no end": "jobs WHERE state IN ('waiting', 'queued', 'drawing')",
    "deliveries at no end": "deliveries WHERE state = 'pending'",
    "updates not handled": "inbox WHERE handled_at IS NULL",
}
CRASH = re.compile(r"\w+_crashed|background_task_failed|Traceback")

Query = Callable[[str], list[Any]]


@dataclass(frozen=True, slots=True)
class Store:
    """Where the generator puts its pictures, and the folder in which they are found then."""

    folder: Path
    put: Put


class TestEnvironment:
    """A data folder, a generator, a database, and the processes that come and go there."""

    def __init__(
        self,
        nursery: ForkServer,
        folder: Path,
        sections: Mapping[str, Any],
        *,
        query: Query | None = None,
        store: Store | None = None,
    ) -> None:
        self._nursery = nursery
        self.folder = folder
        self.sections: dict[str, Any] = {"web": {"wait_seconds": PATIENCE}, **sections}
        self.gate = asyncio.Event()  # closed: drawings are begun and do not get done
        self.gate.set()
        self.generator = FakeGenerator(self._put, step_seconds=STEP_SECONDS)
        self.is_served: Callable[[], bool] = lambda: True  # where people are
        self.process: Process
        self.processes: list[Process] = []
        self.jobs_at_death = 0
        self._successor = asyncio.Event()
        self._query = query or self._ask_sqlite
        images = folder / "data" / "images"
        self._store = store or Store(images, folder_store(images))

    @asynccontextmanager
    async def running(self, migrated: Path) -> AsyncIterator[None]:
        """Have the generator run, and end every process in the end."""
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

    def begin(self, fatal: Point | None = None, *, is_armed: bool = False) -> Process:
        """Start a process; it need not be ready yet."""
        self.process = self._nursery.start(self.folder, self.sections, fatal, is_armed=is_armed)
        self.processes.append(self.process)
        return self.process

    async def ready(self) -> None:
        """Wait until the process serves everywhere, or is dead."""
        await self.process.ready()
        async with asyncio.timeout(PATIENCE):
            while not (self.is_served() or self.process.dead.is_set()):
                await asyncio.sleep(PAUSE)

    async def succeed(self) -> None:
        """Start a fresh process on what a dead one left."""
        self.jobs_at_death = await self.count("jobs")
        self.begin()
        await self.ready()
        self._successor.set()

    async def successor(self) -> None:
        """Wait until a fresh process serves in the place of a dead one."""
        async with asyncio.timeout(PATIENCE):
            await self._successor.wait()

    @property
    def has_died(self) -> bool:
        """Whether there is a successor by now."""
        return len(self.processes) > 1

    async def until(self, holds: Callable[[], Any]) -> bool:
        """Wait until it holds; False if the first process died before."""
        first, is_alone = self.process, not self.has_died
        async with asyncio.timeout(PATIENCE):
            while not holds():
                if is_alone and first.dead.is_set():
                    return False
                await asyncio.sleep(PAUSE)
        return True

    # --- What can be seen -------------------------------------------------------------------------

    async def rows(self, query: str) -> list[Any]:
        return await asyncio.to_thread(self._query, query)

    async def count(self, what: str) -> int:
        found: int = (await self.rows(f"SELECT count(*) FROM {what}"))[0][0]
        return found

    async def unsettled(self) -> list[str]:
        """Return what is still to be done, by the database."""
        counts = ", ".join(f"(SELECT count(*) FROM {what})" for what in OPEN.values())
        [found] = await self.rows(f"SELECT {counts}")
        return [f"{number} {name}" for name, number in zip(OPEN, found, strict=True) if number]

    async def broken(self) -> list[str]:
        """Return which promises that hold everywhere are broken."""
        found = []
        for uuid, times in Counter(uuid for uuid, _ in self.generator.drawn).items():
            if times > 1:
                found.append(f"{uuid} drawn {times} times")
        if await self.count("deliveries WHERE state = 'undeliverable'"):
            found.append("a delivery was given up")
        if await self.count("deliveries WHERE reply_token IS NOT NULL"):
            found.append("a reply token is kept")
        comics = {uuid_of(row[0]) for row in await self.rows("SELECT id FROM comics")}
        if lost := self.pictures - comics:
            found.append(f"objects that no row knows: {lost}")
        for process in self.processes:
            found += [f"logged: {line}" for line in process.log.splitlines() if CRASH.search(line)]
        return found

    async def drawn_for_nobody(self) -> str:
        """Return what is still drawn; empty: nothing."""
        is_held = await self.count("jobs WHERE lease_until IS NOT NULL")
        return "a generator to be stopped" if self.generator.busy or is_held else ""

    @property
    def pictures(self) -> set[str]:
        """The UUIDs of the jobs that have objects in the store."""
        return {path.parent.name for path in self._store.folder.rglob("page.png")}

    def _ask_sqlite(self, query: str) -> list[Any]:
        file = self.folder / "data" / "comicai.db"
        with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection, connection:
            return connection.execute(query).fetchall()

    async def _put(self, key: str, data: bytes) -> str:
        await self.gate.wait()
        return await self._store.put(key, data)


class Client:
    """Somebody who calls the API, and calls again where a connection breaks."""

    def __init__(self, world: TestEnvironment, http: aiohttp.ClientSession) -> None:
        self._world = world
        self._http = http
        self.headers: dict[str, str] = {}

    async def call(self, method: str, path: str, **options: Any) -> Reply:
        """Return the answer, be it of the process that was asked first or of its successor."""
        options["headers"] = {**self.headers, **options.get("headers", {})}
        while True:
            url = f"{self._world.process.url}{path}"
            try:
                async with self._http.request(method, url, **options) as response:
                    text = await response.text(errors="replace")  # pictures among it
                    return Reply(response.status, response.headers, text)
            except aiohttp.ClientError:
                await self._world.successor()

    async def comic(self, prompt: str, **headers: str) -> str:
        """Have a comic drawn, and return its UUID."""
        body = {"inputParams": {"prompt": prompt}}
        reply = await self.call("POST", "/ml/generate", json=body, headers=headers)
        assert reply.status == 200, reply.text
        uuid: str = reply.json["uuid"]
        return uuid


def uuid_of(raw: bytes | str) -> str:
    return str(UUID(bytes=raw)) if isinstance(raw, bytes) else str(UUID(raw))
