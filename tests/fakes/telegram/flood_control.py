"""Flood control: limits on how often a bot may send.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from tests.fakes.telegram.api_errors import too_many_requests
from tests.fakes.telegram.clock import Clock


@dataclass
class Window:
    """A sliding-window limit: a number of calls within a number of seconds."""

    calls: int
    seconds: float


@dataclass
class FloodLimits:
    """Telegram's limits; tests may change or disable them.

    "Avoid sending more than one message per second" to one chat, with short bursts tolerated: so
    five in five seconds.
    """

    is_on: bool = True
    overall: Window = field(default_factory=lambda: Window(30, 1))
    chat: Window = field(default_factory=lambda: Window(5, 5))
    group: Window = field(default_factory=lambda: Window(20, 60))


class FloodControl:
    """Counts calls that send, and refuses those over the limits. Refused calls do not count."""

    def __init__(self, clock: Clock) -> None:
        self.limits = FloodLimits()
        self.refusals = 0
        self._clock = clock
        self._overall: deque[float] = deque()
        self._chats: dict[int, deque[float]] = {}

    def count(self, chat_id: int, calls: int = 1) -> None:
        """Count calls that write to a chat. Raises ApiError 429."""
        if not self.limits.is_on:
            return
        now = self._clock.now()
        chat = self._chats.setdefault(chat_id, deque())
        checks = [(self._overall, self.limits.overall), (chat, self.limits.chat)]
        if chat_id < 0:
            checks.append((chat, self.limits.group))
        wait = max(_wait(done, window, calls, now) for done, window in checks)
        if wait > 0:
            self.refusals += 1
            raise too_many_requests(max(1, math.ceil(wait)))
        for done in (self._overall, chat):
            done.extend([now] * calls)
        self._forget(now)

    def _forget(self, now: float) -> None:
        longest = max(self.limits.overall.seconds, self.limits.chat.seconds)
        longest = max(longest, self.limits.group.seconds)
        for done in (self._overall, *self._chats.values()):
            while done and done[0] <= now - longest:
                done.popleft()


def _wait(done: deque[float], window: Window, calls: int, now: float) -> float:
    """Return the seconds until this many more *calls* fit into the window."""
    recent = [moment for moment in done if moment > now - window.seconds]
    excess = len(recent) + calls - window.calls
    if excess <= 0 or not recent:
        return 0.0
    return recent[min(excess, len(recent)) - 1] + window.seconds - now
