"""Waiting for a coroutine that an event may cut short."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from core.errors import ComicAIError

T = TypeVar("T")


class InterruptedByEventError(ComicAIError):
    """One of the events was set before the coroutine had finished."""


async def run_unless_set(work: Coroutine[Any, Any, T], *events: asyncio.Event) -> T:
    """Run *work* and return its result, unless one of *events* is set first.

    In that case, and when the caller is cancelled, *work* is cancelled and awaited. A result that
    is ready when an event is set counts. Raises InterruptedByEventError.
    """
    task = asyncio.ensure_future(work)
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait({task, *waiting}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise InterruptedByEventError
    finally:
        for future in (task, *waiting):
            future.cancel()
        await asyncio.gather(task, *waiting, return_exceptions=True)
