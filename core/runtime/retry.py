"""Retries of database writes that must not be lost in an outage."""

from __future__ import annotations

import asyncio
from typing import TypeVar

import structlog

from core.errors import StorageError
from core.ports.database import Database, Work
from core.runtime.backoff import Backoff

log = structlog.get_logger(__name__)

T = TypeVar("T")
FIRST_DELAY, MAX_DELAY = 0.2, 5.0  # seconds


async def write_until_committed(database: Database, work: Work[T]) -> T:
    """Run *work* until it is committed, with exponential backoff and jitter.

    After an unconfirmed COMMIT the work runs again, so it must itself detect whether its first
    run was committed. It ends only by success or cancellation.
    """
    backoff = Backoff(FIRST_DELAY, MAX_DELAY, jitter=(0.5, 1.0))
    while True:
        try:
            return await database.write(work)
        except StorageError as error:
            delay = backoff.next()
            log.warning("write_failed", error=type(error).__name__, delay=round(delay, 2))
        await asyncio.sleep(delay)
