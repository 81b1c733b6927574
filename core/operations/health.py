"""Whether this process can take requests, and what else is not as it should be."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.errors import StorageError
from core.ports.database import Database

PING_SECONDS = 2.0
PING_EVERY = 1.0  # however often a load balancer asks
BUSY_SECONDS = 15.0  # that a database may be too busy to answer before it counts as gone


@dataclass(frozen=True, slots=True)
class Readiness:
    """*ready* is about taking requests; *degraded* names what else is down."""

    ready: bool
    degraded: tuple[str, ...] = ()
    reason: str = ""


class Health:
    """Collects the state of the process and of what it depends on."""

    def __init__(self, database: Database, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._checks: dict[str, Callable[[], bool]] = {}
        self._pinged_at: float | None = None
        self._answered_at: float | None = None
        self._reachable = False
        self._one_at_a_time = asyncio.Lock()
        self.started = False
        self.draining = False

    def watch(self, name: str, is_healthy: Callable[[], bool]) -> None:
        """Name a part whose failing degrades this process, without making it useless."""
        self._checks[name] = is_healthy

    def parts(self) -> Mapping[str, bool]:
        """Return the parts that are watched, and whether they are well."""
        return {name: is_healthy() for name, is_healthy in self._checks.items()}

    async def ready(self) -> Readiness:
        """Return how this process is: unready only when it cannot take requests itself."""
        degraded = tuple(name for name, is_healthy in self.parts().items() if not is_healthy)
        if self.draining:
            return Readiness(ready=False, degraded=degraded, reason="draining")
        if not self.started:
            return Readiness(ready=False, degraded=degraded, reason="starting")
        if not await self._database_answers():
            return Readiness(ready=False, degraded=degraded, reason="database")
        return Readiness(ready=True, degraded=degraded)

    async def _database_answers(self) -> bool:
        async with self._one_at_a_time:
            if self._pinged_at is None or self._clock() - self._pinged_at >= PING_EVERY:
                self._pinged_at = self._clock()
                self._reachable = await self._ping()
            return self._reachable

    async def _ping(self) -> bool:
        try:
            async with asyncio.timeout(PING_SECONDS):
                await self._database.ping()
        except StorageError:
            return False
        except TimeoutError:
            # All connections may be in use: many requests are no reason to take none.
            answered_at = self._answered_at
            return answered_at is not None and self._clock() - answered_at < BUSY_SECONDS
        self._answered_at = self._clock()
        return True
