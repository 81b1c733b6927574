"""Measured drawing speed of this machine."""

from __future__ import annotations

from collections import deque
from statistics import median

_SAMPLE_SIZE = 50  # drawings


class DrawingSpeed:
    """The median time per panel over the most recent drawings."""

    def __init__(self) -> None:
        self._panel_ms: deque[float] = deque(maxlen=_SAMPLE_SIZE)

    def record(self, run_ms: int, panels: int) -> None:
        """Record a drawing of *panels* panels that took *run_ms* milliseconds."""
        self._panel_ms.append(run_ms / panels)

    @property
    def median_panel_ms(self) -> int | None:
        """Milliseconds; None until a drawing was recorded."""
        return round(median(self._panel_ms)) if self._panel_ms else None

    def seconds_for(self, panels: float) -> int | None:
        """Return the estimated seconds for *panels*, rounded up; None before the first drawing."""
        panel_ms = self.median_panel_ms
        return None if panel_ms is None else -int(-(panels * panel_ms) // 1000)
