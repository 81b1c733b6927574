"""Messages through a real Redis, outages included."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from core.errors import JobQueueUnavailableError
from core.jobs.job_queue import QueueConsumer, TaskiqJobQueue, open_broker
from tests.proxy import TcpProxy
from tests.servers import RedisServer, free_port

pytestmark = pytest.mark.servers

IDLE_SECONDS = 6.0  # redis-py ends a read after 5 s by default


class PollRecorder:
    """Source of work that records each poll and never has any."""

    def __init__(self) -> None:
        self.recorded: asyncio.Queue[None] = asyncio.Queue()

    async def poll(self) -> bool:
        self.recorded.put_nowait(None)
        return False


@pytest.fixture
async def consumer_setup(
    redis: RedisServer,
) -> AsyncIterator[tuple[PollRecorder, TaskiqJobQueue, QueueConsumer]]:
    queue, consumer_setup = f"test:{uuid4().hex}", PollRecorder()
    listening = open_broker(redis.url, queue)
    workers = QueueConsumer(listening, consumer_setup.poll, slots=2, kind="test")
    running = asyncio.create_task(workers.run())
    job_queue = TaskiqJobQueue(open_broker(redis.url, queue), listening)
    yield consumer_setup, job_queue, workers
    workers.stop()
    async with asyncio.timeout(30):
        await running
    await job_queue.close()


async def test_a_notification_reaches_another_process(
    consumer_setup: tuple[PollRecorder, TaskiqJobQueue, QueueConsumer],
) -> None:
    polls, job_queue, _ = consumer_setup

    await job_queue.notify_drawing()

    async with asyncio.timeout(30):
        await polls.recorded.get()


async def test_after_an_idle_period_a_notification_arrives_at_once(
    consumer_setup: tuple[PollRecorder, TaskiqJobQueue, QueueConsumer],
) -> None:
    polls, job_queue, workers = consumer_setup
    await asyncio.sleep(IDLE_SECONDS)

    await job_queue.notify_drawing()

    async with asyncio.timeout(2):
        await polls.recorded.get()
    assert workers.restarts == 0


async def test_an_unreachable_redis_makes_the_job_queue_unavailable() -> None:
    broker = open_broker(f"redis://127.0.0.1:{free_port()}/0", "test")

    with pytest.raises(JobQueueUnavailableError):
        await TaskiqJobQueue(broker, broker).notify_drawing()

    await broker.shutdown()


async def test_notifications_arrive_after_redis_restarts_empty() -> None:
    server, polls = RedisServer(), PollRecorder()
    if not server.is_ours:
        pytest.fail("this test kills its server: unset COMICAI_TEST_REDIS_URL", pytrace=False)
    broker = open_broker(server.url, "test")
    workers = QueueConsumer(broker, polls.poll, slots=1, kind="test")
    running = asyncio.create_task(workers.run())
    job_queue = TaskiqJobQueue(open_broker(server.url, "test"), broker)
    try:
        await job_queue.notify_drawing()
        async with asyncio.timeout(30):
            await polls.recorded.get()
        server.kill()
        with pytest.raises(JobQueueUnavailableError):
            await job_queue.notify_drawing()
        server.start()

        await job_queue.notify_drawing()

        async with asyncio.timeout(30), Redis.from_url(server.url) as redis:
            while await redis.llen("test"):  # until the message is consumed
                await asyncio.sleep(0.02)
        async with asyncio.timeout(30):
            await polls.recorded.get()
        assert workers.restarts == 0
    finally:
        workers.stop()
        async with asyncio.timeout(30):
            await running
        await job_queue.close()
        server.close()


async def test_the_first_notification_after_an_outage_arrives() -> None:
    server, polls = RedisServer(), PollRecorder()
    if not server.is_ours:
        pytest.fail("this test kills its server: unset COMICAI_TEST_REDIS_URL", pytrace=False)
    sending, listening = open_broker(server.url, "test"), open_broker(server.url, "test")
    job_queue = TaskiqJobQueue(sending, listening)
    try:
        # On several pooled connections, all of which die unnoticed.
        await asyncio.gather(*(job_queue.notify_drawing() for _ in range(5)))
        server.kill()
        server.start()

        await job_queue.notify_drawing()

        workers = QueueConsumer(listening, polls.poll, slots=1, kind="test")
        running = asyncio.create_task(workers.run())
        async with asyncio.timeout(30):
            await polls.recorded.get()
        workers.stop()
        async with asyncio.timeout(30):
            await running
    finally:
        await job_queue.close()
        server.close()


async def test_slots_poll_while_redis_is_down() -> None:
    polls = PollRecorder()
    broker = open_broker(f"redis://127.0.0.1:{free_port()}/0", "test")
    workers = QueueConsumer(broker, polls.poll, slots=1, kind="test")
    running = asyncio.create_task(workers.run())
    try:
        async with asyncio.timeout(30):
            for _ in range(3):
                await polls.recorded.get()
        assert workers.restarts == 0
    finally:
        workers.stop()
        async with asyncio.timeout(30):
            await running
        await broker.shutdown()


async def test_a_silent_redis_connection_times_out(
    redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.jobs.redis_broker.SILENCE_SECONDS", 0.3)
    address, polls = urlsplit(redis.url), PollRecorder()
    assert address.hostname is not None
    proxy = TcpProxy(address.hostname, address.port or 6379, silent=True)
    await proxy.start()
    broker = open_broker(f"redis://127.0.0.1:{proxy.own_port}/0", "test")
    workers = QueueConsumer(broker, polls.poll, slots=1, kind="test")
    running = asyncio.create_task(workers.run())
    try:
        async with asyncio.timeout(30):
            await polls.recorded.get()
    finally:
        workers.stop()
        async with asyncio.timeout(30):
            await running
        await broker.shutdown()
        await proxy.close()


async def test_a_check_reports_whether_redis_is_reachable() -> None:
    server = RedisServer()
    broker = open_broker(server.url, f"test:{uuid4().hex}")
    job_queue = TaskiqJobQueue(broker, broker)
    try:
        await job_queue.check()
        before = job_queue.is_healthy
        server.kill()
        await job_queue.check()
        after = job_queue.is_healthy
    finally:
        server.close()
        await job_queue.close()

    assert (before, after) == (True, False)
