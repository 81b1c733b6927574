"""The generator says how many it draws at once."""

from __future__ import annotations

from core.errors import GeneratorUnavailableError, JobQueueUnavailableError
from core.jobs.capacity import DOWN_AFTER, Capacity
from core.models.jobs import GeneratorHealth
from tests.core.job_services import JobServices, TellableGenerator


class Telling(TellableGenerator):
    answer: GeneratorHealth | None = GeneratorHealth(ready=True, capacity=3)

    async def health(self) -> GeneratorHealth:
        if self.answer is None:
            raise GeneratorUnavailableError("refused")
        return self.answer


class Woken:
    def __init__(self) -> None:
        self.slots = 0

    async def __call__(self, more: int) -> None:
        self.slots += more


async def test_until_it_was_asked_one_at_a_time(scene: JobServices) -> None:
    assert Capacity(Telling(scene.images), fixed=0, grown=Woken())() == 1


async def test_what_the_generator_says_counts_and_new_slots_are_used_at_once(
    scene: JobServices,
) -> None:
    woken = Woken()
    capacity = Capacity(Telling(scene.images), fixed=0, grown=woken)

    await capacity.refresh()

    assert (capacity(), capacity.is_healthy, woken.slots) == (3, True, 2)


async def test_a_configured_number_wins(scene: JobServices) -> None:
    capacity = Capacity(Telling(scene.images), fixed=7, grown=Woken())

    await capacity.refresh()

    assert capacity() == 7


async def test_a_generator_that_is_away_degrades(scene: JobServices) -> None:
    generator = Telling(scene.images)
    capacity = Capacity(generator, fixed=0, grown=Woken())
    await capacity.refresh()
    generator.answer = None

    await capacity.refresh()

    assert not capacity.is_healthy
    assert capacity() == 1


async def test_an_engine_that_is_away_is_no_reason_to_stop_asking(scene: JobServices) -> None:
    async def away(_more: int) -> None:
        raise JobQueueUnavailableError("away")

    capacity = Capacity(Telling(scene.images), fixed=0, grown=away)

    await capacity.refresh()

    assert capacity() == 3


async def test_a_generator_that_stays_away_is_tried_with_one_job_at_a_time(
    scene: JobServices,
) -> None:
    generator, woken = Telling(scene.images), Woken()
    capacity = Capacity(generator, fixed=7, grown=woken)
    generator.answer = None
    for _ in range(DOWN_AFTER - 1):
        await capacity.refresh()
    assert (capacity.is_open, capacity()) == (False, 7)

    await capacity.refresh()
    assert (capacity.is_open, capacity()) == (True, 1)

    generator.answer = GeneratorHealth(ready=True, capacity=3)
    await capacity.refresh()
    assert (capacity.is_open, capacity(), woken.slots) == (False, 7, 6)
