"""Blocking calls off the event loop, few at a time, none awaited for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


class NoFreeThreadError(OSError):
    """The call was never begun: the pool is closed, or no thread is to be had."""


class BlockingCalls:
    """A bounded pool of threads with a time-out around every call.

    A thread cannot be stopped: a call that is timed out or cancelled may still have its effect.
    """

    def __init__(self, name: str, *, threads: int) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._running: set[Future[Any]] = set()

    async def run(self, call: Callable[[], T], *, seconds: float) -> T:
        """Return what *call* returns. Raises TimeoutError, waiting for a thread included."""
        try:
            future = self._executor.submit(call)
        except RuntimeError as error:
            raise NoFreeThreadError(str(error)) from error
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        async with asyncio.timeout(seconds):
            return await _result(future)

    async def close(self, *, seconds: float) -> None:
        """Take no more calls, drop those that wait, let those that run come to an end."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        running = [asyncio.wrap_future(future) for future in self._running if not future.done()]
        if running:
            await asyncio.wait(running, timeout=seconds)


async def _result(future: Future[T]) -> T:
    try:
        return await asyncio.wrap_future(future)
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if future.cancelled() and task is not None and not task.cancelling():
            raise NoFreeThreadError("closed before its turn") from None
        raise
