"""Job event feed: one poll per second for all subscribed jobs, shared by all waiting clients."""

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
PENDING_STATES = (JobState.WAITING, JobState.QUEUED)
PAUSE_FACTOR = 4.0  # delay after a poll, as a multiple of its duration


class JobSnapshot(NamedTuple):
    """The part of a job that users see. Thousands are held in memory, so it is minimal."""

    state: JobState
    progress: Progress | None
    error_code: str | None


def snapshot_of(job: Job) -> JobSnapshot:
    """Return the part of the job that users see."""
    return JobSnapshot(job.state, job.progress, job.error_code)


class JobEventFeed:
    """Feed of job changes: reads all subscribed jobs at once and passes on each change.

    It performs no access check; call `JobStatuses.get` first.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._subscriptions: dict[JobId, set[_Subscription]] = {}
        # Jobs that all of their subscribers know to be pending, as most jobs are most of the time.
        self._pending: dict[JobId, JobState] = {}
        self._poll_now = asyncio.Event()
        self._newer: set[JobId] = set()  # passed on while a poll may have read older rows
        self._begun: dict[JobId, Job] = {}  # being drawn by this process, as of their claims
        self._subscribed = asyncio.Event()  # set while there are subscriptions

    @property
    def subscribed_jobs(self) -> int:
        """Number of jobs with at least one subscriber."""
        return len(self._subscriptions)

    def notify(self) -> None:
        """Poll at once: a job changed in this process."""
        self._poll_now.set()

    def began(self, job: Job) -> None:
        """Pass on a job that this process has just claimed, also to later subscribers."""
        self._newer.add(job.id)
        self._begun[job.id] = job
        self._publish(job)

    def ended(self, job: Job) -> None:
        """Poll at once: this process no longer draws the job. A second call does nothing."""
        if self._begun.pop(job.id, None) is not None:
            self.notify()

    async def changes(self, job_id: JobId) -> AsyncGenerator[Job, None]:
        """Yield the job now and after each change, up to and including its terminal state.

        Yields nothing if the job does not exist.
        """
        with self._subscribe(job_id) as subscription:
            job = await self._current(job_id)
            while job is not None:
                yield job
                if job.state.is_terminal:
                    return
                newer = await subscription.get()
                while snapshot_of(newer) == snapshot_of(job):
                    newer = await subscription.get()
                job = newer

    async def until_changed(
        self,
        job_id: JobId,
        seen: JobSnapshot | None,
        *,
        timeout: timedelta,  # noqa: ASYNC109
    ) -> Job | None:
        """Return the job once its snapshot differs from *seen*.

        With *seen* of None, return the job as of its claim or the next poll. Returns None on
        time-out.
        """
        if seen is None and (begun := self._begun.get(job_id)):
            return begun
        with self._subscribe(job_id) as subscription:
            try:
                async with asyncio.timeout(timeout.total_seconds()):
                    while snapshot_of(job := await subscription.get()) == seen:
                        pass
            except TimeoutError:
                return None
            return job

    async def wait_for_end(self, job_id: JobId, *, timeout: timedelta) -> Job | None:  # noqa: ASYNC109
        """Return the job in its terminal state; None on time-out or if it does not exist."""
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
        """Poll until cancelled, while there are subscriptions."""
        while True:
            await self._subscribed.wait()
            try:
                async with asyncio.timeout(POLL_SECONDS):
                    await self._poll_now.wait()
            except TimeoutError:
                pass
            self._poll_now.clear()
            if self._subscriptions:
                await self._poll_and_pause()

    async def _poll_and_pause(self) -> None:
        """Poll, then leave the database and the event loop to others, however often notified."""
        started = time.monotonic()
        await self._poll()
        await asyncio.sleep(min(PAUSE_FACTOR * (time.monotonic() - started), POLL_SECONDS))

    async def _poll(self) -> None:
        self._newer.clear()
        try:
            async with asyncio.timeout(POLL_TIMEOUT):
                jobs = await self._read_changes()
        except (StorageError, TimeoutError) as error:
            log.warning(
                "job_poll_failed",
                subscribed=len(self._subscriptions),
                error=type(error).__name__,
            )
            return
        for job in jobs:
            if job.id not in self._newer:
                self._publish(job)

    async def _read_changes(self) -> list[Job]:
        """Read the jobs that may have changed; a pending one has not until its state does."""
        wanted: list[tuple[list[JobId], JobState | None]] = [
            (list(self._subscriptions.keys() - self._pending.keys()), None)
        ]
        for state in PENDING_STATES:
            job_ids = [job_id for job_id, known in self._pending.items() if known is state]
            wanted.append((job_ids, state))

        async def work(unit: UnitOfWork) -> list[Job]:
            return [
                job
                for job_ids, state in wanted
                for job in await unit.jobs.get_many(job_ids, unless=state)
            ]

        return await self._database.read(work)

    def _publish(self, job: Job) -> None:
        subscriptions = self._subscriptions.get(job.id, ())
        for subscription in subscriptions:
            subscription.put(job)
        if subscriptions and job.state in PENDING_STATES:
            self._pending[job.id] = job.state
        else:
            self._pending.pop(job.id, None)

    async def _current(self, job_id: JobId) -> Job | None:
        return await self._database.read(lambda unit: unit.jobs.get(job_id))

    @contextmanager
    def _subscribe(self, job_id: JobId) -> Iterator[_Subscription]:
        subscription = _Subscription()
        self._subscriptions.setdefault(job_id, set()).add(subscription)
        self._subscribed.set()
        self._pending.pop(job_id, None)  # the new subscriber has not seen its state yet
        try:
            yield subscription
        finally:
            subscriptions = self._subscriptions[job_id]
            subscriptions.discard(subscription)
            if not subscriptions:
                del self._subscriptions[job_id]
                self._pending.pop(job_id, None)
            if not self._subscriptions:
                self._subscribed.clear()


class _Subscription:
    """Latest state of a job for one subscriber; a slow subscriber misses intermediate states."""

    __slots__ = ("_latest", "_waiter")

    def __init__(self) -> None:
        self._latest: Job | None = None
        self._waiter: asyncio.Future[None] | None = None

    def put(self, job: Job) -> None:
        self._latest = job
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def get(self) -> Job:
        while self._latest is None:
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        job, self._latest = self._latest, None
        return job
