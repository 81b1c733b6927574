"""Tests of limits that hold for the whole fleet, regardless of the number of processes."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from core.jobs.leases import RENEWALS_PER_LEASE
from core.people.accounts import TRIES_PER_EMAIL
from tests.fakes.generator import FakeGenerator
from tests.machines import Machines, mishaps, request_comic, with_lease
from tests.processes import ComicAIProcess, post

pytestmark = [pytest.mark.mariadb, pytest.mark.servers, pytest.mark.timeout(240)]

CAPACITY, SECONDS_A_STEP = 6, 0.15
OF_MANY, OF_ONE, IN_FLIGHT = 24, 8, 2
LEASE, SWEEP_EVERY = 6.0, 1.0
RENEWAL = re.compile(r"UPDATE jobs SET lease_until=.*lease_owner = '([^']+)'", re.DOTALL)
SWEEP = re.compile(r"SELECT jobs\.id, jobs\.lost_claims")


class StatementLog:
    """MySQL's general log of a period."""

    def __init__(self, fleet: Machines) -> None:
        self._fleet = fleet
        self.statements: list[str] = []
        self.seconds = 0.0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        for statement in (
            "TRUNCATE mysql.general_log",
            "SET GLOBAL log_output = 'TABLE'",
            "SET GLOBAL general_log = 1",
        ):
            await self._fleet.query(statement)
        began = asyncio.get_running_loop().time()
        try:
            yield
        finally:
            self.seconds = asyncio.get_running_loop().time() - began
            await self._fleet.query("SET GLOBAL general_log = 0")
        rows = await self._fleet.query(
            "SELECT HEX(argument) FROM mysql.general_log WHERE command_type = 'Query'"
        )
        # Statements contain UUIDs as raw bytes, so they are not valid UTF-8.
        self.statements = [bytes.fromhex(str(each)).decode("latin-1") for (each,) in rows]

    def times_in(self, seconds: float) -> int:
        """Return the maximum number of times that a periodic task may have run."""
        return int(self.seconds / seconds) + 1


class LoadSampler:
    """Samples how many jobs are in progress."""

    def __init__(self, fleet: Machines, generator: FakeGenerator) -> None:
        self.most_drawing = self.most_in_flight = self.most_busy = 0
        self._fleet = fleet
        self._generator = generator

    async def watch(self) -> None:
        while True:
            rows = await self._fleet.query(
                "SELECT profile_id, state FROM jobs WHERE state IN ('queued', 'drawing')"
            )
            drawing = sum(state == "drawing" for _, state in rows)
            in_flight = Counter(profile_id for profile_id, _ in rows)
            self.most_drawing = max(self.most_drawing, drawing)
            self.most_in_flight = max([self.most_in_flight, *in_flight.values()])
            self.most_busy = max(self.most_busy, self._generator.busy)
            await asyncio.sleep(0.02)


async def request_from_one_browser(web: ComicAIProcess, times: int) -> None:
    """Request comics with one cookie, so as one visitor."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(web.url, cookie_jar=jar) as browser:
        for number in range(times):
            body = {"inputParams": {"prompt": f"part {number}", "panelCount": 1}}
            headers = {"Prefer": "respond-async"}
            async with browser.post("/ml/generate", json=body, headers=headers) as response:
                assert response.status == 202


async def test_the_fleet_keeps_to_the_generators_capacity_and_one_process_runs_the_janitor(
    fleet: Machines, generator: FakeGenerator
) -> None:
    generator.capacity, generator.step_seconds = CAPACITY, SECONDS_A_STEP
    fleet.settings |= {"limits__in_flight": IN_FLIGHT, "engine__sweep_seconds": SWEEP_EVERY}
    program = with_lease(LEASE)
    web, *workers = await asyncio.gather(
        fleet.web(),
        *(
            fleet.worker_as(program, name, engine__lease_seconds=LEASE)
            for name in ("one", "two", "three")
        ),
    )
    recorder, watchman = StatementLog(fleet), LoadSampler(fleet, generator)
    watching = asyncio.create_task(watchman.watch())
    try:
        async with recorder.running():
            await request_from_one_browser(web, OF_ONE)
            for number in range(OF_MANY):
                await request_comic(web, number, panels=3)
            await fleet.end_of_all()
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)

    assert watchman.most_drawing == CAPACITY
    assert watchman.most_busy == CAPACITY
    assert watchman.most_in_flight == IN_FLIGHT
    assert fleet.rows("SELECT state, count(*), max(claim_no) FROM jobs GROUP BY state") == [
        ("drawn", OF_MANY + OF_ONE, 1)
    ]
    assert len(generator.drawn) == OF_MANY + OF_ONE
    renewals = Counter(found[1] for each in recorder.statements if (found := RENEWAL.match(each)))
    assert renewals  # one per process, regardless of the number of leases
    assert max(renewals.values()) <= recorder.times_in(LEASE / RENEWALS_PER_LEASE)
    sweeps = sum(bool(SWEEP.match(each)) for each in recorder.statements)
    assert 0 < sweeps <= recorder.times_in(SWEEP_EVERY)
    assert [mishaps(process) for process in (web, *workers)] == [[]] * 4


async def test_login_attempts_are_limited_across_servers(
    fleet: Machines,
) -> None:
    servers = await asyncio.gather(fleet.web("one"), fleet.web("two"))
    guess = {"email": "ada@example.org", "password": "a guess of somebody else"}

    answers = [
        (await post(f"{servers[number % 2].url}/auth/login", guess))[0]
        for number in range(TRIES_PER_EMAIL + 2)
    ]

    assert answers == [401] * TRIES_PER_EMAIL + [429] * 2
