"""Claims of jobs, their leases, and the wake-up of workers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.models.identity import ProfileId
from core.models.jobs import JobState
from storage.sql_database import SqlDatabase
from storage.tables import jobs
from tests.storage.rows import (
    LEASE,
    OVER,
    add_job,
    claim,
    claimed_job,
    get_job,
    hand_back,
    new_job,
    set_columns,
)

NO_DELAY = timedelta(0)
MINUTE = timedelta(minutes=1)


async def test_the_oldest_queued_job_is_claimed_first(database: SqlDatabase) -> None:
    waiting = await add_job(database, state=JobState.WAITING)
    made = [await add_job(database) for _ in range(3)]

    got = [await claimed_job(database) for _ in range(3)]

    assert [job.id for job in got] == [job.id for job in made]
    assert await claim(database) is None
    assert (await get_job(database, waiting.id)).state is JobState.WAITING


async def test_jobs_made_at_the_same_time_are_claimed_by_id(database: SqlDatabase) -> None:
    made = [await add_job(database) for _ in range(3)]
    for job in reversed(made):
        await set_columns(database, jobs, job.id, created_at=made[0].created_at)

    got = [(await claimed_job(database)).id for _ in range(3)]

    assert got == sorted(job.id for job in made)


async def test_a_claim_is_a_lease_with_a_number(database: SqlDatabase) -> None:
    job = await add_job(database)

    claimed = await claim(database, "worker-1")

    assert claimed is not None
    assert not claimed.recovered
    taken = claimed.job
    assert (taken.id, taken.state, taken.claim_no) == (job.id, JobState.DRAWING, 1)
    assert taken.lease_owner == "worker-1"
    assert taken.started_at is not None
    assert taken.lease_until is not None
    assert taken.lease_until - taken.started_at == pytest.approx(LEASE, abs=MINUTE / 60)


async def test_a_second_claim_reports_the_earlier_one(database: SqlDatabase) -> None:
    await add_job(database)
    first = await claimed_job(database)
    await hand_back(database, first.id, first.claim_no, NO_DELAY)

    second = await claim(database, "other")

    assert second is not None
    assert second.recovered
    assert second.job.claim_no == 2
    assert second.job.started_at == first.started_at
    assert second.job.generator_attempt == 1


async def test_claims_respect_the_fleets_capacity(database: SqlDatabase) -> None:
    for _ in range(3):
        await add_job(database)

    got = [await claim(database, f"worker-{number}", capacity=2) for number in range(3)]

    assert [one is not None for one in got] == [True, True, False]


async def test_a_job_handed_back_is_not_claimed_before_its_delay(database: SqlDatabase) -> None:
    await add_job(database)
    later = await add_job(database)
    job = await claimed_job(database)
    assert await hand_back(database, job.id, job.claim_no, MINUTE)

    assert (await claimed_job(database)).id == later.id
    assert await claim(database) is None
    handed = await get_job(database, job.id)
    assert (handed.state, handed.error_code, handed.lease_owner) == (JobState.QUEUED, "busy", None)
    assert handed.not_before is not None
    await set_columns(database, jobs, job.id, not_before=handed.created_at)
    again = await claimed_job(database)
    assert (again.id, again.not_before) == (job.id, None)


async def test_renewing_extends_only_named_own_leases(database: SqlDatabase) -> None:
    for _ in range(4):
        await add_job(database)
    mine = [await claimed_job(database, "me", lease=MINUTE) for _ in range(2)]
    not_renewed = await claimed_job(database, "me", lease=MINUTE)
    other = await claimed_job(database, "other", lease=MINUTE)
    await database.write(lambda unit: unit.job_transitions.cancel(mine[0].id))
    named = [mine[0].id, mine[1].id, other.id]

    held = await database.write(lambda unit: unit.job_claims.renew("me", named, lease=2 * MINUTE))

    assert held == {mine[1].id: 1}
    before, after = mine[1].lease_until, (await get_job(database, mine[1].id)).lease_until
    assert before is not None
    assert after is not None
    assert after - before >= MINUTE
    for untouched in (not_renewed, other):
        after = (await get_job(database, untouched.id)).lease_until
        assert after == untouched.lease_until


async def test_due_jobs_are_announced_once_and_then_periodically(database: SqlDatabase) -> None:
    for _ in range(3):
        await add_job(database)
    await add_job(database, state=JobState.WAITING)
    postponed = await claimed_job(database)
    await hand_back(database, postponed.id, postponed.claim_no, MINUTE)

    async def wake(limit: int = 100, again_after: timedelta = MINUTE) -> int:
        return await database.write(
            lambda unit: unit.job_claims.mark_notified(limit=limit, again_after=again_after)
        )

    assert await wake(limit=1) == 1
    assert await wake() == 1
    assert await wake() == 0
    assert await wake(again_after=-MINUTE) == 2


async def test_a_job_already_announced_is_not_announced_again(database: SqlDatabase) -> None:
    await database.write(lambda unit: unit.jobs.add(new_job(), handed=True))

    notified = await database.write(
        lambda unit: unit.job_claims.mark_notified(limit=100, again_after=MINUTE)
    )

    assert notified == 0


async def test_a_requeued_job_is_announced_at_once(database: SqlDatabase) -> None:
    await database.write(lambda unit: unit.jobs.add(new_job(), handed=True))
    await claimed_job(database, lease=OVER)
    await database.write(lambda unit: unit.job_expiry.expire_leases(poisoned_after=20))

    notified = await database.write(
        lambda unit: unit.job_claims.mark_notified(limit=100, again_after=MINUTE)
    )

    assert notified == 1


async def test_a_claim_is_visible_in_the_next_read(database: SqlDatabase) -> None:
    await add_job(database)

    job = await claimed_job(database)

    assert await get_job(database, job.id) == job
    assert job.profile_id is None
    assert await database.read(lambda unit: unit.jobs.open_ids(ProfileId(job.id))) == ()
