"""Statuses of jobs, as their owners and permitted others see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from core.errors import NotFoundError
from core.models.comics import Comic, Cursor
from core.models.gpu import Wake
from core.models.identity import JobId, Requester
from core.models.job_status import JobStatus
from core.models.jobs import Job, JobState
from core.people.profile_lookup import profile_of
from core.ports.database import Database, UnitOfWork
from core.requests.eta import EtaEstimator
from core.runtime.cursors import decode_cursor, encode_cursor
from core.visibility import may_see_job

PAGE_LIMIT = 50  # jobs per page of the history


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStatuses:
    """Statuses of single jobs, of a user's open jobs, and of all jobs of a user."""

    database: Database
    slots: Callable[[], int]  # how many comics are drawn at once, by the last known capacity
    eta: EtaEstimator = field(default_factory=EtaEstimator)
    wake: Callable[[], Wake | None] = lambda: None  # None: no GPU has to be woken
    is_away: Callable[[], bool] = lambda: False  # whether the generator does not answer

    async def get(self, job_id: JobId, requester: Requester) -> JobStatus:
        """Return the status of a job. Raises NotFoundError if the requester may not see it."""

        async def work(unit: UnitOfWork) -> JobStatus:
            job = await unit.jobs.get(job_id)
            if job is None or not may_see_job(job, await profile_of(unit, requester)):
                raise NotFoundError
            return await self.of(unit, job)

        return await self.database.read(work)

    def while_drawing(self, job: Job) -> JobStatus:
        """Return the status of a job that is being drawn, at the speed last measured."""
        eta = self.eta.remaining(job)
        return JobStatus(job=job, comic=None, position=0, eta_seconds=eta, is_away=self.is_away())

    async def open_jobs(self, requester: Requester) -> tuple[JobStatus, ...]:
        """Return the requester's open jobs, oldest first, for `/queue`."""

        async def work(unit: UnitOfWork) -> tuple[JobStatus, ...]:
            profile_id = await profile_of(unit, requester)
            if profile_id is None:
                return ()
            jobs = await unit.jobs.get_many(await unit.jobs.open_ids(profile_id))
            return tuple([await self.of(unit, job) for job in jobs])

        return await self.database.read(work)

    async def history(
        self, requester: Requester, *, cursor: str | None = None, limit: int = 20
    ) -> tuple[tuple[JobStatus, ...], str | None]:
        """Return a page of the requester's jobs in any state, newest first, and the next cursor.

        A drawn job without a comic is one whose owner has deleted the comic. Raises
        InvalidOptionsError for an invalid cursor.
        """
        start = decode_cursor(cursor) if cursor else None
        limit = min(max(limit, 1), PAGE_LIMIT)

        async def work(unit: UnitOfWork) -> tuple[JobStatus, ...]:
            profile_id = await profile_of(unit, requester)
            if profile_id is None:
                return ()
            jobs = await unit.jobs.history(profile_id, cursor=start, limit=limit + 1)
            comics = await unit.comics.get_many([job.id for job in jobs])
            return tuple([await self._status(unit, job, comics.get(job.id)) for job in jobs])

        found = await self.database.read(work)
        page = found[:limit]
        if len(found) <= limit:
            return page, None
        last = page[-1].job
        return page, encode_cursor(Cursor(last.created_at, last.id))

    async def of(self, unit: UnitOfWork, job: Job) -> JobStatus:
        """Return the status of a job without an access check."""
        comic = await unit.comics.get(job.id) if job.state is JobState.DRAWN else None
        return await self._status(unit, job, comic)

    async def _status(self, unit: UnitOfWork, job: Job, comic: Comic | None) -> JobStatus:
        position, eta_seconds = await self.eta.position_and_eta(unit, job, slots=self.slots())
        wake = self.wake() if job.state is JobState.QUEUED else None
        return JobStatus(
            job=job,
            comic=comic,
            position=position,
            eta_seconds=eta_seconds,
            wake=wake,
            is_away=self.is_away(),
        )
