"""Tests of shared timestamps and operator notices."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

from core.models.identity import Platform
from core.models.operations import OperatorNotice
from core.ports.database import UnitOfWork
from storage.database import SqlDatabase

MINUTE = timedelta(minutes=1)


def notice(number: int, platform: Platform = Platform.DISCORD) -> OperatorNotice:
    return OperatorNotice(
        id=UUID(int=number),
        platform=platform,
        chat="123",
        sentence="ops_old_job",
        facts={"minutes": number},
    )


async def claim(database: SqlDatabase, *platforms: Platform) -> OperatorNotice | None:
    return await database.write(lambda unit: unit.operator_notices.claim(platforms, pause=MINUTE))


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


async def test_a_notice_is_claimed_by_one_process(database: SqlDatabase) -> None:
    await database.write(lambda unit: unit.operator_notices.add(notice(1)))

    claimed = await asyncio.gather(*(claim(database, Platform.DISCORD) for _ in range(5)))

    assert [found for found in claimed if found is not None] == [notice(1)]


async def test_a_notice_is_claimed_for_its_platform_only(
    database: SqlDatabase,
) -> None:
    await database.write(lambda unit: unit.operator_notices.add(notice(1, Platform.TELEGRAM)))

    assert await claim(database, Platform.DISCORD) is None
    assert await claim(database) is None
    assert await claim(database, Platform.DISCORD, Platform.TELEGRAM) is not None


async def test_a_sent_notice_is_removed(database: SqlDatabase) -> None:
    await database.write(lambda unit: unit.operator_notices.add(notice(1)))
    await database.write(lambda unit: unit.operator_notices.add(notice(2)))
    first = await claim(database, Platform.DISCORD)
    assert first is not None

    await database.write(lambda unit: unit.operator_notices.done(first.id))

    purged = await database.write(lambda unit: unit.operator_notices.purge(older_than=-MINUTE))
    assert purged == 1
