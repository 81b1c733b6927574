"""Delays of the chat adapters between attempts to connect to their platform."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

FirstAndLongest: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatDelays:
    """Delays in seconds; a pair is the first and the longest delay of an exponential backoff."""

    # Before a client that failed is restarted. Discord allows 1,000 identifies a day.
    restart: FirstAndLongest = (5.0, 600.0)
    # Before a start-up call that was rejected is repeated.
    startup_call: FirstAndLongest = (30.0, 900.0)
    first_try: float = 3.0  # how long the start waits for the first attempt at such a call
    # Before `getUpdates` is called again after a failure.
    polling: FirstAndLongest = (1.0, 30.0)
    polling_conflict: float = 5.0  # the same, after another poller was noticed


DEFAULT_DELAYS = ChatDelays()
