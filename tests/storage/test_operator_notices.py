"""Tests of operator notices."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

from core.models.identity import Platform
from core.models.operations import OperatorNotice
from storage.sql_database import SqlDatabase

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
