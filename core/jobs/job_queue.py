"""Job queue: notifications to workers over Taskiq, on an in-memory broker or Redis.

Taskiq's receivers run inside our own event loop. The rows hold the order of jobs; a message only
says "look for work", so it may be lost, duplicated or late. A slot that becomes free polls the
rows again before it waits for the next message.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

import structlog
from taskiq import AsyncBroker, BrokerMessage
from taskiq.kicker import AsyncKicker
from taskiq.receiver import Receiver

from core.errors import JobQueueUnavailableError, StorageError
from core.runtime.backoff import Backoff
from core.runtime.metrics import NO_METRICS, Metrics

if TYPE_CHECKING:
    from core.jobs.redis_broker import ResilientListBroker

log = structlog.get_logger(__name__)

SEND_TIMEOUT = 2.0  # seconds
MEMORY_MESSAGES = 1000  # further messages would carry no new information
FIRST_DELAY, MAX_DELAY = 0.5, 10.0  # seconds before a stopped receiver is restarted
LOOK_FOR_WORK_TASK = "look_for_work"


class MemoryBroker(AsyncBroker):
    """In-memory broker for one process, read by the same receiver as the Redis broker.

    Taskiq's own InMemoryBroker runs each message immediately and so ignores `max_async_tasks`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._messages: asyncio.Queue[bytes] = asyncio.Queue(MEMORY_MESSAGES)

    async def kick(self, message: BrokerMessage) -> None:
        """Enqueue the message; drop it if the queue is full, since all messages mean the same."""
        if not self._messages.full():
            self._messages.put_nowait(message.message)

    async def ping(self) -> None:
        """Return at once: an in-memory broker is always reachable."""

    async def listen(self) -> AsyncGenerator[bytes, None]:
        """Yield messages as they arrive."""
        while True:
            yield await self._messages.get()


Broker: TypeAlias = "MemoryBroker | ResilientListBroker"


def open_broker(url: str, queue: str) -> Broker:
    """Return the broker for *url*; *queue* separates drawing from delivering."""
    if urlsplit(url).scheme == "memory":
        return MemoryBroker()
    from core.jobs.redis_broker import ResilientListBroker

    return ResilientListBroker(url, queue, task_name=LOOK_FOR_WORK_TASK)


class TaskiqJobQueue:
    """Implementation of the port `JobQueue` on two Taskiq brokers."""

    def __init__(self, drawing: Broker, delivering: Broker) -> None:
        self._drawing = drawing
        self._delivering = delivering
        self.is_healthy = True  # as of the last `check`

    @property
    def reaches_workers(self) -> bool:
        return self._drawing.is_worker_process or not isinstance(self._drawing, MemoryBroker)

    async def notify_drawing(self, count: int = 1) -> None:
        await _kick(self._drawing, count)

    async def notify_delivering(self, count: int = 1) -> None:
        await _kick(self._delivering, count)

    async def check(self) -> None:
        """Ping the broker and update `is_healthy`."""
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                await self._drawing.ping()
        except Exception as error:  # noqa: BLE001 - any failure means that workers cannot be notified
            if self.is_healthy:
                log.warning("job_queue_check_failed", error=type(error).__name__)
            self.is_healthy = False
        else:
            self.is_healthy = True

    async def close(self) -> None:
        """Close the connections of both brokers, after their last user has stopped."""
        for broker in (self._drawing, self._delivering):
            await broker.shutdown()


async def _kick(broker: AsyncBroker, count: int) -> None:
    try:
        async with asyncio.timeout(SEND_TIMEOUT):
            for _ in range(count):
                await AsyncKicker[[], None](
                    task_name=LOOK_FOR_WORK_TASK, broker=broker, labels={}
                ).kiq()
    except Exception as error:
        # Whatever the broker's library raises, it means that no worker was notified.
        raise JobQueueUnavailableError(type(error).__name__) from error


class QueueConsumer:
    """Pool of slots in this process that poll for one kind of work whenever a message arrives."""

    def __init__(
        self,
        broker: AsyncBroker,
        run_next: Callable[[], Awaitable[bool]],
        *,
        slots: int,
        kind: str,
        backoff: Backoff | None = None,
        metrics: Metrics = NO_METRICS,
    ) -> None:
        self._broker = broker
        self._run_next = run_next
        self._slots = slots
        self._kind = kind
        self._backoff = backoff or Backoff(FIRST_DELAY, MAX_DELAY)
        self._metrics = metrics
        self._stopping = asyncio.Event()
        self.restarts = 0  # of receivers that stopped unexpectedly
        broker.is_worker_process = True

        async def look_for_work() -> None:
            await self._drain()

        broker.register_task(look_for_work, task_name=LOOK_FOR_WORK_TASK)

    def stop(self) -> None:
        """Accept no more messages; `run` returns when all slots are idle."""
        self._stopping.set()

    async def run(self) -> None:
        """Process messages until `stop`; restart a receiver that stops unexpectedly."""
        await self._broker.startup()
        while not self._stopping.is_set():
            started = time.monotonic()
            try:
                await self._receiver().listen(self._stopping)
            except Exception:
                log.exception("receiver_failed", kind=self._kind)
            if not self._stopping.is_set():
                self.restarts += 1
                self._metrics.count_restart(self._kind)
                log.warning("receiver_restarted", kind=self._kind, restarts=self.restarts)
                await asyncio.sleep(self._backoff.next_after_run(time.monotonic() - started))

    def _receiver(self) -> Receiver:
        return Receiver(
            self._broker, validate_params=False, max_async_tasks=self._slots, run_startup=False
        )

    async def _drain(self) -> None:
        """Run work in one slot until none is left: the task that every message starts."""
        try:
            while not self._stopping.is_set() and await self._run_next():
                pass
        except StorageError as error:
            # The rows are unchanged, and the janitor notifies the workers again.
            log.warning("work_claim_failed", kind=self._kind, error=error.code)
        except Exception:
            log.exception("slot_crashed", kind=self._kind)
