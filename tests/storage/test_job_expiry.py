"""Expiry of leases and of jobs that waited too long."""

from __future__ import annotations

from datetime import timedelta

from core.models.jobs import JobState
from storage.sql_database import SqlDatabase
from storage.tables import jobs
from tests.storage.rows import (
    OVER,
    add_job,
    claimed_job,
    finish,
    get_job,
    hand_back,
    set_columns,
)

NO_DELAY = timedelta(0)
MINUTE = timedelta(minutes=1)


async def test_jobs_with_expired_leases_are_queued_again(database: SqlDatabase) -> None:
    await add_job(database)
    await add_job(database)
    dead = await claimed_job(database, "dead", lease=OVER)
    alive = await claimed_job(database, "alive")

    swept = await database.write(lambda unit: unit.job_expiry.expire_leases(poisoned_after=20))

    assert swept == (1, [])
    assert (await get_job(database, dead.id)).state is JobState.QUEUED
    assert (await get_job(database, alive.id)).state is JobState.DRAWING
    assert not await finish(database, dead.id, dead.claim_no, JobState.DRAWN)


async def test_a_job_that_keeps_killing_its_workers_fails(database: SqlDatabase) -> None:
    await add_job(database)
    for turn in range(3):
        job = await claimed_job(database, lease=OVER)
        swept = await database.write(lambda unit: unit.job_expiry.expire_leases(poisoned_after=3))
        assert swept == ((1, []) if turn < 2 else (0, [job.id]))

    failed = await get_job(database, job.id)
    assert (failed.state, failed.claim_no) == (JobState.FAILED, 3)
    assert failed.error_code
    assert failed.finished_at is not None


async def test_handing_back_does_not_count_as_a_lost_claim(database: SqlDatabase) -> None:
    await add_job(database)
    for _ in range(5):
        job = await claimed_job(database)
        await hand_back(database, job.id, job.claim_no, NO_DELAY)
    await claimed_job(database, lease=OVER)

    swept = await database.write(lambda unit: unit.job_expiry.expire_leases(poisoned_after=3))

    assert swept == (1, [])


async def test_leases_of_dead_processes_are_freed_at_once(database: SqlDatabase) -> None:
    for _ in range(3):
        await add_job(database)
    dead = [await claimed_job(database, owner) for owner in ("dead-1", "dead-2")]
    alive = await claimed_job(database, "alive")

    freed = await database.write(
        lambda unit: unit.job_expiry.free_leases(["dead-1", "dead-2", "x"])
    )
    await database.write(lambda unit: unit.job_expiry.expire_leases(poisoned_after=20))

    assert freed == 2
    assert {(await get_job(database, job.id)).state for job in dead} == {JobState.QUEUED}
    assert (await get_job(database, alive.id)).state is JobState.DRAWING


async def test_requests_that_waited_too_long_expire(database: SqlDatabase) -> None:
    old = [
        await add_job(database, state=state)
        for state in (JobState.WAITING, JobState.QUEUED, JobState.DRAWING, JobState.DRAWN)
    ]
    for job in old:
        await set_columns(database, jobs, job.id, created_at=job.created_at - 2 * MINUTE)
    young = await add_job(database)

    expired = await database.write(lambda unit: unit.job_expiry.expire_overdue(max_wait=MINUTE))

    assert set(expired) == {old[0].id, old[1].id}
    states = [(await get_job(database, job.id)).state for job in [*old, young]]
    assert states == [
        JobState.EXPIRED,
        JobState.EXPIRED,
        JobState.DRAWING,
        JobState.DRAWN,
        JobState.QUEUED,
    ]
