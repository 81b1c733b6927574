from __future__ import annotations

from datetime import timedelta

import pytest

from bots.web.api.prefer import Waiting, waiting_of

DEFAULT = timedelta(seconds=25)


@pytest.mark.parametrize(
    ("prefer", "seconds", "applied"),
    [
        (None, 25, ""),
        ("", 25, ""),
        ("respond-async", 0, "respond-async"),
        ("Respond-Async", 0, "respond-async"),
        ("wait=3", 3, "wait=3"),
        ('wait = "3"', 3, "wait=3"),
        ("respond-async, wait=10", 10, "wait=10"),
        ("wait=10, respond-async; foo=bar", 10, "wait=10"),
        ("wait=10, wait=20", 10, "wait=10"),
        ("wait=0", 0, "wait=0"),
    ],
)
def test_a_preference_decides_how_long_to_wait(
    prefer: str | None, seconds: int, applied: str
) -> None:
    assert waiting_of(prefer, default=DEFAULT) == Waiting(timedelta(seconds=seconds), applied)


def test_the_wait_is_at_most_a_minute() -> None:
    assert waiting_of("wait=600", default=DEFAULT) == Waiting(timedelta(seconds=60), "wait=60")


@pytest.mark.parametrize(
    "prefer", ["wait=", "wait=-1", "wait=soon", "wait=1e3", "handling=strict", ";", ",,"]
)
def test_unknown_preferences_are_ignored(prefer: str) -> None:
    assert waiting_of(prefer, default=DEFAULT) == Waiting(DEFAULT)
