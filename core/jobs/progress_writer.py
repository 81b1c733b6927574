"""Progress writer: one batch per second for all jobs that this process runs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import structlog

from core.errors import StorageError
from core.jobs.leases import LeaseKeeper
from core.models.identity import JobId
from core.models.jobs import Progress, Stage
from core.ports.database import Database, UnitOfWork
from core.runtime.metrics import NO_METRICS, Metrics

log = structlog.get_logger(__name__)

FLUSH_SECONDS = 1.0
STATEMENT_TIMEOUT = 10.0


class ProgressWriter:
    """Batched writer of job progress.

    Each batch names every held job, so it also detects within a second which of them were canceled
    or claimed by another process, and marks their leases as lost.
    """

    def __init__(
        self,
        database: Database,
        holder: str,
        leases: LeaseKeeper,
        *,
        on_change: Callable[[], None] = lambda: None,
        metrics: Metrics = NO_METRICS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._holder = holder
        self._leases = leases
        self._on_change = on_change
        self._metrics = metrics
        self._clock = clock
        self._stages: dict[JobId, tuple[Stage, float]] = {}  # current stage, and since when
        self._latest: dict[JobId, Progress] = {}

    def reporter(self, job_id: JobId) -> Callable[[Progress], None]:
        """Return the callback to report progress of the job with; it never blocks."""

        def report(progress: Progress) -> None:
            self._latest[job_id] = progress
            if job_id not in self._stages or self._stages[job_id][0] is not progress.stage:
                self._finish_stage(job_id)
                self._stages[job_id] = (progress.stage, self._clock())

        return report

    def forget(self, job_id: JobId) -> None:
        """Drop unwritten progress of a job that has ended or is no longer held."""
        self._latest.pop(job_id, None)
        self._finish_stage(job_id)

    def _finish_stage(self, job_id: JobId) -> None:
        stage, since = self._stages.pop(job_id, (None, 0.0))
        if stage is not None:
            self._metrics.observe_stage(stage, self._clock() - since)

    async def run(self) -> None:
        """Write periodically until cancelled."""
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            if self._leases.held:
                await self.flush()

    async def flush(self) -> None:
        """Write the latest progress of every held job, and detect lost leases."""
        claims = self._leases.held
        batch = {
            job_id: (claim_no, self._latest.get(job_id, Progress(stage=Stage.SUBMITTING)))
            for job_id, claim_no in claims.items()
        }

        async def work(unit: UnitOfWork) -> set[JobId]:
            return await unit.job_progress.write_progress(self._holder, batch)

        try:
            async with asyncio.timeout(STATEMENT_TIMEOUT):
                retained = await self._database.write(work)
        except (StorageError, TimeoutError) as error:
            log.warning("progress_write_failed", jobs=len(batch), error=type(error).__name__)
            return
        self._leases.retain(claims, retained)
        self._on_change()
