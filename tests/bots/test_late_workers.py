"""Tests of workers that are paused for longer than their leases, or have a wrong clock."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.durations import FULL_LENGTH
from tests.fakes.generator import FakeGenerator, Fault
from tests.fakes.telegram import Chat, FakeTelegram
from tests.machines import Machines, is_of, mishaps, request_comic, with_lease
from tests.processes import ComicAIProcess

pytestmark = [pytest.mark.mariadb, pytest.mark.servers, pytest.mark.timeout(600)]

LEASE = 60.0 if FULL_LENGTH else 6.0  # seconds
STOPPED = 1.5 * LEASE
STEPS = 16  # of the generator for twelve panels
WRONG = 300  # seconds by which a clock is off
TIMEOUT = 10 * LEASE + 60

HELD = "SELECT lease_owner FROM jobs WHERE lease_owner IS NOT NULL"
EVERYTHING = (
    "SELECT * FROM jobs ORDER BY id",
    "SELECT * FROM deliveries ORDER BY job_id",
    "SELECT * FROM comics ORDER BY id",
)
CHANGES = {"submit", "cancel"}  # calls with an effect on the generator


async def worker(fleet: Machines, name: str, *, clock: int = 0) -> ComicAIProcess:
    """Start a worker with a short lease, whose clock is *clock* seconds ahead."""
    program = with_lease(LEASE)
    if clock:
        program = (
            "env",  # instead of `faketime`, which would stay as the parent process
            f"LD_PRELOAD={faketime_library()}",
            f"FAKETIME={clock:+d}s",
            "FAKETIME_DONT_FAKE_MONOTONIC=1",
            *program,
        )
    return await fleet.worker_as(program, name, engine__lease_seconds=LEASE)


def faketime_library() -> str:
    given = os.environ.get("LIBFAKETIME")
    found = [given] if given else [*Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")]
    if not found:
        pytest.fail("libfaketime is missing: install the package libfaketime", pytrace=False)
    return str(found[0])


# --- Paused ---------------------------------------------------------------------------------------


async def request_in_telegram(fake: FakeTelegram, name: str) -> Chat:
    user = fake.user(name)
    chat = fake.private(user)
    await fake.send(user, chat, "/comic a cat opens a bakery -p 1")
    return chat


class Effects:
    """Effects of workers on database, generator and Telegram."""

    def __init__(self, fleet: Machines, generator: FakeGenerator, telegram: FakeTelegram) -> None:
        self._fleet = fleet
        self._generator = generator
        self._telegram = telegram

    async def read(self) -> tuple[object, ...]:
        rows = [await self._fleet.query(query) for query in EVERYTHING]
        calls = [call for call in self._generator.calls if call.route in CHANGES]
        posted = [
            c for c in self._telegram.call_log.calls if not c.method.lower().startswith("get")
        ]
        return rows, calls, posted, list(self._generator.drawn)


async def test_a_worker_paused_for_longer_than_its_leases_repeats_no_effect(
    fleet: Machines, generator: FakeGenerator
) -> None:
    """The worker is paused while it waits to submit, while it polls, and while it delivers."""
    generator.step_seconds = LEASE / STEPS
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(FakeTelegram().running())
        telegram.state.flood.limits.is_on = False
        fleet.settings |= {"telegram__token": telegram.token, "telegram__api_base": telegram.url}
        late, web, _ = await asyncio.gather(
            worker(fleet, "late"),
            fleet.web(),
            fleet.start("telegram", "telegram"),
        )
        arrived = telegram.faults.hold("editmessagemedia")
        chat = await request_in_telegram(telegram, "Ada")
        await fleet.until(f"SELECT 1 FROM deliveries WHERE {is_of(late, 'lease_owner')}")
        watched = [await request_comic(web, number) for number in range(2)]
        await until(lambda: {*watched} <= {call.uuid for call in generator.calls_to("status")})
        generator.retry_after = LEASE / 2  # before a refused job is submitted again
        generator.fail(Fault.WARMING)
        refused = await request_comic(web, 3)
        await until(lambda: generator.calls_to("submit")[-1].uuid == refused)

        late.child.send_signal(signal.SIGSTOP)
        stopped_at = asyncio.get_running_loop().time()
        arrived.set()
        punctual = await worker(fleet, "punctual")
        await fleet.end_of_all(seconds=TIMEOUT)
        await fleet.until("SELECT 1 FROM deliveries WHERE state = 'delivered'", seconds=TIMEOUT)
        await asyncio.sleep(stopped_at + STOPPED - asyncio.get_running_loop().time())
        effects = Effects(fleet, generator, telegram)
        before = await effects.read()
        late.child.send_signal(signal.SIGCONT)
        await until(lambda: has_lost(late, 3))
        status = await late.stop()

        assert await effects.read() == before
        assert status == 0
        assert mishaps(late) + mishaps(punctual) == []
        assert sorted(uuid for uuid, _ in generator.drawn if uuid in {*watched, refused}) == sorted(
            [*watched, refused]
        )
        assert len(generator.drawn) == len(watched) + 2
        assert len(chat.pictures()) == 1
        claims = fleet.rows("SELECT state, claim_no, lost_claims, generator_attempt FROM jobs")
        assert sorted(claims) == [("drawn", 1, 0, 1)] + [("drawn", 2, 1, 1)] * 3


def has_lost(worker: ComicAIProcess, jobs: int) -> bool:
    """Return whether the worker has noticed that it has lost its claims on that many jobs."""
    events = [json.loads(line) for line in worker.errors.splitlines()]
    noticed = [
        event
        for event in events
        if event["event"] == "claim_lost"
        or (event["event"] == "job_postponed" and not event["handed_back"])
    ]
    return len({event["job_id"] for event in noticed}) >= jobs


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(TIMEOUT):
        while not condition():
            await asyncio.sleep(0.02)


# --- Wrong clock ----------------------------------------------------------------------------------


async def clock_of(worker: ComicAIProcess) -> float:
    """Return the offset of the worker's clock in seconds, read from its first log entry."""
    await until(lambda: "\n" in worker.errors)
    first = json.loads(worker.errors.splitlines()[0])
    logged_at = datetime.fromisoformat(first["timestamp"])
    return (logged_at - datetime.now(UTC)).total_seconds()


