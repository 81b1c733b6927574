"""Exponential backoff: the delays between attempts at something that keeps failing."""

from __future__ import annotations

import random

NO_JITTER = (1.0, 1.0)


class Backoff:
    """Delays that double from *first* up to *maximum* seconds.

    Each delay is multiplied by a random factor from the range *jitter*, so that processes that
    failed together do not retry together.
    """

    def __init__(
        self, first: float, maximum: float, *, jitter: tuple[float, float] = NO_JITTER
    ) -> None:
        self._first = first
        self._maximum = maximum
        self._jitter = jitter
        self._delay = first

    def next(self, *, at_least: float = 0.0) -> float:
        """Return the next delay in seconds, at least *at_least* (a `Retry-After`)."""
        delay = max(self._delay, at_least)
        self._delay = min(self._delay * 2, self._maximum)
        return delay * random.uniform(*self._jitter)  # noqa: S311 - spreads load only

    def reset(self) -> None:
        """Start again with the first delay, after a success."""
        self._delay = self._first
