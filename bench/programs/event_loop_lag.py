"""Probe of event-loop lag."""

from __future__ import annotations

import asyncio

EVERY = 0.01  # seconds between two samples


class LagProbe:
    """Probe that sleeps periodically and records by how much it wakes up late.

    It starts with the first `take`, so that it uses no CPU time where only that is measured.
    """

    def __init__(self) -> None:
        self._samples: list[float] = []
        self._wanted = asyncio.Event()

    async def run(self) -> None:
        """Sample until cancelled."""
        loop = asyncio.get_running_loop()
        await self._wanted.wait()
        while True:
            due = loop.time() + EVERY
            await asyncio.sleep(EVERY)
            self._samples.append(loop.time() - due)

    async def take(self) -> list[float]:
        """Return the samples in seconds since the last call."""
        self._wanted.set()
        samples, self._samples = self._samples, []
        return [round(sample, 6) for sample in samples]
