"""Taskiq's Redis list broker, made to outlast Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from taskiq_redis import ListQueueBroker

log = structlog.get_logger(__name__)

CONNECT_TIMEOUT = 5  # seconds
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0


class PatientListBroker(ListQueueBroker):
    """Waits for messages for as long as it takes, and for Redis when it is away.

    redis-py 8 gives up reading after 5 s unless told not to, which would end the receiver; and the
    parent class tries again without a pause while Redis is away, and dies of a time-out.
    """

    def __init__(self, url: str, queue_name: str) -> None:
        super().__init__(
            url,
            queue_name=queue_name,
            socket_timeout=None,
            socket_connect_timeout=CONNECT_TIMEOUT,
            socket_keepalive=True,
            health_check_interval=0,
        )

    async def listen(self) -> AsyncGenerator[bytes, None]:
        """Yield messages as they come; an outage costs one log line and growing pauses."""
        pause, away = FIRST_PAUSE, False
        while True:
            try:
                async with Redis(connection_pool=self.connection_pool) as redis:
                    message = await redis.brpop([self.queue_name])
            except (RedisError, OSError, TimeoutError) as error:
                if not away:
                    log.warning("redis_away", queue=self.queue_name, error=type(error).__name__)
                away = True
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            if away:
                log.info("redis_back", queue=self.queue_name)
            pause, away = FIRST_PAUSE, False
            if message is not None:
                data = message[1]
                yield data if isinstance(data, bytes) else data.encode()
