"""Dead-man switch: ends a server that nobody asks for anything, on a machine that costs money."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

EXITED_IDLE = 3  # exit status, by which the start-up script of the machine knows to pause it


class IdleTimer:
    """Time since the last request that a client of this server sent.

    Health counts, because whoever rents the machine asks for it; requests for unknown routes and
    without a valid token do not, because scanners send them to every address.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._last = now()

    def touch(self) -> None:
        """Start anew: a request has arrived, or something is being drawn."""
        self._last = self._now()

    @property
    def seconds(self) -> float:
        return self._now() - self._last

    async def expired(self, limit: float, *, is_working: Callable[[], bool]) -> None:
        """Return once no request has arrived for *limit* seconds, and nothing was being drawn."""
        while True:
            if is_working():
                self.touch()
            remaining = limit - self.seconds
            if remaining <= 0:
                return
            # Drawings begin and end in between, so look again within a tenth of the time.
            await asyncio.sleep(min(remaining, limit / 10))
