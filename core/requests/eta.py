"""Queue positions and ETAs, estimated from the durations of recent jobs."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from core.models.jobs import Job, JobState
from core.ports.database import UnitOfWork

CACHE_SECONDS = 5.0  # for which a measured speed is reused


class EtaEstimator:
    """Estimator of queue positions and remaining seconds, at the median speed."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._panel_seconds: float | None = None
        self._cached_until = -math.inf

    async def position_and_eta(
        self, unit: UnitOfWork, job: Job, *, slots: int
    ) -> tuple[int, int | None]:
        """Return the job's queue position, 0 if it is not queued, and its ETA in seconds.

        The ETA is None in a terminal state, and until a first comic has been drawn: generators
        differ in speed by a factor of a hundred. *slots* is how many comics are drawn at once.
        """
        if job.state.is_terminal:
            return 0, None
        speed = await self._panel_seconds_of(unit)
        own = None if speed is None else speed * max(job.panels, 1)
        if job.state is JobState.DRAWING:
            return 0, _remaining(job, own)
        position = await unit.job_eta.position(job)
        if own is None:
            return position, None
        # Jobs ahead are assumed to take as long as this one; another query is not worth it.
        return position, math.ceil(own * (1 + (position - 1) / max(slots, 1)))

    async def _panel_seconds_of(self, unit: UnitOfWork) -> float | None:
        """Return the median seconds per panel of the last 50 jobs, cached for all callers."""
        if self._clock() >= self._cached_until:
            self._panel_seconds = await unit.job_eta.median_panel_seconds()
            self._cached_until = self._clock() + CACHE_SECONDS
        return self._panel_seconds


def _remaining(job: Job, own: float | None) -> int | None:
    """Return the seconds that the generator says, or the remaining share of *own*."""
    if job.progress is not None and job.progress.eta_seconds is not None:
        return job.progress.eta_seconds
    if own is None:
        return None
    percent = job.progress.percent if job.progress is not None else 0
    return math.ceil(own * (100 - percent) / 100)
