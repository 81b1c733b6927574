"""Taskiq's Redis list broker, made to outlast Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from taskiq import BrokerMessage, TaskiqMessage
from taskiq_redis import ListQueueBroker

log = structlog.get_logger(__name__)

CONNECT_TIMEOUT = 5  # seconds
BLOCK_SECONDS = 20  # that Redis is asked to wait for a message
SOON = 1  # the same, to learn whether it is back
SILENCE_SECONDS = BLOCK_SECONDS + CONNECT_TIMEOUT + 5.0  # after which nobody is there any more
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0


class ResilientListBroker(ListQueueBroker):
    """Waits for messages for as long as it takes, and does without Redis when it is away.

    redis-py 8 gives up reading after 5 s unless told not to, which would end the receiver; and the
    parent class tries again without a pause while Redis is away, dies of a time-out, and waits for
    ever on a connection that went silent.
    """

    def __init__(self, url: str, queue_name: str, *, task_name: str) -> None:
        """Make a broker; *task_name* is what it asks its own process for when Redis is away."""
        super().__init__(
            url,
            queue_name=queue_name,
            socket_timeout=None,
            socket_connect_timeout=CONNECT_TIMEOUT,
            socket_keepalive=True,
            health_check_interval=0,
        )
        hint = TaskiqMessage(task_id=task_name, task_name=task_name, labels={}, args=[], kwargs={})
        self._hint = self.formatter.dumps(hint).message

    async def kick(self, message: BrokerMessage) -> None:
        """Send the message; once more on a new connection, where the old ones are dead.

        All are after Redis was away, which only those who use them notice.
        """
        try:
            await super().kick(message)
        except (RedisError, OSError):
            await self.connection_pool.disconnect(inuse_connections=False)
            await super().kick(message)

    async def listen(self) -> AsyncGenerator[bytes, None]:
        """Yield messages as they come.

        An outage costs one log line and growing pauses. Work is looked for after each of them,
        and when it is over: the rows are there, and nobody else can tell us.
        """
        pause, away = FIRST_PAUSE, False
        while True:
            try:
                message = await self._next(SOON if away else BLOCK_SECONDS)
            except (RedisError, OSError, TimeoutError) as error:
                if not away:
                    log.warning("redis_away", queue=self.queue_name, error=type(error).__name__)
                away = True
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                yield self._hint
                continue
            if away:
                log.info("redis_back", queue=self.queue_name)
                yield self._hint
            pause, away = FIRST_PAUSE, False
            if message is not None:
                yield message

    async def ping(self) -> None:
        """Return if Redis answers. Raises RedisError or OSError."""
        async with Redis(connection_pool=self.connection_pool) as redis:
            await redis.ping()

    async def _next(self, seconds: int) -> bytes | None:
        """Return the next message; None if there was none for so long."""
        async with (
            asyncio.timeout(SILENCE_SECONDS),
            Redis(connection_pool=self.connection_pool) as redis,
        ):
            found = await redis.brpop([self.queue_name], timeout=seconds)
        if found is None:
            return None
        data = found[1]
        return data if isinstance(data, bytes) else data.encode()
