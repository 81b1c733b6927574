"""Points at which a process can die: found out by watching one that lives."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Point:
    """Just before an effect on the world, or just after it and before its result is seen."""

    moment: str
    effect: str
    number: int  # of that effect at that moment, counted from when the watching began

    @property
    def kind(self) -> str:
        """What it has in common with others, also of other journeys."""
        return f"{self.moment} {self.effect}"

    def __str__(self) -> str:
        return f"{self.kind} ({self.number})"


class Fate:
    """Counts the points of this process as it comes to them, and kills it at one of them.

    *tell* hears of each; of None while they do not count yet.
    """

    def __init__(self, tell: Callable[[Point | None], None], fatal: Point | None) -> None:
        self._tell = tell
        self._fatal = fatal
        self._counts: Counter[tuple[str, str]] = Counter()
        self.is_armed = False

    def meet(self, moment: str, effect: str) -> None:
        """Be at a point. Nothing that this process would do after a fatal one is ever done."""
        if not self.is_armed:
            self._tell(None)
            return
        self._counts[moment, effect] += 1
        point = Point(moment, effect, self._counts[moment, effect])
        self._tell(point)
        if point == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)
