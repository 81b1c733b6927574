"""Readiness with its reason, and degraded dependencies."""

from __future__ import annotations

import asyncio

from core.errors import StorageUnavailableError
from core.operations.health import Health, Readiness
from tests.core.job_services import JobServices


async def test_a_process_is_ready_once_it_has_started(job_services: JobServices) -> None:
    health = Health(job_services.database)
    before = await health.ready()
    health.started = True

    assert before == Readiness(ready=False, reason="starting")
    assert await health.ready() == Readiness(ready=True)


async def test_a_stopping_process_is_not_ready(job_services: JobServices) -> None:
    health = Health(job_services.database)
    health.started = health.draining = True

    assert await health.ready() == Readiness(ready=False, reason="draining")


async def test_outages_of_other_parts_than_the_database_only_degrade(
    job_services: JobServices,
) -> None:
    health = Health(job_services.database)
    health.started = True
    health.watch("generator", lambda: False)
    health.watch("engine", lambda: True)

    assert await health.ready() == Readiness(ready=True, degraded=("generator",))


async def test_the_cause_of_an_outage_is_named_where_it_is_known(
    job_services: JobServices,
) -> None:
    cause = "no_credit"
    health = Health(job_services.database)
    health.started = True
    health.watch("generator", lambda: False, lambda: cause)
    health.watch("engine", lambda: True, lambda: "unused")

    known = await health.ready()
    cause = ""
    unknown = await health.ready()

    assert known.causes == {"generator": "no_credit"}
    assert (unknown.degraded, unknown.causes) == (("generator",), {})


async def test_a_busy_database_becomes_unavailable_only_after_a_while() -> None:
    now, busy = 100.0, False

    class BusyDatabase:
        async def ping(self) -> None:
            if busy:
                await asyncio.Event().wait()

    health = Health(BusyDatabase(), ping_seconds=0.01, clock=lambda: now)  # type: ignore[arg-type]
    health.started = True
    answers = [(await health.ready()).ready]
    busy = True
    for later in (2, 20):
        now += later
        answers.append((await health.ready()).ready)

    assert answers == [True, True, False]


async def test_concurrent_checks_share_one_ping(job_services: JobServices) -> None:
    pings = 0

    class SlowDatabase:
        async def ping(self) -> None:
            nonlocal pings
            pings += 1
            await asyncio.sleep(0)

    health = Health(SlowDatabase())  # type: ignore[arg-type]
    health.started = True

    answers = await asyncio.gather(*(health.ready() for _ in range(3)))

    assert [answer.ready for answer in answers] == [True] * 3
    assert pings == 1


async def test_without_a_database_a_process_is_not_ready_and_pings_once_a_second(
    job_services: JobServices,
) -> None:
    now, pings = 100.0, 0

    class UnreachableDatabase:
        async def ping(self) -> None:
            nonlocal pings
            pings += 1
            raise StorageUnavailableError("away")

    health = Health(UnreachableDatabase(), clock=lambda: now)  # type: ignore[arg-type]
    health.started = True

    answers = [await health.ready() for _ in range(5)]
    now += 1
    await health.ready()

    assert answers == [Readiness(ready=False, reason="database")] * 5
    assert pings == 2
