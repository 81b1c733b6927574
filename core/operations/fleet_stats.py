"""Fleet statistics, read from the database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.errors import StorageError
from core.models.costs import NO_COST, Cost
from core.models.jobs import JobState
from core.operations.janitor import JANITOR_LOCK as SWEEP
from core.ports.database import Database, UnitOfWork

READ_SECONDS = 5.0
CACHE_SECONDS = 1.0  # minimum interval between reads
SWEEP_LATE_SECONDS = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetSnapshot:
    """Open jobs, and the time since the janitor last ran."""

    open: Mapping[JobState, int]
    oldest: Mapping[JobState, float] = field(default_factory=dict)  # age in seconds, by state
    sweep_age: float | None = None  # seconds since the janitor ran; None: never
    cost_today: Cost = NO_COST  # since midnight in UTC


class FleetStats:
    """Cached reader of fleet statistics, for `/metrics`, readiness and alerts."""

    def __init__(self, database: Database, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._read_at: float | None = None
        self._one_at_a_time = asyncio.Lock()
        self.snapshot: FleetSnapshot | None = None  # None: the database is unreachable

    @property
    def is_janitor_on_time(self) -> bool:
        """Whether the janitor runs on time; True if the database is unreachable."""
        age = self.snapshot.sweep_age if self.snapshot else None
        return age is None or age <= SWEEP_LATE_SECONDS

    async def refresh(self) -> FleetSnapshot | None:
        """Return fresh statistics, cached briefly; None while the database is unreachable."""
        async with self._one_at_a_time:
            now = self._clock()
            if self._read_at is None or now - self._read_at >= CACHE_SECONDS:
                self.snapshot = await self._read()
                self._read_at = now
            return self.snapshot

    async def _read(self) -> FleetSnapshot | None:
        async def work(unit: UnitOfWork) -> FleetSnapshot:
            return FleetSnapshot(
                open=await unit.job_counts.open_by_state(),
                oldest=await unit.fleet_stats.oldest_open(),
                sweep_age=await unit.timestamps.age(SWEEP),
                cost_today=await unit.costs.today(),
            )

        try:
            async with asyncio.timeout(READ_SECONDS):
                return await self._database.read(work)
        except (StorageError, TimeoutError):
            return None
