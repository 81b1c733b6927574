"""Notifications reach slots, concurrency is limited to the slots, and failures are survived."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest
from taskiq import BrokerMessage

from core.errors import JobQueueUnavailableError, StorageUnavailableError
from core.jobs.job_queue import (
    MEMORY_MESSAGES,
    MemoryBroker,
    QueueConsumer,
    TaskiqJobQueue,
    open_broker,
)
from core.runtime.backoff import Backoff


class WorkSource:
    """Source of work that records how many slots use it at once."""

    def __init__(self, amount: int) -> None:
        self.left = amount
        self.busy = 0
        self.max_busy = 0
        self.done = asyncio.Event()
        self.failures: list[Exception] = []

    async def run_next(self) -> bool:
        if self.failures:
            raise self.failures.pop(0)
        if not self.left:
            return False
        self.left -= 1
        self.busy += 1
        self.max_busy = max(self.max_busy, self.busy)
        await asyncio.sleep(0.001)
        self.busy -= 1
        if not self.left and not self.busy:
            self.done.set()
        return True


async def test_work_runs_in_all_slots_but_no_more() -> None:
    source, broker = WorkSource(40), MemoryBroker()
    workers = QueueConsumer(broker, source.run_next, slots=3, kind="test")
    running = asyncio.create_task(workers.run())
    job_queue = TaskiqJobQueue(broker, MemoryBroker())

    await job_queue.notify_drawing(40)
    await source.done.wait()
    workers.stop()
    await running

    assert source.max_busy == 3


async def test_one_notification_is_enough_for_all_available_work() -> None:
    source, broker = WorkSource(10), MemoryBroker()
    workers = QueueConsumer(broker, source.run_next, slots=2, kind="test")
    running = asyncio.create_task(workers.run())

    await TaskiqJobQueue(broker, MemoryBroker()).notify_drawing()
    await source.done.wait()
    workers.stop()
    await running

    assert source.left == 0


@pytest.mark.parametrize("error", [StorageUnavailableError("away"), RuntimeError("a mistake")])
async def test_a_slot_is_used_again_after_an_error(error: Exception) -> None:
    source, broker = WorkSource(1), MemoryBroker()
    source.failures = [error]
    workers = QueueConsumer(broker, source.run_next, slots=1, kind="test")
    running = asyncio.create_task(workers.run())
    job_queue = TaskiqJobQueue(broker, MemoryBroker())

    await job_queue.notify_drawing(2)
    await source.done.wait()
    workers.stop()
    await running

    assert source.left == 0


async def test_stopping_waits_for_the_running_slot() -> None:
    broker, started, release = MemoryBroker(), asyncio.Event(), asyncio.Event()

    async def run_next() -> bool:
        started.set()
        await release.wait()
        return True

    workers = QueueConsumer(broker, run_next, slots=1, kind="test")
    running = asyncio.create_task(workers.run())
    await TaskiqJobQueue(broker, MemoryBroker()).notify_drawing()
    await started.wait()

    workers.stop()
    await asyncio.sleep(0)
    still_running = not running.done()
    release.set()
    await running

    assert still_running


async def test_notifications_beyond_the_limit_are_dropped() -> None:
    broker = MemoryBroker()

    await TaskiqJobQueue(broker, MemoryBroker()).notify_drawing(MEMORY_MESSAGES + 5)

    assert broker._messages.qsize() == MEMORY_MESSAGES


async def test_a_broker_failure_makes_the_job_queue_unavailable() -> None:
    class BrokenBroker(MemoryBroker):
        async def kick(self, message: BrokerMessage) -> None:
            raise ConnectionRefusedError

    with pytest.raises(JobQueueUnavailableError):
        await TaskiqJobQueue(BrokenBroker(), MemoryBroker()).notify_drawing()


async def test_a_receiver_that_ends_by_itself_is_restarted() -> None:
    source = WorkSource(1)

    class BrokerEndingOnce(MemoryBroker):
        ended = False

        async def listen(self) -> AsyncGenerator[bytes, None]:
            if not self.ended:
                self.ended = True
                return
            async for message in super().listen():
                yield message

    broker = BrokerEndingOnce()
    workers = QueueConsumer(
        broker, source.run_next, slots=1, kind="test", backoff=Backoff(0.001, 1.0)
    )
    running = asyncio.create_task(workers.run())
    await TaskiqJobQueue(broker, MemoryBroker()).notify_drawing()
    await source.done.wait()
    workers.stop()
    await running

    assert workers.restarts == 1


@pytest.mark.parametrize(
    ("url", "has_workers", "reaches_workers"),
    [
        ("memory://", True, True),
        ("memory://", False, False),
        ("redis://127.0.0.1:1/0", False, True),
    ],
)
def test_a_memory_broker_reaches_workers_of_this_process_only(
    url: str, has_workers: bool, reaches_workers: bool
) -> None:
    drawing, delivering = open_broker(url, "draw"), open_broker(url, "deliver")
    if has_workers:
        QueueConsumer(drawing, WorkSource(0).run_next, slots=1, kind="drawing")

    assert TaskiqJobQueue(drawing, delivering).reaches_workers == reaches_workers


def test_a_memory_url_opens_a_memory_broker() -> None:
    assert isinstance(open_broker("memory://", "queue"), MemoryBroker)
