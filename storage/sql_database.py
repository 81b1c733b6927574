"""Base of the databases: what MySQL and SQLite have in common."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import Self, TypeVar

from sqlalchemy import Engine, QueuePool

from core.errors import StorageUnavailableError
from core.ports.database import Work
from core.runtime.transaction_hooks import pending_hook

T = TypeVar("T")

PING_SECONDS = 5.0
FOREGROUND_UNITS = 4  # concurrent units that users wait for, of those that read


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
