"""Tests of several processes that share a database, Redis, a generator and an images folder."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from tests import child_processes
from tests.machines import Machines, request_comic
from tests.processes import get
from tests.servers import MariaDbServer, RedisServer

pytestmark = [pytest.mark.mariadb, pytest.mark.servers, pytest.mark.timeout(180)]

COMICS = 8
TOKEN = "what workers and the generator know"


@asynccontextmanager
async def pipeline(folder: Path) -> AsyncIterator[str]:
    """Run the reference generator as a separate process; return its URL."""
    async with child_processes.server(
        *(sys.executable, "-m", "pipeline", "--port=0", "--capacity=2", "--log-level=warning"),
        *(f"--data={folder / 'pipeline'}", f"--folder={folder / 'images'}"),
        stdin=DEVNULL,
        env={**os.environ, "COMICAI_PIPELINE_TOKEN": TOKEN},
    ) as (ready,):
        yield str(json.loads(ready)["url"])


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


async def test_all_comics_are_drawn_once_although_one_worker_is_killed_and_one_is_stopped(
    machines: Machines,
) -> None:
    web = await machines.start("web", "web")
    workers = [await machines.worker("one"), await machines.worker("two")]
    await web.ready()
    uuids = [await request_comic(web, number) for number in range(COMICS)]

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


async def test_without_redis_comics_are_accepted_and_drawn(
    machines: Machines, own_redis: RedisServer
) -> None:
    if not own_redis.is_ours:
        pytest.fail("this test kills its server: unset COMICAI_TEST_REDIS_URL", pytrace=False)
    web = await machines.start("web", "web")
    await machines.worker("one")
    await web.ready()
    own_redis.kill()

    uuid = await request_comic(web, 1)
    await machines.end_of_all()

    assert (await get(f"{web.url}/ml/{uuid}"))[1]["status"] == "drawn"


async def test_a_database_outage_delays_comics_and_loses_none(
    machines: Machines, mariadb: MariaDbServer
) -> None:
    if not mariadb.is_ours:
        pytest.fail("this test kills its server: unset COMICAI_TEST_MYSQL_URL", pytrace=False)
    web, worker = await machines.start("web", "web"), await machines.worker("one")
    await web.ready()
    uuids = [await request_comic(web, number) for number in range(4)]
    await machines.drawing([worker])

    mariadb.kill()
    await asyncio.sleep(4)  # longer than the current jobs take
    mariadb.start()
    await machines.end_of_all()

    ends = [(await get(f"{web.url}/ml/{uuid}"))[1]["status"] for uuid in uuids]
    assert ends == ["drawn"] * 4
    assert machines.rows("SELECT max(generator_attempt) FROM jobs") == [(1,)]
    assert await worker.stop() == 0
    assert not re.findall(r"[a-z]+_crashed|background_task_failed", worker.errors)
