"""Transitions of jobs by workers and users."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.models.jobs import AttemptHistory, JobState
from core.ports.database import UnitOfWork
from storage.sql_database import SqlDatabase
from storage.tables import jobs
from tests.storage.rows import (
    LEASE,
    add_job,
    add_profile,
    claimed_job,
    finish,
    get_job,
    hand_back,
    set_columns,
)

NO_DELAY = timedelta(0)


@pytest.mark.parametrize("state", [state for state in JobState if state.is_terminal])
async def test_a_worker_finishes_the_job_that_it_holds(
    database: SqlDatabase, state: JobState
) -> None:
    await add_job(database)
    job = await claimed_job(database)

    async def end(unit: UnitOfWork) -> bool:
        return await unit.job_transitions.finish(job.id, job.claim_no, state, error_code="because")

    assert await database.write(end)

    ended = await get_job(database, job.id)
    assert (ended.state, ended.error_code) == (state, "because")
    assert ended.finished_at is not None
    # After an expiry the generator continues until it is stopped.
    assert (ended.lease_until is None) is (state is not JobState.EXPIRED)


async def test_a_job_does_not_finish_in_a_non_terminal_state(database: SqlDatabase) -> None:
    await add_job(database)
    job = await claimed_job(database)

    with pytest.raises(ValueError, match="queued"):
        await finish(database, job.id, job.claim_no, JobState.QUEUED)


async def test_a_lost_claim_changes_nothing(database: SqlDatabase) -> None:
    await add_job(database)
    old = await claimed_job(database, "old")
    await hand_back(database, old.id, old.claim_no, NO_DELAY)
    new = await claimed_job(database, "new")

    assert not await finish(database, old.id, old.claim_no, JobState.DRAWN)
    assert not await hand_back(database, old.id, old.claim_no, NO_DELAY)
    assert not await database.write(
        lambda unit: unit.job_transitions.raise_attempt(
            old.id, old.claim_no, params=old.params, history=AttemptHistory()
        )
    )
    assert await get_job(database, old.id) == new


@pytest.mark.parametrize("state", JobState)
async def test_only_open_jobs_can_be_canceled(database: SqlDatabase, state: JobState) -> None:
    job = await add_job(database, state=state)

    canceled = await database.write(lambda unit: unit.job_transitions.cancel(job.id))

    assert canceled is not state.is_terminal
    after = await get_job(database, job.id)
    assert after.state is (state if state.is_terminal else JobState.CANCELED)
    assert (after.finished_at is not None) is canceled


async def test_canceling_or_expiring_clears_an_earlier_error(
    database: SqlDatabase,
) -> None:
    for _ in range(2):
        await add_job(database)
    canceled, expired = [await claimed_job(database) for _ in range(2)]
    for job in (canceled, expired):
        assert await hand_back(database, job.id, 1, NO_DELAY)

    await database.write(lambda unit: unit.job_transitions.cancel(canceled.id))
    await database.write(lambda unit: unit.job_expiry.expire_overdue(max_wait=NO_DELAY))

    assert (await get_job(database, canceled.id)).error_code is None
    assert (await get_job(database, expired.id)).state is JobState.EXPIRED
    assert (await get_job(database, expired.id)).error_code is None


async def test_time_in_drawing_adds_up_over_the_claims(database: SqlDatabase) -> None:
    await add_job(database)
    for turn in (1, 2):
        job = await claimed_job(database)
        started = job.created_at - timedelta(seconds=10)
        await set_columns(database, jobs, job.id, claimed_at=started)
        if turn == 1:
            await hand_back(database, job.id, job.claim_no, NO_DELAY)
            halfway = (await get_job(database, job.id)).drawing_seconds
    await finish(database, job.id, job.claim_no, JobState.DRAWN)

    total = (await get_job(database, job.id)).drawing_seconds
    assert halfway == pytest.approx(10, abs=2)
    assert total == pytest.approx(20, abs=4)


async def test_an_outage_of_the_worker_does_not_count_as_drawing(database: SqlDatabase) -> None:
    await add_job(database)
    job = await claimed_job(database)
    hour_ago = job.created_at - timedelta(hours=1)
    await set_columns(database, jobs, job.id, claimed_at=hour_ago, lease_until=hour_ago + LEASE)

    await database.write(lambda unit: unit.job_expiry.expire_leases(poisoned_after=20))

    assert (await get_job(database, job.id)).drawing_seconds == pytest.approx(60, abs=0.1)


async def test_a_night_between_crash_and_restart_does_not_count_as_drawing(
    database: SqlDatabase,
) -> None:
    await add_job(database)
    job = await claimed_job(database, "dead")
    evening = job.created_at - timedelta(hours=9)
    await set_columns(database, jobs, job.id, claimed_at=evening, lease_until=evening + LEASE)

    await database.write(lambda unit: unit.job_expiry.free_leases(["dead"]))
    await database.write(lambda unit: unit.job_expiry.expire_leases(poisoned_after=20))

    assert (await get_job(database, job.id)).drawing_seconds == pytest.approx(60, abs=0.1)


async def test_an_outage_of_the_generator_does_not_count_as_drawing(database: SqlDatabase) -> None:
    await add_job(database)
    job = await claimed_job(database)
    hour_ago = job.created_at - timedelta(hours=1)
    await set_columns(database, jobs, job.id, claimed_at=hour_ago)

    await database.write(
        lambda unit: unit.job_transitions.hand_back(
            job.id, job.claim_no, delay=NO_DELAY, error_code="unreachable", active=False
        )
    )

    assert (await get_job(database, job.id)).drawing_seconds == 0


async def test_the_oldest_waiting_jobs_are_released_up_to_the_cap(database: SqlDatabase) -> None:
    me = await add_profile(database)
    await add_job(database, me, state=JobState.DRAWING)
    waiting = [await add_job(database, me, state=JobState.WAITING) for _ in range(3)]
    strangers = await add_job(database, await add_profile(database), state=JobState.WAITING)

    async def release(unit: UnitOfWork) -> int:
        await unit.profiles.lock(me)
        return await unit.job_transitions.release_waiting(me, in_flight=3)

    assert await database.write(release) == 2
    assert await database.write(release) == 0
    states = [(await get_job(database, job.id)).state for job in [*waiting, strangers]]
    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.WAITING, JobState.WAITING]
