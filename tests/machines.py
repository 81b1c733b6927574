"""ComicAI on several machines: real processes that share a database, a Redis and a folder."""

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

TIMEOUT = 90.0  # seconds, for operations that take a few on an idle machine
OPEN = "('waiting', 'queued', 'drawing')"
SHORT_LEASES = Path(__file__).parent / "short_leases.py"


class Machines:
    """The processes of several machines and the servers they share."""

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
        """Start a worker with another program than `comicai`."""
        worker = await self._start(program, "worker", name, settings)
        await worker.wait_for_output("ComicAI draws")
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

    async def query(self, query: str) -> list[tuple[object, ...]]:
        """Run `rows` in a thread, so that fakes in this process keep serving."""
        return await asyncio.to_thread(self.rows, query)

    async def until(self, query: str, *, seconds: float = TIMEOUT) -> None:
        """Wait until the query finds a row."""
        async with asyncio.timeout(seconds):
            while not await self.query(query):
                await asyncio.sleep(0.05)

    async def drawing(self, workers: list[ComicAIProcess]) -> ComicAIProcess:
        """Wait until one of the workers draws, and return it."""
        async with asyncio.timeout(TIMEOUT):
            while True:
                for worker in workers:
                    if await self.query(f"SELECT 1 FROM jobs WHERE {is_of(worker, 'lease_owner')}"):
                        return worker
                await asyncio.sleep(0.01)

    async def kill(self, worker: ComicAIProcess) -> None:
        """Kill a worker and let its leases expire."""
        worker.child.send_signal(signal.SIGKILL)
        await worker.end()
        self.rows(
            f"UPDATE jobs SET lease_until = '{LONG_AGO}' WHERE {is_of(worker, 'lease_owner')}"
        )
        self.rows(f"UPDATE locks SET until = '{LONG_AGO}' WHERE {is_of(worker, 'owner')}")

    async def end_of_all(self, *, seconds: float = TIMEOUT) -> None:
        """Wait until no job is open."""
        async with asyncio.timeout(seconds):
            while await self.query(f"SELECT 1 FROM jobs WHERE state IN {OPEN} LIMIT 1"):
                await asyncio.sleep(0.1)


def is_of(process: ComicAIProcess, column: str) -> str:
    """Return the SQL condition that *column* names that process."""
    return f"{column} LIKE '%%-{process.pid}-%%'"


def with_lease(seconds: float) -> tuple[str, ...]:
    """Return the `comicai` command with leases of *seconds*."""
    # -P: the script's folder must not shadow the product's modules.
    return (sys.executable, "-P", str(SHORT_LEASES), str(seconds))


async def request_comic(web: ComicAIProcess, number: int, panels: int = 12) -> str:
    """Request a comic without waiting; return its UUID."""
    params = {"prompt": f"a cat opens bakery number {number} on the moon", "panelCount": panels}
    status, answer = await post(
        f"{web.url}/ml/generate", {"inputParams": params}, Prefer="respond-async"
    )
    assert status == 202, answer
    return str(answer["uuid"])


def mishaps(process: ComicAIProcess) -> list[str]:
    """Return the log lines of a process that report an unexpected error."""
    mistake = re.compile(r"\w+_crashed|background_task_failed|Traceback")
    # The pool logs each connection that broke while in use, with a traceback.
    lines = [line for line in process.errors.splitlines() if '"sqlalchemy.pool.' not in line]
    return [line for line in lines if mistake.search(line)]
