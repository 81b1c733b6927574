"""Progress of all jobs that this process draws, written in one batch a second."""

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
    """Collects what is reported and writes it in batches.

    Each batch names every job held, so it also finds out within a second which of them were
    canceled or taken over, and tells their leases.
    """

    def __init__(
        self,
        database: Database,
        holder: str,
        leases: LeaseKeeper,
        *,
        changed: Callable[[], None] = lambda: None,
        metrics: Metrics = NO_METRICS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._holder = holder
        self._leases = leases
        self._changed = changed
        self._metrics = metrics
        self._clock = clock
        self._entered: dict[JobId, tuple[Stage, float]] = {}  # its stage, and since when
        self._latest: dict[JobId, Progress] = {}

    def reporter(self, job_id: JobId) -> Callable[[Progress], None]:
        """Return what a drawing calls whenever it is further; never waits."""

        def report(progress: Progress) -> None:
            self._latest[job_id] = progress
            if job_id not in self._entered or self._entered[job_id][0] is not progress.stage:
                self._leave_stage(job_id)
                self._entered[job_id] = (progress.stage, self._clock())

        return report

    def forget(self, job_id: JobId) -> None:
        """Drop what is not written yet: the job has come to an end, or is not ours any more."""
        self._latest.pop(job_id, None)
        self._leave_stage(job_id)

    def _leave_stage(self, job_id: JobId) -> None:
        stage, since = self._entered.pop(job_id, (None, 0.0))
        if stage is not None:
            self._metrics.observe_stage(stage, self._clock() - since)

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            if self._leases.held:
                await self.flush()

    async def flush(self) -> None:
        """Write the newest progress of every job held, and notice the jobs that are lost."""
        asked = self._leases.held
        batch = {
            job_id: (claim_no, self._latest.get(job_id, Progress(stage=Stage.SUBMITTING)))
            for job_id, claim_no in asked.items()
        }

        async def work(unit: UnitOfWork) -> set[JobId]:
            return await unit.jobs.write_progress(self._holder, batch)

        try:
            async with asyncio.timeout(STATEMENT_TIMEOUT):
                ours = await self._database.write(work)
        except (StorageError, TimeoutError) as error:
            log.warning("progress_not_written", jobs=len(batch), error=type(error).__name__)
            return
        self._leases.retain(asked, ours)
        self._changed()
