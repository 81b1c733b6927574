"""How long to wait between two looks, and how often to try."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from core.errors import GeneratorUnavailableError

_GROWTH = 1.5
_LONGEST_POLL = 5.0  # seconds, as all that follow
_JITTER = 0.2
_LONGEST_REQUESTED = 60.0  # a generator may ask to be polled more rarely, but not to be forgotten

_TRIES = 6
_TRYING_SECONDS = 90.0
_LONGEST_BACKOFF = 30.0
_LONGEST_PATIENCE = 120.0  # asked for more, the job had better wait in our own queue


@dataclass(frozen=True, slots=True)
class PollingSettings:
    """Where time and chance come from; tests bring their own."""

    first_poll: float = 1.0  # seconds; a generator on this machine may be asked sooner
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random


class PollIntervals:
    """Pauses between looks at a drawing: short at first, then longer, never quite regular."""

    def __init__(self, tempo: PollingSettings) -> None:
        self._tempo = tempo
        self._next = tempo.first_poll

    async def pause(self, requested: float | None) -> None:
        """Wait until the next look; what the generator *requested* (seconds) wins."""
        spread = 1 + _JITTER * (2 * self._tempo.chance() - 1)
        seconds = self._next * spread if requested is None else min(requested, _LONGEST_REQUESTED)
        self._next = min(self._next * _GROWTH, max(_LONGEST_POLL, self._tempo.first_poll))
        await self._tempo.sleep(seconds)


class RetryDelays:
    """Tries of one request that was not taken."""

    def __init__(self, tempo: PollingSettings) -> None:
        self._tempo = tempo
        self._tried = 0
        self._until = tempo.clock() + _TRYING_SECONDS

    async def pause(self, reason: str, retry_after: float | None) -> None:
        """Wait before the next try. Raises GeneratorUnavailableError when there shall be none."""
        self._tried += 1
        floor = retry_after or 0.0
        backoff = self._tempo.chance() * min(_LONGEST_BACKOFF, 2.0 ** (self._tried - 1))
        seconds = max(floor, backoff)
        if (
            self._tried >= _TRIES
            or floor > _LONGEST_PATIENCE
            or self._tempo.clock() + seconds > self._until
        ):
            raise GeneratorUnavailableError(reason, retry_after=retry_after)
        await self._tempo.sleep(seconds)
