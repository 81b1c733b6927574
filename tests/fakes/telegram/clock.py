"""The fake's clock: the real time, plus what a test adds to it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

GLANCE_SECONDS = 0.05


class Changes:
    """Notifies waiters of changes of the fake's state."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def notify(self) -> None:
        """Notify all waiters."""
        past, self._next = self._next, asyncio.Event()
        past.set()

    async def wait(self, seconds: float) -> None:
        """Wait for the next change, for at most so many real seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self._next.wait()
        except TimeoutError:
            return

    async def until(self, holds: Callable[[], object], seconds: float, what: str) -> None:
        """Wait until the condition holds; raises AssertionError that names *what* was missing.

        The condition is also polled, for one that depends on something outside the fake.
        """
        try:
            async with asyncio.timeout(seconds):
                while not holds():
                    await self.wait(GLANCE_SECONDS)
        except TimeoutError:
            raise AssertionError(f"not within {seconds:g} s: {what}") from None


class Clock:
    """Runs like the real clock; `advance` moves it forward and wakes waiters."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._ahead = 0.0

    def now(self) -> float:
        """Return the Unix time, in seconds."""
        return time.time() + self._ahead

    def date(self) -> int:
        """Return the Unix time in whole seconds, as in messages."""
        return int(self.now())

    def advance(self, seconds: float = 0, *, minutes: float = 0, hours: float = 0) -> None:
        """Move the clock forward."""
        self._ahead += seconds + 60 * minutes + 3600 * hours
        self._changes.notify()

    async def until(self, moment: float) -> None:
        while (left := moment - self.now()) > 0:
            await self._changes.wait(left)
