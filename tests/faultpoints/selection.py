"""Selection of the fault points to test: all of them, or as many as `make test` has time for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise

from tests.faultpoints.fault_points import AFTER, BEFORE, Point

POINTS_PER_SCENARIO = 3  # the minimum


class Selection:
    """Every point with FAULT_POINTS=all; otherwise each kind once over all scenarios.

    A scenario without new kinds still gets a few points, spread over its length.
    """

    def __init__(self) -> None:
        self._tested_kinds: set[str] = set()
        self._is_complete = os.environ.get("FAULT_POINTS") == "all"

    def select(self, points: Sequence[Point]) -> Sequence[Point]:
        """Return the points of a scenario that are to be tested."""
        if self._is_complete:
            return points
        candidates = distinct(points)
        new = [
            *{p.kind: p for p in reversed(candidates) if p.kind not in self._tested_kinds}.values()
        ]
        self._tested_kinds.update(point.kind for point in new)
        others = [point for point in candidates if point not in new]
        chosen = {*new, *_spread(others, POINTS_PER_SCENARIO - len(new))}
        return [point for point in candidates if point in chosen]


def distinct(points: Sequence[Point]) -> list[Point]:
    """Return the points without those after an effect that another effect follows directly.

    For all other processes, such a point is the same as the one before the next effect: the state
    in memory, which is all that differs, is lost in a crash.
    """
    duplicates = {
        point
        for point, following in pairwise(points)
        if (point.moment, following.moment) == (AFTER, BEFORE)
    }
    return [point for point in points if point not in duplicates]


def _spread(points: Sequence[Point], count: int) -> list[Point]:
    """Return *count* points at even distances."""
    count = min(count, len(points))
    return [points[(2 * index + 1) * len(points) // (2 * count)] for index in range(count)]
