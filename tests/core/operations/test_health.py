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


async def test_a_process_that_stops_is_not_ready(job_services: JobServices) -> None:
    health = Health(job_services.database)
    health.started = health.draining = True

    assert await health.ready() == Readiness(ready=False, reason="draining")


async def test_what_is_down_beside_the_database_only_degrades(job_services: JobServices) -> None:
    health = Health(job_services.database)
    health.started = True
    health.watch("generator", lambda: False)
    health.watch("engine", lambda: True)

    assert await health.ready() == Readiness(ready=True, degraded=("generator",))


async def test_a_database_that_is_busy_is_not_gone_until_that_takes_long() -> None:
    now, busy = 100.0, False

    class Busy:
        async def ping(self) -> None:
            if busy:
                await asyncio.Event().wait()

    health = Health(Busy(), ping_seconds=0.01, clock=lambda: now)  # type: ignore[arg-type]
    health.started = True
    answers = [(await health.ready()).ready]
    busy = True
    for later in (2, 20):
        now += later
        answers.append((await health.ready()).ready)

    assert answers == [True, True, False]


async def test_two_who_ask_at_once_wait_for_one_answer(job_services: JobServices) -> None:
    asked = 0

    class Slow:
        async def ping(self) -> None:
            nonlocal asked
            asked += 1
            await asyncio.sleep(0)

    health = Health(Slow())  # type: ignore[arg-type]
    health.started = True

    answers = await asyncio.gather(*(health.ready() for _ in range(3)))

    assert [answer.ready for answer in answers] == [True] * 3
    assert asked == 1


async def test_without_a_database_nobody_is_ready_and_it_is_asked_once_a_second(
    job_services: JobServices,
) -> None:
    now, asked = 100.0, 0

    class Away:
        async def ping(self) -> None:
            nonlocal asked
            asked += 1
            raise StorageUnavailableError("away")

    health = Health(Away(), clock=lambda: now)  # type: ignore[arg-type]
    health.started = True

    answers = [await health.ready() for _ in range(5)]
    now += 1
    await health.ready()

    assert answers == [Readiness(ready=False, reason="database")] * 5
    assert asked == 2
