"""Waiting for a coroutine that an event may cut short."""

from __future__ import annotations

import asyncio

import pytest

from core.runtime.waiting import InterruptedByEventError, run_unless_set


async def answer(value: int) -> int:
    await asyncio.sleep(0)
    return value


class Endless:
    """A coroutine that ends only by being cancelled."""

    def __init__(self) -> None:
        self.started = asyncio.Event()
        self.is_cancelled = False

    async def run(self) -> None:
        self.started.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.is_cancelled = True
            raise


async def test_the_result_is_returned_while_no_event_is_set() -> None:
    assert await run_unless_set(answer(7), asyncio.Event(), asyncio.Event()) == 7


async def test_any_of_the_events_cancels_the_work() -> None:
    for index in range(2):
        work, events = Endless(), (asyncio.Event(), asyncio.Event())
        waiting = asyncio.ensure_future(run_unless_set(work.run(), *events))
        await work.started.wait()
        events[index].set()

        with pytest.raises(InterruptedByEventError):
            await waiting

        assert work.is_cancelled


async def test_an_error_of_the_work_is_raised() -> None:
    async def fail() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await run_unless_set(fail(), asyncio.Event())


async def test_cancelling_the_caller_cancels_the_work() -> None:
    work = Endless()
    waiting = asyncio.ensure_future(run_unless_set(work.run(), asyncio.Event()))
    await work.started.wait()
    waiting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting

    assert work.is_cancelled


async def test_no_task_is_left_behind() -> None:
    before = asyncio.all_tasks()
    set_already = asyncio.Event()
    set_already.set()

    with pytest.raises(InterruptedByEventError):
        await run_unless_set(Endless().run(), set_already)

    assert asyncio.all_tasks() == before
