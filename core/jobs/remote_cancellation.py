"""Remote cancellation: stop the generator for jobs that have ended, and purge their results."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from structlog.contextvars import bound_contextvars

from core.errors import GeneratorError, GeneratorUnavailableError, StorageError
from core.jobs.attempt_record import NoRuns
from core.jobs.attempt_reports import AttemptReports
from core.models.comics import DrawnComic
from core.models.identity import JobId
from core.models.jobs import Job
from core.ports.database import Database, UnitOfWork, Work
from core.ports.jobs import GenerationRequest, Generator

log = structlog.get_logger(__name__)

CANCEL_SECONDS = 15.0  # for the cancel request and for fetching a result that already exists
BATCH_SIZE = 20  # jobs per janitor run
RETRY_INTERVAL = timedelta(minutes=1)  # while the generator is unavailable
REMOTE_RETENTION = timedelta(days=1)  # how long the contract has a generator remember a job


class RemoteCancellation:
    """Canceller of remote jobs that were canceled or expired here, or that crashed their worker.

    The job's worker cancels as soon as it notices; if the worker is dead, the janitor does.
    """

    def __init__(self, database: Database, generator: Generator) -> None:
        self._database = database
        self._generator = generator

    async def cancel_due(self) -> None:
        """Cancel the remote jobs that no worker is left to cancel. Raises StorageError."""

        async def work(unit: UnitOfWork) -> tuple[Job, ...]:
            return await unit.remote_cancellations.due_to_stop(
                limit=BATCH_SIZE, again_after=RETRY_INTERVAL, known=REMOTE_RETENTION
            )

        due = await self._database.write(work)
        await asyncio.gather(*(self.cancel(job) for job in due))

    async def cancel(self, job: Job) -> None:
        """Cancel the remote job of an ended job, and have an existing result purged.

        Failures are logged; the janitor tries again.
        """
        reports = AttemptReports()
        with bound_contextvars(job_id=str(job.id)):
            try:
                async with asyncio.timeout(CANCEL_SECONDS):
                    await self._generator.cancel(job.id, job.generator_attempt)
                    orphan = await self._fetch_result(job, reports)
                await self._database.write(mark_stopped(job.id, orphan, reports))
            except (GeneratorUnavailableError, StorageError, TimeoutError) as error:
                log.warning("remote_cancellation_failed", reason=type(error).__name__)
            else:
                log.info("remote_cancellation_completed", orphan=orphan.ref.key if orphan else None)

    async def _fetch_result(self, job: Job, reports: AttemptReports) -> DrawnComic | None:
        """Return the comic that the generator drew anyway; None if there will never be one.

        Raises GeneratorUnavailableError if the generator cannot say.
        """
        is_known = True

        # The generator client checks the lease before it submits. Refusing keeps it from
        # submitting the job again, and shows that the generator does not know the job.
        def refuse_submission(_call: timedelta) -> bool:
            nonlocal is_known
            is_known = False
            return False

        request = GenerationRequest(
            job_id=job.id,
            attempt=job.generator_attempt,
            params=job.params,
            panels=job.panels,
            fresh=False,
            outlasts=refuse_submission,
            runs=NoRuns(),
        )
        try:
            return await self._generator.draw(
                request, lambda progress: reports.observe(job.generator_attempt, progress)
            )
        except GeneratorUnavailableError:
            if is_known:
                raise
        except GeneratorError as error:
            log.info("orphan_not_found", reason=error.reason)
        return None


def mark_stopped(job_id: JobId, orphan: DrawnComic | None, reports: AttemptReports) -> Work[None]:
    """Return the transaction that marks the remote job as stopped, with its costs and orphan.

    The janitor purges the orphan's objects later.
    """

    async def work(unit: UnitOfWork) -> None:
        if orphan is not None:
            await unit.comics.add_orphan(job_id, orphan.ref, [panel.ref for panel in orphan.panels])
        else:
            await reports.store_orphans(unit, job_id)
        await reports.store_costs(unit, job_id)
        await unit.remote_cancellations.mark_stopped(job_id)

    return work
