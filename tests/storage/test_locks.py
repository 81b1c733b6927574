"""Tests of fleet-wide named locks."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from storage.sql_database import SqlDatabase
from storage.tables import locks
from tests.storage.rows import LEASE, OVER, add_job, claim, execute


async def acquire(
    database: SqlDatabase, owner: str, name: str = "sweep", lifetime: timedelta = LEASE
) -> bool:
    return await database.write(lambda unit: unit.locks.acquire(name, owner, lifetime=lifetime))


async def release(database: SqlDatabase, owner: str) -> None:
    await database.write(lambda unit: unit.locks.release("sweep", owner))


async def test_a_lock_has_one_holder_who_may_extend_it(database: SqlDatabase) -> None:
    assert await acquire(database, "one")
    assert not await acquire(database, "two")
    assert await acquire(database, "one")
    assert await acquire(database, "two", name="poller")


async def test_an_expired_lock_is_free(database: SqlDatabase) -> None:
    await acquire(database, "one", lifetime=OVER)

    assert await acquire(database, "two")
    assert not await acquire(database, "one")


async def test_only_the_holder_releases_a_lock(database: SqlDatabase) -> None:
    await acquire(database, "one")

    await release(database, "two")
    assert not await acquire(database, "two")
    await release(database, "one")
    assert await acquire(database, "two")


async def test_all_locks_of_a_dead_process_are_released(database: SqlDatabase) -> None:
    await acquire(database, "one")
    await acquire(database, "one", name="poller")
    await acquire(database, "two", name="another")

    await database.write(lambda unit: unit.locks.release_all("one"))

    assert await acquire(database, "two")
    assert await acquire(database, "two", name="poller")
    assert not await acquire(database, "one", name="another")


async def test_the_row_that_serializes_claims_is_not_purged(database: SqlDatabase) -> None:
    await add_job(database)
    await claim(database)

    await database.write(lambda unit: unit.locks.purge_expired())

    assert not await acquire(database, "somebody", name="claims")


async def test_a_purge_deletes_expired_locks_only(database: SqlDatabase) -> None:
    await acquire(database, "me", name="fresh")
    await database.write(lambda unit: unit.locks.acquire("over", "me", lifetime=OVER))

    await database.write(lambda unit: unit.locks.purge_expired())

    assert await execute(database, select(locks.c.name)) == [("fresh",)]
