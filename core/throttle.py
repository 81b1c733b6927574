"""Limits on tries: of passwords, link codes and registrations."""

from __future__ import annotations

import asyncio
import hashlib
import math
import time
from datetime import timedelta

import structlog
from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from redis.asyncio import ConnectionPool

from core.errors import TooManyTriesError

log = structlog.get_logger(__name__)

REDIS_TIMEOUT = 2.0  # seconds


class Throttle:
    """Counts tries in moving windows: in this process, or in Redis for the whole fleet.

    While Redis is away every process counts for itself, so that people can still sign in.
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

    async def hit(self, name: str, key: str, *, amount: int, period: timedelta) -> None:
        """Count a try. Raises TooManyTriesError from the one after *amount* in *period* on."""
        item = RateLimitItemPerSecond(amount, int(period.total_seconds()))
        digest = _digest(key)
        if self._shared is not None:
            try:
                async with asyncio.timeout(REDIS_TIMEOUT):
                    return await _hit(self._shared, item, name, digest)
            except (StorageError, TimeoutError) as error:
                log.warning("throttle_not_shared", error=repr(error))
        return await _hit(self._here, item, name, digest)

    async def close(self) -> None:
        """Close what was opened; the throttle is of no use afterwards."""
        if self._connections is not None:
            await self._connections.disconnect()


async def _hit(
    limiter: MovingWindowRateLimiter, item: RateLimitItemPerSecond, name: str, digest: str
) -> None:
    if await limiter.hit(item, name, digest):
        return
    window = await limiter.get_window_stats(item, name, digest)
    raise TooManyTriesError(max(1, math.ceil(window.reset_time - time.time())))


def _digest(key: str) -> str:
    """Hide what is counted by (addresses, e-mail) from whoever reads Redis."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
