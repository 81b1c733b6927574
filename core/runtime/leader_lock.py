"""Leader lock: elects one process of the fleet for a task, with the others on standby."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from core.errors import ComicAIError, StorageError
from core.ports.database import Database, UnitOfWork

log = structlog.get_logger(__name__)

LIFETIME = timedelta(seconds=30)
RENEWALS = 3  # per lifetime
RETRY_SECONDS = 3.0  # between attempts to acquire the lock
RELEASE_SECONDS = 2.0


class LeaderLockLostError(ComicAIError):
    """Another process holds the lock now."""


class LeaderLock:
    """Named lock with a lease in the database, which its holder keeps renewing."""

    def __init__(
        self,
        database: Database,
        name: str,
        holder: str,
        *,
        lifetime: timedelta = LIFETIME,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._database = database
        self._name = name
        self._holder = holder
        self.lifetime = lifetime
        self._retry_seconds = retry_seconds

    async def acquire(self) -> None:
        """Wait until this process holds the lock; outages of the database are retried."""
        waiting = False
        while not await self._try_acquire():
            if not waiting:
                log.info("leader_lease_awaited", lock=self._name)
            waiting = True
            await asyncio.sleep(self._retry_seconds)

    async def keep_renewed(self) -> None:
        """Renew until cancelled. Raises LeaderLockLostError.

        While the database is unavailable no other process can acquire the lock, so it stays held.
        """
        while True:
            await asyncio.sleep(self.lifetime.total_seconds() / RENEWALS)
            try:
                if not await self._database.write(self._work):
                    raise LeaderLockLostError(self._name)
            except StorageError as error:
                log.warning("leader_lease_renewal_failed", lock=self._name, error=error.code)

    async def release(self) -> None:
        """Release the lock, so that others need not wait until the lease expires."""

        async def work(unit: UnitOfWork) -> None:
            await unit.locks.release(self._name, self._holder)

        try:
            async with asyncio.timeout(RELEASE_SECONDS):
                await self._database.write(work)
        except (StorageError, TimeoutError) as error:
            log.warning("leader_lease_release_failed", lock=self._name, error=type(error).__name__)

    async def _try_acquire(self) -> bool:
        try:
            return await self._database.write(self._work)
        except StorageError as error:
            log.warning("leader_lease_acquisition_failed", lock=self._name, error=error.code)
            return False

    async def _work(self, unit: UnitOfWork) -> bool:
        return await unit.locks.acquire(self._name, self._holder, lifetime=self.lifetime)
