"""Turns: what one process of the fleet does at a time, while others stand by."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from core.errors import StorageError
from core.ports.database import Database, UnitOfWork

log = structlog.get_logger(__name__)

LIFETIME = timedelta(seconds=30)
RENEWALS = 3  # in a lifetime
RETRY_SECONDS = 3.0  # between two looks whether it is our turn
RELEASE_SECONDS = 2.0


class LeaderLockLostError(Exception):
    """It is somebody else's turn now."""


class LeaderLock:
    """A lock of the fleet with a name, which its holder keeps renewing."""

    def __init__(
        self, database: Database, name: str, holder: str, *, lifetime: timedelta = LIFETIME
    ) -> None:
        self._database = database
        self._name = name
        self._holder = holder
        self._lifetime = lifetime

    async def acquire(self) -> None:
        """Wait until it is our turn; an outage of the database is waited out."""
        waiting = False
        while not await self._try_acquire():
            if not waiting:
                log.info("standing_by", turn=self._name)
            waiting = True
            await asyncio.sleep(RETRY_SECONDS)

    async def keep_renewed(self) -> None:
        """Renew until cancelled. Raises LeaderLockLostError.

        While the database is away nobody else can take the turn, so it stays ours.
        """
        while True:
            await asyncio.sleep(self._lifetime.total_seconds() / RENEWALS)
            try:
                if not await self._database.write(self._work):
                    raise LeaderLockLostError(self._name)
            except StorageError as error:
                log.warning("turn_not_renewed", turn=self._name, error=error.code)

    async def release(self) -> None:
        """Let others have it at once; without this they would wait until it expires."""

        async def work(unit: UnitOfWork) -> None:
            await unit.locks.release(self._name, self._holder)

        try:
            async with asyncio.timeout(RELEASE_SECONDS):
                await self._database.write(work)
        except (StorageError, TimeoutError) as error:
            log.warning("turn_not_given_back", turn=self._name, error=type(error).__name__)

    async def _try_acquire(self) -> bool:
        try:
            return await self._database.write(self._work)
        except StorageError as error:
            log.warning("turn_not_taken", turn=self._name, error=error.code)
            return False

    async def _work(self, unit: UnitOfWork) -> bool:
        return await unit.locks.acquire(self._name, self._holder, lifetime=self._lifetime)
