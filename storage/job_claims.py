"""Claims of jobs by workers, and the leases that hold them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Row, Select, and_, bindparam, func, or_, select, update

from core.models.identity import JobId
from core.models.jobs import Claim, JobState
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.job_rows import fetch_job_ids, to_job, update_jobs
from storage.locks import hold_row
from storage.tables import jobs

CLAIMS = "claims"  # name of the row that serializes the claims of the whole fleet


class SqlJobClaimRepository:
    """SQL implementation of `core.ports.jobs.JobClaimRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def any_due(self) -> bool:
        return bool(await fetch_job_ids(self._connection, _due(jobs.c.id).limit(1)))

    async def claim(
        self, owner: str, *, lease: timedelta, capacity: int, limit: int
    ) -> tuple[Claim, ...]:
        """Claims are serialized until the transaction ends, so it should contain nothing else."""
        await hold_row(self._connection, CLAIMS)
        count = {"count": limit}
        due = (await self._connection.execute(FREE, count)).all()
        if not due:
            # Another transaction, such as a merge, may hold it briefly. A worker that gave up here
            # would not be notified of the job again.
            due = (await self._connection.execute(FREE_OR_LOCKED, count)).all()
        taken = due[: max(capacity - due[0].drawing, 0)] if due else ()
        if not taken:
            return ()
        now = taken[0].now
        values = {
            "taken": [row.id for row in taken],
            "owner": owner,
            "until": now + lease,
            "now": now,
        }
        await self._connection.execute(TAKE, values)
        return tuple(_claimed(row, owner, now + lease) for row in taken)

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
            _due(jobs.c.id).where(unannounced).limit(limit).with_for_update(skip_locked=True),
        )
        await update_jobs(self._connection, due, handed_at=db_now())
        return len(due)


def _due(*columns: Any) -> Select[Any]:
    """Select the queued jobs that may be claimed now, oldest first."""
    return (
        select(*columns)
        .where(
            jobs.c.state == JobState.QUEUED,
            or_(jobs.c.not_before.is_(None), jobs.c.not_before <= db_now()),
        )
        .order_by(jobs.c.created_at, jobs.c.id)
    )


_other = jobs.alias()
_drawing = select(func.count()).where(_other.c.state == JobState.DRAWING).scalar_subquery()
FREE_OR_LOCKED = (
    _due(jobs, db_now().label("now"), _drawing.label("drawing"))
    .limit(bindparam("count", type_=Integer()))
    .with_for_update()
)
FREE = FREE_OR_LOCKED.with_for_update(skip_locked=True)

TAKE = (
    update(jobs)
    .where(jobs.c.id.in_(bindparam("taken", type_=jobs.c.id.type, expanding=True)))
    .values(
        state=JobState.DRAWING,
        claim_no=jobs.c.claim_no + 1,
        lease_owner=bindparam("owner"),
        lease_until=bindparam("until"),
        claimed_at=bindparam("now"),
        started_at=func.coalesce(jobs.c.started_at, bindparam("now", type_=jobs.c.started_at.type)),
        not_before=None,
    )
)


def _claimed(row: Row[Any], owner: str, lease_until: datetime) -> Claim:
    """Return the claim of a job by its row as it was before."""
    job = replace(
        to_job(row, JobState.DRAWING),
        claim_no=row.claim_no + 1,
        lease_owner=owner,
        lease_until=lease_until,
        started_at=row.started_at or row.now,
        not_before=None,
    )
    return Claim(job=job, recovered=job.claim_no > 1)
