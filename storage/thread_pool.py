"""Bounded thread pool for blocking calls, with time-outs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from core.errors import ComicAIError

T = TypeVar("T")


class NoFreeThreadError(ComicAIError, OSError):
    """The call was never started: the pool is closed, or no thread could be started."""


class BlockingCalls:
    """A bounded pool of threads with a time-out around every call.

    A thread cannot be stopped: a call that timed out or was cancelled may still take effect.
    """

    def __init__(self, name: str, *, threads: int) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._running: set[Future[Any]] = set()

    async def run(self, call: Callable[[], T], *, seconds: float) -> T:
        """Return the result of *call*. *seconds* includes the wait for a thread.

        Raises TimeoutError or NoFreeThreadError.
        """
        try:
            future = self._executor.submit(call)
        except RuntimeError as error:
            raise NoFreeThreadError(str(error)) from error
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        async with asyncio.timeout(seconds):
            return await _result(future)

    async def close(self, *, seconds: float) -> None:
        """Reject further calls, drop waiting ones and wait for running ones."""
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
            raise NoFreeThreadError("the pool was closed before the call started") from None
        raise
