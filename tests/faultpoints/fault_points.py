"""Fault points of a process, and the injection of a crash at one of them."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Point:
    """Point just before an external effect, or just after it and before its result is used."""

    moment: str
    effect: str
    number: int  # how many times this effect has reached this moment

    @property
    def kind(self) -> str:
        """Moment and effect, which points of several scenarios may share."""
        return f"{self.moment} {self.effect}"

    def __str__(self) -> str:
        return f"{self.kind} ({self.number})"


class CrashInjector:
    """Counts the fault points that this process reaches, and kills it at one of them.

    *report* is called with each point, and with None as long as the injector is not armed.
    """

    def __init__(self, report: Callable[[Point | None], None], crash_point: Point | None) -> None:
        self._report = report
        self._crash_point = crash_point
        self._counts: Counter[tuple[str, str]] = Counter()
        self.is_armed = False

    def reach(self, moment: str, effect: str) -> None:
        """Report a point; at the crash point, kill the process."""
        if not self.is_armed:
            self._report(None)
            return
        self._counts[moment, effect] += 1
        point = Point(moment, effect, self._counts[moment, effect])
        self._report(point)
        if point == self._crash_point:
            os.kill(os.getpid(), signal.SIGKILL)
