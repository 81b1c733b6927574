"""Queue positions and the usual drawing speed."""

from __future__ import annotations

import pytest

from core.models.jobs import JobState
from core.ports.database import UnitOfWork
from storage.sql_database import SqlDatabase
from storage.tables import jobs
from tests.storage.rows import (
    add_job,
    add_profile,
    set_columns,
)


async def test_queue_positions_count_from_one(database: SqlDatabase) -> None:
    me, other = await add_profile(database), await add_profile(database)
    first = await add_job(database, me)
    second = await add_job(database, other)
    waiting = await add_job(database, me, state=JobState.WAITING)
    await add_job(database, other, state=JobState.WAITING)
    last_waiting = await add_job(database, me, state=JobState.WAITING)
    last = await add_job(database)
    drawing = await add_job(database, state=JobState.DRAWING)

    async def places(unit: UnitOfWork) -> list[int]:
        line = (first, second, waiting, last_waiting, last, drawing)
        return [await unit.job_eta.position(job) for job in line]

    assert await database.read(places) == [1, 2, 3, 4, 3, 0]


async def test_the_usual_speed_is_the_median_per_panel_of_the_last_50(
    database: SqlDatabase,
) -> None:
    assert await database.read(lambda unit: unit.job_eta.median_panel_seconds()) is None
    old = await add_job(database, state=JobState.DRAWN, panels=1)
    await set_columns(database, jobs, old.id, drawing_seconds=1_000_000.0)
    for number in range(50):
        job = await add_job(database, state=JobState.DRAWN, panels=2)
        await set_columns(database, jobs, job.id, drawing_seconds=2.0 * (3 + number % 3))

    speed = await database.read(lambda unit: unit.job_eta.median_panel_seconds())

    assert speed == pytest.approx(4.0)
