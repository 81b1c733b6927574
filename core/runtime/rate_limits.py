"""Limits on tries of passwords, link codes and registrations, and on calls of others' servers."""

from __future__ import annotations

import asyncio
import hashlib
import math
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import structlog
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from redis.asyncio import ConnectionPool

from core.errors import TooManyAttemptsError

log = structlog.get_logger(__name__)

T = TypeVar("T")

REDIS_TIMEOUT = 2.0  # seconds


class SharedWindows:
    """Moving windows that calls are counted in: here, or in Redis for the whole fleet.

    While Redis is away every process counts for itself.
    """

    def __init__(self, url: str = "memory://") -> None:
        self._here = MovingWindowRateLimiter(MemoryStorage())
        self._connections: ConnectionPool | None = None
        self._shared: MovingWindowRateLimiter | None = None
        if url.startswith(("redis://", "rediss://")):
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
        """Count one, unless that is too many."""
        return await self._ask(lambda windows: windows.hit(item, *key))

    async def has_room(self, item: RateLimitItem, *key: str, room: int) -> bool:
        """Say whether that many more would fit."""
        return await self._ask(lambda windows: windows.test(item, *key, cost=room))

    async def seconds_left(self, item: RateLimitItem, *key: str) -> float:
        """Return how long it takes until one more fits into a window that is full."""
        stats = await self._ask(lambda windows: windows.get_window_stats(item, *key))
        return stats.reset_time - time.time()

    async def close(self) -> None:
        """Close what was opened; it is of no use afterwards."""
        if self._connections is not None:
            await self._connections.disconnect()

    async def _ask(self, ask: Callable[[MovingWindowRateLimiter], Awaitable[T]]) -> T:
        if self._shared is not None:
            try:
                async with asyncio.timeout(REDIS_TIMEOUT):
                    return await ask(self._shared)
            except (StorageError, TimeoutError) as error:
                log.warning("throttle_not_shared", error=repr(error))
        return await ask(self._here)


class AttemptLimiter:
    """Counts tries in moving windows, so that people can still sign in while Redis is away."""

    def __init__(self, url: str = "memory://") -> None:
        self._windows = SharedWindows(url)

    async def hit(self, name: str, key: str, *, amount: int, period: timedelta) -> None:
        """Count a try. Raises TooManyAttemptsError from the one after *amount* in *period* on."""
        item = RateLimitItemPerSecond(amount, int(period.total_seconds()))
        digest = _digest(key)
        if not await self._windows.hit(item, name, digest):
            left = await self._windows.seconds_left(item, name, digest)
            raise TooManyAttemptsError(max(1, math.ceil(left)))

    async def close(self) -> None:
        """Close what was opened; the throttle is of no use afterwards."""
        await self._windows.close()


def _digest(key: str) -> str:
    """Hide what is counted by (addresses, e-mail) from whoever reads Redis."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
