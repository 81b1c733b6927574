"""Statements and transactions of an application's database, counted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from core.ports.database import Database
from storage.sql_database import SqlDatabase

QUIET_SECONDS = 0.5
TRIES = 3
CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")


@dataclass
class StatementLog:
    """Statements in order, and how many transactions ended with a commit."""

    statements: list[str] = field(default_factory=list)
    transactions: int = 0


@contextmanager
def recorded_statements(database: Database) -> Iterator[StatementLog]:
    """Record what the application executes meanwhile, in its own tasks as well."""
    assert isinstance(database, SqlDatabase)
    log = StatementLog()

    def on_execute(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(CONTROL):
            log.statements.append(" ".join(statement.split()))

    def on_commit(_: Any) -> None:
        log.transactions += 1

    engine = database.sync_engine
    event.listen(engine, "after_cursor_execute", on_execute)
    event.listen(engine, "commit", on_commit)
    try:
        yield log
    finally:
        event.remove(engine, "after_cursor_execute", on_execute)
        event.remove(engine, "commit", on_commit)


async def cheapest(
    database: Database, draw: Callable[[], Awaitable[object]]
) -> tuple[StatementLog, int, int]:
    """Draw several comics; return the fewest statements and transactions of one, and the last log.

    A periodic task may run meanwhile, but hardly every time.
    """
    await draw()  # the first one also creates the user's profile
    costs = []
    for _ in range(TRIES):
        await until_quiet(database)
        with recorded_statements(database) as log:
            await draw()
            costs.append((len(log.statements), log.transactions))
    return log, *min(costs)


async def until_quiet(database: Database) -> None:
    """Wait until the application has executed nothing for a while: its last work is done."""
    with recorded_statements(database) as log:
        seen = -1
        while len(log.statements) != seen:
            seen = len(log.statements)
            await asyncio.sleep(QUIET_SECONDS)
