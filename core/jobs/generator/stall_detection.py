"""Stall detection: remote jobs that make no more progress, or are never started."""

from __future__ import annotations

from collections.abc import Callable

from core.jobs.generator.contract import RemoteJob, RemoteStatus

_BASE_SECONDS = 60.0  # without progress, of a running job
_SECONDS_PER_PANEL = 90.0
_MAX_STALLED_SECONDS = 900.0
_MAX_QUEUED_SECONDS = 900.0


class StallDetector:
    """Detector of remote jobs that make no progress.

    A new `updatedAt` alone is no progress: a server that hangs may still set it. A painter that
    waits for an API raises `seq` as its heartbeat.
    """

    def __init__(self, clock: Callable[[], float], *, panels: int) -> None:
        self._clock = clock
        self._limit = min(_BASE_SECONDS + _SECONDS_PER_PANEL * panels, _MAX_STALLED_SECONDS)
        self._last_status: tuple[object, ...] = ()
        self._changed_at = clock()
        self._queued_since: float | None = None

    def observe(self, job: RemoteJob, *, blocked: bool) -> None:
        """Record a status; *blocked*: the generator says that it can start no job at present."""
        status = (job.seq, job.stage, job.percent, job.panel, len(job.painted), job.cost)
        if status != self._last_status or job.status is not RemoteStatus.RUNNING:
            self._last_status, self._changed_at = status, self._clock()
        if job.status is not RemoteStatus.QUEUED or blocked:
            self._queued_since = None
        elif self._queued_since is None:
            self._queued_since = self._clock()

    @property
    def is_stalled(self) -> bool:
        """Whether a running job has made no progress for too long."""
        return self._clock() - self._changed_at > self._limit

    @property
    def is_overdue(self) -> bool:
        """Whether the job was queued for too long."""
        since = self._queued_since
        return since is not None and self._clock() - since > _MAX_QUEUED_SECONDS
