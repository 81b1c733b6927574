"""Readiness of this process, and the health of its dependencies."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.errors import StorageError
from core.ports.database import Database

PING_SECONDS = 2.0
PING_EVERY = 1.0  # seconds; minimum interval between pings of the database
BUSY_SECONDS = 15.0  # without a response before a busy database counts as unreachable


@dataclass(frozen=True, slots=True)
class Readiness:
    """Readiness: *ready* to accept requests, *degraded* names the failing dependencies."""

    ready: bool
    degraded: tuple[str, ...] = ()
    reason: str = ""
    causes: Mapping[str, str] = field(default_factory=dict)  # of degraded ones, where known


class Health:
    """Health of the process and of its dependencies."""

    def __init__(
        self,
        database: Database,
        *,
        ping_seconds: float = PING_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._ping_seconds = ping_seconds
        self._clock = clock
        self._checks: dict[str, Callable[[], bool]] = {}
        self._causes: dict[str, Callable[[], str]] = {}
        self._pinged_at: float | None = None
        self._answered_at: float | None = None
        self._reachable = False
        self._one_at_a_time = asyncio.Lock()
        self.started = False
        self.draining = False

    def watch(
        self, name: str, is_healthy: Callable[[], bool], cause: Callable[[], str] = lambda: ""
    ) -> None:
        """Register a dependency whose failure degrades this process but leaves it ready.

        *cause* returns why it fails, as a code; empty if that is unknown.
        """
        self._checks[name] = is_healthy
        self._causes[name] = cause

    def parts(self) -> Mapping[str, bool]:
        """Return whether each registered dependency is healthy."""
        return {name: is_healthy() for name, is_healthy in self._checks.items()}

    async def ready(self) -> Readiness:
        """Return the readiness; unready only if this process itself cannot accept requests."""
        degraded = tuple(name for name, is_healthy in self.parts().items() if not is_healthy)
        causes = {name: cause for name in degraded if (cause := self._causes[name]())}
        reason = ""
        if self.draining:
            reason = "draining"
        elif not self.started:
            reason = "starting"
        elif not await self._database_answers():
            reason = "database"
        return Readiness(ready=not reason, degraded=degraded, reason=reason, causes=causes)

    async def _database_answers(self) -> bool:
        async with self._one_at_a_time:
            if self._pinged_at is None or self._clock() - self._pinged_at >= PING_EVERY:
                self._pinged_at = self._clock()
                self._reachable = await self._ping()
            return self._reachable

    async def _ping(self) -> bool:
        try:
            async with asyncio.timeout(self._ping_seconds):
                await self._database.ping()
        except StorageError:
            return False
        except TimeoutError:
            # All connections may be in use, and a high load must not make the process unready.
            answered_at = self._answered_at
            return answered_at is not None and self._clock() - answered_at < BUSY_SECONDS
        self._answered_at = self._clock()
        return True
