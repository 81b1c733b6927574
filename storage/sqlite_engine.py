"""SQLAlchemy engine for SQLite: buffered cursors, BEGIN of each transaction, pragmas."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self, cast

from sqlalchemy import Connection, Engine, create_engine, event

from storage.database_url import parse_url
from storage.text_search import fold

BUSY_MILLISECONDS = 5000


def make_sqlite_engine(url: str) -> Engine:
    """Return the engine of the running service for an SQLite file; it connects on first use.

    Its connections may move between threads. The caller bounds how many it uses.
    """
    engine = create_engine(
        parse_url(url),
        max_overflow=-1,
        hide_parameters=True,
        connect_args={"factory": SqliteConnection, "check_same_thread": False},
    )
    event.listen(engine, "connect", _connected)
    return engine


@contextmanager
def sqlite_transaction(engine: Engine, *, write: bool) -> Iterator[Connection]:
    """Run a transaction on an engine of `make_sqlite_engine`, which begins none itself.

    A writer takes the lock before it reads: two that read first could both act on stale rows.
    """
    with engine.connect() as connection, connection.begin():
        driver_connection(connection).execute("BEGIN IMMEDIATE" if write else "BEGIN DEFERRED")
        yield connection


def driver_connection(connection: Connection) -> sqlite3.Connection:
    """Return the driver's connection, for what SQLAlchemy does not offer or does slowly."""
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)


def prepare_sqlite(engine: Engine) -> None:
    """Make an engine set up each connection, and begin its transactions."""
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begin)


def _connected(connection: Any, _record: Any) -> None:
    # Otherwise the sqlite3 module begins transactions implicitly.
    connection.isolation_level = None
    connection.create_function("fold", 1, fold)
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


class _BufferedCursor(sqlite3.Cursor):
    """Cursor that reads all rows when it executes a statement.

    SQLite keeps a transaction, and its lock on the file, until the last of its statements is
    finalized, and a cursor with unread rows lives on in the traceback of a failed unit until it is
    garbage-collected. https://www.sqlite.org/c3ref/close.html
    """

    def execute(self, sql: str, parameters: Any = (), /) -> Self:
        super().execute(sql, parameters)
        self._rows = super().fetchall() if self.description else []
        self._next = 0
        return self

    def __next__(self) -> Any:
        for row in self.fetchmany(1):
            return row
        raise StopIteration

    def fetchone(self) -> Any:
        rows = self.fetchmany(1)
        return rows[0] if rows else None

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        start, self._next = self._next, self._next + (size or 1)
        return self._rows[start : self._next]

    def fetchall(self) -> list[Any]:
        start, self._next = self._next, len(self._rows)
        return self._rows[start:]


class SqliteConnection(sqlite3.Connection):
    """Connection whose cursors leave no rows unread."""

    def cursor(self, *_: Any) -> _BufferedCursor:  # type: ignore[override]
        return super().cursor(_BufferedCursor)
