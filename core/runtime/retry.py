"""Writes that must get through: an outage of the database delays them, and nothing more."""

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
    """Run *work* until it is kept, waiting out an outage with growing pauses.

    After a COMMIT of unknown outcome the work runs again, so it must see for itself whether its
    first run was kept. Ends only by success or by being cancelled.
    """
    pause = FIRST_DELAY
    while True:
        try:
            return await database.write(work)
        except StorageError as error:
            log.warning("write_delayed", error=type(error).__name__, pause=round(pause, 2))
        await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads load only
        pause = min(pause * 2, MAX_DELAY)
