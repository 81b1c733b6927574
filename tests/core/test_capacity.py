"""The generator says how many it draws at once."""

from __future__ import annotations

from core.capacity import AWAY_AFTER, Capacity
from core.errors import EngineUnavailableError, GeneratorAwayError
from core.models import GeneratorHealth
from tests.core.scene import Scene, TellableGenerator


class Telling(TellableGenerator):
    answer: GeneratorHealth | None = GeneratorHealth(ready=True, capacity=3)

    async def health(self) -> GeneratorHealth:
        if self.answer is None:
            raise GeneratorAwayError("refused")
        return self.answer


class Woken:
    def __init__(self) -> None:
        self.slots = 0

    async def __call__(self, more: int) -> None:
        self.slots += more


async def test_until_it_was_asked_one_at_a_time(scene: Scene) -> None:
    assert Capacity(Telling(scene.images), fixed=0, grown=Woken())() == 1


async def test_what_the_generator_says_counts_and_new_slots_are_used_at_once(scene: Scene) -> None:
    woken = Woken()
    capacity = Capacity(Telling(scene.images), fixed=0, grown=woken)

    await capacity.look()

    assert (capacity(), capacity.is_well, woken.slots) == (3, True, 2)


async def test_a_configured_number_wins(scene: Scene) -> None:
    capacity = Capacity(Telling(scene.images), fixed=7, grown=Woken())

    await capacity.look()

    assert capacity() == 7


async def test_a_generator_that_is_away_degrades(scene: Scene) -> None:
    generator = Telling(scene.images)
    capacity = Capacity(generator, fixed=0, grown=Woken())
    await capacity.look()
    generator.answer = None

    await capacity.look()

    assert not capacity.is_well
    assert capacity() == 1


async def test_an_engine_that_is_away_is_no_reason_to_stop_asking(scene: Scene) -> None:
    async def away(_more: int) -> None:
        raise EngineUnavailableError("away")

    capacity = Capacity(Telling(scene.images), fixed=0, grown=away)

    await capacity.look()

    assert capacity() == 3


async def test_a_generator_that_stays_away_is_tried_with_one_job_at_a_time(scene: Scene) -> None:
    generator, woken = Telling(scene.images), Woken()
    capacity = Capacity(generator, fixed=7, grown=woken)
    generator.answer = None
    for _ in range(AWAY_AFTER - 1):
        await capacity.look()
    assert (capacity.is_open, capacity()) == (False, 7)

    await capacity.look()
    assert (capacity.is_open, capacity()) == (True, 1)

    generator.answer = GeneratorHealth(ready=True, capacity=3)
    await capacity.look()
    assert (capacity.is_open, capacity(), woken.slots) == (False, 7, 6)
