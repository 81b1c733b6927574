"""Cancellation of a job by its owner; `core.jobs.remote_cancellation` then stops the generator."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from core.errors import NotFoundError
from core.jobs.transitions import lock_job_owner, release_next
from core.models.identity import JobId, Requester
from core.models.job_status import JobStatus
from core.models.jobs import JobState
from core.people.profile_lookup import owns_job
from core.ports.database import Database, UnitOfWork
from core.ports.jobs import JobQueue
from core.requests.job_statuses import JobStatuses
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.worker_notifications import notify_workers

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class CancellationResult:
    """Result of a cancellation; *canceled* is False if the job had ended already."""

    canceled: bool
    status: JobStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """Cancellation of jobs, which makes room for those that wait."""

    database: Database
    job_queue: JobQueue
    job_statuses: JobStatuses
    in_flight: int  # jobs of one profile that may be queued or drawing at once
    metrics: Metrics = NO_METRICS

    async def cancel(self, job_id: JobId, requester: Requester) -> CancellationResult:
        """Cancel a job of the requester, unless it has ended; its worker stops within seconds.

        Raises NotFoundError if the job is not the requester's.
        """

        async def work(unit: UnitOfWork) -> CancellationResult:
            job = await lock_job_owner(unit, job_id)
            if job is None or not await owns_job(unit, requester, job):
                raise NotFoundError
            canceled = await unit.job_transitions.cancel(job_id)
            if canceled:
                await release_next(unit, job, in_flight=self.in_flight)
                job = await unit.jobs.get(job_id) or job
            return CancellationResult(canceled, await self.job_statuses.of(unit, job))

        cancellation = await self.database.write(work)
        if cancellation.canceled:
            log.info("job_canceled", job_id=str(job_id))
            self.metrics.count_job_end(JobState.CANCELED)
            await notify_workers(self.job_queue)
        return cancellation
