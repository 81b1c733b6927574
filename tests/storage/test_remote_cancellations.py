"""Ended jobs that the generator may still be drawing."""

from __future__ import annotations

from datetime import timedelta

from core.models.identity import JobId
from storage.sql_database import SqlDatabase
from tests.storage.rows import (
    LEASE,
    add_job,
    cancel,
    claimed_job,
    get_job,
    hand_back,
)

NO_DELAY = timedelta(0)


async def due_to_stop(database: SqlDatabase, known: timedelta = LEASE) -> list[JobId]:
    due = await database.write(
        lambda unit: unit.remote_cancellations.due_to_stop(limit=10, again_after=LEASE, known=known)
    )
    return [job.id for job in due]


async def test_a_canceled_job_of_a_dead_worker_is_due_to_stop(
    database: SqlDatabase,
) -> None:
    for _ in range(3):
        await add_job(database)
    alive, dead = await claimed_job(database, "alive"), await claimed_job(database, "dead")
    handed_back = await claimed_job(database, "gone")
    await hand_back(database, handed_back.id, handed_back.claim_no, NO_DELAY)
    for job in (alive, dead, handed_back):
        assert await cancel(database, job.id)
    await database.write(lambda unit: unit.job_expiry.free_leases(["dead"]))

    assert set(await due_to_stop(database)) == {dead.id, handed_back.id}
    assert await due_to_stop(database) == [], "again in a while only"


async def test_a_job_never_claimed_is_not_due_to_stop(database: SqlDatabase) -> None:
    canceled = await add_job(database)
    await add_job(database)
    await database.write(lambda unit: unit.job_transitions.cancel(canceled.id))
    await database.write(lambda unit: unit.job_expiry.expire_overdue(max_wait=NO_DELAY))

    assert await due_to_stop(database) == []


async def test_a_stopped_or_old_job_is_not_due_to_stop_again(
    database: SqlDatabase,
) -> None:
    for _ in range(2):
        await add_job(database)
    stopped, old = await claimed_job(database, "dead"), await claimed_job(database, "dead")
    for job in (stopped, old):
        await cancel(database, job.id)
    await database.write(lambda unit: unit.job_expiry.free_leases(["dead"]))
    await database.write(lambda unit: unit.remote_cancellations.mark_stopped(stopped.id))

    assert await due_to_stop(database, known=timedelta(0)) == []
    assert await due_to_stop(database) == []
    assert (await get_job(database, old.id)).lease_until is None
