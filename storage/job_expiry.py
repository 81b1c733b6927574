"""Expiry of leases, of jobs that waited too long, and of jobs that keep killing their workers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, select, update

from core.models.identity import JobId
from core.models.jobs import JobState
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.job_rows import IN_LINE, fetch_job_ids, update_jobs
from storage.job_transitions import LEASE_TO_STOP, leave_drawing
from storage.statements import affected, one_of
from storage.tables import jobs, profiles

POISONED = "gave_up"  # the error code of a job that keeps killing its workers
BATCH = 100  # rows that the janitor changes in one transaction


class SqlJobExpiryRepository:
    """SQL implementation of `core.ports.jobs.JobExpiryRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def free_leases(self, owners: Collection[str]) -> int:
        held_by_dead = and_(
            jobs.c.lease_owner.in_(list(owners)),
            # A lease that ran out earlier bounds the time its worker was active.
            jobs.c.lease_until > db_now(),
        )
        return await affected(
            self._connection, update(jobs).where(held_by_dead).values(lease_until=db_now())
        )

    async def expire_leases(self, *, poisoned_after: int) -> tuple[int, list[JobId]]:
        # Jobs in a terminal state may have a lease, too; only drawing ones have `claimed_at`. A
        # condition on the state would make the database choose another index.
        ran_out = and_(jobs.c.lease_until <= db_now(), jobs.c.claimed_at.is_not(None))
        await _lock_owners(self._connection, ran_out, jobs.c.lost_claims + 1 >= poisoned_after)
        expired = (
            select(jobs.c.id, jobs.c.lost_claims + 1)
            .where(ran_out)
            .order_by(jobs.c.lease_until)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        claims = (await self._connection.execute(expired)).all()
        lost = [job_id for job_id, times in claims if times < poisoned_after]
        failed = [job_id for job_id, times in claims if times >= poisoned_after]
        for ids, to_stop, changes in (
            (lost, False, {"state": JobState.QUEUED, "handed_at": None}),
            (
                failed,
                True,
                {"state": JobState.FAILED, "error_code": POISONED, "finished_at": db_now()},
            ),
        ):
            if ids:
                drawing = and_(jobs.c.id.in_(ids), jobs.c.state == JobState.DRAWING)
                times = jobs.c.lost_claims + 1
                left = leave_drawing(drawing, to_stop=to_stop, lost_claims=times, **changes)
                await self._connection.execute(left)
        return len(lost), failed

    async def expire_overdue(self, *, max_wait: timedelta) -> list[JobId]:
        overdue = and_(one_of(jobs.c.state, IN_LINE), jobs.c.created_at <= db_now(-max_wait))
        await _lock_owners(self._connection, overdue)
        expired = await fetch_job_ids(
            self._connection,
            select(jobs.c.id).where(overdue).limit(BATCH).with_for_update(skip_locked=True),
        )
        await update_jobs(
            self._connection,
            expired,
            lease_until=LEASE_TO_STOP,
            state=JobState.EXPIRED,
            error_code=None,
            finished_at=db_now(),
        )
        return expired


async def _lock_owners(connection: SqlConnection, *ending: ColumnElement[bool]) -> None:
    """Lock the profiles of jobs that are about to end, whose next jobs may be released.

    Profiles are locked before jobs and in the order of their ids, to avoid deadlocks.
    """
    owners = select(jobs.c.profile_id).where(*ending, jobs.c.profile_id.is_not(None))
    held = set((await connection.execute(owners.limit(BATCH))).scalars())
    if held:
        await connection.execute(
            select(profiles.c.id)
            .where(profiles.c.id.in_(held))
            .order_by(profiles.c.id)
            .with_for_update()
        )
