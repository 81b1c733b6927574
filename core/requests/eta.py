"""Queue positions and ETAs, estimated from the durations of recent jobs."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from core.models.jobs import Job, JobState
from core.ports.database import UnitOfWork

DEFAULT_PANEL_SECONDS = 10.0  # until a job is drawn: SDXL on an A100 takes 8 to 12 s per panel
CACHE_SECONDS = 5.0  # for which a measured speed is reused


class EtaEstimator:
    """Estimator of queue positions and remaining seconds, at the median speed."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._panel_seconds = DEFAULT_PANEL_SECONDS
        self._cached_until = -math.inf

    async def position_and_eta(
        self, unit: UnitOfWork, job: Job, *, slots: int, position: int | None = None
    ) -> tuple[int, int | None]:
        """Return the job's queue position, 0 if it is not queued, and its ETA in seconds.

        The ETA is None in a terminal state. *slots* is how many comics are drawn at once, and
        *position* that of a queued job, if known.
        """
        if job.state.is_terminal:
            return 0, None
        own = await self._panel_seconds_of(unit) * max(job.panels, 1)
        if job.state is JobState.DRAWING:
            return 0, _remaining(job, own)
        if position is None:
            position = await unit.job_eta.position(job)
        # Jobs ahead are assumed to take as long as this one; another query is not worth it.
        return position, math.ceil(own * (1 + (position - 1) / max(slots, 1)))

    async def _panel_seconds_of(self, unit: UnitOfWork) -> float:
        """Return the median seconds per panel of the last 50 jobs, cached for all callers."""
        if self._clock() >= self._cached_until:
            measured = await unit.job_eta.median_panel_seconds()
            self._panel_seconds = measured or DEFAULT_PANEL_SECONDS
            self._cached_until = self._clock() + CACHE_SECONDS
        return self._panel_seconds


def _remaining(job: Job, own: float) -> int:
    if job.progress is None:
        return math.ceil(own)
    if job.progress.eta_seconds is not None:
        return job.progress.eta_seconds
    return math.ceil(own * (100 - job.progress.percent) / 100)
