"""Time as the fake has it: the real time, and what a test adds to it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

GLANCE_SECONDS = 0.05


class Changes:
    """Wakes whoever waits for the fake to be in some state."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def tell(self) -> None:
        """Let everybody who waits look again."""
        past, self._next = self._next, asyncio.Event()
        past.set()

    async def wait(self, seconds: float) -> None:
        """Return at the next change, at the latest after so many real seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self._next.wait()
        except TimeoutError:
            return

    async def until(self, holds: Callable[[], object], seconds: float, what: str) -> None:
        """Wait until it holds; raises AssertionError that says *what* did not come.

        It may be about something else than the fake, too, which is looked at now and then.
        """
        try:
            async with asyncio.timeout(seconds):
                while not holds():
                    await self.wait(GLANCE_SECONDS)
        except TimeoutError:
            raise AssertionError(f"not within {seconds:g} s: {what}") from None


class Clock:
    """Runs as the real one does; `advance` moves it on, and wakes who waits for a time."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._ahead = 0.0

    def now(self) -> float:
        """Return the Unix time, in seconds."""
        return time.time() + self._ahead

    def date(self) -> int:
        """Return the Unix time as messages carry it."""
        return int(self.now())

    def advance(self, seconds: float = 0, *, minutes: float = 0, hours: float = 0) -> None:
        """Let that much time have passed."""
        self._ahead += seconds + 60 * minutes + 3600 * hours
        self._changes.tell()

    async def until(self, moment: float) -> None:
        while (left := moment - self.now()) > 0:
            await self._changes.wait(left)
