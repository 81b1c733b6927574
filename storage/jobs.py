"""Repository of jobs: storing and reading them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update

from core.models.comics import Cursor
from core.models.identity import JobId, ProfileId
from core.models.jobs import Job, JobState, NewJob
from core.models.requests import Notice
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.job_rows import (
    JOB_BY_ID,
    JOBS,
    JOBS_BY_ID,
    OPEN,
    added_job,
    fetch_job_ids,
    fetch_jobs,
    new_job_row,
    notice_rows,
)
from storage.statements import insert_unique, newest_first, one_of
from storage.tables import jobs

CHUNK = 500  # ids in one statement


class SqlJobRepository:
    """SQL implementation of `core.ports.jobs.JobRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def add(self, job: NewJob, *, at: datetime | None = None, handed: bool = False) -> Job:
        if at is None:
            at = (await self._connection.execute(select(db_now()))).scalar_one()
        values = {**new_job_row(job, at), "handed_at": at if handed else None}
        await insert_unique(self._connection, jobs, values)
        return added_job(job, at)

    async def get(self, job_id: JobId) -> Job | None:
        found = await fetch_jobs(self._connection, JOB_BY_ID, {"job_id": job_id})
        return found[0] if found else None

    async def get_many(
        self, job_ids: Collection[JobId], *, unless: JobState | None = None
    ) -> tuple[Job, ...]:
        wanted = list(job_ids)
        query = JOBS_BY_ID if unless is None else JOBS_BY_ID.where(jobs.c.state != unless)
        found: list[Job] = []
        for start in range(0, len(wanted), CHUNK):
            chunk = {"job_ids": wanted[start : start + CHUNK]}
            found += await fetch_jobs(self._connection, query, chunk)
        return tuple(found)

    async def by_request_key(self, request_key: str, *, settled: bool = False) -> Job | None:
        query = JOBS.where(jobs.c.request_key == request_key)
        found = await fetch_jobs(self._connection, query.with_for_update() if settled else query)
        return found[0] if found else None

    async def history(
        self, profile_id: ProfileId, *, cursor: Cursor | None, limit: int
    ) -> tuple[Job, ...]:
        query = newest_first(JOBS.where(jobs.c.profile_id == profile_id), jobs, cursor)
        return tuple(await fetch_jobs(self._connection, query.limit(limit)))

    async def set_notices(self, job_id: JobId, notices: Sequence[Notice]) -> None:
        change = update(jobs).where(jobs.c.id == job_id).values(notices=notice_rows(notices))
        await self._connection.execute(change)

    async def open_ids(self, profile_id: ProfileId) -> tuple[JobId, ...]:
        return tuple(
            await fetch_job_ids(
                self._connection,
                select(jobs.c.id)
                .where(jobs.c.profile_id == profile_id, one_of(jobs.c.state, OPEN))
                .order_by(jobs.c.created_at, jobs.c.id),
            )
        )