async def test_a_wrong_clock_neither_steals_live_leases_nor_keeps_expired_ones(
    fleet: Machines, generator: FakeGenerator
) -> None:
    generator.capacity, generator.step_seconds = 12, 1.5 * LEASE / STEPS
    fast, slow, right, web = await asyncio.gather(
        worker(fleet, "fast", clock=WRONG),
        worker(fleet, "slow", clock=-WRONG),
        worker(fleet, "right"),
        fleet.web(),
    )
    assert await clock_of(fast) > WRONG / 2
    assert await clock_of(slow) < -WRONG / 2

    await request_all(fleet, web, fast, slow, right)
    await fleet.end_of_all(seconds=TIMEOUT)
    undisturbed = fleet.rows("SELECT DISTINCT state, claim_no, lost_claims FROM jobs")

    await request_all(fleet, web, fast, slow, right)
    for dead in (right, fast):
        # The janitor, in one of the two other processes or in the last one, has to free its leases.
        dead.child.send_signal(signal.SIGKILL)
        await dead.end()
        held = f"SELECT id FROM jobs WHERE {is_of(dead, 'lease_owner')}"
        await fleet.until(f"SELECT 1 WHERE NOT EXISTS ({held})", seconds=TIMEOUT)
    await fleet.end_of_all(seconds=TIMEOUT)

    assert undisturbed == [("drawn", 1, 0)]
    assert fleet.rows("SELECT DISTINCT state FROM jobs") == [("drawn",)]
    assert fleet.rows("SELECT sum(lost_claims) > 1 FROM jobs") == [(1,)]
    assert len(generator.drawn) == len({uuid for uuid, _ in generator.drawn})
    assert mishaps(slow) == []


async def request_all(fleet: Machines, web: ComicAIProcess, *workers: ComicAIProcess) -> None:
    """Request comics until each of the workers draws one."""
    async with asyncio.timeout(TIMEOUT):
        for each in workers:
            while not await fleet.query(f"{HELD} AND {is_of(each, 'lease_owner')}"):
                await request_comic(web, 0)
                await asyncio.sleep(0.3)
