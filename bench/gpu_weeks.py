"""Weeks of requests for the simulator of GPU costs: seeded ones, and recorded traces."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HOUR = 3600.0  # seconds
DAY = 24 * HOUR
DAYS = 7
DRAWING_SECONDS = 40.0  # four panels of ten seconds
_SPREAD = 0.35  # of the logarithm of drawing times

# Share of a day's requests in each hour, from midnight: few at night, most in the evening.
_HUMAN_DAY = (2, 1, 1, 1, 1, 1, 2, 3, 4, 5, 5, 6, 7, 6, 5, 5, 6, 7, 8, 9, 10, 9, 7, 4)
_EVENING = (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 6, 16, 22, 24, 16, 6, 2)
_FLAT = (1,) * 24


@dataclass(frozen=True, slots=True)
class Drawing:
    """One request: when it came, and how long its drawing takes, in seconds."""

    at: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Kind of week: so many comics a day, spread over the hours of a day."""

    name: str
    per_day: float
    hours: Sequence[float]

    def drawings(self, seed: int) -> list[Drawing]:
        """Return one week of requests, the same for the same seed: a Poisson process."""
        numbers = random.Random(f"{self.name} {seed}")
        busiest = max(self.hours)
        rate = self.per_day * busiest / sum(self.hours) / HOUR  # requests a second, at most
        found: list[Drawing] = []
        at = numbers.expovariate(rate)
        while at < DAYS * DAY:
            # Thinning: an hour with half the requests of the busiest one keeps half of them.
            if numbers.random() < self.hours[int(at % DAY // HOUR)] / busiest:
                seconds = DRAWING_SECONDS * numbers.lognormvariate(0, _SPREAD)
                found.append(Drawing(at, seconds))
            at += numbers.expovariate(rate)
        return found


WEEKS = (
    Week(name="trickle", per_day=3, hours=_HUMAN_DAY),
    Week(name="quiet", per_day=16, hours=_HUMAN_DAY),
    Week(name="evening", per_day=100, hours=_EVENING),
    Week(name="busy", per_day=500, hours=_HUMAN_DAY),
    Week(name="round the clock", per_day=800, hours=_FLAT),
)


def read_trace(file: Path) -> list[Drawing]:
    """Read what `comicai gpu trace` wrote. Raises OSError, ValueError, KeyError or TypeError."""
    content = json.loads(file.read_text(encoding="utf-8"))
    at, found = 0.0, []
    for entry in content["drawings"]:
        at += float(entry["after"])
        found.append(Drawing(at, float(entry["seconds"])))
    return found
