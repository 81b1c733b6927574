"""Redis list broker for Taskiq that survives outages of Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from taskiq import BrokerMessage, TaskiqMessage
from taskiq_redis import ListQueueBroker

from core.runtime.backoff import Backoff

log = structlog.get_logger(__name__)

CONNECT_TIMEOUT = 5  # seconds
BLOCK_SECONDS = 20  # BRPOP timeout
PROBE_SECONDS = 1  # BRPOP timeout that probes whether Redis is reachable again
SILENCE_SECONDS = BLOCK_SECONDS + CONNECT_TIMEOUT + 5.0  # after which a connection counts as dead
FIRST_DELAY, MAX_DELAY = 0.2, 5.0  # seconds


class ResilientListBroker(ListQueueBroker):
    """Redis list broker that waits for messages indefinitely and polls while Redis is unreachable.

    redis-py 8 stops reading after 5 s by default, which would end the receiver. The parent class
    retries without a delay while Redis is unreachable, fails on a time-out, and waits forever on a
    connection that went silent.
    """

    def __init__(self, url: str, queue_name: str, *, task_name: str) -> None:
        """Open no connection yet; *task_name* is the task to run while Redis is unreachable."""
        super().__init__(
            url,
            queue_name=queue_name,
            socket_timeout=None,
            socket_connect_timeout=CONNECT_TIMEOUT,
            socket_keepalive=True,
            health_check_interval=0,
        )
        message = TaskiqMessage(
            task_id=task_name, task_name=task_name, labels={}, args=[], kwargs={}
        )
        self._local_message = self.formatter.dumps(message).message

    async def kick(self, message: BrokerMessage) -> None:
        """Send the message, and retry once on a new connection.

        After an outage of Redis every pooled connection is dead, which shows only on use.
        """
        try:
            await super().kick(message)
        except (RedisError, OSError):
            await self.connection_pool.disconnect(inuse_connections=False)
            await super().kick(message)

    async def listen(self) -> AsyncGenerator[bytes, None]:
        """Yield messages as they arrive.

        An outage is logged once and retried with increasing delays. After each delay, and at the
        end of the outage, a local message has the rows polled, since none can arrive from Redis.
        """
        backoff, is_down = Backoff(FIRST_DELAY, MAX_DELAY), False
        while True:
            try:
                message = await self._next(PROBE_SECONDS if is_down else BLOCK_SECONDS)
            except (RedisError, OSError, TimeoutError) as error:
                if not is_down:
                    log.warning(
                        "redis_connection_lost",
                        queue=self.queue_name,
                        error=type(error).__name__,
                    )
                is_down = True
                await asyncio.sleep(backoff.next())
                yield self._local_message
                continue
            if is_down:
                log.info("redis_connection_restored", queue=self.queue_name)
                yield self._local_message
            backoff.reset()
            is_down = False
            if message is not None:
                yield message

    async def ping(self) -> None:
        """Ping Redis. Raises RedisError or OSError."""
        async with Redis(connection_pool=self.connection_pool) as redis:
            await redis.ping()

    async def _next(self, seconds: int) -> bytes | None:
        """Return the next message; None if none arrived within *seconds*."""
        async with (
            asyncio.timeout(SILENCE_SECONDS),
            Redis(connection_pool=self.connection_pool) as redis,
        ):
            entry = await redis.brpop([self.queue_name], timeout=seconds)
        if entry is None:
            return None
        data = entry[1]
        return data if isinstance(data, bytes) else data.encode()
