"""Exponential backoff."""

from __future__ import annotations

import pytest

from core.runtime.backoff import Backoff


def test_delays_double_up_to_the_maximum() -> None:
    backoff = Backoff(0.5, 3.0)

    assert [backoff.next() for _ in range(5)] == [0.5, 1.0, 2.0, 3.0, 3.0]


def test_a_success_starts_over() -> None:
    backoff = Backoff(1.0, 60.0)
    for _ in range(4):
        backoff.next()

    backoff.reset()

    assert [backoff.next(), backoff.next()] == [1.0, 2.0]


@pytest.mark.parametrize(("at_least", "delay"), [(0.0, 2.0), (1.5, 2.0), (7.0, 7.0), (90.0, 90.0)])
def test_a_longer_delay_requested_by_the_server_is_used(at_least: float, delay: float) -> None:
    backoff = Backoff(2.0, 10.0)

    assert backoff.next(at_least=at_least) == delay
    assert backoff.next() == 4.0  # what the server asked for once is not doubled


@pytest.mark.parametrize("jitter", [(0.5, 1.0), (0.1, 0.2), (1.0, 1.2)])
def test_jitter_never_shortens_what_a_server_asked_for(jitter: tuple[float, float]) -> None:
    delays = [Backoff(1.0, 8.0, jitter=jitter).next(at_least=5.0) for _ in range(100)]

    assert min(delays) >= 5.0


@pytest.mark.parametrize(
    ("stable_after", "ran", "delay"),
    [(None, 3.0, 4.0), (None, 9.0, 1.0), (2.0, 3.0, 1.0), (60.0, 9.0, 4.0), (0.0, 0.1, 1.0)],
)
def test_what_ran_for_long_is_restarted_after_the_first_delay(
    stable_after: float | None, ran: float, delay: float
) -> None:
    backoff = Backoff(1.0, 8.0, stable_after=stable_after)
    assert [backoff.next_after_run(0.0) for _ in range(2)] == [1.0, 2.0]

    assert backoff.next_after_run(ran) == delay
    assert backoff.next_after_run(0.0) == 2 * delay


def test_jitter_spreads_the_delays_within_its_range() -> None:
    delays = {Backoff(10.0, 10.0, jitter=(0.8, 1.2)).next() for _ in range(200)}

    assert len(delays) > 100
    assert min(delays) >= 8.0
    assert max(delays) <= 12.0
    assert max(delays) - min(delays) > 2.0
