"""How late an event loop runs what is due."""

from __future__ import annotations

import asyncio

EVERY = 0.01  # seconds between two looks


class LagProbe:
    """Sleeps for a moment again and again, and notes by how much it overslept."""

    def __init__(self) -> None:
        self._samples: list[float] = []

    async def run(self) -> None:
        """Look until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + EVERY
            await asyncio.sleep(EVERY)
            self._samples.append(loop.time() - due)

    async def take(self) -> list[float]:
        """Return the seconds of every look since the last call."""
        samples, self._samples = self._samples, []
        return [round(sample, 6) for sample in samples]
