"""Ports: fleet-wide locks and timestamps, fleet statistics, and operator notices."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from core.models.identity import Platform
from core.models.jobs import JobState
from core.models.operations import DailySummary, DrawingTime, OperatorNotice


class LockRepository(Protocol):
    """Named locks of the whole fleet, each with a time to live."""

    async def acquire(self, name: str, holder: str, *, lifetime: timedelta) -> bool:
        """Acquire or extend the lock. False while another process holds it."""
        ...

    async def release(self, name: str, holder: str) -> None:
        """Release the lock if *holder* has it."""
        ...

    async def release_all(self, holder: str) -> None:
        """Release all locks of a process that is known to be dead."""
        ...

    async def purge_expired(self) -> None: ...


class FleetStatsRepository(Protocol):
    """Statistics of the whole fleet, for its operators."""

    async def oldest_open(self) -> Mapping[JobState, float]:
        """Return the age of the oldest unfinished job in seconds, by state.

        States without jobs are left out. Time that a job waited for other jobs of its own profile
        does not count.
        """
        ...

    async def recent_deliveries(self, *, within: timedelta) -> tuple[int, int]:
        """Count the deliveries that ended during *within*: (delivered, undeliverable)."""
        ...

    async def daily_summary(self, start: datetime, end: datetime) -> DailySummary:
        """Summarize the requests made from *start* until *end*."""
        ...

    async def recent_failures(self, *, last: int, within: timedelta) -> tuple[str, ...]:
        """Return the error codes of those of the *last* drawn and failed jobs that failed.

        Jobs that were requested longer than *within* ago are left out.
        """
        ...

    async def drawings(self, since: datetime, *, limit: int) -> tuple[DrawingTime, ...]:
        """Return when comics were requested and how long drawing took, the last *limit*, in order.

        Jobs that were never drawn are left out.
        """
        ...


class TimestampRepository(Protocol):
    """Named timestamps that all processes of the fleet share."""

    async def touch(self, name: str, at: datetime | None = None) -> None:
        """Set the timestamp to *at*, by default to now."""
        ...

    async def get(self, name: str) -> datetime | None: ...

    async def age(self, name: str) -> float | None:
        """Return the seconds since the timestamp; None if it was never set."""
        ...

    async def remove(self, name: str) -> None: ...


class OperatorNoticeRepository(Protocol):
    """Queue of notices that have not been sent to operators yet."""

    async def add(self, notice: OperatorNotice) -> None: ...

    async def claim(
        self, platforms: Collection[Platform], *, pause: timedelta
    ) -> OperatorNotice | None:
        """Return the oldest notice that is due; it is due again after *pause* unless `done`."""
        ...

    async def done(self, notice_id: UUID) -> None:
        """Delete a notice that was sent."""
        ...

    async def purge(self, *, older_than: timedelta) -> int:
        """Delete notices that could not be sent within *older_than*; return how many."""
        ...


class OperatorNotifier(Protocol):
    """Sender of messages to operators on one platform."""

    async def send(self, chat: str, text: str, *, nonce: str) -> bool:
        """Send the text to a chat. False if it has to be retried.

        Sending the same *nonce* again has no effect, where the platform supports that.
        """
        ...
