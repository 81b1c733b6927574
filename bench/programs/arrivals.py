"""Arrivals of a crowd: when its commands are sent, and when the last picture has come."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

SEED = 7
TIMEOUT = 60.0  # seconds without a picture, after which those that are missing count as lost
LONGEST_SECONDS = 600.0  # seconds after the last command; later pictures count as lost, too
POLL_SECONDS = 0.1


@dataclass(slots=True)
class Sent:
    """One command, and what its user saw; Unix times, None for what never came."""

    sent_at: float
    words_at: float | None = None  # the acknowledgement, or the first message
    picture_at: float | None = None
    text: str = ""  # what its user last read instead of a picture


class Arrivals:
    """Commands of one crowd."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []

    async def send(
        self, count: int, seconds: float, command: Callable[[int], Awaitable[Sent]]
    ) -> None:
        """Send *count* commands at random times within *seconds*, the same ones in every run."""
        rng = random.Random(SEED)
        began = time.monotonic()
        for number, moment in enumerate(sorted(rng.uniform(0, seconds) for _ in range(count))):
            await asyncio.sleep(max(began + moment - time.monotonic(), 0))
            self.sent.append(await command(number))

    async def until_complete(self, look: Callable[[], None] = lambda: None) -> None:
        """Wait until every picture has come, or none has for `TIMEOUT` seconds.

        *look* updates the commands.
        """
        latest = time.monotonic() + LONGEST_SECONDS
        fewest, until = len(self.sent) + 1, 0.0
        while missing := self._missing(look):
            now = time.monotonic()
            if missing < fewest:
                fewest, until = missing, min(now + TIMEOUT, latest)
            if now > until:
                return
            await asyncio.sleep(POLL_SECONDS)

    def _missing(self, look: Callable[[], None]) -> int:
        look()
        return sum(each.picture_at is None for each in self.sent)

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(each) for each in self.sent]
