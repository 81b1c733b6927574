"""Tests of timestamps that all processes share."""

from __future__ import annotations

from datetime import UTC, datetime

from core.ports.database import UnitOfWork
from storage.sql_database import SqlDatabase


async def test_a_timestamp_is_shared_by_all_processes(database: SqlDatabase) -> None:
    long_ago = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)

    async def work(unit: UnitOfWork) -> tuple[object, ...]:
        never = (await unit.timestamps.get("sweep"), await unit.timestamps.age("sweep"))
        await unit.timestamps.touch("sweep", long_ago)
        then = await unit.timestamps.get("sweep")
        await unit.timestamps.touch("sweep")
        age = await unit.timestamps.age("sweep")
        assert age is not None
        await unit.timestamps.remove("sweep")
        return never, then, age < 60, await unit.timestamps.get("sweep")

    assert await database.write(work) == ((None, None), long_ago, True, None)
