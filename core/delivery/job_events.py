"""One look a second at all jobs that somebody waits for, shared by every wait and event stream."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from datetime import timedelta
from typing import NamedTuple

import structlog

from core.errors import StorageError
from core.models.identity import JobId
from core.models.jobs import Job, JobState, Progress
from core.ports.database import Database, UnitOfWork

log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0
POLL_TIMEOUT = 10.0
IN_LINE = (JobState.WAITING, JobState.QUEUED)
PAUSE_FACTOR = 4.0  # after a look, as a multiple of the time that it took


class JobSnapshot(NamedTuple):
    """What a person can see of a job. Thousands wait with it, so it holds nothing else."""

    state: JobState
    progress: Progress | None
    error_code: str | None


def snapshot_of(job: Job) -> JobSnapshot:
    """Return what a person can see of the job."""
    return JobSnapshot(job.state, job.progress, job.error_code)


class JobEventFeed:
    """Reads the jobs that are waited for, all of them at once, and hands each change on.

    Nothing is checked about who asks: ask `Comics.status` first.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._inboxes: dict[JobId, set[_Subscription]] = {}
        # Where all who wait for it have seen the job in line: most are, and most of the time.
        self._in_line: dict[JobId, JobState] = {}
        self._hurry = asyncio.Event()

    @property
    def subscribed_jobs(self) -> int:
        """How many jobs somebody waits for now."""
        return len(self._inboxes)

    def notify(self) -> None:
        """Look again at once: something changed in this very process."""
        self._hurry.set()

    async def changes(self, job_id: JobId) -> AsyncGenerator[Job, None]:
        """Yield the job as it is, and again whenever that changes; ends with a terminal state.

        Ends at once if there is no such job.
        """
        with self._watching(job_id) as inbox:
            job = await self._current(job_id)
            while job is not None:
                yield job
                if job.state.is_terminal:
                    return
                newer = await inbox.get()
                while snapshot_of(newer) == snapshot_of(job):
                    newer = await inbox.get()
                job = newer

    async def until_changed(
        self,
        job_id: JobId,
        seen: JobSnapshot | None,
        *,
        timeout: timedelta,  # noqa: ASYNC109
    ) -> JobSnapshot | None:
        """Return what people see of the job once that differs from what was *seen*.

        Whoever has seen nothing gets it from the next look. None when the time is over.
        """
        with self._watching(job_id) as inbox:
            try:
                async with asyncio.timeout(timeout.total_seconds()):
                    while (face := snapshot_of(await inbox.get())) == seen:
                        pass
            except TimeoutError:
                return None
            return face

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
                async with asyncio.timeout(POLL_SECONDS):
                    await self._hurry.wait()
            except TimeoutError:
                pass
            self._hurry.clear()
            if self._inboxes:
                await self._look_and_rest()

    async def _look_and_rest(self) -> None:
        """Look, then let others have the database and the loop, however often we are nudged."""
        started = time.monotonic()
        await self._look()
        await asyncio.sleep(min(PAUSE_FACTOR * (time.monotonic() - started), POLL_SECONDS))

    async def _look(self) -> None:
        try:
            async with asyncio.timeout(POLL_TIMEOUT):
                jobs = await self._database.read(self._news)
        except (StorageError, TimeoutError) as error:
            log.warning("watcher_blind", watched=len(self._inboxes), error=type(error).__name__)
            return
        for job in jobs:
            self._hand_on(job)

    async def _news(self, unit: UnitOfWork) -> list[Job]:
        """Read what may be news to somebody: jobs that stay in line look the same all the time."""
        jobs = list(await unit.jobs.get_many(self._inboxes.keys() - self._in_line.keys()))
        for state in IN_LINE:
            still = [job_id for job_id, known in self._in_line.items() if known is state]
            jobs += await unit.jobs.get_many(still, unless=state)
        return jobs

    def _hand_on(self, job: Job) -> None:
        inboxes = self._inboxes.get(job.id, ())
        for inbox in inboxes:
            inbox.put(job)
        if inboxes and job.state in IN_LINE:
            self._in_line[job.id] = job.state
        else:
            self._in_line.pop(job.id, None)

    async def _current(self, job_id: JobId) -> Job | None:
        return await self._database.read(lambda unit: unit.jobs.get(job_id))

    @contextmanager
    def _watching(self, job_id: JobId) -> Iterator[_Subscription]:
        inbox = _Subscription()
        self._inboxes.setdefault(job_id, set()).add(inbox)
        self._in_line.pop(job_id, None)  # what this one has seen is not known
        try:
            yield inbox
        finally:
            inboxes = self._inboxes[job_id]
            inboxes.discard(inbox)
            if not inboxes:
                del self._inboxes[job_id]
                self._in_line.pop(job_id, None)


class _Subscription:
    """The newest state of a job for one who waits; whoever is too slow for one never sees it."""

    __slots__ = ("_newest", "_waiter")

    def __init__(self) -> None:
        self._newest: Job | None = None
        self._waiter: asyncio.Future[None] | None = None

    def put(self, job: Job) -> None:
        self._newest = job
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def get(self) -> Job:
        while self._newest is None:
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        job, self._newest = self._newest, None
        return job
