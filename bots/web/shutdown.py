"""Waiting that ends early when the server stops."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from core.runtime.waiting import InterruptedByEventError, run_unless_set

T = TypeVar("T")


async def unless_stopping(stopping: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Return the result of *work*, or cancel it and return None if the server stops first."""
    try:
        return await run_unless_set(work, stopping)
    except InterruptedByEventError:
        return None
