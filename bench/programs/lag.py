"""Probe of event-loop lag."""

from __future__ import annotations

import asyncio

EVERY = 0.01  # seconds between two samples


class LagProbe:
    """Probe that sleeps periodically and records by how much it wakes up late."""

    def __init__(self) -> None:
        self._samples: list[float] = []

    async def run(self) -> None:
        """Sample until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + EVERY
            await asyncio.sleep(EVERY)
            self._samples.append(loop.time() - due)

    async def take(self) -> list[float]:
        """Return the samples in seconds since the last call."""
        samples, self._samples = self._samples, []
        return [round(sample, 6) for sample in samples]
