"""A gate in front of somebody else's server: so many calls in so many seconds, whoever makes them.

With Redis all processes of the fleet go through one gate; who waits, waits in order in each.
"""

from __future__ import annotations

import asyncio

from limits import RateLimitItem

from core.models.identity import Platform
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.rate_limits import SharedWindows

MIN_WAIT_SECONDS = 0.02  # seconds between two looks


class RateLimitedError(Exception):
    """It would take longer than the caller has: try again after *seconds*."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no room for {seconds:.1f} s")
        self.seconds = seconds


class OutboundLimiter:
    """Counts calls to one platform, and holds back those that are too many."""

    def __init__(
        self, platform: Platform, url: str = "memory://", *, metrics: Metrics = NO_METRICS
    ) -> None:
        self._platform = platform
        self._windows = SharedWindows(url)
        self._metrics = metrics

    async def close(self) -> None:
        """Close the connection to Redis, if there is one."""
        await self._windows.close()

    async def acquire(
        self, item: RateLimitItem, key: str = "", *, deadline: float, spare: int | None = None
    ) -> None:
        """Wait until one more call fits into the window, and count it. Raises RateLimitedError.

        *deadline* is a time of the running loop. What is only news leaves *spare* calls to what is
        not, and does not wait.
        """
        name = self._platform.value
        if spare is not None and not await self._windows.has_room(item, name, key, room=spare + 1):
            raise RateLimitedError(1)
        began = self._now()
        while not await self._windows.hit(item, name, key):
            left = max(await self._windows.seconds_left(item, name, key), MIN_WAIT_SECONDS)
            if spare is not None or self._now() + left > deadline:
                raise RateLimitedError(left)
            await asyncio.sleep(left)
        if (waited := self._now() - began) > MIN_WAIT_SECONDS:
            self._metrics.observe_rate_limit_wait(self._platform, waited)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
