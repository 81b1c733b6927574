"""Queue positions and ETAs, estimated from the durations of recent jobs."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from core.models.jobs import Job, JobState, Stage
from core.ports.database import UnitOfWork

# Stages in which nothing is drawn yet, so that a blocked generator leaves the end open.
NOT_BEGUN = {Stage.WAKING, Stage.SUBMITTING, Stage.RESTARTING, Stage.REMOTE_QUEUE}
CACHE_SECONDS = 5.0  # for which a measured speed is reused


class EtaEstimator:
    """Estimator of queue positions and remaining seconds, at the median speed."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        is_blocked: Callable[[], bool] = lambda: False,
    ) -> None:
        self._clock = clock
        self._is_blocked = is_blocked  # the generator draws nothing until somebody does something
        self._panel_seconds: float | None = None
        self._cached_until = -math.inf

    async def position_and_eta(
        self, unit: UnitOfWork, job: Job, *, slots: int, position: int | None = None
    ) -> tuple[int, int | None]:
        """Return the job's queue position, 0 if it is not queued, and its ETA in seconds.

        The ETA is None in a terminal state, while the generator is blocked, and until a first comic
        has been drawn: generators differ in speed by a factor of a hundred. *slots* is how many
        comics are drawn at once, and *position* that of a queued job, if known.
        """
        if job.state.is_terminal:
            return 0, None
        await self._refresh(unit)
        if job.state is JobState.DRAWING:
            return 0, self.remaining(job)
        if position is None:
            position = await unit.job_eta.position(job)
        own = self._total_seconds(job)
        if own is None or self._is_blocked():
            return position, None
        # Jobs ahead are assumed to take as long as this one; another query is not worth it.
        return position, math.ceil(own * (1 + (position - 1) / max(slots, 1)))

    def remaining(self, job: Job) -> int | None:
        """Return the ETA of a job that is being drawn, at the speed last measured.

        It is what the generator says, or else the remaining share of the usual duration.
        """
        waits = job.progress is None or job.progress.stage in NOT_BEGUN
        if waits and self._is_blocked():
            return None
        if job.progress is not None and job.progress.eta_seconds is not None:
            return job.progress.eta_seconds
        own = self._total_seconds(job)
        if own is None:
            return None
        percent = job.progress.percent if job.progress is not None else 0
        return math.ceil(own * (100 - percent) / 100)

    def _total_seconds(self, job: Job) -> float | None:
        return None if self._panel_seconds is None else self._panel_seconds * max(job.panels, 1)

    async def _refresh(self, unit: UnitOfWork) -> None:
        """Measure the median seconds per panel of the last 50 jobs, for all callers."""
        if self._clock() >= self._cached_until:
            self._panel_seconds = await unit.job_eta.median_panel_seconds()
            self._cached_until = self._clock() + CACHE_SECONDS
