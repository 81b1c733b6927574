"""Poll intervals and retry delays of the generator client."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from core.errors import GeneratorUnavailableError
from core.jobs.poll_hints import JobHints

_GROWTH = 1.5
_MAX_INTERVAL = 5.0  # seconds
_JITTER = 0.2  # as a share of the interval
_MAX_REQUESTED_INTERVAL = 60.0  # seconds; upper bound on a generator's Retry-After for polling

_HINTED_INTERVAL = 15.0  # seconds, while callbacks arrive, each of which ends it
_LEAST_INTERVAL = 0.1  # seconds, where callbacks may arrive

_MAX_TRIES = 6
_MAX_TOTAL_SECONDS = 90.0
_MAX_BACKOFF = 30.0  # seconds
_MAX_RETRY_AFTER = 120.0  # seconds; beyond that, the job waits in our own queue instead


@dataclass(frozen=True, slots=True)
class PollingSettings:
    """First poll interval, and the sources of time and randomness, which tests replace."""

    first_poll: float = 1.0  # seconds; a generator on this machine may be polled sooner
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = random.random


class PollIntervals:
    """Intervals between polls of a remote job, which grow exponentially, with jitter.

    A poll hint ends an interval; while hints arrive, intervals are longer.
    """

    def __init__(self, settings: PollingSettings, hints: JobHints | None = None) -> None:
        self._settings = settings
        self._hints = hints
        self._next = settings.first_poll

    async def wait(self, retry_after: float | None) -> None:
        """Sleep until the next poll is due; *retry_after* (seconds) takes precedence."""
        jitter = 1 + _JITTER * (2 * self._settings.random() - 1)
        seconds = self._next * jitter
        if retry_after is not None:
            seconds = min(retry_after, _MAX_REQUESTED_INTERVAL)
        self._next = min(self._next * _GROWTH, max(_MAX_INTERVAL, self._settings.first_poll))
        if self._hints is None:
            await self._settings.sleep(seconds)
            return
        if self._hints.is_recent:
            seconds = _HINTED_INTERVAL
        # However fast hints arrive, the generator is not polled faster than this.
        await self._settings.sleep(min(_LEAST_INTERVAL, seconds))
        await self._hints.sleep(max(seconds - _LEAST_INTERVAL, 0.0), self._settings.sleep)


class RetryDelays:
    """Exponential backoff between tries of a submission that was not accepted."""

    def __init__(self, settings: PollingSettings) -> None:
        self._settings = settings
        self._tries = 0
        self._deadline = settings.clock() + _MAX_TOTAL_SECONDS

    async def wait(self, reason: str, retry_after: float | None) -> None:
        """Sleep before the next try. Raises GeneratorUnavailableError when retries run out."""
        self._tries += 1
        floor = retry_after or 0.0
        backoff = self._settings.random() * min(_MAX_BACKOFF, 2.0 ** (self._tries - 1))
        seconds = max(floor, backoff)
        if (
            self._tries >= _MAX_TRIES
            or floor > _MAX_RETRY_AFTER
            or self._settings.clock() + seconds > self._deadline
        ):
            raise GeneratorUnavailableError(reason, retry_after=retry_after)
        await self._settings.sleep(seconds)
