"""Transaction hooks are committed with the next transaction, on a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from core.errors import NotFoundError
from core.models.chats import InboxUpdate
from core.ports.database import UnitOfWork
from core.runtime.transaction_hooks import commit_pending_hook, hook_next_transaction
from storage.database import open_database
from storage.sql_database import SqlDatabase


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[SqlDatabase]:
    database = open_database(sqlite_url)
    await database.write(lambda unit: unit.inbox.add([InboxUpdate("bot", 1, {})]))
    yield database
    await database.close()


async def mark(unit: UnitOfWork) -> bool:
    return await unit.inbox.mark_handled("bot", 1)


async def is_marked(database: SqlDatabase) -> bool:
    return not await database.read(lambda unit: unit.inbox.unhandled("bot", limit=1))


async def nothing(_: UnitOfWork) -> None:
    """Change nothing."""


async def test_the_first_transaction_commits_the_hook(database: SqlDatabase) -> None:
    with hook_next_transaction(database, mark) as enlisted:
        await database.read(nothing)
        assert not await is_marked(database)
        await database.write(nothing)

        assert enlisted.is_committed
    assert await is_marked(database)


async def test_a_failed_transaction_commits_neither(database: SqlDatabase) -> None:
    async def refuse(_: UnitOfWork) -> None:
        raise NotFoundError

    with hook_next_transaction(database, mark) as enlisted, pytest.raises(NotFoundError):
        await database.write(refuse)

    assert not enlisted.is_committed
    assert not await is_marked(database)


async def test_without_a_transaction_the_hook_is_committed_by_itself(database: SqlDatabase) -> None:
    with hook_next_transaction(database, mark):
        await commit_pending_hook()

        assert await is_marked(database)


async def test_a_task_that_outlives_the_context_does_not_run_the_hook(
    database: SqlDatabase,
) -> None:
    gate = asyncio.Event()

    async def later() -> None:
        await gate.wait()
        await commit_pending_hook()
        await database.write(nothing)

    with hook_next_transaction(database, mark):
        task = asyncio.create_task(later())
        await asyncio.sleep(0)
    gate.set()
    await task

    assert not await is_marked(database)


async def test_a_response_is_sent_even_if_the_database_is_unavailable() -> None:
    unreachable = open_database("mysql://root@127.0.0.1:1/none")
    with hook_next_transaction(unreachable, mark) as enlisted:
        await commit_pending_hook()
    await unreachable.close()

    assert not enlisted.is_committed
