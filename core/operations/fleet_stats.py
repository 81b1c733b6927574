"""How the whole fleet stands, as the rows have it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.errors import StorageError
from core.models.jobs import JobState
from core.operations.janitor import JANITOR_LOCK as SWEEP
from core.ports.database import Database, UnitOfWork

READ_SECONDS = 5.0
FRESH_SECONDS = 1.0  # however often somebody looks
SWEEP_LATE_SECONDS = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetSnapshot:
    """The line, and when it was last swept."""

    open: Mapping[JobState, int]
    oldest: Mapping[JobState, float] = field(default_factory=dict)  # seconds, where there is one
    sweep_age: float | None = None  # seconds; None: never yet


class FleetStats:
    """Looks at the rows now and then, for `/metrics`, readiness and alerts alike."""

    def __init__(self, database: Database, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._looked_at: float | None = None
        self._one_at_a_time = asyncio.Lock()
        self.snapshot: FleetSnapshot | None = None  # None: nobody knows, for the database is away

    @property
    def is_janitor_on_time(self) -> bool:
        """Whether somebody sweeps; also where nobody knows, for that has another name."""
        age = self.snapshot.sweep_age if self.snapshot else None
        return age is None or age <= SWEEP_LATE_SECONDS

    async def refresh(self) -> FleetSnapshot | None:
        """Look, unless somebody just did; None while the database is away."""
        async with self._one_at_a_time:
            now = self._clock()
            if self._looked_at is None or now - self._looked_at >= FRESH_SECONDS:
                self.snapshot = await self._read()
                self._looked_at = now
            return self.snapshot

    async def _read(self) -> FleetSnapshot | None:
        async def work(unit: UnitOfWork) -> FleetSnapshot:
            return FleetSnapshot(
                open=await unit.jobs.open_by_state(),
                oldest=await unit.fleet_stats.oldest_open(),
                sweep_age=await unit.timestamps.age(SWEEP),
            )

        try:
            async with asyncio.timeout(READ_SECONDS):
                return await self._database.read(work)
        except (StorageError, TimeoutError):
            return None
