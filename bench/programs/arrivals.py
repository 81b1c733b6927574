"""Arrivals of a crowd: when its commands are sent, and when the last picture has come."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

SEED = 7
STALL_SECONDS = 60.0  # seconds without a picture, after which those that are missing count as lost
MAX_WAIT = 600.0  # seconds after the last command; later pictures count as lost, too
POLL_SECONDS = 0.1


@dataclass(slots=True)
class SentCommand:
    """One command, and what its user saw; Unix times, None for what never came."""

    sent_at: float
    first_words_at: float | None = None  # the acknowledgement, or the first message
    picture_at: float | None = None
    text: str = ""  # what its user last read instead of a picture


class Arrivals:
    """Commands of one crowd."""

    def __init__(self) -> None:
        self.sent: list[SentCommand] = []

    async def send(
        self, count: int, seconds: float, command: Callable[[int], Awaitable[SentCommand]]
    ) -> None:
        """Send *count* commands at random times within *seconds*, the same ones in every run."""
        rng = random.Random(SEED)
        began = time.monotonic()
        for number, moment in enumerate(sorted(rng.uniform(0, seconds) for _ in range(count))):
            await asyncio.sleep(max(began + moment - time.monotonic(), 0))
            self.sent.append(await command(number))

    async def until_complete(self, refresh: Callable[[], None] = lambda: None) -> None:
        """Wait until every picture has come, or none has for `STALL_SECONDS` seconds.

        *refresh* updates the commands.
        """
        latest = time.monotonic() + MAX_WAIT
        fewest, until = len(self.sent) + 1, 0.0
        while missing := self._missing(refresh):
            now = time.monotonic()
            if missing < fewest:
                fewest, until = missing, min(now + STALL_SECONDS, latest)
            if now > until:
                return
            await asyncio.sleep(POLL_SECONDS)

    def _missing(self, refresh: Callable[[], None]) -> int:
        refresh()
        return sum(each.picture_at is None for each in self.sent)

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(each) for each in self.sent]
