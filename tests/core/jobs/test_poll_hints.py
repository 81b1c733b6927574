"""Hints that end the sleep of a job's poller, in this process and through a real Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from core.jobs.poll_hints import RECENT_SECONDS, JobHints, PollHints
from core.models.identity import JobId
from tests.proxy import TcpProxy
from tests.servers import RedisServer, free_port

FOREVER = 3600.0  # seconds


def new_id() -> JobId:
    return JobId(UUID(str(uuid7())))


async def is_woken(hints: JobHints) -> None:
    """Sleep until a hint arrives."""
    async with asyncio.timeout(30):
        await hints.sleep(FOREVER, asyncio.sleep)


@asynccontextmanager
async def hints_of_a_worker(url: str) -> AsyncIterator[PollHints]:
    hints = PollHints(url)
    running = asyncio.create_task(hints.run())
    try:
        yield hints
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await hints.close()


async def test_a_hint_ends_the_sleep_of_the_jobs_poller_only() -> None:
    hints = PollHints()
    one, other = new_id(), new_id()
    with hints.of(one) as mine, hints.of(other) as others:
        await hints.send(one)

        await is_woken(mine)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await others.sleep(FOREVER, asyncio.sleep)


async def test_a_hint_before_the_sleep_counts_once() -> None:
    hints = PollHints()
    job_id = new_id()
    with hints.of(job_id) as mine:
        await hints.send(job_id)
        await hints.send(job_id)

        await is_woken(mine)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await mine.sleep(FOREVER, asyncio.sleep)


async def test_without_a_hint_the_poller_sleeps_for_as_long_as_it_wants() -> None:
    hints = PollHints()
    with hints.of(new_id()) as mine:
        await asyncio.wait_for(mine.sleep(0.01, asyncio.sleep), 30)


async def test_a_hint_is_recent_for_a_while() -> None:
    moments = [1000.0]
    hints = PollHints(clock=lambda: moments[-1])
    job_id = new_id()
    with hints.of(job_id) as mine:
        found = [mine.is_recent]
        await hints.send(job_id)
        for seconds in (RECENT_SECONDS - 1, RECENT_SECONDS + 1):
            moments.append(1000.0 + seconds)
            found.append(mine.is_recent)

    assert found == [False, True, False]


async def test_a_hint_for_a_job_that_nothing_polls_is_dropped() -> None:
    await PollHints().send(new_id())


async def test_the_poller_that_took_over_a_job_keeps_its_hints() -> None:
    hints = PollHints()
    job_id = new_id()
    with ExitStack() as stack:
        first = stack.enter_context(hints.of(job_id))
        with hints.of(job_id) as second:
            stack.close()
            await hints.send(job_id)

            await is_woken(second)
    assert not first.is_recent


@pytest.mark.servers
async def test_a_hint_reaches_the_poller_in_another_process(redis: RedisServer) -> None:
    job_id = new_id()
    async with hints_of_a_worker(redis.url) as worker, hints_of_a_worker(redis.url) as web:
        with worker.of(job_id) as mine:
            await _sent_until_received(web, job_id, mine)


@pytest.mark.servers
async def test_hints_arrive_again_after_an_outage_of_redis(redis: RedisServer) -> None:
    job_id = new_id()
    address = urlsplit(redis.url)
    assert address.hostname is not None
    proxy = TcpProxy(address.hostname, address.port or 6379)
    await proxy.start()
    url = f"redis://127.0.0.1:{proxy.own_port}{address.path}"
    async with hints_of_a_worker(url) as worker, hints_of_a_worker(redis.url) as web:
        with worker.of(job_id) as mine:
            await _sent_until_received(web, job_id, mine)
            await proxy.close()
            await proxy.start()
            await _sent_until_received(web, job_id, mine)
    await proxy.close()


@pytest.mark.servers
async def test_an_unreachable_redis_loses_the_hint_only() -> None:
    hints = PollHints(f"redis://127.0.0.1:{free_port()}/0")

    await hints.send(new_id())

    await hints.close()


async def _sent_until_received(sender: PollHints, job_id: JobId, hints: JobHints) -> None:
    """Send hints until one arrives: a subscription takes a moment, and a hint may be lost."""
    async with asyncio.timeout(30):
        waiting = asyncio.create_task(hints.sleep(FOREVER, asyncio.sleep))
        while not waiting.done():
            await sender.send(job_id)
            await asyncio.wait({waiting}, timeout=0.2)
