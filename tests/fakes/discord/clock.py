"""Time as the fake has it: the real time, and what a test adds to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

LOOK = 0.02  # seconds; what a test waits for may lie outside of the fake
DISCORD_EPOCH_MS = 1_420_070_400_000  # the first second of 2015


class Changes:
    """Wakes whoever waits for the fake to be in some state."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def tell(self) -> None:
        """Let everybody who waits look again."""
        past, self._next = self._next, asyncio.Event()
        past.set()

    async def until(
        self,
        holds: Callable[[], object],
        seconds: float,
        what: str,
        *,
        looks_around: bool = False,
    ) -> None:
        """Wait until it holds; raises AssertionError that says *what* did not come.

        It looks at every change, and now and then where what holds is nothing of the fake's own.
        """
        try:
            async with asyncio.timeout(seconds):
                while not holds():
                    await self._change(LOOK if looks_around else None)
        except TimeoutError:
            raise AssertionError(f"not within {seconds:g} s: {what}") from None

    async def _change(self, seconds: float | None) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._next.wait()


class Clock:
    """Runs as the real one does; `advance` moves it on."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def seconds(self) -> float:
        """Return the Unix time."""
        return self.now().timestamp()

    def advance(self, *, minutes: float = 0, seconds: float = 0) -> None:
        """Let that much time have passed. Open connections do not notice."""
        self._ahead += timedelta(minutes=minutes, seconds=seconds)
        self._changes.tell()


class Snowflakes:
    """Makes ids as Discord does: 42 bits of time, and no two alike."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def make(self) -> int:
        since_epoch = int(self._clock.seconds() * 1000) - DISCORD_EPOCH_MS
        self._last = max(since_epoch << 22, self._last + 1)
        return self._last


def moment_of(snowflake: int) -> datetime:
    """Return when this id was made."""
    return datetime.fromtimestamp(((snowflake >> 22) + DISCORD_EPOCH_MS) / 1000, UTC)
