"""How fast this machine draws, as measured."""

from __future__ import annotations

from collections import deque
from statistics import median

_REMEMBERED = 50  # drawings


class DrawingSpeed:
    """The median time a panel takes, over the last drawings."""

    def __init__(self) -> None:
        self._panel_ms: deque[float] = deque(maxlen=_REMEMBERED)

    def learn(self, run_ms: int, panels: int) -> None:
        """Take a drawing of *panels* that took *run_ms* into account."""
        self._panel_ms.append(run_ms / panels)

    @property
    def median_panel_ms(self) -> int | None:
        """Milliseconds; None as long as nothing was drawn."""
        return round(median(self._panel_ms)) if self._panel_ms else None

    def seconds_for(self, panels: float) -> int | None:
        """Return how long *panels* will take, rounded up; None if that is not known yet."""
        pace = self.median_panel_ms
        return None if pace is None else -int(-(panels * pace) // 1000)
