"""Retries of database writes that must not be lost in an outage."""

from __future__ import annotations

import asyncio
import random
from typing import TypeVar

import structlog

from core.errors import StorageError
from core.ports.database import Database, Work

log = structlog.get_logger(__name__)

T = TypeVar("T")
FIRST_DELAY = 0.2  # seconds
MAX_DELAY = 5.0


async def write_until_committed(database: Database, work: Work[T]) -> T:
    """Run *work* until it is committed, with exponential backoff and jitter.

    After an unconfirmed COMMIT the work runs again, so it must detect by itself whether its first
    run was committed. It ends only by success or cancellation.
    """
    delay = FIRST_DELAY
    while True:
        try:
            return await database.write(work)
        except StorageError as error:
            log.warning("write_failed", error=type(error).__name__, delay=round(delay, 2))
        await asyncio.sleep(delay * random.uniform(0.5, 1.0))  # noqa: S311 - spreads load only
        delay = min(delay * 2, MAX_DELAY)
