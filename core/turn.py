"""Turns: what one process of the fleet does at a time, while others stand by."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from core.errors import StorageError
from core.ports import Database, Unit

log = structlog.get_logger(__name__)

LIFETIME = timedelta(seconds=30)
RENEWALS = 3  # in a lifetime
STAND_BY_SECONDS = 3.0  # between two looks whether it is our turn
GIVE_BACK_SECONDS = 2.0


class TurnLostError(Exception):
    """It is somebody else's turn now."""


class Turn:
    """A lock of the fleet with a name, which its holder keeps renewing."""

    def __init__(
        self, database: Database, name: str, owner: str, *, lifetime: timedelta = LIFETIME
    ) -> None:
        self._database = database
        self._name = name
        self._owner = owner
        self._lifetime = lifetime

    async def take(self) -> None:
        """Wait until it is our turn; an outage of the database is waited out."""
        waiting = False
        while not await self._acquire():
            if not waiting:
                log.info("standing_by", turn=self._name)
            waiting = True
            await asyncio.sleep(STAND_BY_SECONDS)

    async def keep(self) -> None:
        """Renew until cancelled. Raises TurnLostError.

        While the database is away nobody else can take the turn, so it stays ours.
        """
        while True:
            await asyncio.sleep(self._lifetime.total_seconds() / RENEWALS)
            try:
                if not await self._database.write(self._work):
                    raise TurnLostError(self._name)
            except StorageError as error:
                log.warning("turn_not_renewed", turn=self._name, error=error.code)

    async def give_back(self) -> None:
        """Let others have it at once; without this they would wait until it expires."""

        async def work(unit: Unit) -> None:
            await unit.locks.release(self._name, self._owner)

        try:
            async with asyncio.timeout(GIVE_BACK_SECONDS):
                await self._database.write(work)
        except (StorageError, TimeoutError) as error:
            log.warning("turn_not_given_back", turn=self._name, error=type(error).__name__)

    async def _acquire(self) -> bool:
        try:
            return await self._database.write(self._work)
        except StorageError as error:
            log.warning("turn_not_taken", turn=self._name, error=error.code)
            return False

    async def _work(self, unit: Unit) -> bool:
        return await unit.locks.acquire(self._name, self._owner, lifetime=self._lifetime)
