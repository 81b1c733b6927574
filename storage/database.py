"""Database of the service, opened by its URL."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import Self, TypeVar

from sqlalchemy import Engine, QueuePool

from core.errors import StorageUnavailableError
from core.ports.database import Work
from core.runtime.transaction_hooks import pending_hook
from storage.database_url import parse_url
from storage.mysql_engine import make_mysql_engine
from storage.sqlite_engine import make_sqlite_engine

T = TypeVar("T")

UNIT_SECONDS = 15.0  # for one attempt at a unit of work, including the wait for a connection
SILENCE_SECONDS = 3.0
PING_SECONDS = 5.0
FOREGROUND_UNITS = 4  # concurrent units that users wait for, of those that read


def open_database(
    url: str,
    *,
    pool_size: int = 10,
    unit_seconds: float = UNIT_SECONDS,
    silence_seconds: float = SILENCE_SECONDS,
) -> SqlDatabase:
    """Return the database at *url* (`mysql://…` or `sqlite:///file`); it connects on first use.

    Units that users wait for fail when a server has been silent for *silence_seconds*. A MySQL URL
    may request TLS: `?ssl_ca=FILE`, or `?tls=true` for the system's authorities.
    """
    if parse_url(url).drivername == "sqlite":
        from storage.sqlite_database import SqliteDatabase

        return SqliteDatabase(make_sqlite_engine(url), unit_seconds)
    from storage.mysql_database import MySqlDatabase

    engine = make_mysql_engine(url, pool_size=pool_size)
    return MySqlDatabase(engine, unit_seconds, silence_seconds=silence_seconds)


class SqlDatabase(ABC):
    """SQL implementation of `core.ports.database.Database`."""

    sync_engine: Engine

    @abstractmethod
    def for_foreground(self) -> Self:
        """Return a view of this database, on the same connections, for work that a user waits for.

        It leaves connections free for the renewal of leases and the completion of jobs, however
        many users ask at once.
        """

    @abstractmethod
    async def close(self) -> None:
        """Close all connections."""

    @abstractmethod
    async def read(self, work: Work[T]) -> T:
        """Run *work* in a transaction that only reads."""

    @abstractmethod
    async def _write(self, work: Work[T]) -> T:
        """Run *work* in a transaction and commit it."""

    async def write(self, work: Work[T]) -> T:
        hook = pending_hook()
        if hook is None:
            return await self._write(work)
        result = await self._write(lambda unit: hook.run_with(work, unit))
        hook.is_committed = True
        return result

    async def ping(self) -> None:
        try:
            async with asyncio.timeout(PING_SECONDS):
                await self.read(lambda unit: unit.now())
        except TimeoutError as error:
            raise StorageUnavailableError("no answer") from error

    def connections_in_use(self) -> int:
        """Return how many connections of the pool are in use."""
        pool = self.sync_engine.pool
        return pool.checkedout() if isinstance(pool, QueuePool) else 0
