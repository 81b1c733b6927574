"""Wake hints: somebody is about to ask for a comic, so the rented GPU may be woken already."""

from __future__ import annotations

import asyncio
import time

import structlog

from core.errors import StorageError
from core.ports.database import Database, UnitOfWork

log = structlog.get_logger(__name__)

HINT, HINTED_WAKE = "gpu hint", "gpu hinted wake"  # names of timestamps
PAUSE_WISH = "gpu pause wish"  # of an operator; counts for as long as a hint
HINT_SECONDS = 60.0  # for which a hint counts
HINTED_WAKE_SECONDS = 600.0  # between two wakes for hints alone
_SEND_SECONDS = 2.0
_PAUSE_SECONDS = 20.0  # between two hints of a process


class WakeHints:
    """Sender of wake hints; does nothing unless a GPU is rented."""

    def __init__(self, database: Database, *, enabled: bool) -> None:
        self._database = database
        self.enabled = enabled
        self._sent_at: float | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self) -> None:
        """Note that somebody describes a comic. Returns at once; failures are logged."""
        now = time.monotonic()
        if not self.enabled or (self._sent_at is not None and now - self._sent_at < _PAUSE_SECONDS):
            return
        self._sent_at = now
        task = asyncio.create_task(self._store(), name="wake hint")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Cancel the hints that are not stored yet."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _store(self) -> None:
        async def work(unit: UnitOfWork) -> None:
            await unit.timestamps.touch(HINT)

        try:
            async with asyncio.timeout(_SEND_SECONDS):
                await self._database.write(work)
        except (StorageError, TimeoutError) as error:
            log.info("wake_hint_lost", error=type(error).__name__)
