"""Counts of jobs."""

from __future__ import annotations

from datetime import timedelta

from core.models.jobs import JobState
from storage.sql_database import SqlDatabase
from tests.storage.rows import (
    add_job,
    add_profile,
)

MINUTE = timedelta(minutes=1)


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
