"""A job of this process, and those who wait for it to move."""

from __future__ import annotations

import asyncio

from pipeline.job import PipelineJob


class LiveJob:
    """Holds the newest state of one attempt; any number of tasks may wait for the next."""

    def __init__(self, job: PipelineJob) -> None:
        self.job = job
        self.changing = asyncio.Lock()  # held from reading the job to showing the next state
        self._moved = asyncio.Event()

    def move(self, job: PipelineJob) -> None:
        """Show a new state to everybody who waits."""
        self.job = job
        self._moved.set()
        self._moved = asyncio.Event()

    async def finish(self) -> None:
        """Return as soon as the job has come to an end."""
        while not self.job.status.is_terminal:
            await self._moved.wait()

    async def finishes_within(self, seconds: float) -> bool:
        """Wait at most *seconds* for the end; say whether it has come."""
        try:
            async with asyncio.timeout(seconds):
                await self.finish()
        except TimeoutError:
            return False
        return True

    async def moves_beyond(self, seq: int) -> PipelineJob:
        """Wait for a state newer than *seq*, and return the newest."""
        while self.job.seq <= seq:
            await self._moved.wait()
        return self.job
