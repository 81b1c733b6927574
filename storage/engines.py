"""SQLAlchemy engines for MySQL, MariaDB and SQLite, configured to behave alike."""

from __future__ import annotations

import asyncio
import sqlite3
import ssl
from typing import Any, Self, cast

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.text_search import fold

CONNECT_SECONDS = 5  # the driver's own default is to wait forever
RECYCLE_SECONDS = 280  # load balancers drop connections that are idle for 350 s
LOCK_WAIT_SECONDS = 5
# Locks held by a machine that lost its network are released after this time, not after hours.
ABANDONED_SECONDS = 120
SQLITE_BUSY_MILLISECONDS = 5000

# Without strict mode over-long values are truncated silently; some servers have it off.
MYSQL_MODES = "STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO"
MYSQL_SESSION = (
    "SET SESSION time_zone = '+00:00', "
    f"SESSION sql_mode = '{MYSQL_MODES},NO_ENGINE_SUBSTITUTION', "
    f"SESSION innodb_lock_wait_timeout = {LOCK_WAIT_SECONDS}, "
    f"SESSION lock_wait_timeout = {LOCK_WAIT_SECONDS}, "  # for table locks; the default is a year
    f"SESSION wait_timeout = {ABANDONED_SECONDS}"
)


def make_mysql_engine(url: str, *, pool_size: int) -> AsyncEngine:
    """Return the engine of the running service for a MySQL server; it connects on first use."""
    parsed = parse_url(url)
    engine = create_async_engine(
        _without_tls(parsed).set(drivername="mysql+aiomysql"),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        pool_recycle=RECYCLE_SECONDS,
        isolation_level="READ COMMITTED",
        hide_parameters=True,  # keeps prompts and tokens out of the logs
        connect_args={**_mysql_arguments(parsed), "async_creator_fn": _connect_in_time},
    )
    event.listen(engine.sync_engine, "before_cursor_execute", _refuse_lost_writes)
    return engine


def make_sqlite_engine(url: str) -> Engine:
    """Return the engine of the running service for an SQLite file; it connects on first use.

    Its connections may move between threads. The caller bounds how many it uses.
    """
    engine = create_engine(
        parse_url(url),
        max_overflow=-1,
        hide_parameters=True,
        connect_args={"factory": _SqliteConnection, "check_same_thread": False},
    )
    _prepare_sqlite(engine)
    event.listen(engine, "before_cursor_execute", _refuse_lost_writes)
    return engine


def make_sync_engine(url: str) -> Engine:
    """Return the engine for migrations: synchronous and without a pool."""
    parsed = parse_url(url)
    if parsed.drivername == "sqlite":
        engine = create_engine(
            parsed, poolclass=NullPool, connect_args={"factory": _SqliteConnection}
        )
        _prepare_sqlite(engine)
        return engine
    return create_engine(
        _without_tls(parsed).set(drivername="mysql+pymysql"),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={**_mysql_arguments(parsed), "connect_timeout": CONNECT_SECONDS},
    )


def parse_url(url: str) -> URL:
    """Parse the URL and drop the driver: callers do not choose it."""
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            return parsed.set(drivername="sqlite")
        case "mysql" | "mariadb":
            return parsed.set(drivername="mysql")
        case other:
            raise ValueError(f"not a MySQL or SQLite URL: {other}")


def _refuse_lost_writes(connection: Connection, *rest: Any) -> None:
    """Raise if a unit that will not be committed changes rows."""
    _cursor, _sql, _parameters, context, _many = rest
    changes_rows = context.isinsert or context.isupdate or context.isdelete
    if changes_rows and not connection.get_execution_options().get("write", True):
        raise RuntimeError("a change in Database.read would be lost; use Database.write")


# --- MySQL and MariaDB ----------------------------------------------------------------------------


async def _connect_in_time(**arguments: Any) -> Any:
    """Connect within `CONNECT_SECONDS`.

    The driver's own `connect_timeout` is not used: it loses a cancellation that arrives together
    with the connection (`asyncio.wait_for` before Python 3.12).
    """
    import aiomysql

    async with asyncio.timeout(CONNECT_SECONDS):
        return await aiomysql.connect(**arguments)


def _mysql_arguments(url: URL) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "charset": "utf8mb4",
        "init_command": MYSQL_SESSION,
    }
    authorities = url.query.get("ssl_ca")
    if authorities or url.query.get("tls") == "true":
        # Both drivers accept an SSLContext; the arguments SQLAlchemy makes of a URL suit only one.
        cafile = str(authorities) if authorities else None
        arguments["ssl"] = ssl.create_default_context(cafile=cafile)
    return arguments


def _without_tls(url: URL) -> URL:
    return url.difference_update_query(["ssl_ca", "tls"])


# --- SQLite ---------------------------------------------------------------------------------------


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


class _SqliteConnection(sqlite3.Connection):
    """Connection whose cursors leave no rows unread."""

    def cursor(self, *_: Any) -> _BufferedCursor:  # type: ignore[override]
        return super().cursor(_BufferedCursor)


def driver_connection(connection: Connection) -> sqlite3.Connection:
    """Return the driver's connection, for what SQLAlchemy does not offer or does slowly."""
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)


def _prepare_sqlite(engine: Engine) -> None:
    event.listen(engine, "connect", _connected_to_sqlite)
    event.listen(engine, "begin", _begin_on_sqlite)


def _connected_to_sqlite(connection: Any, _record: Any) -> None:
    # Otherwise the sqlite3 module begins transactions implicitly; `_begin_on_sqlite` does it.
    connection.isolation_level = None
    connection.create_function("fold", 1, fold)
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {SQLITE_BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_on_sqlite(connection: Connection) -> None:
    # A writer takes the lock before it reads: two that read first could both act on stale rows.
    write = connection.get_execution_options().get("write", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN DEFERRED")
