"""FIFO queue of the jobs waiting to be drawn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import takewhile

from pipeline.service.live_job import LiveJob


class PendingJobs:
    """Queue from which any job can be removed; the remaining jobs get a new *seq* then."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._jobs: dict[str, LiveJob] = {}  # by uuid, in order
        self._changed = asyncio.Event()

    def __len__(self) -> int:
        return len(self._jobs)

    def __iter__(self) -> Iterator[LiveJob]:
        return iter(tuple(self._jobs.values()))

    def __contains__(self, live: LiveJob) -> bool:
        return self._jobs.get(live.job.uuid) is live

    def add(self, live: LiveJob) -> None:
        self._jobs[live.job.uuid] = live
        self._wake()

    def add_first(self, live: LiveJob) -> None:
        """Put back a job that was taken; the others get a new *seq*."""
        now = self._now()
        for other in self:
            other.publish(other.job.touched(now))
        self._jobs = {live.job.uuid: live, **self._jobs}
        self._wake()

    def remove(self, live: LiveJob) -> bool:
        """Remove *live*; return whether it was queued."""
        if live not in self:
            return False
        del self._jobs[live.job.uuid]
        now = self._now()
        for other in self:
            other.publish(other.job.touched(now))
        self._wake()
        return True

    async def next(self) -> LiveJob:
        """Wait for a job; remove and return the first."""
        while not self._jobs:
            await self._changed.wait()
        first = next(iter(self))
        self.remove(first)
        return first

    def ahead_of(self, live: LiveJob) -> list[LiveJob]:
        return list(takewhile(lambda other: other is not live, self))

    async def wait_for_change(self, limit: timedelta | None) -> None:
        """Wait until the queue changes, for at most *limit*."""
        try:
            async with asyncio.timeout(None if limit is None else limit.total_seconds()):
                await self._changed.wait()
        except TimeoutError:
            return

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
