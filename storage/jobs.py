"""Repository of jobs, with every transition of their states."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from core.models.comics import Cursor
from core.models.identity import JobId, Platform, ProfileId
from core.models.jobs import Claim, Job, JobState, NewJob, Progress
from core.models.requests import Notice
from core.ports.jobs import OpenJobs
from storage.clock import db_now, seconds_between
from storage.locks import hold_row
from storage.statements import affected, insert_unique, newest_first
from storage.tables import jobs, profiles

IN_FLIGHT = (JobState.QUEUED, JobState.DRAWING)
IN_LINE = (JobState.WAITING, JobState.QUEUED)
OPEN = (JobState.WAITING, JobState.QUEUED, JobState.DRAWING)
ENDED = tuple(state for state in JobState if state.is_terminal)
COUNTED = (*OPEN, JobState.DRAWN)  # the other states do not count against a limit

JOBS = select(jobs)  # built once: compiling forty columns takes longer than fetching a row

POISONED = "gave_up"  # the error code of a job that keeps killing its workers
CLAIMS = "claims"  # name of the row that serializes the claims of the whole fleet
BATCH = 100  # rows that the janitor changes in one transaction
CHUNK = 500  # ids in one statement
MEASURED = 50  # recently drawn jobs from which the usual speed is computed


class SqlJobRepository:
    """SQL implementation of `core.ports.jobs.JobRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    # --- Storing and reading ----------------------------------------------------------------------

    async def add(self, job: NewJob, *, handed: bool = False) -> Job:
        handed_at = db_now() if handed else None
        await insert_unique(self._connection, jobs, {**_new_row(job), "handed_at": handed_at})
        return await self._one(JOBS.where(jobs.c.id == job.id))

    async def get(self, job_id: JobId) -> Job | None:
        found = await self._all(JOBS.where(jobs.c.id == job_id))
        return found[0] if found else None

    async def get_many(
        self, job_ids: Collection[JobId], *, unless: JobState | None = None
    ) -> tuple[Job, ...]:
        wanted = list(job_ids)
        query = JOBS if unless is None else JOBS.where(jobs.c.state != unless)
        found: list[Job] = []
        for start in range(0, len(wanted), CHUNK):
            found += await self._all(query.where(jobs.c.id.in_(wanted[start : start + CHUNK])))
        return tuple(found)

    async def by_request_key(self, request_key: str, *, settled: bool = False) -> Job | None:
        query = JOBS.where(jobs.c.request_key == request_key)
        found = await self._all(query.with_for_update() if settled else query)
        return found[0] if found else None

    async def history(
        self, profile_id: ProfileId, *, cursor: Cursor | None, limit: int
    ) -> tuple[Job, ...]:
        query = newest_first(JOBS.where(jobs.c.profile_id == profile_id), jobs, cursor)
        return tuple(await self._all(query.limit(limit)))

    # --- Counting ---------------------------------------------------------------------------------

    async def open_jobs(self, profile_id: ProfileId) -> OpenJobs:
        counts = (
            select(jobs.c.state, func.count())
            .where(jobs.c.profile_id == profile_id, jobs.c.state.in_(OPEN))
            .group_by(jobs.c.state)
        )
        rows = await self._connection.execute(counts)
        by_state: dict[JobState, int] = dict(rows.all())
        return OpenJobs(
            in_flight=sum(by_state.get(state, 0) for state in IN_FLIGHT),
            waiting=by_state.get(JobState.WAITING, 0),
        )

    async def open_by_state(self) -> Mapping[JobState, int]:
        counts = (
            select(jobs.c.state, func.count()).where(jobs.c.state.in_(OPEN)).group_by(jobs.c.state)
        )
        rows = await self._connection.execute(counts)
        return dict.fromkeys(OPEN, 0) | dict(rows.all())

    async def open_ids(self, profile_id: ProfileId) -> tuple[JobId, ...]:
        return tuple(
            await self._ids(
                select(jobs.c.id)
                .where(jobs.c.profile_id == profile_id, jobs.c.state.in_(OPEN))
                .order_by(jobs.c.created_at, jobs.c.id)
            )
        )

    async def count_since(
        self,
        since: datetime,
        *,
        profile_id: ProfileId | None = None,
        origin: str | None = None,
        chat: tuple[Platform, str] | None = None,
    ) -> int:
        wanted = [jobs.c.created_at >= since, jobs.c.state.in_(COUNTED)]
        if profile_id is not None:
            wanted.append(jobs.c.profile_id == profile_id)
        if origin is not None:
            wanted.append(jobs.c.origin == origin)
        if chat is not None:
            wanted += [jobs.c.platform == chat[0], jobs.c.chat == chat[1]]
        return await self._count(*wanted)

    async def position(self, job: Job) -> int:
        if job.state not in IN_LINE:
            return 0
        ahead: ColumnElement[bool] = jobs.c.state == JobState.QUEUED
        if job.state is JobState.WAITING:
            own = and_(jobs.c.state == JobState.WAITING, jobs.c.profile_id == job.profile_id)
            ahead = or_(ahead, own)
        older = or_(
            jobs.c.created_at < job.created_at,
            and_(jobs.c.created_at == job.created_at, jobs.c.id < job.id),
        )
        return await self._count(ahead, older) + 1

    async def median_panel_seconds(self) -> float | None:
        last = (
            select(jobs.c.drawing_seconds, jobs.c.panels)
            .where(jobs.c.state == JobState.DRAWN)
            .order_by(jobs.c.created_at.desc(), jobs.c.id.desc())
            .limit(MEASURED)
        )
        rows = (await self._connection.execute(last)).all()
        return median(row.drawing_seconds / max(row.panels, 1) for row in rows) if rows else None

    # --- A worker's transitions -------------------------------------------------------------------

    async def claim(self, owner: str, *, lease: timedelta, capacity: int) -> Claim | None:
        """Claims are serialized until the transaction ends, so it should contain nothing else."""
        if not await self._ids(_due().limit(1)):
            return None  # the usual case, answered without waiting for the lock
        await hold_row(self._connection, CLAIMS)
        if await self._count(jobs.c.state == JobState.DRAWING) >= capacity:
            return None
        first = _due().limit(1)
        due = await self._ids(first.with_for_update(skip_locked=True))
        if not due:
            # Another transaction, such as a merge, holds it briefly. A worker that gave up here
            # would not be notified of the job again.
            due = await self._ids(first.with_for_update())
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
        job = await self._one(JOBS.where(jobs.c.id == due[0]))
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

    async def write_progress(
        self, owner: str, progress: Mapping[JobId, tuple[int, Progress]]
    ) -> set[JobId]:
        own = select(jobs.c.id, jobs.c.claim_no).where(
            jobs.c.lease_owner == owner, jobs.c.state == JobState.DRAWING
        )
        held = {(job_id, no) for job_id, no in await self._connection.execute(own)}
        # In the same order everywhere, to avoid deadlocks.
        held_ids = sorted(job_id for job_id, (no, _) in progress.items() if (job_id, no) in held)
        if held_ids:
            changes = [_progress_row(job_id, *progress[job_id]) for job_id in held_ids]
            await self._connection.execute(WRITE_PROGRESS, changes)
        return set(held_ids)

    async def raise_attempt(self, job_id: JobId, claim_no: int) -> bool:
        """Increment `generator_attempt` and reset its progress."""
        return await self._changed(
            update(jobs)
            .where(_held(job_id, claim_no))
            .values(
                generator_attempt=jobs.c.generator_attempt + 1,
                stage=None,
                percent=0,
                panel=0,
                eta_seconds=None,
            )
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
            _leave_drawing(
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
        return await self._changed(
            _leave_drawing(
                _held(job_id, claim_no),
                to_stop=state is JobState.EXPIRED,
                state=state,
                error_code=error_code,
                finished_at=db_now(),
            )
        )

    # --- Other transitions ------------------------------------------------------------------------

    async def cancel(self, job_id: JobId) -> bool:
        return await self._changed(
            _leave_drawing(
                and_(jobs.c.id == job_id, jobs.c.state.in_(OPEN)),
                to_stop=True,
                state=JobState.CANCELED,
                error_code=None,  # left by an earlier attempt; not the reason for the cancellation
                finished_at=db_now(),
            )
        )

    async def release_waiting(self, profile_id: ProfileId, *, in_flight: int) -> int:
        room = in_flight - (await self.open_jobs(profile_id)).in_flight
        if room <= 0:
            return 0
        oldest = await self._ids(
            select(jobs.c.id)
            .where(jobs.c.profile_id == profile_id, jobs.c.state == JobState.WAITING)
            .order_by(jobs.c.created_at, jobs.c.id)
            .limit(room)
        )
        return await affected(
            self._connection,
            update(jobs)
            .where(jobs.c.id.in_(oldest), jobs.c.state == JobState.WAITING)
            .values(state=JobState.QUEUED, released_at=db_now()),
        )

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
        await self._lock_owners(ran_out, jobs.c.lost_claims + 1 >= poisoned_after)
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
                left = _leave_drawing(drawing, to_stop=to_stop, lost_claims=times, **changes)
                await self._connection.execute(left)
        return len(lost), failed

    async def expire_overdue(self, *, max_wait: timedelta) -> list[JobId]:
        overdue = and_(jobs.c.state.in_(IN_LINE), jobs.c.created_at <= db_now(-max_wait))
        await self._lock_owners(overdue)
        expired = await self._ids(
            select(jobs.c.id).where(overdue).limit(BATCH).with_for_update(skip_locked=True)
        )
        await self._update_all(
            expired,
            lease_until=LEASE_TO_STOP,
            state=JobState.EXPIRED,
            error_code=None,
            finished_at=db_now(),
        )
        return expired

    # --- Stopping the generator -------------------------------------------------------------------

    async def due_to_stop(
        self, *, limit: int, again_after: timedelta, known: timedelta
    ) -> tuple[Job, ...]:
        ran_out = and_(jobs.c.lease_until <= db_now(), jobs.c.state.in_(ENDED))
        found = await self._connection.execute(
            select(jobs.c.id, (jobs.c.finished_at <= db_now(-known)).label("is_unknown"))
            .where(ran_out)
            .order_by(jobs.c.lease_until)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = found.all()
        due = [row.id for row in rows if not row.is_unknown]
        unknown = [row.id for row in rows if row.is_unknown]
        await self._update_all(due, lease_until=db_now(again_after))
        await self._update_all(unknown, lease_owner=None, lease_until=None)
        return await self.get_many(due)

    async def mark_stopped(self, job_id: JobId) -> None:
        await self._connection.execute(
            update(jobs)
            .where(jobs.c.id == job_id, jobs.c.state.in_(ENDED))
            .values(lease_owner=None, lease_until=None)
        )

    # --- Notifying the job queue ------------------------------------------------------------------

    async def mark_notified(self, *, limit: int, again_after: timedelta) -> int:
        unannounced = or_(jobs.c.handed_at.is_(None), jobs.c.handed_at <= db_now(-again_after))
        due = await self._ids(
            _due().where(unannounced).limit(limit).with_for_update(skip_locked=True)
        )
        await self._update_all(due, handed_at=db_now())
        return len(due)

    # --- Private ----------------------------------------------------------------------------------

    async def _lock_owners(self, *ending: ColumnElement[bool]) -> None:
        """Lock the profiles of jobs that are about to end, whose next jobs may be released.

        Profiles are locked before jobs and in the order of their ids, to avoid deadlocks.
        """
        owners = select(jobs.c.profile_id).where(*ending, jobs.c.profile_id.is_not(None))
        held = set((await self._connection.execute(owners.limit(BATCH))).scalars())
        if held:
            await self._connection.execute(
                select(profiles.c.id)
                .where(profiles.c.id.in_(held))
                .order_by(profiles.c.id)
                .with_for_update()
            )

    async def _all(self, query: Select[Any]) -> list[Job]:
        return [to_job(row) for row in await self._connection.execute(query)]

    async def _one(self, query: Select[Any]) -> Job:
        return to_job((await self._connection.execute(query)).one())

    async def _ids(self, query: Select[Any]) -> list[JobId]:
        return list((await self._connection.execute(query)).scalars())

    async def _count(self, *wanted: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(jobs).where(*wanted)
        return (await self._connection.execute(query)).scalar_one()

    async def _changed(self, change: Update) -> bool:
        return await affected(self._connection, change) == 1

    async def _update_all(self, locked: Collection[JobId], **changes: Any) -> None:
        if locked:
            await self._connection.execute(
                update(jobs).where(jobs.c.id.in_(locked)).values(changes)
            )


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


def _held(job_id: JobId, claim_no: int) -> ColumnElement[bool]:
    """Match the job while the worker that made this claim holds it."""
    return and_(jobs.c.id == job_id, jobs.c.state == JobState.DRAWING, jobs.c.claim_no == claim_no)


# A job in a terminal state keeps its lease until its generator is stopped, which is its worker's
# task while that is alive. A job that was claimed before and is now unclaimed is due at once.
LEASE_TO_STOP = func.coalesce(jobs.c.lease_until, case((jobs.c.claim_no > 0, db_now())))


def _leave_drawing(
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


WRITE_PROGRESS = (
    update(jobs)
    .where(
        jobs.c.id == bindparam("job"),
        jobs.c.claim_no == bindparam("no"),
        jobs.c.state == JobState.DRAWING,
    )
    .values(
        stage=bindparam("new_stage"),
        percent=case(
            (jobs.c.percent > bindparam("new_percent"), jobs.c.percent),
            else_=bindparam("new_percent"),
        ),
        panel=bindparam("new_panel"),
        panel_count=bindparam("new_panel_count"),
        eta_seconds=bindparam("new_eta_seconds"),
    )
)


def _progress_row(job_id: JobId, claim_no: int, progress: Progress) -> dict[str, Any]:
    return {
        "job": job_id,
        "no": claim_no,
        "new_stage": progress.stage,
        "new_percent": progress.percent,
        "new_panel": progress.panel,
        "new_panel_count": progress.panels,
        "new_eta_seconds": progress.eta_seconds,
    }


def _new_row(job: NewJob) -> dict[str, Any]:
    return {
        "id": job.id,
        "request_key": job.request_key,
        "body_hash": job.body_hash,
        "profile_id": job.profile_id,
        "platform": job.platform,
        "chat": job.chat,
        "origin": job.origin,
        "prompt": job.prompt,
        "params": dict(job.params),
        "panels": job.panels,
        "private": job.private,
        "age_restricted": job.age_restricted,
        "notices": [_notice_row(notice) for notice in job.notices],
        "parent_id": job.parent_id,
        "relation": job.relation,
        "author": job.author or None,
        "state": job.state,
        "percent": 0,
        "panel": 0,
        "panel_count": 0,
        "claim_no": 0,
        "lost_claims": 0,
        "generator_attempt": 1,
        "instance": "",
        "created_at": db_now(),
        "drawing_seconds": 0.0,
    }


def _notice_row(notice: Notice) -> dict[str, Any]:
    return {"key": notice.key, "facts": dict(notice.facts)}


def to_job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        request_key=row.request_key,
        body_hash=row.body_hash,
        profile_id=row.profile_id,
        platform=row.platform,
        chat=row.chat,
        prompt=row.prompt,
        params=row.params,
        panels=row.panels,
        private=row.private,
        parent_id=row.parent_id,
        relation=row.relation,
        state=row.state,
        progress=_progress_of(row),
        claim_no=row.claim_no,
        generator_attempt=row.generator_attempt,
        instance=row.instance,
        lease_owner=row.lease_owner,
        lease_until=row.lease_until,
        not_before=row.not_before,
        error_code=row.error_code,
        created_at=row.created_at,
        started_at=row.started_at,
        drawing_seconds=row.drawing_seconds,
        finished_at=row.finished_at,
        author=row.author or "",
        age_restricted=row.age_restricted,
        notices=tuple(Notice(**each) for each in row.notices or ()),
    )


def _progress_of(row: Row[Any]) -> Progress | None:
    if row.state is not JobState.DRAWING or row.stage is None:
        return None
    return Progress(
        stage=row.stage,
        percent=row.percent,
        panel=row.panel,
        panels=row.panel_count,
        eta_seconds=row.eta_seconds,
    )
