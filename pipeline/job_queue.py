"""The jobs that wait to be drawn, first come, first served."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import takewhile

from pipeline.live_job import LiveJob


class PendingJobs:
    """A queue whose members can leave it anywhere, and hear when they move up."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._waiting: dict[str, LiveJob] = {}  # by uuid, in order
        self._changed = asyncio.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> Iterator[LiveJob]:
        return iter(tuple(self._waiting.values()))

    def __contains__(self, live: LiveJob) -> bool:
        return self._waiting.get(live.job.uuid) is live

    def enter(self, live: LiveJob) -> None:
        self._waiting[live.job.uuid] = live
        self._wake()

    def leave(self, live: LiveJob) -> bool:
        """Take *live* out of the line; say whether it was in it."""
        if live not in self:
            return False
        del self._waiting[live.job.uuid]
        now = self._now()
        for other in self:
            other.move(other.job.touched(now))
        self._wake()
        return True

    async def next(self) -> LiveJob:
        """Wait until there is a job, and take the first out of the line."""
        while not self._waiting:
            await self._changed.wait()
        first = next(iter(self))
        self.leave(first)
        return first

    def ahead_of(self, live: LiveJob) -> list[LiveJob]:
        return list(takewhile(lambda other: other is not live, self))

    async def change(self, within: timedelta | None) -> None:
        """Return when the line changes, or after *within*."""
        try:
            async with asyncio.timeout(None if within is None else within.total_seconds()):
                await self._changed.wait()
        except TimeoutError:
            return

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
