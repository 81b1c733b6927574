"""Benchmark of the throughput of a fleet of workers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
from sqlalchemy.engine import make_url

from bench.child_processes import Child, running
from bench.registry import Row, Scale, at_most, benchmark
from storage.migrate import migrate
from tests.servers import MariaDbServer, RedisServer

FLEETS = (1, 2, 4)
JOBS = 200  # per fleet
AT_ONCE_CAPACITY = 16  # concurrent drawings of the generator that takes no time
SLOW_SECONDS, SLOW_CAPACITY = 1.0, 20  # at most 20 comics a second
USERS = 20
TIMEOUT = 120.0
POLL_SECONDS = 0.05
LEFT = "SELECT count(*) FROM jobs WHERE state IN ('waiting', 'queued', 'drawing')"


@benchmark
async def workers(scale: Scale) -> Sequence[Row]:
    """Jobs a second with 1, 2 and 4 workers on Redis and MariaDB, by HTTP, without deliveries."""
    mariadb = await asyncio.to_thread(MariaDbServer)
    redis = await asyncio.to_thread(RedisServer)
    rows: list[Row] = []
    try:
        for size in FLEETS[: scale.of(len(FLEETS), 1)]:
            for name, seconds, capacity in (
                ("at_once", 0.0, AT_ONCE_CAPACITY),
                ("slow", SLOW_SECONDS, SLOW_CAPACITY),
            ):
                with TemporaryDirectory(prefix="comicai-bench-") as folder:
                    site = Site(Path(folder), mariadb, redis, seconds, capacity)
                    speed = await site.measure(size, scale.of(JOBS, 20))
                ceiling = capacity / seconds if seconds else None
                rows.append(at_most(f"workers_{size}_{name}", speed, "jobs/s", floor=ceiling))
    finally:
        await asyncio.to_thread(redis.close)
        await asyncio.to_thread(mariadb.close)
    return rows


class Site:
    """Installation with a web process, a fleet of workers and a generator that can be held."""

    def __init__(
        self,
        folder: Path,
        mariadb: MariaDbServer,
        redis: RedisServer,
        seconds: float,
        capacity: int,
    ) -> None:
        self._folder = folder
        self._mariadb = mariadb
        self._redis = redis
        self._drawing = (f"--seconds={seconds}", f"--capacity={capacity}")
        self._url = ""

    async def measure(self, size: int, jobs: int) -> float:
        """Return the jobs per second that *size* workers finish. Raises TimeoutError."""
        async with self._running(size) as (generator, web):
            await generator.call("hold")
            await self._request_comic(web, jobs)
            began = time.monotonic()
            await generator.call("release")
            async with asyncio.timeout(TIMEOUT):
                while await asyncio.to_thread(self._left):
                    await asyncio.sleep(POLL_SECONDS)
            took = time.monotonic() - began
            result = await generator.call("drawn")
        if result != {"comics": jobs, "again": 0}:
            raise ValueError(f"not every comic was drawn exactly once: {result}")
        return jobs / took

    @asynccontextmanager
    async def _running(self, size: int) -> AsyncIterator[tuple[Child, str]]:
        self._url = await asyncio.to_thread(self._mariadb.make_database)
        await asyncio.to_thread(migrate, self._url, data_dir=self._folder)
        async with AsyncExitStack() as stack:
            images = self._folder / "images"
            generator = await stack.enter_async_context(
                running("generator", *self._drawing, f"--folder={images}", folder=self._folder)
            )
            settings = {
                "database__url": self._url,
                "engine__url": self._redis.url,
                "generator__url": await generator.call("submit_url"),
                "images__folder": images,
            }
            names = ["web", *(f"worker-{number}" for number in range(size))]
            processes = [
                await stack.enter_async_context(
                    running("app", _part(name), folder=self._folder / name, settings=settings)
                )
                for name in names
            ]
            lines = [await process.call("ready") for process in processes]
            yield generator, lines[0].split()[3]

    async def _request_comic(self, web: str, jobs: int) -> None:
        """Submit *jobs* requests of many users."""
        body = {"inputParams": {"prompt": "a cat opens a bakery on the moon"}}
        headers = {"Prefer": "respond-async"}

        async def one_by_one(count: int) -> None:
            async with aiohttp.ClientSession(
                web, cookie_jar=aiohttp.CookieJar(unsafe=True), headers=headers
            ) as http:
                for _ in range(count):
                    async with http.post("/ml/generate", json=body) as response:
                        response.raise_for_status()

        await asyncio.gather(*(one_by_one(jobs // USERS) for _ in range(USERS)))

    def _left(self) -> int:
        found = self._mariadb.execute(LEFT, database=make_url(self._url).database)
        return int(found[0][0])


def _part(name: str) -> str:
    """Return the part that the process of that name runs."""
    return name.partition("-")[0]
