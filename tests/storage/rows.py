"""Factories of rows for tests, through the repositories where possible."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, Table, update
from uuid_utils.compat import uuid7

from core.models.admission import AdmissionQuery
from core.models.comics import DrawnComic, ImageInfo, ImageRef, Visibility
from core.models.deliveries import Destination
from core.models.identity import Identity, JobId, Platform, ProfileId
from core.models.jobs import Claim, Job, JobState, NewJob
from core.ports.database import UnitOfWork
from storage.connection import SqlConnection
from storage.sql_database import SqlDatabase
from storage.tables import comics, jobs
from storage.unit_of_work import SqlUnitOfWork

LEASE = timedelta(seconds=60)
OVER = timedelta(seconds=-1)  # a lease of that length has run out already
INFO = ImageInfo(content_type="image/png", size_bytes=1234, width=800, height=600)


def connection_of(unit: UnitOfWork) -> SqlConnection:
    assert isinstance(unit, SqlUnitOfWork)
    return unit._connection


def new_job(profile_id: ProfileId | None = None, **changes: Any) -> NewJob:
    job_id = JobId(uuid7())
    values: dict[str, Any] = {
        "id": job_id,
        "request_key": f"test:{job_id}",
        "profile_id": profile_id,
        "platform": Platform.WEB,
        "prompt": "a cat opens a bakery on the moon",
        "params": {"prompt": "a cat opens a bakery on the moon"},
        "panels": 4,
        "private": False,
        "state": JobState.QUEUED,
    }
    return NewJob(**{**values, **changes})


def destination(**changes: Any) -> Destination:
    values: dict[str, Any] = {"platform": Platform.DISCORD, "chat": "100", "user_id": "7"}
    return Destination(**{**values, **changes})


def admission_query(profile_id: ProfileId, **changes: Any) -> AdmissionQuery:
    values: dict[str, Any] = {
        "identity": Identity(Platform.DISCORD, "7"),
        "request_key": "new",
        "platform": Platform.DISCORD,
        "chat": "42",
        "community": "42",
        "origin": "abc",
        "counts_profile": True,
        "counts_origin": True,
        "counts_chat": True,
        "counts_total": True,
    }
    return AdmissionQuery(profile_id=profile_id, **{**values, **changes})


async def add_profile(database: SqlDatabase) -> ProfileId:
    profile_id = ProfileId(uuid7())
    await database.write(lambda unit: unit.profiles.add(profile_id, locale="en"))
    return profile_id


async def add_job(
    database: SqlDatabase, profile_id: ProfileId | None = None, **changes: Any
) -> Job:
    return await database.write(lambda unit: unit.jobs.add(new_job(profile_id, **changes)))


async def claim(
    database: SqlDatabase,
    owner: str = "worker",
    *,
    lease: timedelta = LEASE,
    capacity: int = 1000,
) -> Claim | None:
    claims = await database.write(
        lambda unit: unit.job_claims.claim(owner, lease=lease, capacity=capacity, limit=1)
    )
    return claims[0] if claims else None


async def claimed_job(database: SqlDatabase, owner: str = "worker", **kw: Any) -> Job:
    """Claim the next job and assert that there was one."""
    claimed = await claim(database, owner, **kw)
    assert claimed is not None
    return claimed.job


async def get_job(database: SqlDatabase, job_id: JobId) -> Job:
    job = await database.read(lambda unit: unit.jobs.get(job_id))
    assert job is not None
    return job


async def add_comic(
    database: SqlDatabase,
    profile_id: ProfileId | None = None,
    *,
    drawn: Mapping[str, Any] | None = None,
    style: str = "manga",
    visibility: Visibility = Visibility.PRIVATE,
    **changes: Any,
) -> JobId:
    """Store a drawn job and its comic; *changes* are the job's."""
    job = new_job(profile_id, **changes)
    comic = DrawnComic(**{"ref": ImageRef("comics", f"jobs/{job.id}/page.png"), **(drawn or {})})

    async def work(unit: UnitOfWork) -> None:
        await unit.jobs.add(job)
        await unit.comics.add_drawn(job.id, comic, INFO, style=style, visibility=visibility)

    await database.write(work)
    await set_columns(database, jobs, job.id, state=JobState.DRAWN)
    return job.id


async def execute(database: SqlDatabase, statement: Executable) -> list[Any]:
    """Run a statement that no repository offers."""

    async def work(unit: UnitOfWork) -> list[Any]:
        result = await connection_of(unit).execute(statement)
        return list(result) if result.returns_rows else []

    return await database.write(work)


async def set_columns(database: SqlDatabase, table: Table, row_id: UUID, **values: Any) -> None:
    """Set columns of a row directly, without the repositories."""
    await execute(database, update(table).where(table.c.id == row_id).values(values))


async def age_comic(database: SqlDatabase, comic_id: JobId, **values: Any) -> None:
    await set_columns(database, comics, comic_id, **values)


async def finish(database: SqlDatabase, job_id: JobId, no: int, state: JobState) -> bool:
    return await database.write(lambda unit: unit.job_transitions.finish(job_id, no, state))


async def hand_back(database: SqlDatabase, job_id: JobId, no: int, delay: timedelta) -> bool:
    return await database.write(
        lambda unit: unit.job_transitions.hand_back(job_id, no, delay=delay, error_code="busy")
    )


async def cancel(database: SqlDatabase, job_id: JobId) -> bool:
    return await database.write(lambda unit: unit.job_transitions.cancel(job_id))
