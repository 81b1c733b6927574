"""Call slots: an upper bound on the calls that Telegram may count within one window.

A rate limit counts a call when it starts; Telegram counts it when it arrives. If the network or
this process stalls, calls that started in two windows arrive in one. A slot is therefore occupied
from the start of a call until one window after its end, so that no window at Telegram ever holds
more calls than there are slots.
"""

from __future__ import annotations

import asyncio


class CallSlots:
    """Slots for calls, given out in order of arrival."""

    def __init__(self, slots: int, window: float) -> None:
        """*window* is Telegram's window in seconds."""
        self._free = asyncio.Semaphore(slots)
        self._window = window

    def has_free(self) -> bool:
        """Return whether a call would start at once."""
        return not self._free.locked()

    async def acquire(self, deadline: float) -> None:
        """Occupy a slot. Raises TimeoutError at *deadline*, a time of the running loop."""
        async with asyncio.timeout_at(deadline):
            await self._free.acquire()

    def release(self) -> None:
        """Release a slot one window from now."""
        asyncio.get_running_loop().call_later(self._window, self._free.release)
