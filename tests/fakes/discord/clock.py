"""The fake's clock: real time plus what a test adds to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

POLL_SECONDS = 0.02  # for conditions outside the fake
DISCORD_EPOCH_MS = 1_420_070_400_000  # the first second of 2015


class Changes:
    """Condition variable for changes of the fake's state."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def notify(self) -> None:
        """Make all waiters check their condition again."""
        past, self._next = self._next, asyncio.Event()
        past.set()

    async def until(
        self,
        holds: Callable[[], object],
        seconds: float,
        what: str,
        *,
        polls: bool = False,
    ) -> None:
        """Wait until the condition holds; else raise AssertionError with *what*.

        It is checked at every change, and with *polls* periodically, for a condition outside the
        fake.
        """
        try:
            async with asyncio.timeout(seconds):
                while not holds():
                    await self._change(POLL_SECONDS if polls else None)
        except TimeoutError:
            raise AssertionError(f"not within {seconds:g} s: {what}") from None

    async def _change(self, seconds: float | None) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._next.wait()


class Clock:
    """Clock that runs like the real one, and that `advance` moves forward."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def seconds(self) -> float:
        """Return the Unix time."""
        return self.now().timestamp()

    def advance(self, *, minutes: float = 0, seconds: float = 0) -> None:
        """Move the clock forward. Timers of open connections are unaffected."""
        self._ahead += timedelta(minutes=minutes, seconds=seconds)
        self._changes.notify()


class Snowflakes:
    """Generator of unique ids in Discord's form, with 42 bits of time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def make(self) -> int:
        since_epoch = int(self._clock.seconds() * 1000) - DISCORD_EPOCH_MS
        self._last = max(since_epoch << 22, self._last + 1)
        return self._last


def moment_of(snowflake: int) -> datetime:
    """Return the creation time of an id."""
    return datetime.fromtimestamp(((snowflake >> 22) + DISCORD_EPOCH_MS) / 1000, UTC)
