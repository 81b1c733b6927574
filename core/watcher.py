"""One look a second at all jobs that somebody waits for, shared by every wait and event stream."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from datetime import timedelta

import structlog

from core.errors import StorageError
from core.models import Job, JobId
from core.ports import Database, Unit

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
LOOK_TIMEOUT = 10.0
REST = 4.0  # after a look, as a multiple of the time that it took


class Watcher:
    """Reads the jobs that are waited for, all in one query, and hands each change on.

    Nothing is checked about who asks: ask `Comics.status` first.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queues: dict[JobId, set[asyncio.Queue[Job]]] = {}
        self._hurry = asyncio.Event()

    @property
    def watched(self) -> int:
        """How many jobs somebody waits for now."""
        return len(self._queues)

    def nudge(self) -> None:
        """Look again at once: something changed in this very process."""
        self._hurry.set()

    async def changes(self, job_id: JobId) -> AsyncGenerator[Job, None]:
        """Yield the job as it is, and again whenever that changes; ends with a terminal state.

        Ends at once if there is no such job.
        """
        with self._watching(job_id) as queue:
            job = await self._current(job_id)
            while job is not None:
                yield job
                if job.state.is_terminal:
                    return
                newer = await queue.get()
                while _face(newer) == _face(job):
                    newer = await queue.get()
                job = newer

    async def until_changed(self, job: Job, *, timeout: timedelta) -> Job:  # noqa: ASYNC109
        """Return the job once people can see a change; as it is when the time is over."""
        with self._watching(job.id) as queue:
            try:
                async with asyncio.timeout(timeout.total_seconds()):
                    newer = await queue.get()
                    while _face(newer) == _face(job):
                        newer = await queue.get()
            except TimeoutError:
                return job
            return newer

    async def wait_for_end(self, job_id: JobId, *, timeout: timedelta) -> Job | None:  # noqa: ASYNC109
        """Return the job once it is at an end; None if it is not by then, or does not exist."""
        try:
            async with asyncio.timeout(timeout.total_seconds()):
                async with aclosing(self.changes(job_id)) as changes:
                    async for job in changes:
                        if job.state.is_terminal:
                            return job
        except TimeoutError:
            return None
        return None

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._hurry.wait()
            except TimeoutError:
                pass
            self._hurry.clear()
            if self._queues:
                await self._look_and_rest()

    async def _look_and_rest(self) -> None:
        """Look, then let others have the database and the loop, however often we are nudged."""
        started = time.monotonic()
        await self._look()
        await asyncio.sleep(min(REST * (time.monotonic() - started), LOOK_SECONDS))

    async def _look(self) -> None:
        try:
            async with asyncio.timeout(LOOK_TIMEOUT):
                jobs = await self._read(tuple(self._queues))
        except (StorageError, TimeoutError) as error:
            log.warning("watcher_blind", watched=len(self._queues), error=type(error).__name__)
            return
        for job in jobs:
            for queue in self._queues.get(job.id, ()):
                _replace(queue, job)

    async def _current(self, job_id: JobId) -> Job | None:
        jobs = await self._read((job_id,))
        return jobs[0] if jobs else None

    async def _read(self, job_ids: tuple[JobId, ...]) -> tuple[Job, ...]:
        async def work(unit: Unit) -> tuple[Job, ...]:
            return await unit.jobs.get_many(job_ids)

        return await self._database.read(work)

    @contextmanager
    def _watching(self, job_id: JobId) -> Iterator[asyncio.Queue[Job]]:
        queue: asyncio.Queue[Job] = asyncio.Queue(1)
        self._queues.setdefault(job_id, set()).add(queue)
        try:
            yield queue
        finally:
            queues = self._queues[job_id]
            queues.discard(queue)
            if not queues:
                del self._queues[job_id]


def _replace(queue: asyncio.Queue[Job], job: Job) -> None:
    """Offer what is newest; whoever was too slow for what was there never sees that."""
    if queue.full():
        queue.get_nowait()
    queue.put_nowait(job)


def _face(job: Job) -> tuple[object, ...]:
    """Return what a person can see of a job."""
    return job.state, job.progress, job.error_code
