"""Capacity follows the generator's health, with a circuit breaker."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from core.errors import (
    GeneratorAsleepError,
    GeneratorUnavailableError,
    JobQueueUnavailableError,
)
from core.jobs.capacity import DOWN_AFTER, PROBE_SECONDS, Capacity
from core.models.jobs import GeneratorHealth, Refusal
from tests.core.job_services import JobServices, ScriptedGenerator


class HealthScript(ScriptedGenerator):
    answer: GeneratorHealth | None = GeneratorHealth(ready=True, capacity=3)
    checks = 0
    error: GeneratorUnavailableError | None = None
    refused: Refusal | None = None

    @property
    def refusal(self) -> Refusal | None:
        return self.refused

    async def health(self) -> GeneratorHealth:
        self.checks += 1
        if self.error is not None:
            raise self.error
        if self.answer is None:
            raise GeneratorUnavailableError("refused")
        return self.answer


class RecordedIncrease:
    def __init__(self) -> None:
        self.slots = 0

    async def __call__(self, more: int) -> None:
        self.slots += more


async def test_one_job_runs_at_a_time_until_the_capacity_is_known(
    job_services: JobServices,
) -> None:
    assert (
        Capacity(HealthScript(job_services.images), fixed=0, on_increase=RecordedIncrease())() == 1
    )


async def test_the_generators_capacity_applies_and_new_slots_are_used_at_once(
    job_services: JobServices,
) -> None:
    increase = RecordedIncrease()
    capacity = Capacity(HealthScript(job_services.images), fixed=0, on_increase=increase)

    await capacity.refresh()

    assert (capacity(), capacity.is_healthy, increase.slots) == (3, True, 2)


async def test_a_configured_capacity_takes_precedence(job_services: JobServices) -> None:
    capacity = Capacity(HealthScript(job_services.images), fixed=7, on_increase=RecordedIncrease())

    await capacity.refresh()

    assert capacity() == 7


async def test_an_unavailable_generator_degrades_health(job_services: JobServices) -> None:
    generator = HealthScript(job_services.images)
    capacity = Capacity(generator, fixed=0, on_increase=RecordedIncrease())
    await capacity.refresh()
    generator.answer = None

    await capacity.refresh()

    assert not capacity.is_healthy
    assert capacity() == 1


async def test_the_capacity_is_polled_while_the_job_queue_is_unavailable(
    job_services: JobServices,
) -> None:
    async def fail(_more: int) -> None:
        raise JobQueueUnavailableError("away")

    capacity = Capacity(HealthScript(job_services.images), fixed=0, on_increase=fail)

    await capacity.refresh()

    assert capacity() == 3


async def test_a_generator_that_draws_nothing_is_tried_with_one_job_at_a_time(
    job_services: JobServices,
) -> None:
    generator = HealthScript(job_services.images)
    increase = RecordedIncrease()
    capacity = Capacity(generator, fixed=7, on_increase=increase)
    generator.answer = GeneratorHealth(ready=False, reason="no_credit", capacity=3, level=1)

    with capture_logs() as logs:
        await capacity.refresh()
        await capacity.refresh()
    blocked = (capacity.blocked_by, capacity.is_healthy, capacity.is_open, capacity())
    generator.answer = GeneratorHealth(ready=True, capacity=3, level=1)
    await capacity.refresh()

    assert blocked == ("no_credit", False, False, 1)
    assert [entry["event"] for entry in logs] == ["generator_marked_unavailable"]
    assert (capacity.blocked_by, capacity(), increase.slots) == ("", 7, 6)


async def test_a_generator_that_loads_is_not_blocked(job_services: JobServices) -> None:
    generator = HealthScript(job_services.images)
    generator.answer = GeneratorHealth(ready=False, reason="loading", capacity=3, level=1)
    capacity = Capacity(generator, fixed=0, on_increase=RecordedIncrease())

    await capacity.refresh()

    assert (capacity.blocked_by, capacity()) == ("", 3)


async def test_an_unavailable_generator_is_tried_with_one_job_at_a_time(
    job_services: JobServices,
) -> None:
    generator, increase = HealthScript(job_services.images), RecordedIncrease()
    capacity = Capacity(generator, fixed=7, on_increase=increase)
    generator.answer = None
    for _ in range(DOWN_AFTER - 1):
        await capacity.refresh()
    assert (capacity.is_open, capacity()) == (False, 7)

    await capacity.refresh()
    assert (capacity.is_open, capacity()) == (True, 1)

    generator.answer = GeneratorHealth(ready=True, capacity=3)
    await capacity.refresh()
    assert (capacity.is_open, capacity(), increase.slots) == (False, 7, 6)


async def test_only_failures_in_a_row_open_the_breaker(job_services: JobServices) -> None:
    generator = HealthScript(job_services.images)
    capacity = Capacity(generator, fixed=7, on_increase=RecordedIncrease())
    healthy = generator.answer

    for answer in [None] * (DOWN_AFTER - 1) + [healthy] + [None] * (DOWN_AFTER - 1):
        generator.answer = answer
        await capacity.refresh()

    assert not capacity.is_open


async def test_an_outage_is_logged_once_and_so_is_its_end(job_services: JobServices) -> None:
    generator = HealthScript(job_services.images)
    capacity = Capacity(generator, fixed=7, on_increase=RecordedIncrease())
    healthy = generator.answer

    with capture_logs() as events:
        for answer in [healthy] * 2 + [None] * (DOWN_AFTER + 2) + [healthy] * 2:
            generator.answer = answer
            await capacity.refresh()

    assert [event["event"] for event in events] == [
        "generator_marked_ready",
        "generator_marked_unavailable",
        "generator_breaker_opened",
        "generator_marked_ready",
    ]


async def test_a_generator_without_free_slots_draws_one_at_a_time(
    job_services: JobServices,
) -> None:
    generator = HealthScript(job_services.images)
    generator.answer = GeneratorHealth(ready=True, capacity=0)
    capacity = Capacity(generator, fixed=0, on_increase=RecordedIncrease())

    await capacity.refresh()

    assert capacity() == 1


async def test_workers_are_notified_of_added_slots_only(job_services: JobServices) -> None:
    generator, increase = HealthScript(job_services.images), RecordedIncrease()
    capacity = Capacity(generator, fixed=0, on_increase=increase)

    for slots in (3, 3, 2, 5):
        generator.answer = GeneratorHealth(ready=True, capacity=slots)
        await capacity.refresh()

    assert increase.slots == 2 + 3


@pytest.mark.parametrize("answer", [None, GeneratorHealth(ready=False)])
async def test_an_unavailable_generator_is_checked_more_often(
    job_services: JobServices, answer: GeneratorHealth | None
) -> None:
    generator = HealthScript(job_services.images)
    healthy, generator.answer = generator.answer, answer
    capacity = Capacity(
        generator,
        fixed=0,
        on_increase=RecordedIncrease(),
        refresh_seconds=60,
        refresh_seconds_while_down=0.01,
    )
    running = asyncio.create_task(capacity.run())
    await until(lambda: generator.checks >= 3)
    assert not capacity.is_healthy
    generator.answer = healthy
    await until(lambda: capacity.is_healthy)

    checks = generator.checks
    await asyncio.sleep(0.1)
    running.cancel()

    assert generator.checks == checks


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


async def test_a_refusal_opens_the_breaker_at_once_and_one_job_a_minute_probes(
    job_services: JobServices,
) -> None:
    moments = [1000.0]
    generator = HealthScript(job_services.images)
    capacity = Capacity(
        generator, fixed=7, on_increase=RecordedIncrease(), clock=lambda: moments[-1]
    )
    await capacity.refresh()
    assert (capacity(), capacity.is_healthy) == (7, True)

    generator.refused = Refusal("unauthorized", at=1000.0)

    assert (capacity(), capacity.is_healthy, capacity.blocked_by) == (0, False, "unauthorized")
    assert (capacity.is_refused, capacity.unready_reason) == (True, "")
    moments.append(1000.0 + PROBE_SECONDS)
    assert capacity() == 1
    generator.refused = None
    assert (capacity(), capacity.is_healthy) == (7, True)


async def test_while_the_rented_gpu_sleeps_nothing_is_claimed_and_nothing_is_broken(
    job_services: JobServices,
) -> None:
    increase = RecordedIncrease()
    generator = HealthScript(job_services.images)
    capacity = Capacity(generator, fixed=0, on_increase=increase)
    generator.error = GeneratorAsleepError("waking")

    for _ in range(2 * DOWN_AFTER):
        await capacity.refresh()

    assert (capacity(), capacity.is_asleep, capacity.is_open, capacity.is_away) == (
        *(0, True, False, False),
    )
    generator.error = None
    await capacity.refresh()
    assert (capacity(), capacity.is_asleep, increase.slots) == (3, False, 3)


async def test_a_generator_that_does_not_answer_is_away(job_services: JobServices) -> None:
    generator = HealthScript(job_services.images)
    capacity = Capacity(generator, fixed=0, on_increase=RecordedIncrease())
    assert not capacity.is_away
    generator.answer = None

    await capacity.refresh()

    assert capacity.is_away
