"""Policy of the rented GPU: idle time-outs, and limits on pauses and resumes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.gpu.policy import (
    FIRST_WAKE_SECONDS,
    LEAST_IDLE_SECONDS,
    MOST_IDLE_SECONDS,
    idle_timeout,
    may_pause,
    may_resume,
    wake_seconds,
)

MINUTE = 60.0


@pytest.mark.parametrize(
    ("usd_per_hour", "usd_per_waiting_hour", "wake", "minutes"),
    [
        (0.89, 5.0, 60.0, 7.1),
        (0.89, 5.0, 120.0, 13.7),
        (1.49, 5.0, 120.0, 9.2),
        (3.99, 5.0, 60.0, 2.8),
        (0.89, 0.0, 120.0, 2.5),
    ],
)
def test_the_idle_timeout_is_where_waiting_costs_as_much_as_a_pause(
    usd_per_hour: float, usd_per_waiting_hour: float, wake: float, minutes: float
) -> None:
    seconds = idle_timeout(
        wake=wake, usd_per_hour=usd_per_hour, usd_per_waiting_hour=usd_per_waiting_hour
    )

    assert round(seconds / MINUTE, 1) == minutes


def test_the_idle_timeout_of_an_unknown_price_counts_no_waits() -> None:
    unknown = idle_timeout(wake=300.0, usd_per_hour=None, usd_per_waiting_hour=5.0)

    assert unknown == idle_timeout(wake=300.0, usd_per_hour=0.89, usd_per_waiting_hour=0.0)


@given(
    wake=st.floats(0, 10_000),
    usd_per_hour=st.none() | st.floats(0, 1000),
    usd_per_waiting_hour=st.floats(0, 10_000),
)
def test_the_idle_timeout_stays_within_its_bounds(
    wake: float, usd_per_hour: float | None, usd_per_waiting_hour: float
) -> None:
    seconds = idle_timeout(
        wake=wake, usd_per_hour=usd_per_hour, usd_per_waiting_hour=usd_per_waiting_hour
    )

    assert LEAST_IDLE_SECONDS <= seconds <= MOST_IDLE_SECONDS


def test_a_wake_usually_takes_the_median_of_the_last_twenty() -> None:
    assert wake_seconds([]) == FIRST_WAKE_SECONDS
    assert wake_seconds([90.0]) == 90.0
    assert wake_seconds([1.0, 90.0, 600.0]) == 90.0
    assert wake_seconds([600.0] * 30 + [60.0] * 20) == 60.0


def test_a_machine_is_paused_once_it_was_idle_and_up_for_long_enough() -> None:
    assert may_pause(idle=200.0, up=300.0, timeout=200.0)
    assert not may_pause(idle=199.0, up=300.0, timeout=200.0)
    assert not may_pause(idle=200.0, up=299.0, timeout=200.0)


def test_a_machine_is_resumed_six_times_an_hour() -> None:
    assert may_resume(5)
    assert not may_resume(6)
