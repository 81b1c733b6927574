"""Several processes, as on several machines: one database, one Redis, one generator, one folder."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.core.scene import LONG_AGO
from tests.processes import ComicAIProcess, comicai, get, post
from tests.servers import MariaDbServer, RedisServer

pytestmark = [pytest.mark.mariadb, pytest.mark.servers, pytest.mark.timeout(180)]

COMICS = 8
TOKEN = "what workers and the generator know"
PATIENCE = 90.0


@asynccontextmanager
async def pipeline(folder: Path) -> AsyncIterator[str]:
    """Run the reference generator on its own; return where it draws."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pipeline", "--port=0", "--capacity=2", "--log-level=warning"),
        *(f"--data={folder / 'pipeline'}", f"--folder={folder / 'images'}"),
        stdin=DEVNULL,
        stdout=PIPE,
        env={**os.environ, "COMICAI_PIPELINE_TOKEN": TOKEN},
    )
    try:
        assert child.stdout is not None
        async with asyncio.timeout(30):
            yield str(json.loads(await child.stdout.readline())["url"])
    finally:
        child.terminate()
        await child.wait()


class Machines:
    """What runs on each, and what all of them share."""

    def __init__(
        self, folder: Path, stack: AsyncExitStack, mariadb: MariaDbServer, **settings: object
    ) -> None:
        self.folder = folder
        self._stack = stack
        self._mariadb = mariadb
        self._settings = settings

    async def start(self, command: str, name: str) -> ComicAIProcess:
        folder = self.folder / name
        folder.mkdir()
        return await self._stack.enter_async_context(comicai(folder, command, **self._settings))

    async def worker(self, name: str) -> ComicAIProcess:
        worker = await self.start("worker", name)
        await worker.says("ComicAI draws")
        return worker

    def rows(self, query: str) -> list[tuple[object, ...]]:
        database = make_url(str(self._settings["database__url"])).database
        return self._mariadb.execute(query, database=database)

    async def drawing(self, workers: list[ComicAIProcess]) -> ComicAIProcess:
        """Wait until one of the workers draws, and return which."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for worker in workers:
                    if self.rows(f"SELECT 1 FROM jobs WHERE {_is_of(worker, 'lease_owner')}"):
                        return worker
                await asyncio.sleep(0.01)

    async def kill(self, worker: ComicAIProcess) -> None:
        """Kill a worker, and let the time pass that its leases last."""
        worker.child.send_signal(signal.SIGKILL)
        await worker.end()
        self.rows(
            f"UPDATE jobs SET lease_until = '{LONG_AGO}' WHERE {_is_of(worker, 'lease_owner')}"
        )
        self.rows(f"UPDATE locks SET until = '{LONG_AGO}' WHERE {_is_of(worker, 'owner')}")

    async def end_of_all(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.rows("SELECT 1 FROM jobs WHERE state IN ('waiting', 'queued', 'drawing')"):
                await asyncio.sleep(0.1)


def _is_of(worker: ComicAIProcess, column: str) -> str:
    return f"{column} LIKE '%%-{worker.pid}-%%'"


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A Redis that may be killed."""
    server = RedisServer()
    yield server
    server.close()


@pytest.fixture
async def machines(
    tmp_path: Path, mariadb: MariaDbServer, mariadb_url: str, own_redis: RedisServer
) -> AsyncIterator[Machines]:
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(pipeline(tmp_path))
        yield Machines(
            tmp_path,
            stack,
            mariadb,
            database__url=mariadb_url,
            engine__url=own_redis.url,
            engine__sweep_seconds=1,
            generator__url=url,
            generator__token=TOKEN,
            images__folder=tmp_path / "images",
        )


async def ask(web: ComicAIProcess, number: int) -> str:
    wish = {"prompt": f"a cat opens bakery number {number} on the moon", "panelCount": 12}
    status, answer = await post(
        f"{web.url}/ml/generate", {"inputParams": wish}, Prefer="respond-async"
    )
    assert status == 202
    return str(answer["uuid"])


async def test_one_worker_is_killed_and_one_is_stopped_and_all_comics_are_drawn_once(
    machines: Machines,
) -> None:
    web = await machines.start("web", "web")
    workers = [await machines.worker("one"), await machines.worker("two")]
    await web.ready()
    uuids = [await ask(web, number) for number in range(COMICS)]

    victim = await machines.drawing(workers)
    await machines.kill(victim)
    workers.remove(victim)
    await machines.drawing(workers)
    status = await workers[0].stop()
    third = await machines.worker("three")
    await machines.end_of_all()

    assert status == 0
    assert "Traceback" not in workers[0].errors + third.errors + web.errors
    ends = [(await get(f"{web.url}/ml/{uuid}"))[1]["status"] for uuid in uuids]
    assert ends == ["drawn"] * COMICS
    found = machines.rows("SELECT count(*), count(DISTINCT object_key) FROM comics")
    assert found == [(COMICS, COMICS)]
    assert machines.rows("SELECT max(generator_attempt) FROM jobs") == [(1,)]
    assert len(list((machines.folder / "images").rglob("page*"))) == COMICS


async def test_without_redis_comics_are_asked_for_and_drawn_all_the_same(
    machines: Machines, own_redis: RedisServer
) -> None:
    if not own_redis.is_ours:
        pytest.fail("this test kills its server: unset COMICAI_TEST_REDIS_URL", pytrace=False)
    web = await machines.start("web", "web")
    await machines.worker("one")
    await web.ready()
    own_redis.kill()

    uuid = await ask(web, 1)
    await machines.end_of_all()

    assert (await get(f"{web.url}/ml/{uuid}"))[1]["status"] == "drawn"


async def test_a_database_that_goes_away_delays_comics_and_loses_none(
    machines: Machines, mariadb: MariaDbServer
) -> None:
    if not mariadb.is_ours:
        pytest.fail("this test kills its server: unset COMICAI_TEST_MYSQL_URL", pytrace=False)
    web, worker = await machines.start("web", "web"), await machines.worker("one")
    await web.ready()
    uuids = [await ask(web, number) for number in range(4)]
    await machines.drawing([worker])

    mariadb.kill()
    await asyncio.sleep(4)  # longer than all that is being drawn takes
    mariadb.start()
    await machines.end_of_all()

    ends = [(await get(f"{web.url}/ml/{uuid}"))[1]["status"] for uuid in uuids]
    assert ends == ["drawn"] * 4
    assert machines.rows("SELECT max(generator_attempt) FROM jobs") == [(1,)]
    assert await worker.stop() == 0
    assert not re.findall(r"[a-z]+_crashed|background_failed", worker.errors)
