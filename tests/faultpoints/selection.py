"""Which points are gone through: all there are, or as many as `make test` has the time for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise

from tests.faultpoints.fault_points import AFTER, BEFORE, Point

IN_EACH = 3  # points of a journey, at the least


class Share:
    """With FAULT_POINTS=all, every point; else each kind of them once over all journeys.

    Journeys in which nothing is new still have a few, spread over their length.
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._is_whole = os.environ.get("FAULT_POINTS") == "all"

    def of(self, points: Sequence[Point]) -> Sequence[Point]:
        """Return those of a journey's points that are to be gone through."""
        if self._is_whole:
            return points
        left = distinct(points)
        new = list({p.kind: p for p in reversed(left) if p.kind not in self._seen}.values())
        self._seen.update(point.kind for point in new)
        chosen = {*new, *_spread([p for p in left if p not in new], IN_EACH - len(new))}
        return [point for point in left if point in chosen]


def distinct(points: Sequence[Point]) -> list[Point]:
    """Leave out those after an effect that are, for the world, those before the next one.

    What a process had in mind dies with it, so to all others it is the same moment.
    """
    doubled = {
        this for this, then in pairwise(points) if (this.moment, then.moment) == (AFTER, BEFORE)
    }
    return [point for point in points if point not in doubled]


def _spread(points: Sequence[Point], count: int) -> list[Point]:
    """Return that many, as far from each other as can be."""
    count = min(count, len(points))
    return [points[(2 * turn + 1) * len(points) // (2 * count)] for turn in range(count)]
