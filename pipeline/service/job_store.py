"""Job store: all jobs of this server. Every change is saved before it becomes visible."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from pipeline.errors import ErrorCode, RefusedError, api_fault
from pipeline.service.job import PipelineJob
from pipeline.service.job_log import JobLog
from pipeline.service.live_job import LiveJob

log = structlog.get_logger(__name__)


class JobStore:
    """The newest attempt at every comic.

    Callers hold `admission` from `find` to `add`, so that two equal submissions create one job.
    """

    def __init__(self, job_log: JobLog) -> None:
        self.admission = asyncio.Lock()
        self._job_log = job_log
        self._jobs: dict[str, LiveJob] = {}

    async def load(self) -> list[LiveJob]:
        """Load the recorded jobs and return them, oldest first."""
        loaded = [LiveJob(job) for job in await self._job_log.load()]
        self._jobs = {live.job.uuid: live for live in loaded}
        return loaded

    def find(self, uuid: str) -> LiveJob | None:
        return self._jobs.get(uuid)

    async def add(self, job: PipelineJob) -> LiveJob:
        """Add *job*, replacing an earlier attempt.

        Raises RefusedError (`internal`) if it cannot be saved; then nothing is added.
        """
        try:
            await self._job_log.save(job)
        except OSError as error:
            log.exception("job_record_save_failed", uuid=job.uuid)
            raise RefusedError(api_fault(ErrorCode.INTERNAL, "the job cannot be saved")) from error
        live = self._jobs[job.uuid] = LiveJob(job)
        return live

    async def change(
        self, live: LiveJob, change: Callable[[PipelineJob], PipelineJob], *, durable: bool = False
    ) -> bool:
        """Apply *change* under the job's lock; return False if the job was already terminal."""
        async with live.lock:
            if live.job.status.is_terminal:
                return False
            job = change(live.job)
            try:
                await self._job_log.save(job, durable=durable)
            except OSError:
                # After a restart the job would be drawn again: the same picture under the same key.
                log.exception("job_record_save_failed", uuid=job.uuid)
            live.publish(job)
            return True

    async def forget(self, finished_before: datetime) -> None:
        """Remove the jobs that finished before *finished_before*."""
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
            return  # a new attempt was submitted in the meantime
        try:
            await self._job_log.remove(uuid)
        except OSError:
            log.exception("job_record_removal_failed", uuid=uuid)
        else:
            del self._jobs[uuid]
