"""Gets work to workers: Taskiq's receivers inside our own loop, on an in-memory queue or Redis.

Order lives in the rows. A message only says "look for work", so it may be lost, doubled or late;
a slot that becomes free looks at the rows again before it waits.
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
from core.runtime.metrics import NO_METRICS, Metrics

if TYPE_CHECKING:
    from core.jobs.redis_broker import ResilientListBroker

log = structlog.get_logger(__name__)

SEND_TIMEOUT = 2.0  # seconds
MEMORY_MESSAGES = 1000  # more would say the same thing once more
FIRST_PAUSE = 0.5  # seconds, before a receiver that ended by itself is started again
LONGEST_PAUSE = 10.0
LOOK_FOR_WORK_TASK = "look_for_work"


class MemoryBroker(AsyncBroker):
    """Messages within one process, through the same receiver as any other.

    Taskiq's own InMemoryBroker runs each message at once and so ignores `max_async_tasks`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._messages: asyncio.Queue[bytes] = asyncio.Queue(MEMORY_MESSAGES)

    async def kick(self, message: BrokerMessage) -> None:
        """Keep the message, unless there are so many that one more says nothing new."""
        if not self._messages.full():
            self._messages.put_nowait(message.message)

    async def ping(self) -> None:
        """Return: it is here."""

    async def listen(self) -> AsyncGenerator[bytes, None]:
        """Yield messages as they come."""
        while True:
            yield await self._messages.get()


Broker: TypeAlias = "MemoryBroker | ResilientListBroker"


def open_broker(url: str, queue: str) -> Broker:
    """Return the broker that *url* names; *queue* keeps drawing and delivering apart."""
    if urlsplit(url).scheme == "memory":
        return MemoryBroker()
    from core.jobs.redis_broker import ResilientListBroker

    return ResilientListBroker(url, queue, task_name=LOOK_FOR_WORK_TASK)


class TaskiqJobQueue:
    """Sends the hints: the port `Engine`."""

    def __init__(self, drawing: Broker, delivering: Broker) -> None:
        self._drawing = drawing
        self._delivering = delivering
        self.is_healthy = True  # when somebody last looked

    @property
    def reaches_workers(self) -> bool:
        """Whether a worker can hear it at all: one in memory leads no further than this process."""
        return self._drawing.is_worker_process or not isinstance(self._drawing, MemoryBroker)

    async def notify_drawing(self, count: int = 1) -> None:
        """Ask workers to look for jobs to draw. Raises JobQueueUnavailableError."""
        await _kick(self._drawing, count)

    async def notify_delivering(self, count: int = 1) -> None:
        """Ask workers to look for deliveries to make. Raises JobQueueUnavailableError."""
        await _kick(self._delivering, count)

    async def check(self) -> None:
        """See whether the broker is there."""
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                await self._drawing.ping()
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody can be told of work
            if self.is_healthy:
                log.warning("engine_away", error=type(error).__name__)
            self.is_healthy = False
        else:
            self.is_healthy = True

    async def close(self) -> None:
        """Close both brokers' connections, once nobody works with them any more."""
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
        # Whatever the broker's library raises means the same to us: nobody was told.
        raise JobQueueUnavailableError(type(error).__name__) from error


class QueueConsumer:
    """Slots of one kind in this process, each looking for work whenever a message comes."""

    def __init__(
        self,
        broker: AsyncBroker,
        look: Callable[[], Awaitable[bool]],
        *,
        slots: int,
        kind: str,
        metrics: Metrics = NO_METRICS,
    ) -> None:
        self._broker = broker
        self._look = look
        self._slots = slots
        self._kind = kind
        self._metrics = metrics
        self._finish = asyncio.Event()
        self.restarts = 0  # of receivers that ended by themselves
        broker.is_worker_process = True

        async def look_for_work() -> None:
            await self._work()

        broker.register_task(look_for_work, task_name=LOOK_FOR_WORK_TASK)

    def stop(self) -> None:
        """Take no more messages; `run` returns when the slots are empty."""
        self._finish.set()

    async def run(self) -> None:
        """Work until `stop`; a receiver that ends by itself is started again."""
        pause = FIRST_PAUSE
        await self._broker.startup()
        while not self._finish.is_set():
            started = time.monotonic()
            try:
                await self._receiver().listen(self._finish)
            except Exception:
                log.exception("receiver_failed", kind=self._kind)
            if not self._finish.is_set():
                self.restarts += 1
                self._metrics.count_restart(self._kind)
                log.warning("receiver_restarts", kind=self._kind, restarts=self.restarts)
                if time.monotonic() - started > LONGEST_PAUSE:
                    pause = FIRST_PAUSE
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def _receiver(self) -> Receiver:
        return Receiver(
            self._broker, validate_params=False, max_async_tasks=self._slots, run_startup=False
        )

    async def _work(self) -> None:
        """Use one slot for as long as there is work: the task that every message starts."""
        try:
            while not self._finish.is_set() and await self._look():
                pass
        except StorageError as error:
            # The rows are still there, and the sweep asks again.
            log.warning("look_failed", kind=self._kind, error=error.code)
        except Exception:
            log.exception("slot_crashed", kind=self._kind)
