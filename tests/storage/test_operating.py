"""Marks that the whole fleet shares, and notices that one of it tells."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

from core.models import OperatorNotice, Platform
from core.ports import Unit
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
    return await database.write(lambda unit: unit.notices.claim(platforms, pause=MINUTE))


async def test_a_mark_is_a_moment_that_everybody_sees(database: SqlDatabase) -> None:
    long_ago = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)

    async def work(unit: Unit) -> tuple[object, ...]:
        never = (await unit.marks.get("sweep"), await unit.marks.age("sweep"))
        await unit.marks.touch("sweep", long_ago)
        then = await unit.marks.get("sweep")
        await unit.marks.touch("sweep")
        age = await unit.marks.age("sweep")
        assert age is not None
        await unit.marks.remove("sweep")
        return never, then, age < 60, await unit.marks.get("sweep")

    assert await database.write(work) == ((None, None), long_ago, True, None)


async def test_of_several_processes_one_gets_a_notice(database: SqlDatabase) -> None:
    await database.write(lambda unit: unit.notices.add(notice(1)))

    claimed = await asyncio.gather(*(claim(database, Platform.DISCORD) for _ in range(5)))

    assert [found for found in claimed if found is not None] == [notice(1)]


async def test_a_notice_is_for_whoever_has_the_token_of_its_platform(
    database: SqlDatabase,
) -> None:
    await database.write(lambda unit: unit.notices.add(notice(1, Platform.TELEGRAM)))

    assert await claim(database, Platform.DISCORD) is None
    assert await claim(database) is None
    assert await claim(database, Platform.DISCORD, Platform.TELEGRAM) is not None


async def test_what_was_told_is_gone(database: SqlDatabase) -> None:
    await database.write(lambda unit: unit.notices.add(notice(1)))
    await database.write(lambda unit: unit.notices.add(notice(2)))
    first = await claim(database, Platform.DISCORD)
    assert first is not None

    await database.write(lambda unit: unit.notices.done(first.id))

    purged = await database.write(lambda unit: unit.notices.purge(older_than=-MINUTE))
    assert purged == 1
