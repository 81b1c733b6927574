"""Pause inside a unit of work, on any database."""

from __future__ import annotations

import asyncio
import threading

SECONDS = 20.0  # after which a pause that is never reached or resumed fails the test


class UnitPause:
    """Pauses a unit of work until `resume`.

    Units run on the event loop with MySQL, and in a thread with SQLite.
    """

    def __init__(self) -> None:
        self._reached, self._resumed = threading.Event(), threading.Event()

    async def pause(self) -> None:
        """Wait for `resume`; called within the unit."""
        self._reached.set()
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            assert self._resumed.wait(SECONDS)
        else:
            async with asyncio.timeout(SECONDS):
                while not self._resumed.is_set():
                    await asyncio.sleep(0.005)

    async def reached(self) -> None:
        """Wait until a unit is paused."""
        assert await asyncio.to_thread(self._reached.wait, SECONDS)

    def resume(self) -> None:
        self._resumed.set()
