"""Exponential backoff: the delays between attempts at something that keeps failing."""

from __future__ import annotations

import random

NO_JITTER = (1.0, 1.0)


class Backoff:
    """Delays that double from *first* up to *maximum* seconds.

    Each delay is multiplied by a random factor from the range *jitter*, so that processes that
    failed together do not retry together. What ran for *stable_after* seconds before it failed, by
    default *maximum*, is restarted after the first delay again.
    """

    def __init__(
        self,
        first: float,
        maximum: float,
        *,
        jitter: tuple[float, float] = NO_JITTER,
        stable_after: float | None = None,
    ) -> None:
        self._first = first
        self._maximum = maximum
        self._jitter = jitter
        self._stable_after = maximum if stable_after is None else stable_after
        self._delay = first

    def next(self, *, at_least: float = 0.0) -> float:
        """Return the next delay in seconds, at least *at_least* (a `Retry-After`)."""
        delay = max(self._delay, at_least)
        self._delay = min(self._delay * 2, self._maximum)
        return max(delay * random.uniform(*self._jitter), at_least)  # noqa: S311 - spreads load

    def next_after_run(self, seconds: float) -> float:
        """Return the next delay for what failed after it had run for *seconds*."""
        if seconds > self._stable_after:
            self.reset()
        return self.next()

    def reset(self) -> None:
        """Start again with the first delay, after a success."""
        self._delay = self._first
