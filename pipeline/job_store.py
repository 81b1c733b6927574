"""All jobs that this server knows. Every change is written down first and shown then."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from pipeline.errors import ErrorCode, RefusedError, api_fault
from pipeline.job import PipelineJob
from pipeline.job_log import JobLog
from pipeline.live_job import LiveJob

log = structlog.get_logger(__name__)


class JobStore:
    """The newest attempt at every comic.

    Whoever adds a job after looking for it holds `admission` meanwhile, so that two equal
    submissions are one job.
    """

    def __init__(self, journal: JobLog) -> None:
        self.admission = asyncio.Lock()
        self._journal = journal
        self._jobs: dict[str, LiveJob] = {}

    async def load(self) -> list[LiveJob]:
        """Take up what a predecessor wrote down; return it, oldest first."""
        loaded = [LiveJob(job) for job in await self._journal.load()]
        self._jobs = {live.job.uuid: live for live in loaded}
        return loaded

    def find(self, uuid: str) -> LiveJob | None:
        return self._jobs.get(uuid)

    async def add(self, job: PipelineJob) -> LiveJob:
        """Add *job*, in place of an earlier attempt.

        Raises RefusedError (`internal`) if it cannot be written down; then nothing was added.
        """
        try:
            await self._journal.save(job)
        except OSError as error:
            log.exception("record_failed", uuid=job.uuid)
            raise RefusedError(
                api_fault(ErrorCode.INTERNAL, "the job cannot be written down")
            ) from error
        live = self._jobs[job.uuid] = LiveJob(job)
        return live

    async def change(
        self, live: LiveJob, change: Callable[[PipelineJob], PipelineJob], *, durable: bool = False
    ) -> bool:
        """Change a job, one change at a time; say whether it had not ended before."""
        async with live.changing:
            if live.job.status.is_terminal:
                return False
            job = change(live.job)
            try:
                await self._journal.save(job, durable=durable)
            except OSError:
                # A successor would draw it once more: the same picture at the same place.
                log.exception("record_failed", uuid=job.uuid)
            live.move(job)
            return True

    async def forget(self, finished_before: datetime) -> None:
        """Remove the jobs that ended before then."""
        old = [
            uuid
            for uuid, live in self._jobs.items()
            if live.job.finished_at and live.job.finished_at < finished_before
        ]
        for uuid in old:
            async with self.admission:
                await self._remove(uuid)

    async def _remove(self, uuid: str) -> None:
        live = self._jobs.get(uuid)
        if live is None or not live.job.status.is_terminal:
            return  # a further attempt came in meanwhile
        try:
            await self._journal.remove(uuid)
        except OSError:
            log.exception("record_not_removed", uuid=uuid)
        else:
            del self._jobs[uuid]
