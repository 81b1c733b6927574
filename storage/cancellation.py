"""Cancellation of what holds a connection: told once, and waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import structlog

log = structlog.get_logger(__name__)

T = TypeVar("T")

# Longer than SQLite waits for a lock: only then does its thread hear that the connection is closed.
CLEAN_UP_SECONDS = 7.0

_abandoned: set[asyncio.Task[Any]] = set()


async def shielded_until_done(work: Coroutine[Any, Any, T]) -> T:
    """Run *work*. However often its caller is cancelled, it hears of it once and may clean up.

    Whoever is cancelled while it closes a connection leaves it half-closed: SQLAlchemy 2.1 with
    aiosqlite 0.22 then waits for ever for a thread that has ended, or forgets a connection that
    still gets, and keeps, the lock of the whole file. Our own callers are cancelled twice in no
    time: by a time-out and a lost lease, or by a stop.
    """
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task})
    except asyncio.CancelledError:
        task.cancel()
        await _come_to_an_end(task)
        raise
    return task.result()


async def _come_to_an_end(task: asyncio.Task[Any]) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + CLEAN_UP_SECONDS
    while not task.done() and (left := deadline - loop.time()) > 0:
        with suppress(asyncio.CancelledError):
            await asyncio.wait({task}, timeout=left)
    if not task.done():
        log.error("connection_not_closed", seconds=CLEAN_UP_SECONDS)
        _abandoned.add(task)
        task.add_done_callback(_abandoned.discard)
    elif not task.cancelled():
        task.exception()  # nobody is there to hear of it any more
