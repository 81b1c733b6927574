"""Claims of jobs by workers, and the leases that hold them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, update

from core.models.identity import JobId
from core.models.jobs import Claim, JobState
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.job_rows import JOBS, count_jobs, fetch_job, fetch_job_ids, update_jobs
from storage.locks import hold_row
from storage.tables import jobs

CLAIMS = "claims"  # name of the row that serializes the claims of the whole fleet


class SqlJobClaimRepository:
    """SQL implementation of `core.ports.jobs.JobClaimRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def claim(self, owner: str, *, lease: timedelta, capacity: int) -> Claim | None:
        """Claims are serialized until the transaction ends, so it should contain nothing else."""
        if not await fetch_job_ids(self._connection, _due().limit(1)):
            return None  # the usual case, answered without waiting for the lock
        await hold_row(self._connection, CLAIMS)
        if await count_jobs(self._connection, jobs.c.state == JobState.DRAWING) >= capacity:
            return None
        first = _due().limit(1)
        due = await fetch_job_ids(self._connection, first.with_for_update(skip_locked=True))
        if not due:
            # Another transaction, such as a merge, holds it briefly. A worker that gave up here
            # would not be notified of the job again.
            due = await fetch_job_ids(self._connection, first.with_for_update())
        if not due:
            return None
        await self._connection.execute(
            update(jobs)
            .where(jobs.c.id == due[0], jobs.c.state == JobState.QUEUED)
            .values(
                state=JobState.DRAWING,
                claim_no=jobs.c.claim_no + 1,
                lease_owner=owner,
                lease_until=db_now(lease),
                claimed_at=db_now(),
                started_at=func.coalesce(jobs.c.started_at, db_now()),
                not_before=None,
            )
        )
        job = await fetch_job(self._connection, JOBS.where(jobs.c.id == due[0]))
        return Claim(job=job, recovered=job.claim_no > 1)

    async def renew(
        self, owner: str, job_ids: Collection[JobId], *, lease: timedelta
    ) -> dict[JobId, int]:
        own = and_(
            jobs.c.id.in_(list(job_ids)),
            jobs.c.lease_owner == owner,
            jobs.c.state == JobState.DRAWING,
        )
        await self._connection.execute(update(jobs).where(own).values(lease_until=db_now(lease)))
        held = await self._connection.execute(select(jobs.c.id, jobs.c.claim_no).where(own))
        return dict(held.all())

    async def mark_notified(self, *, limit: int, again_after: timedelta) -> int:
        unannounced = or_(jobs.c.handed_at.is_(None), jobs.c.handed_at <= db_now(-again_after))
        due = await fetch_job_ids(
            self._connection,
            _due().where(unannounced).limit(limit).with_for_update(skip_locked=True),
        )
        await update_jobs(self._connection, due, handed_at=db_now())
        return len(due)


def _due() -> Select[Any]:
    """Select the queued jobs that may be claimed now, oldest first."""
    return (
        select(jobs.c.id)
        .where(
            jobs.c.state == JobState.QUEUED,
            or_(jobs.c.not_before.is_(None), jobs.c.not_before <= db_now()),
        )
        .order_by(jobs.c.created_at, jobs.c.id)
    )
