"""Messages through a real Redis, its absence included."""

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

IDLE_SECONDS = 6.0  # redis-py ends a read after 5 unless told not to


class Bell:
    """Work that is there once for every time the bell was rung."""

    def __init__(self) -> None:
        self.rung: asyncio.Queue[None] = asyncio.Queue()

    async def check(self) -> bool:
        self.rung.put_nowait(None)
        return False


@pytest.fixture
async def bell(redis: RedisServer) -> AsyncIterator[tuple[Bell, TaskiqJobQueue, QueueConsumer]]:
    queue, bell = f"test:{uuid4().hex}", Bell()
    listening = open_broker(redis.url, queue)
    workers = QueueConsumer(listening, bell.check, slots=2, kind="test")
    running = asyncio.create_task(workers.run())
    engine = TaskiqJobQueue(open_broker(redis.url, queue), listening)
    yield bell, engine, workers
    workers.stop()
    async with asyncio.timeout(10):
        await running
    await engine.close()


async def test_a_hint_reaches_another_process(
    bell: tuple[Bell, TaskiqJobQueue, QueueConsumer],
) -> None:
    heard, engine, _ = bell

    await engine.notify_drawing()

    async with asyncio.timeout(5):
        await heard.rung.get()


async def test_after_a_quiet_while_a_hint_is_heard_at_once(
    bell: tuple[Bell, TaskiqJobQueue, QueueConsumer],
) -> None:
    heard, engine, workers = bell
    await asyncio.sleep(IDLE_SECONDS)

    await engine.notify_drawing()

    async with asyncio.timeout(2):
        await heard.rung.get()
    assert workers.restarts == 0


async def test_a_redis_that_is_away_is_an_engine_that_is_unavailable() -> None:
    broker = open_broker(f"redis://127.0.0.1:{free_port()}/0", "test")

    with pytest.raises(JobQueueUnavailableError):
        await TaskiqJobQueue(broker, broker).notify_drawing()

    await broker.shutdown()


async def test_a_redis_that_died_and_came_back_empty_is_heard_again() -> None:
    server, heard = RedisServer(), Bell()
    if not server.is_ours:
        pytest.fail("this test kills its server: unset COMICAI_TEST_REDIS_URL", pytrace=False)
    broker = open_broker(server.url, "test")
    workers = QueueConsumer(broker, heard.check, slots=1, kind="test")
    running = asyncio.create_task(workers.run())
    engine = TaskiqJobQueue(open_broker(server.url, "test"), broker)
    try:
        await engine.notify_drawing()
        async with asyncio.timeout(5):
            await heard.rung.get()
        server.kill()
        with pytest.raises(JobQueueUnavailableError):
            await engine.notify_drawing()
        server.start()

        await engine.notify_drawing()

        async with asyncio.timeout(10), Redis.from_url(server.url) as redis:
            while await redis.llen("test"):  # until it is taken
                await asyncio.sleep(0.02)
        async with asyncio.timeout(10):
            await heard.rung.get()
        assert workers.restarts == 0
    finally:
        workers.stop()
        async with asyncio.timeout(10):
            await running
        await engine.close()
        server.close()


async def test_the_first_hint_after_an_outage_is_heard() -> None:
    server, heard = RedisServer(), Bell()
    if not server.is_ours:
        pytest.fail("this test kills its server: unset COMICAI_TEST_REDIS_URL", pytrace=False)
    sending, listening = open_broker(server.url, "test"), open_broker(server.url, "test")
    engine = TaskiqJobQueue(sending, listening)
    try:
        # On several connections, all of which die unseen.
        await asyncio.gather(*(engine.notify_drawing() for _ in range(5)))
        server.kill()
        server.start()

        await engine.notify_drawing()

        workers = QueueConsumer(listening, heard.check, slots=1, kind="test")
        running = asyncio.create_task(workers.run())
        async with asyncio.timeout(10):
            await heard.rung.get()
        workers.stop()
        async with asyncio.timeout(10):
            await running
    finally:
        await engine.close()
        server.close()


async def test_while_redis_is_away_slots_look_by_themselves() -> None:
    heard = Bell()
    broker = open_broker(f"redis://127.0.0.1:{free_port()}/0", "test")
    workers = QueueConsumer(broker, heard.check, slots=1, kind="test")
    running = asyncio.create_task(workers.run())
    try:
        async with asyncio.timeout(10):
            for _ in range(3):
                await heard.rung.get()
        assert workers.restarts == 0
    finally:
        workers.stop()
        async with asyncio.timeout(10):
            await running
        await broker.shutdown()


async def test_a_redis_that_falls_silent_is_not_waited_for_for_ever(
    redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.jobs.redis_broker.SILENCE_SECONDS", 0.3)
    address, heard = urlsplit(redis.url), Bell()
    assert address.hostname is not None
    proxy = TcpProxy(address.hostname, address.port or 6379, silent=True)
    await proxy.start()
    broker = open_broker(f"redis://127.0.0.1:{proxy.own_port}/0", "test")
    workers = QueueConsumer(broker, heard.check, slots=1, kind="test")
    running = asyncio.create_task(workers.run())
    try:
        async with asyncio.timeout(10):
            await heard.rung.get()
    finally:
        workers.stop()
        async with asyncio.timeout(10):
            await running
        await broker.shutdown()
        await proxy.close()


async def test_a_look_tells_whether_redis_is_there() -> None:
    server = RedisServer()
    broker = open_broker(server.url, f"test:{uuid4().hex}")
    engine = TaskiqJobQueue(broker, broker)
    try:
        await engine.check()
        there = engine.is_healthy
        server.kill()
        await engine.check()
        gone = engine.is_healthy
    finally:
        server.close()
        await engine.close()

    assert (there, gone) == (True, False)
