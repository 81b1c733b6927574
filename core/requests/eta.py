"""How long people will have to wait, from what the last drawings took."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from core.models.jobs import Job, JobState
from core.ports.database import UnitOfWork

DEFAULT_PANEL_SECONDS = 10.0  # until something was drawn: SDXL on an A100 takes 8 to 12 s a panel
GOOD_FOR = 5.0  # seconds that a measured speed is told to everybody


class EtaEstimator:
    """Tells places in line, and how long that will take at the usual speed."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._panel_seconds = DEFAULT_PANEL_SECONDS
        self._good_until = -math.inf

    async def position_and_eta(
        self, unit: UnitOfWork, job: Job, *, slots: int
    ) -> tuple[int, int | None]:
        """Return the job's place in line and its expected seconds to the end; None at an end.

        *slots* is how many comics are drawn at once.
        """
        if job.state.is_terminal:
            return 0, None
        own = await self._panel_seconds_of(unit) * max(job.panels, 1)
        if job.state is JobState.DRAWING:
            return 0, _left_of(job, own)
        position = await unit.jobs.position(job)
        # Those ahead are taken for as long as this one: their panels are not worth another query.
        return position, math.ceil(own * (1 + (position - 1) / max(slots, 1)))

    async def _panel_seconds_of(self, unit: UnitOfWork) -> float:
        """Return the usual seconds a panel, which some fifty drawings have to change."""
        if self._clock() >= self._good_until:
            measured = await unit.jobs.median_panel_seconds()
            self._panel_seconds = measured or DEFAULT_PANEL_SECONDS
            self._good_until = self._clock() + GOOD_FOR
        return self._panel_seconds


def _left_of(job: Job, own: float) -> int:
    if job.progress is None:
        return math.ceil(own)
    if job.progress.eta_seconds is not None:
        return job.progress.eta_seconds
    return math.ceil(own * (100 - job.progress.percent) / 100)
