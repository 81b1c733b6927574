"""Named locks of the whole fleet."""

from __future__ import annotations

from datetime import timedelta

from storage.database import SqlDatabase
from tests.storage.rows import LEASE, OVER, add_job, claim


async def acquire(
    database: SqlDatabase, owner: str, name: str = "sweep", lifetime: timedelta = LEASE
) -> bool:
    return await database.write(lambda unit: unit.locks.acquire(name, owner, lifetime=lifetime))


async def release(database: SqlDatabase, owner: str) -> None:
    await database.write(lambda unit: unit.locks.release("sweep", owner))


async def test_a_lock_is_held_by_one_who_may_extend_it(database: SqlDatabase) -> None:
    assert await acquire(database, "one")
    assert not await acquire(database, "two")
    assert await acquire(database, "one")
    assert await acquire(database, "two", name="poller")


async def test_a_lock_is_free_after_its_time(database: SqlDatabase) -> None:
    await acquire(database, "one", lifetime=OVER)

    assert await acquire(database, "two")
    assert not await acquire(database, "one")


async def test_a_lock_is_given_back_by_who_holds_it(database: SqlDatabase) -> None:
    await acquire(database, "one")

    await release(database, "two")
    assert not await acquire(database, "two")
    await release(database, "one")
    assert await acquire(database, "two")


async def test_the_dead_give_back_all_they_held(database: SqlDatabase) -> None:
    await acquire(database, "one")
    await acquire(database, "one", name="poller")
    await acquire(database, "two", name="another")

    await database.write(lambda unit: unit.locks.release_all("one"))

    assert await acquire(database, "two")
    assert await acquire(database, "two", name="poller")
    assert not await acquire(database, "one", name="another")


async def test_the_row_that_claims_wait_for_is_not_purged(database: SqlDatabase) -> None:
    await add_job(database)
    await claim(database)

    await database.write(lambda unit: unit.purge_expired())

    assert not await acquire(database, "somebody", name="claims")
