"""Poll hints: a callback of the generator makes the poller of its job poll at once.

A hint says only that something changed. It may be lost, doubled or late, and the poller believes
nothing but the status that it then reads.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

import structlog

from core.models.identity import JobId
from core.runtime.backoff import Backoff
from core.runtime.waiting import InterruptedByEventError, run_unless_set

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from redis.asyncio.client import PubSub

log = structlog.get_logger(__name__)

RECENT_SECONDS = 30.0  # for which a hint lets the poller trust that more will come
CHANNEL = "comicai:poll_hints"
SEND_SECONDS = 2.0
CONNECT_SECONDS = 5.0
LISTEN_SECONDS = 20.0  # for which a silent connection is listened to before it is probed
FIRST_DELAY, MAX_DELAY = 0.5, 10.0  # seconds before Redis is connected to again

Sleep = Callable[[float], Awaitable[None]]


class JobHints:
    """Hints for the poller of one job."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._arrived = asyncio.Event()
        self._last: float | None = None

    @property
    def is_recent(self) -> bool:
        """Whether a hint arrived in the last `RECENT_SECONDS`."""
        return self._last is not None and self._clock() - self._last < RECENT_SECONDS

    def add(self) -> None:
        """Record a hint, and wake the poller."""
        self._last = self._clock()
        self._arrived.set()

    async def sleep(self, seconds: float, sleep: Sleep) -> None:
        """Sleep until the next poll, by *sleep*; a hint that arrived since the last one ends it."""
        with suppress(InterruptedByEventError):
            await run_unless_set(_as_coroutine(sleep, seconds), self._arrived)
        self._arrived.clear()


async def _as_coroutine(sleep: Sleep, seconds: float) -> None:
    await sleep(seconds)


async def _pong(channel: PubSub) -> dict[str, Any]:
    """Return the answer to a ping, or a message before it; raise TimeoutError if none comes.

    A connection that went silent looks the same as one without messages.
    """
    async with asyncio.timeout(CONNECT_SECONDS):
        await channel.ping()
    message: dict[str, Any] | None = await channel.get_message(timeout=CONNECT_SECONDS)
    if message is None:
        raise TimeoutError
    return message


class PollHints:
    """Hints for the pollers of this process, and with Redis for those of the whole fleet."""

    def __init__(
        self, url: str = "memory://", *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._jobs: dict[JobId, JobHints] = {}
        self._redis: Redis | None = None
        if urlsplit(url).scheme != "memory":
            from redis.asyncio import Redis

            self._redis = Redis.from_url(
                url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=None
            )

    @contextmanager
    def of(self, job_id: JobId) -> Iterator[JobHints]:
        """Receive the hints for a job while the context lasts."""
        hints = self._jobs[job_id] = JobHints(self._clock)
        try:
            yield hints
        finally:
            if self._jobs.get(job_id) is hints:
                del self._jobs[job_id]

    async def send(self, job_id: JobId) -> None:
        """Wake the poller of a job, wherever it runs. Failures are logged: polling goes on."""
        if self._add(job_id) or self._redis is None:
            return
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._redis.publish(CHANNEL, str(job_id))
        except Exception as error:  # noqa: BLE001 - whatever Redis raises, the hint is lost
            log.warning("poll_hint_lost", error=type(error).__name__)

    async def run(self) -> None:
        """Pass on the hints that other processes receive, until cancelled; only with Redis."""
        if self._redis is None:
            return
        backoff, is_down = Backoff(FIRST_DELAY, MAX_DELAY), False
        while True:
            started = time.monotonic()
            try:
                await self._listen()
            except Exception as error:  # noqa: BLE001 - whatever Redis raises, it is unreachable
                if not is_down:
                    log.warning("poll_hints_disconnected", error=type(error).__name__)
                is_down = time.monotonic() - started < MAX_DELAY
                await asyncio.sleep(backoff.next_after_run(time.monotonic() - started))

    async def close(self) -> None:
        """Close the connections to Redis."""
        if self._redis is not None:
            await self._redis.aclose()

    async def _listen(self) -> None:
        assert self._redis is not None
        async with self._redis.pubsub(ignore_subscribe_messages=True) as channel:
            async with asyncio.timeout(CONNECT_SECONDS):
                await channel.subscribe(CHANNEL)
            while True:
                message = await channel.get_message(timeout=LISTEN_SECONDS)
                if message is None:
                    message = await _pong(channel)
                if message["type"] == "message":
                    self._add_from(message["data"])

    def _add_from(self, data: bytes | str) -> None:
        with suppress(ValueError):
            self._add(JobId(UUID(data if isinstance(data, str) else data.decode())))

    def _add(self, job_id: JobId) -> bool:
        """Wake the poller if it runs in this process; return whether it does."""
        hints = self._jobs.get(job_id)
        if hints is not None:
            hints.add()
        return hints is not None
