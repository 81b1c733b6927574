"""Tests of the thread pool for blocking calls."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from storage.thread_pool import BlockingCalls, NoFreeThreadError


@pytest.fixture
async def released() -> AsyncIterator[threading.Event]:
    """What blocking calls of a test wait for; set at its end at the latest."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
async def calls(released: threading.Event) -> AsyncIterator[BlockingCalls]:
    pool = BlockingCalls("test", threads=2)
    yield pool
    released.set()
    await pool.close(seconds=5)


async def test_results_and_exceptions_are_returned(calls: BlockingCalls) -> None:
    assert await calls.run(lambda: 1 + 1, seconds=5) == 2
    with pytest.raises(ZeroDivisionError):
        await calls.run(lambda: 1 // 0, seconds=5)


async def test_concurrent_calls_are_limited_by_the_number_of_threads(calls: BlockingCalls) -> None:
    running, most, lock = 0, 0, threading.Lock()

    def call() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        threading.Event().wait(0.01)
        with lock:
            running -= 1

    await asyncio.gather(*(calls.run(call, seconds=5) for _ in range(10)))

    assert most == 2


async def test_waiting_for_a_thread_counts_towards_the_time_out(
    calls: BlockingCalls, released: threading.Event
) -> None:
    hanging = [asyncio.ensure_future(calls.run(released.wait, seconds=5)) for _ in range(2)]
    await asyncio.sleep(0)

    with pytest.raises(TimeoutError):
        await calls.run(lambda: None, seconds=0.05)

    released.set()
    assert await asyncio.gather(*hanging) == [True, True]


async def test_closing_waits_for_running_calls_and_drops_waiting_ones(
    calls: BlockingCalls, released: threading.Event
) -> None:
    first = [asyncio.ensure_future(calls.run(released.wait, seconds=5)) for _ in range(2)]
    waiting = asyncio.ensure_future(calls.run(lambda: None, seconds=5))
    await asyncio.sleep(0)
    closing = asyncio.ensure_future(calls.close(seconds=5))

    with pytest.raises(NoFreeThreadError):
        await waiting
    assert not closing.done()
    released.set()
    await closing
    assert await asyncio.gather(*first) == [True, True]


async def test_closing_does_not_wait_forever(
    calls: BlockingCalls, released: threading.Event
) -> None:
    hanging = asyncio.ensure_future(calls.run(released.wait, seconds=5))
    await asyncio.sleep(0)

    await calls.close(seconds=0.05)

    assert not hanging.done()
    released.set()
    await hanging


async def test_a_closed_pool_starts_nothing(calls: BlockingCalls) -> None:
    await calls.close(seconds=1)

    with pytest.raises(NoFreeThreadError):
        await calls.run(lambda: None, seconds=1)


async def test_cancellation_is_not_reported_as_an_error_of_the_pool(
    calls: BlockingCalls, released: threading.Event
) -> None:
    tasks = [asyncio.ensure_future(calls.run(released.wait, seconds=5)) for _ in range(3)]
    await asyncio.sleep(0)

    for task in tasks:
        task.cancel()

    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {asyncio.CancelledError}
