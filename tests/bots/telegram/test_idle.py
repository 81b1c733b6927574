"""An idle installation, with its bot connected, leaves the database alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from storage.sqlite_database import SqliteDatabase
from tests.bots.telegram.adapter import AdapterHarness

pytestmark = pytest.mark.servers

QUIET_SECONDS = 4.0  # longer than any poll for what this process is notified of
PATIENCE_SECONDS = 40.0  # the janitor, the leader lock and the like run in between


@contextmanager
def recorded_statements(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def record(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", record)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", record)


async def test_nothing_queries_the_database_between_two_periodic_tasks(
    harness: AdapterHarness,
) -> None:
    await harness.draw()
    await harness.wait_until_handled()
    database = harness.running.services.database
    assert isinstance(database, SqliteDatabase)

    with recorded_statements(database.sync_engine) as statements:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                before = len(statements)
                await asyncio.sleep(QUIET_SECONDS)
                if len(statements) == before:
                    break


async def test_an_update_is_handled_at_once_even_so(harness: AdapterHarness) -> None:
    await harness.draw()
    await harness.wait_until_handled()
    await asyncio.sleep(QUIET_SECONDS)

    async with asyncio.timeout(QUIET_SECONDS):
        await harness.draw("/comic a dog opens a bakery")
