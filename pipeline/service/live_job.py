"""Live job: the current state of a job, and the tasks waiting for it to change."""

from __future__ import annotations

import asyncio

from pipeline.service.job import PipelineJob


class LiveJob:
    """Holder of the newest state of an attempt; any number of tasks may wait for the next."""

    def __init__(self, job: PipelineJob) -> None:
        self.job = job
        self.lock = asyncio.Lock()  # held from reading the state to publishing the next
        self._changed = asyncio.Event()

    def publish(self, job: PipelineJob) -> None:
        """Set the new state and wake the waiting tasks."""
        self.job = job
        self._changed.set()
        self._changed = asyncio.Event()

    async def finish(self) -> None:
        """Wait until the job is terminal."""
        while not self.job.status.is_terminal:
            await self._changed.wait()

    async def finishes_within(self, seconds: float) -> bool:
        """Wait at most *seconds* for the job to be terminal; return whether it is."""
        try:
            async with asyncio.timeout(seconds):
                await self.finish()
        except TimeoutError:
            return False
        return True

    async def wait_for_change(self, seq: int) -> PipelineJob:
        """Wait for a state newer than *seq*; return the newest."""
        while self.job.seq <= seq:
            await self._changed.wait()
        return self.job
