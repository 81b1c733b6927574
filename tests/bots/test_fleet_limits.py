"""What holds for all processes together, however many there are."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import pytest

from core.accounts import TRIES_PER_EMAIL
from tests.fakes.generator import FakeGenerator
from tests.machines import Machines, ask, mishaps
from tests.processes import ComicAIProcess, post
from tests.servers import MariaDbServer

pytestmark = [pytest.mark.mariadb, pytest.mark.servers, pytest.mark.timeout(240)]

CAPACITY = 3
OF_MANY, OF_ONE = 18, 8
IN_FLIGHT = 2
LEASE, SWEEP_EVERY = 60, 1.0
RENEWAL = "UPDATE jobs SET lease\\_until%%"
LOOK_FOR_EXPIRED = "SELECT jobs.id, jobs.lost\\_claims%%"


@contextmanager
def recording(mariadb: MariaDbServer) -> Iterator[None]:
    """Have the server write down every statement."""
    mariadb.execute(
        "TRUNCATE mysql.general_log", "SET GLOBAL log_output = 'TABLE'", "SET GLOBAL general_log = 1"
    )
    try:
        yield
    finally:
        mariadb.execute("SET GLOBAL general_log = 0")


class Watchman:
    """Looks again and again whether more is under way than may be."""

    def __init__(self, fleet: Machines, generator: FakeGenerator) -> None:
        self.most_drawing = self.most_in_flight = self.most_busy = 0
        self._fleet = fleet
        self._generator = generator

    async def watch(self) -> None:
        counted = (
            "SELECT sum(state = 'drawing'), max(in_flight) FROM jobs, "
            "(SELECT count(*) AS in_flight FROM jobs WHERE state IN ('queued', 'drawing') "
            "GROUP BY profile_id) AS people"
        )
        while True:
            [(drawing, in_flight)] = await self._fleet.look(counted)
            self.most_drawing = max(self.most_drawing, int(str(drawing or 0)))
            self.most_in_flight = max(self.most_in_flight, int(str(in_flight or 0)))
            self.most_busy = max(self.most_busy, self._generator.busy)
            await asyncio.sleep(0.02)


async def ask_as_one_person(web: ComicAIProcess, times: int) -> None:
    """Ask from one browser."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(web.url, cookie_jar=jar) as browser:
        for number in range(times):
            wish = {"inputParams": {"prompt": f"part {number}", "panelCount": 1}}
            headers = {"Prefer": "respond-async"}
            async with browser.post("/ml/generate", json=wish, headers=headers) as response:
                assert response.status == 202


async def test_together_workers_draw_no_more_than_the_generator_can_and_one_of_them_sweeps(
    fleet: Machines, generator: FakeGenerator, mariadb: MariaDbServer
) -> None:
    generator.capacity = CAPACITY
    fleet.settings |= {
        "limits__in_flight": IN_FLIGHT,
        "engine__sweep_seconds": SWEEP_EVERY,
    }
    web, *workers = await asyncio.gather(
        fleet.web(), *(fleet.worker(name) for name in ("one", "two", "three"))
    )
    watchman = Watchman(fleet, generator)
    watching = asyncio.create_task(watchman.watch())
    try:
        with recording(mariadb):
            for number in range(OF_MANY):
                await ask(web, number, panels=2)
            await ask_as_one_person(web, OF_ONE)
            await fleet.end_of_all()
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)

    assert watchman.most_drawing == CAPACITY
    assert watchman.most_busy == CAPACITY
    assert watchman.most_in_flight == IN_FLIGHT
    assert fleet.rows("SELECT state, count(*) FROM jobs GROUP BY state") == [
        ("drawn", OF_MANY + OF_ONE)
    ]
    assert len(generator.drawn) == OF_MANY + OF_ONE
    assert [mishaps(process) for process in (web, *workers)] == [[]] * 4
