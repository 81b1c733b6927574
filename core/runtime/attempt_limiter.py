"""Rate limits on sign-in attempts, link codes and registrations, with shared windows."""

from __future__ import annotations

import asyncio
import hashlib
import math
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import structlog
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError

from core.errors import TooManyAttemptsError

if TYPE_CHECKING:
    from redis.asyncio import ConnectionPool

log = structlog.get_logger(__name__)

T = TypeVar("T")

REDIS_TIMEOUT = 2.0  # seconds


class SharedWindows:
    """Moving windows of a rate limit, in memory or in Redis for the whole fleet.

    While Redis is unreachable, each process counts for itself.
    """

    def __init__(self, url: str = "memory://") -> None:
        self._local = MovingWindowRateLimiter(MemoryStorage())
        self._connections: ConnectionPool | None = None
        self._shared: MovingWindowRateLimiter | None = None
        if url.startswith(("redis://", "rediss://")):
            from limits.aio.storage import RedisStorage
            from redis.asyncio import ConnectionPool

            self._connections = ConnectionPool.from_url(
                url, socket_connect_timeout=REDIS_TIMEOUT, socket_timeout=REDIS_TIMEOUT
            )
            storage = RedisStorage(
                f"async+{url}",
                wrap_exceptions=True,
                implementation="redispy",
                connection_pool=self._connections,  # type: ignore[arg-type] # typed too narrowly
            )
            self._shared = MovingWindowRateLimiter(storage)

    async def hit(self, item: RateLimitItem, *key: str) -> bool:
        """Count one hit and return True, or return False if the window is full."""
        return await self._run(lambda windows: windows.hit(item, *key))

    async def has_room(self, item: RateLimitItem, *key: str, room: int) -> bool:
        """Return whether *room* more hits would fit."""
        return await self._run(lambda windows: windows.test(item, *key, cost=room))

    async def seconds_left(self, item: RateLimitItem, *key: str) -> float:
        """Return the seconds until one more hit fits into a full window."""
        stats = await self._run(lambda windows: windows.get_window_stats(item, *key))
        return stats.reset_time - time.time()

    async def close(self) -> None:
        """Close the connections to Redis; the object is unusable afterwards."""
        if self._connections is not None:
            await self._connections.disconnect()

    async def _run(self, operation: Callable[[MovingWindowRateLimiter], Awaitable[T]]) -> T:
        if self._shared is not None:
            try:
                async with asyncio.timeout(REDIS_TIMEOUT):
                    return await operation(self._shared)
            except (StorageError, TimeoutError) as error:
                log.warning("shared_rate_limit_failed", error=repr(error))
        return await operation(self._local)


class AttemptLimiter:
    """Limiter of attempts; it keeps working, per process, while Redis is unreachable."""

    def __init__(self, url: str = "memory://") -> None:
        self._windows = SharedWindows(url)

    async def hit(self, name: str, key: str, *, amount: int, period: timedelta) -> None:
        """Count an attempt. Raises TooManyAttemptsError above *amount* within *period*."""
        item = RateLimitItemPerSecond(amount, int(period.total_seconds()))
        digest = _digest(key)
        if not await self._windows.hit(item, name, digest):
            left = await self._windows.seconds_left(item, name, digest)
            raise TooManyAttemptsError(max(1, math.ceil(left)))

    async def close(self) -> None:
        """Close the connections to Redis; the limiter is unusable afterwards."""
        await self._windows.close()


def _digest(key: str) -> str:
    """Hash the key, so that Redis holds no IP or e-mail addresses in clear text."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
