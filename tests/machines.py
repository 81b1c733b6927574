"""ComicAI as it runs on several machines: real processes on one database, one Redis, one folder."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from sqlalchemy.engine import make_url

from tests.core.job_services import LONG_AGO
from tests.processes import COMICAI, ComicAIProcess, post, running
from tests.servers import MariaDbServer

PATIENCE = 90.0  # seconds, for what takes a few where nobody else needs the machine
OPEN = "('waiting', 'queued', 'drawing')"
HURRIED = Path(__file__).parent / "hurried.py"


class Machines:
    """What runs on each, and what all of them share."""

    def __init__(
        self, folder: Path, stack: AsyncExitStack, mariadb: MariaDbServer, **settings: object
    ) -> None:
        self.folder = folder
        self.settings = settings
        self._stack = stack
        self._mariadb = mariadb

    async def start(self, command: str, name: str, /, **settings: object) -> ComicAIProcess:
        return await self._start(COMICAI, command, name, settings)

    async def web(self, name: str = "web", /, **settings: object) -> ComicAIProcess:
        web = await self.start("web", name, **settings)
        await web.ready()
        return web

    async def worker(self, name: str, /, **settings: object) -> ComicAIProcess:
        return await self.worker_as(COMICAI, name, **settings)

    async def worker_as(
        self, program: Sequence[str], name: str, /, **settings: object
    ) -> ComicAIProcess:
        """Start a worker by another program than `comicai`."""
        worker = await self._start(program, "worker", name, settings)
        await worker.says("ComicAI draws")
        return worker

    async def _start(
        self, program: Sequence[str], command: str, name: str, settings: Mapping[str, object]
    ) -> ComicAIProcess:
        folder = self.folder / name
        folder.mkdir()
        given = {**self.settings, **settings}
        return await self._stack.enter_async_context(running(program, folder, command, **given))

    def rows(self, query: str) -> list[tuple[object, ...]]:
        database = make_url(str(self.settings["database__url"])).database
        return self._mariadb.execute(query, database=database)

    async def look(self, query: str) -> list[tuple[object, ...]]:
        """Do the same where the servers that this test is must go on serving."""
        return await asyncio.to_thread(self.rows, query)

    async def until(self, query: str, *, patience: float = PATIENCE) -> None:
        """Wait until the query finds a row."""
        async with asyncio.timeout(patience):
            while not await self.look(query):
                await asyncio.sleep(0.05)

    async def drawing(self, workers: list[ComicAIProcess]) -> ComicAIProcess:
        """Wait until one of the workers draws, and return which."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for worker in workers:
                    if await self.look(f"SELECT 1 FROM jobs WHERE {is_of(worker, 'lease_owner')}"):
                        return worker
                await asyncio.sleep(0.01)

    async def kill(self, worker: ComicAIProcess) -> None:
        """Kill a worker, and let the time pass that its leases last."""
        worker.child.send_signal(signal.SIGKILL)
        await worker.end()
        self.rows(
            f"UPDATE jobs SET lease_until = '{LONG_AGO}' WHERE {is_of(worker, 'lease_owner')}"
        )
        self.rows(f"UPDATE locks SET until = '{LONG_AGO}' WHERE {is_of(worker, 'owner')}")

    async def end_of_all(self, *, patience: float = PATIENCE) -> None:
        """Wait until no job is open."""
        async with asyncio.timeout(patience):
            while await self.look(f"SELECT 1 FROM jobs WHERE state IN {OPEN} LIMIT 1"):
                await asyncio.sleep(0.1)


def is_of(process: ComicAIProcess, column: str) -> str:
    """Return the condition that a row is that process's."""
    return f"{column} LIKE '%%-{process.pid}-%%'"


def with_lease(seconds: float) -> tuple[str, ...]:
    """Return the program whose leases may be as short as that."""
    # -P: what lies beside the script must not be found in place of the product.
    return (sys.executable, "-P", str(HURRIED), str(seconds))


async def ask(web: ComicAIProcess, number: int, panels: int = 12) -> str:
    """Ask for a comic and do not wait; return its UUID."""
    wish = {"prompt": f"a cat opens bakery number {number} on the moon", "panelCount": panels}
    status, answer = await post(
        f"{web.url}/ml/generate", {"inputParams": wish}, Prefer="respond-async"
    )
    assert status == 202, answer
    return str(answer["uuid"])


def mishaps(process: ComicAIProcess) -> list[str]:
    """Return what a process says of mistakes of its own."""
    mistake = re.compile(r"\w+_crashed|background_task_failed|Traceback")
    # The pool tells, with where it was, of each connection that broke in somebody's hands.
    lines = [line for line in process.errors.splitlines() if '"sqlalchemy.pool.' not in line]
    return [line for line in lines if mistake.search(line)]
