"""Tests of the inbox of Telegram updates."""

from __future__ import annotations

from datetime import timedelta

from core.models.chats import InboxUpdate
from storage.sql_database import SqlDatabase


def updates(*numbers: int, bot: str = "bot") -> list[InboxUpdate]:
    return [InboxUpdate(bot, number, {"message": {"text": f"🐱 {number}"}}) for number in numbers]


async def add(database: SqlDatabase, *numbers: int, bot: str = "bot") -> int:
    return await database.write(lambda unit: unit.inbox.add(updates(*numbers, bot=bot)))


async def unhandled(database: SqlDatabase, *, limit: int = 10) -> tuple[InboxUpdate, ...]:
    return await database.read(lambda unit: unit.inbox.unhandled("bot", limit=limit))


async def handle(database: SqlDatabase, number: int) -> bool:
    return await database.write(lambda unit: unit.inbox.mark_handled("bot", number))


async def test_updates_are_handed_out_oldest_first(database: SqlDatabase) -> None:
    assert await add(database, 12, 2**40, 11) == 3
    assert await add(database, 1, bot="another") == 1

    assert await unhandled(database) == tuple(updates(11, 12, 2**40))
    assert await unhandled(database, limit=1) == tuple(updates(11))


async def test_a_repeated_update_is_stored_once(database: SqlDatabase) -> None:
    await add(database, 1, 2)
    await handle(database, 1)

    assert await add(database, 1, 2, 3) == 1

    assert await unhandled(database) == tuple(updates(2, 3))


async def test_an_update_is_handled_once(database: SqlDatabase) -> None:
    await add(database, 1)

    assert [await handle(database, number) for number in (1, 1, 2)] == [True, False, False]
    assert await unhandled(database) == ()


async def test_only_old_handled_updates_are_purged(database: SqlDatabase) -> None:
    await add(database, 1, 2)
    await handle(database, 1)

    async def purge(age: timedelta) -> int:
        return await database.write(lambda unit: unit.inbox.purge(older_than=age))

    assert await purge(timedelta(hours=1)) == 0
    assert await purge(timedelta(seconds=-1)) == 1
    assert await unhandled(database) == tuple(updates(2))
