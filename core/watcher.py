"""One look a second at all jobs that somebody waits for, shared by every wait and event stream."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from datetime import timedelta
from typing import TypeAlias

import structlog

from core.errors import StorageError
from core.models import Job, JobId, JobState
from core.ports import Database, Unit

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
LOOK_TIMEOUT = 10.0
IN_LINE = (JobState.WAITING, JobState.QUEUED)
Face: TypeAlias = tuple[object, ...]  # what a person can see of a job
REST = 4.0  # after a look, as a multiple of the time that it took


class Watcher:
    """Reads the jobs that are waited for, all of them at once, and hands each change on.

    Nothing is checked about who asks: ask `Comics.status` first.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queues: dict[JobId, set[asyncio.Queue[Job]]] = {}
        # Where all who wait for it have seen the job in line: most are, and most of the time.
        self._in_line: dict[JobId, JobState] = {}
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
                while face_of(newer) == face_of(job):
                    newer = await queue.get()
                job = newer

    async def until_changed(
        self,
        job_id: JobId,
        seen: Face | None,
        *,
        timeout: timedelta,  # noqa: ASYNC109
    ) -> Job | None:
        """Return the job once people can see that it differs from what was *seen*.

        Whoever has seen nothing gets it from the next look. None when the time is over.
        """
        with self._watching(job_id) as queue:
            try:
                async with asyncio.timeout(timeout.total_seconds()):
                    newer = await queue.get()
                    while face_of(newer) == seen:
                        newer = await queue.get()
            except TimeoutError:
                return None
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
                jobs = await self._database.read(self._news)
        except (StorageError, TimeoutError) as error:
            log.warning("watcher_blind", watched=len(self._queues), error=type(error).__name__)
            return
        for job in jobs:
            self._hand_on(job)

    async def _news(self, unit: Unit) -> list[Job]:
        """Read what may be news to somebody: jobs that stay in line look the same all the time."""
        jobs = list(await unit.jobs.get_many(self._queues.keys() - self._in_line.keys()))
        for state in IN_LINE:
            still = [job_id for job_id, known in self._in_line.items() if known is state]
            jobs += await unit.jobs.get_many(still, unless=state)
        return jobs

    def _hand_on(self, job: Job) -> None:
        queues = self._queues.get(job.id, ())
        for queue in queues:
            _replace(queue, job)
        if queues and job.state in IN_LINE:
            self._in_line[job.id] = job.state
        else:
            self._in_line.pop(job.id, None)

    async def _current(self, job_id: JobId) -> Job | None:
        return await self._database.read(lambda unit: unit.jobs.get(job_id))

    @contextmanager
    def _watching(self, job_id: JobId) -> Iterator[asyncio.Queue[Job]]:
        queue: asyncio.Queue[Job] = asyncio.Queue(1)
        self._queues.setdefault(job_id, set()).add(queue)
        self._in_line.pop(job_id, None)  # what this one has seen is not known
        try:
            yield queue
        finally:
            queues = self._queues[job_id]
            queues.discard(queue)
            if not queues:
                del self._queues[job_id]
                self._in_line.pop(job_id, None)


def _replace(queue: asyncio.Queue[Job], job: Job) -> None:
    """Offer what is newest; whoever was too slow for what was there never sees that."""
    if queue.full():
        queue.get_nowait()
    queue.put_nowait(job)


def face_of(job: Job) -> Face:
    """Return what a person can see of a job."""
    return job.state, job.progress, job.error_code
