"""Counts of jobs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.models.identity import Platform
from core.models.jobs import JobState
from core.ports.database import UnitOfWork
from core.ports.jobs import OpenJobs
from storage.database import SqlDatabase
from tests.storage.rows import (
    add_job,
    add_profile,
)

MINUTE = timedelta(minutes=1)


async def test_open_jobs_are_counted_by_profile_and_state(database: SqlDatabase) -> None:
    me, other = await add_profile(database), await add_profile(database)
    for state in JobState:
        await add_job(database, me, state=state)
    await add_job(database, other)

    assert await database.read(lambda unit: unit.job_counts.open_jobs(me)) == OpenJobs(2, 1)
    assert await database.read(lambda unit: unit.job_counts.open_jobs(other)) == OpenJobs(1, 0)


async def test_all_open_jobs_are_counted_by_state(database: SqlDatabase) -> None:
    me = await add_profile(database)
    for state in (*JobState, JobState.QUEUED):
        await add_job(database, me, state=state)
    await add_job(database)

    assert await database.read(lambda unit: unit.job_counts.open_by_state()) == {
        JobState.WAITING: 1,
        JobState.QUEUED: 3,
        JobState.DRAWING: 1,
    }


async def test_limits_count_by_profile_chat_and_origin(database: SqlDatabase) -> None:
    me = await add_profile(database)
    here: dict[str, Any] = {"platform": Platform.DISCORD, "chat": "42"}
    await add_job(database, me, **here)
    await add_job(database, me, origin="abc")
    await add_job(database, **here)
    await add_job(database, platform=Platform.TELEGRAM, chat="42")

    async def counts(unit: UnitOfWork) -> list[int]:
        since = await unit.now() - timedelta(hours=1)
        return [
            await unit.job_counts.count_since(since),
            await unit.job_counts.count_since(since, profile_id=me),
            await unit.job_counts.count_since(since, origin="abc"),
            await unit.job_counts.count_since(since, chat=(Platform.DISCORD, "42")),
            await unit.job_counts.count_since(since, profile_id=me, chat=(Platform.DISCORD, "42")),
            await unit.job_counts.count_since(since + timedelta(hours=2)),
        ]

    assert await database.read(counts) == [4, 2, 1, 2, 1, 0]


async def test_unsuccessful_jobs_do_not_count_against_limits(database: SqlDatabase) -> None:
    for state in JobState:
        await add_job(database, state=state)

    async def count(unit: UnitOfWork) -> int:
        return await unit.job_counts.count_since(await unit.now() - MINUTE)

    assert await database.read(count) == 4  # waiting, queued, drawing, drawn
