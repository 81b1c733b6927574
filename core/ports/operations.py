"""Ports: fleet-wide locks and timestamps, fleet statistics, operator notices."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from core.models.identity import Platform
from core.models.jobs import JobState
from core.models.operations import DailySummary, OperatorNotice


class LockRepository(Protocol):
    """Named locks of the whole fleet, with a time to live."""

    async def acquire(self, name: str, owner: str, *, lifetime: timedelta) -> bool:
        """Take or extend the lock; False while somebody else holds it."""
        ...

    async def release(self, name: str, owner: str) -> None: ...

    async def release_all(self, owner: str) -> None:
        """Give back whatever this owner holds: it is known to be dead."""
        ...


class FleetStatsRepository(Protocol):
    """Numbers of the whole fleet, for its operators."""

    async def oldest_open(self) -> Mapping[JobState, float]:
        """Return how long the oldest job has been open, in seconds, by state; none: not there.

        Time that a job waited for others of its own person does not count.
        """
        ...

    async def recent_deliveries(self, *, within: timedelta) -> tuple[int, int]:
        """Count deliveries that ended lately: delivered, and undeliverable."""
        ...

    async def daily_summary(self, start: datetime, end: datetime) -> DailySummary:
        """Sum up what was asked for in that time."""
        ...


class TimestampRepository(Protocol):
    """Moments that all processes of the fleet know, by name."""

    async def touch(self, name: str, at: datetime | None = None) -> None:
        """Set the mark; without a time, to now."""
        ...

    async def get(self, name: str) -> datetime | None: ...

    async def age(self, name: str) -> float | None:
        """Return for how many seconds it has not been touched; None if it never was."""
        ...

    async def remove(self, name: str) -> None: ...


class OperatorNoticeRepository(Protocol):
    """What operators are to be told and were not told yet."""

    async def add(self, notice: OperatorNotice) -> None: ...

    async def claim(
        self, platforms: Collection[Platform], *, pause: timedelta
    ) -> OperatorNotice | None:
        """Take the oldest that is due; unless it is `done`, it is due again after *pause*."""
        ...

    async def done(self, notice_id: UUID) -> None:
        """Forget it: it was told."""
        ...

    async def purge(self, *, older_than: timedelta) -> int:
        """Forget what nobody got to tell for so long; return how many."""
        ...


class OperatorNotifier(Protocol):
    """Writes to operators on one platform."""

    async def send(self, chat: str, text: str, *, nonce: str) -> bool:
        """Write it there, once a nonce where the platform can; False: it has to be tried again."""
        ...
