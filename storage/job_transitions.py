"""Transitions between the states of jobs, caused by workers and users."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Update,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
    update,
)

from core.models.identity import JobId, Params, ProfileId
from core.models.jobs import AttemptHistory, JobState, Stage
from storage.clock import db_now, seconds_between
from storage.connection import SqlConnection
from storage.job_rows import OPEN, history_row
from storage.statements import affected, one_of
from storage.tables import jobs


class SqlJobTransitionRepository:
    """SQL implementation of `core.ports.jobs.JobTransitionRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def raise_attempt(
        self, job_id: JobId, claim_no: int, *, params: Params, history: AttemptHistory
    ) -> bool:
        return await self._changed(
            update(jobs)
            .where(_held(job_id, claim_no))
            .values(
                generator_attempt=jobs.c.generator_attempt + 1,
                params=dict(params),
                attempt_history=history_row(history),
                stage=Stage.SUBMITTING,
                panel=0,
                eta_seconds=None,
            )
        )

    async def store_history(self, job_id: JobId, claim_no: int, history: AttemptHistory) -> bool:
        return await self._changed(
            update(jobs).where(_held(job_id, claim_no)).values(attempt_history=history_row(history))
        )

    async def hand_back(
        self,
        job_id: JobId,
        claim_no: int,
        *,
        delay: timedelta,
        error_code: str | None,
        active: bool = True,
    ) -> bool:
        return await self._changed(
            leave_drawing(
                _held(job_id, claim_no),
                active=active,
                state=JobState.QUEUED,
                not_before=db_now(delay),
                handed_at=None,
                error_code=error_code,
            )
        )

    async def finish(
        self, job_id: JobId, claim_no: int, state: JobState, *, error_code: str | None = None
    ) -> bool:
        if not state.is_terminal:
            raise ValueError(f"not a terminal state: {state}")
        values = {"job": job_id, "claim": claim_no, "new_state": state, "new_error": error_code}
        finish = FINISH_TO_STOP if state is JobState.EXPIRED else FINISH
        return await affected(self._connection, finish, values) == 1

    async def cancel(self, job_id: JobId) -> bool:
        return await self._changed(
            leave_drawing(
                and_(jobs.c.id == job_id, one_of(jobs.c.state, OPEN)),
                to_stop=True,
                state=JobState.CANCELED,
                error_code=None,  # left by an earlier attempt; not the reason for the cancellation
                finished_at=db_now(),
            )
        )

    async def release_waiting(self, profile_id: ProfileId, *, in_flight: int) -> int:
        rows = (await self._connection.execute(UNFINISHED, {"profile_id": profile_id})).all()
        waiting = [row.id for row in rows if row.state is JobState.WAITING]
        oldest = waiting[: max(in_flight - (len(rows) - len(waiting)), 0)]
        if not oldest:
            return 0
        return await affected(
            self._connection,
            update(jobs)
            .where(jobs.c.id.in_(oldest), jobs.c.state == JobState.WAITING)
            .values(state=JobState.QUEUED, released_at=db_now()),
        )

    async def _changed(self, change: Update) -> bool:
        return await affected(self._connection, change) == 1


def _held(
    job_id: JobId | BindParameter[Any], claim_no: int | BindParameter[Any]
) -> ColumnElement[bool]:
    """Match the job while the worker that made this claim holds it."""
    return and_(jobs.c.id == job_id, jobs.c.state == JobState.DRAWING, jobs.c.claim_no == claim_no)


# A job in a terminal state keeps its lease until its generator is stopped, which is its worker's
# task while that is alive. A job that was claimed before and is now unclaimed is due at once.
LEASE_TO_STOP = func.coalesce(jobs.c.lease_until, case((jobs.c.claim_no > 0, db_now())))


def leave_drawing(
    matches: ColumnElement[bool], *, active: bool = True, to_stop: bool = False, **changes: Any
) -> Update:
    """Release the lease and add the claim's active time, bounded by a dead worker's lease.

    With *to_stop* the lease is kept, which marks that the generator may still be drawing.
    """
    end = case((jobs.c.lease_until < db_now(), jobs.c.lease_until), else_=db_now())
    spent = func.coalesce(seconds_between(jobs.c.claimed_at, end), 0.0) if active else literal(0.0)
    # The order matters: in MySQL an assignment sees the ones to its left.
    return (
        update(jobs)
        .where(matches)
        .ordered_values(
            (jobs.c.drawing_seconds, jobs.c.drawing_seconds + spent),
            (jobs.c.claimed_at, None),
            (jobs.c.lease_owner, jobs.c.lease_owner if to_stop else None),
            (jobs.c.lease_until, LEASE_TO_STOP if to_stop else None),
            *((jobs.c[name], value) for name, value in changes.items()),
        )
    )


def _finish(*, to_stop: bool) -> Update:
    return leave_drawing(
        _held(bindparam("job"), bindparam("claim")),
        to_stop=to_stop,
        state=bindparam("new_state", type_=jobs.c.state.type),
        error_code=bindparam("new_error", type_=jobs.c.error_code.type),
        finished_at=db_now(),
    )


FINISH, FINISH_TO_STOP = _finish(to_stop=False), _finish(to_stop=True)
UNFINISHED = (
    select(jobs.c.id, jobs.c.state)
    .where(
        jobs.c.profile_id == bindparam("profile_id", type_=jobs.c.profile_id.type),
        one_of(jobs.c.state, OPEN),
    )
    .order_by(jobs.c.created_at, jobs.c.id)
)
