"""Rate limiter for outbound calls to a platform.

With Redis, all processes of the fleet share the limit.
"""

from __future__ import annotations

import asyncio

from limits import RateLimitItem

from core.errors import ComicAIError
from core.models.identity import Platform
from core.runtime.attempt_limiter import SharedWindows
from core.runtime.metrics import NO_METRICS, Metrics

MIN_WAIT_SECONDS = 0.02  # between checks of the window


class RateLimitedError(ComicAIError):
    """The wait would exceed the caller's deadline; retry after *seconds*."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"rate limit exhausted for {seconds:.1f} s")
        self.seconds = seconds


class OutboundLimiter:
    """Limiter that counts calls to one platform and delays those above the limit."""

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

        *deadline* is a time of the running event loop. A low-priority call passes *spare*: it
        leaves that many calls to others and never waits.
        """
        name = self._platform.value
        if spare is not None and not await self._windows.has_room(item, name, key, room=spare + 1):
            raise RateLimitedError(1)
        started = self._now()
        while not await self._windows.hit(item, name, key):
            left = max(await self._windows.seconds_left(item, name, key), MIN_WAIT_SECONDS)
            if spare is not None or self._now() + left > deadline:
                raise RateLimitedError(left)
            await asyncio.sleep(left)
        if (waited := self._now() - started) > MIN_WAIT_SECONDS:
            self._metrics.observe_rate_limit_wait(self._platform, waited)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
