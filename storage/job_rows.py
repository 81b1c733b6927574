"""Rows of jobs: their mapping to models, groups of states, and the queries of the repositories."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select, update

from core.models.identity import JobId
from core.models.jobs import AttemptHistory, Job, JobState, NewJob, Progress, Stage
from core.models.requests import Notice
from storage.connection import SqlConnection
from storage.tables import jobs

IN_LINE = (JobState.WAITING, JobState.QUEUED)
OPEN = (JobState.WAITING, JobState.QUEUED, JobState.DRAWING)
ENDED = tuple(state for state in JobState if state.is_terminal)

# Built once: building a statement of forty columns takes longer than fetching a row.
JOBS = select(jobs)
JOB_BY_ID = JOBS.where(jobs.c.id == bindparam("job_id", type_=jobs.c.id.type))
JOBS_BY_ID = JOBS.where(jobs.c.id.in_(bindparam("job_ids", type_=jobs.c.id.type, expanding=True)))


async def fetch_jobs(
    connection: SqlConnection, query: Select[Any], parameters: Mapping[str, Any] | None = None
) -> list[Job]:
    return [to_job(row) for row in await connection.execute(query, parameters)]


async def fetch_job_ids(connection: SqlConnection, query: Select[Any]) -> list[JobId]:
    return list((await connection.execute(query)).scalars())


async def count_jobs(connection: SqlConnection, *wanted: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(jobs).where(*wanted)
    return (await connection.execute(query)).scalar_one()


async def update_jobs(connection: SqlConnection, locked: Collection[JobId], **changes: Any) -> None:
    if locked:
        await connection.execute(update(jobs).where(jobs.c.id.in_(locked)).values(changes))


def new_job_row(job: NewJob, created_at: datetime) -> dict[str, Any]:
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
        "notices": notice_rows(job.notices),
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
        "created_at": created_at,
        "drawing_seconds": 0.0,
        "reserved_micro_usd": job.reserved_micro_usd,
    }


def added_job(job: NewJob, created_at: datetime) -> Job:
    """Return the job that `new_job_row` stores."""
    return Job(
        id=job.id,
        request_key=job.request_key,
        body_hash=job.body_hash,
        profile_id=job.profile_id,
        platform=job.platform,
        chat=job.chat,
        prompt=job.prompt,
        params=dict(job.params),
        panels=job.panels,
        private=job.private,
        parent_id=job.parent_id,
        relation=job.relation,
        state=job.state,
        created_at=created_at,
        author=job.author,
        age_restricted=job.age_restricted,
        notices=job.notices,
    )


def notice_rows(notices: Iterable[Notice]) -> list[dict[str, Any]]:
    """Return the value of the column `notices`."""
    return [{"key": notice.key, "facts": dict(notice.facts)} for notice in notices]


def _to_notice(row: Mapping[str, Any]) -> Notice:
    facts = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row["facts"].items()
    }
    return Notice(key=row["key"], facts=facts)


def to_job(row: Row[Any], state: JobState | None = None) -> Job:
    """Return the job of a row; *state* is one that is about to be stored."""
    state = state or row.state
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
        state=state,
        progress=_progress_of(row) if state is JobState.DRAWING else None,
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
        notices=tuple(_to_notice(each) for each in row.notices or ()),
        history=_to_history(row.attempt_history),
    )


def history_row(history: AttemptHistory) -> dict[str, Any]:
    """Return the value of the column `attempt_history`."""
    return {
        "runs": history.runs,
        "failures": list(history.failures),
        "silentSpells": history.silent_spells,
        "silentSeconds": history.silent_seconds,
    }


def _to_history(stored: Mapping[str, Any] | None) -> AttemptHistory | None:
    if stored is None:
        return None
    return AttemptHistory(
        runs=stored["runs"],
        failures=tuple(stored["failures"]),
        silent_spells=stored["silentSpells"],
        silent_seconds=stored["silentSeconds"],
    )


def _progress_of(row: Row[Any]) -> Progress | None:
    if row.stage is None:
        return None
    is_again = row.stage is Stage.SUBMITTING and row.generator_attempt > 1
    return Progress(
        stage=Stage.RESTARTING if is_again else row.stage,
        percent=row.percent,
        panel=row.panel,
        panels=row.panel_count,
        eta_seconds=row.eta_seconds,
    )
