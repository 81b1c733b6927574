"""Poll intervals and retry delays stay within their limits, and retries run out."""

from __future__ import annotations

import pytest

from core.errors import GeneratorUnavailableError
from core.jobs.generator.polling import PollingSettings, PollIntervals, RetryDelays
from core.jobs.poll_hints import JobHints
from tests.core.jobs.generator.conftest import Time


def settings(time: Time, random_value: float, first_poll: float = 1.0) -> PollingSettings:
    return PollingSettings(
        first_poll=first_poll, clock=time.clock, sleep=time.sleep, random=lambda: random_value
    )


@pytest.mark.parametrize(("random_value", "spread"), [(0.0, 0.8), (0.5, 1.0), (1.0, 1.2)])
async def test_polls_grow_by_half_up_to_five_seconds(
    time: Time, random_value: float, spread: float
) -> None:
    intervals = PollIntervals(settings(time, random_value))

    for _ in range(6):
        await intervals.wait(None)

    assert time.slept == pytest.approx([n * spread for n in (1, 1.5, 2.25, 3.375, 5, 5)])


async def test_a_nearby_generator_is_polled_sooner(time: Time) -> None:
    intervals = PollIntervals(settings(time, 0.5, first_poll=0.15))

    for _ in range(5):
        await intervals.wait(None)

    assert sum(time.slept[:3]) < 1
    assert time.slept[4] < 1


async def test_the_generators_poll_interval_is_respected_within_limits(time: Time) -> None:
    intervals = PollIntervals(settings(time, 0.5))

    await intervals.wait(0.5)
    await intervals.wait(7)
    await intervals.wait(100_000)

    assert time.slept == [0.5, 7, 60]


async def test_there_are_six_tries(time: Time) -> None:
    delays = RetryDelays(settings(time, 0.5))

    for _ in range(5):
        await delays.wait("unreachable", None)
    with pytest.raises(GeneratorUnavailableError):
        await delays.wait("unreachable", None)

    assert time.slept == [0.5, 1, 2, 4, 8]


async def test_no_try_starts_after_ninety_seconds(time: Time) -> None:
    delays = RetryDelays(settings(time, 0.0))

    await delays.wait("warming", 60)
    with pytest.raises(GeneratorUnavailableError) as caught:
        await delays.wait("warming", 60)

    assert caught.value.retry_after == 60


async def test_while_callbacks_arrive_polls_are_rare_and_a_callback_is_followed_by_one(
    time: Time,
) -> None:
    hints = JobHints(time.clock)
    intervals = PollIntervals(settings(time, 0.5), hints)

    await intervals.wait(None)
    usual = sum(time.slept)
    hints.add()
    await intervals.wait(None)
    woken = sum(time.slept) - usual
    await intervals.wait(None)
    hinted = sum(time.slept) - usual - woken
    time.now += 30
    await intervals.wait(None)

    assert usual == pytest.approx(1.0)
    assert woken <= 15
    assert hinted == pytest.approx(15.0)
    assert sum(time.slept) - usual - woken - hinted < 5


async def test_a_flood_of_callbacks_does_not_make_polls_a_flood(time: Time) -> None:
    hints = JobHints(time.clock)
    intervals = PollIntervals(settings(time, 0.5), hints)

    for _ in range(10):
        hints.add()
        await intervals.wait(None)

    assert sum(time.slept) >= 10 * 0.1
