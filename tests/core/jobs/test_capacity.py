"""Capacity follows the generator's health, with a circuit breaker."""

from __future__ import annotations

from core.errors import GeneratorUnavailableError, JobQueueUnavailableError
from core.jobs.capacity import DOWN_AFTER, Capacity
from core.models.jobs import GeneratorHealth
from tests.core.job_services import JobServices, ScriptedGenerator


class HealthScript(ScriptedGenerator):
    answer: GeneratorHealth | None = GeneratorHealth(ready=True, capacity=3)

    async def health(self) -> GeneratorHealth:
        if self.answer is None:
            raise GeneratorUnavailableError("refused")
        return self.answer


class RecordedIncrease:
    def __init__(self) -> None:
        self.slots = 0

    async def __call__(self, more: int) -> None:
        self.slots += more


async def test_until_it_was_asked_one_at_a_time(job_services: JobServices) -> None:
    assert (
        Capacity(HealthScript(job_services.images), fixed=0, on_increase=RecordedIncrease())() == 1
    )


async def test_what_the_generator_says_counts_and_new_slots_are_used_at_once(
    job_services: JobServices,
) -> None:
    increase = RecordedIncrease()
    capacity = Capacity(HealthScript(job_services.images), fixed=0, on_increase=increase)

    await capacity.refresh()

    assert (capacity(), capacity.is_healthy, increase.slots) == (3, True, 2)


async def test_a_configured_number_wins(job_services: JobServices) -> None:
    capacity = Capacity(HealthScript(job_services.images), fixed=7, on_increase=RecordedIncrease())

    await capacity.refresh()

    assert capacity() == 7


async def test_a_generator_that_is_away_degrades(job_services: JobServices) -> None:
    generator = HealthScript(job_services.images)
    capacity = Capacity(generator, fixed=0, on_increase=RecordedIncrease())
    await capacity.refresh()
    generator.answer = None

    await capacity.refresh()

    assert not capacity.is_healthy
    assert capacity() == 1


async def test_an_engine_that_is_away_is_no_reason_to_stop_asking(
    job_services: JobServices,
) -> None:
    async def away(_more: int) -> None:
        raise JobQueueUnavailableError("away")

    capacity = Capacity(HealthScript(job_services.images), fixed=0, on_increase=away)

    await capacity.refresh()

    assert capacity() == 3


async def test_a_generator_that_stays_away_is_tried_with_one_job_at_a_time(
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
