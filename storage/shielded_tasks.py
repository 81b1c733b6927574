"""Tasks that hold a connection: a cancellation reaches them once, and their clean-up is awaited."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import structlog

log = structlog.get_logger(__name__)

T = TypeVar("T")

CLEAN_UP_SECONDS = 7.0  # longer than a server waits for a lock

_abandoned: set[asyncio.Task[Any]] = set()


async def shielded_until_done(work: Coroutine[Any, Any, T]) -> T:
    """Run *work*, which is cancelled at most once and may clean up before this returns.

    A task that is cancelled while it closes a connection leaves the connection half-closed, with
    its locks on the server. Callers are often cancelled twice in quick succession: by a time-out
    and a lost lease, or by a shutdown.
    """
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task})
    except asyncio.CancelledError:
        task.cancel()
        await _wait_for_clean_up(task)
        raise
    return task.result()


async def _wait_for_clean_up(task: asyncio.Task[Any]) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + CLEAN_UP_SECONDS
    while not task.done() and (left := deadline - loop.time()) > 0:
        with suppress(asyncio.CancelledError):
            await asyncio.wait({task}, timeout=left)
    if not task.done():
        log.error("connection_abandoned", seconds=CLEAN_UP_SECONDS)
        _abandoned.add(task)
        task.add_done_callback(_abandoned.discard)
    elif not task.cancelled():
        task.exception()  # retrieved, so that asyncio does not report it; no caller is left
