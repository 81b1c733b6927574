"""Status messages: one a job, kept true while somebody waits, and never in the way of a picture."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeAlias

import structlog

from bots.chat.cards import Card, status_card
from core.delivery.job_events import JobEventFeed, JobSnapshot, snapshot_of
from core.delivery.service import DeliveryService
from core.errors import NotFoundError, StorageError
from core.models.deliveries import AwaitedDelivery, Destination
from core.models.identity import JobId, Platform, Requester
from core.models.job_status import JobStatus
from core.models.jobs import JobState
from core.ports.jobs import JobQueue
from core.requests.service import RequestService
from core.runtime.worker_notifications import notify_workers
from core.sentences import sentence

log = structlog.get_logger(__name__)

LOOK_AT_LINE = timedelta(seconds=15)  # how often a place in line is told anew
LOOKS_A_SECOND = 20  # of a process; with more in line than that allows, each is told more rarely
OUTAGE_PAUSE = 5.0  # seconds
SETTLED_AFTER = 10.0  # seconds, until an edit that timed out has landed, or never will
TAKE_UP_EVERY = 30.0  # seconds, between looks at what nobody follows
REPEAT_TRIES = 15
REPEAT_PAUSE = 1.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedMessage:
    """Somebody who waits, and their status message."""

    job_id: JobId
    requester: Requester
    destination: Destination
    shown: Card  # what stands there now
    show: Callable[[Card], Awaitable[bool]]  # edits the message; False: it may land later, or not
    pause: Callable[[], float]  # seconds between two edits, at least
    until: float  # monotonic; the message is not ours to edit after that
    lost: bool = False  # what is shown may not be there yet: its edit timed out
    told: JobState | None = None  # what the receipt that is shown there says


WaitOf: TypeAlias = Callable[
    [AwaitedDelivery], TrackedMessage | None
]  # None: its message cannot be edited any more


@dataclass(kw_only=True)
class ProgressUpdater:
    """Follows the jobs that this process is to answer, each in a task of its own.

    Edits are coalesced: what was true between two of them is never shown.
    """

    requests: RequestService
    job_events: JobEventFeed
    deliveries: DeliveryService
    job_queue: JobQueue
    _tasks: dict[JobId, asyncio.Task[None]] = field(default_factory=dict)

    def track(self, wait: TrackedMessage) -> None:
        """Keep the message true until the job ends; it is the delivery's from then on."""
        if earlier := self._tasks.get(wait.job_id):
            earlier.cancel()  # its message is not where the comic goes any more
        task = asyncio.create_task(self._follow(wait), name=f"status {wait.job_id}")
        self._tasks[wait.job_id] = task
        task.add_done_callback(lambda done: self._done(wait.job_id, done))

    @property
    def count(self) -> int:
        """How many status messages this process keeps true."""
        return len(self._tasks)

    def is_tracking(self, job_id: JobId) -> bool:
        """Say whether this process keeps the job's message true."""
        return job_id in self._tasks

    async def resume(
        self, platform: Platform, *, is_ours: Callable[[AwaitedDelivery], bool], wait_of: WaitOf
    ) -> None:
        """Follow what nobody follows any more, now and again until cancelled.

        The process that did may have been killed: what it showed would stand there until the end.
        """
        while True:
            try:
                for each in await self.deliveries.awaited_deliveries(platform):
                    if not self.is_tracking(each.delivery.job_id) and is_ours(each):
                        self._take_up(wait_of(each))
            except StorageError as error:
                log.warning("statuses_not_taken_up", error=error.code)
            await asyncio.sleep(TAKE_UP_EVERY)

    def _take_up(self, wait: TrackedMessage | None) -> None:
        if wait is not None:
            log.debug("status_taken_up", job_id=str(wait.job_id))
            self.track(wait)

    async def close(self) -> None:
        """Stop following; deliveries find their way without."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _done(self, job_id: JobId, task: asyncio.Task[None]) -> None:
        if self._tasks.get(job_id) is task:
            del self._tasks[job_id]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("status_crashed", job_id=str(job_id), exc_info=error)

    async def _follow(self, wait: TrackedMessage) -> None:
        job_id, requester = wait.job_id, wait.requester
        shown, shown_at = wait.shown, time.monotonic()
        overlaps = True  # the last edit was made while nobody knew whether the job had ended
        lost = wait.lost  # an edit timed out: it may land whenever it likes
        if wait.told is not None and not lost:
            overlaps = not await self._stands(wait)
        while time.monotonic() < wait.until:
            status = await self._status(wait)
            if status is None:
                await wait.show(Card(text=sentence("canceled", requester.locale)))
                return
            if status.job.state.is_terminal:
                if lost or (overlaps and await self.deliveries.has_started(job_id, requester)):
                    await self._repeat(wait, after=SETTLED_AFTER if lost else 0.0)
                return
            overlaps = False
            owner = requester.identity.external_id
            card = status_card(status, requester.locale, owner)
            pause = shown_at + wait.pause() - time.monotonic()
            if card == shown or pause > 0:
                if card != shown:
                    await asyncio.sleep(pause)
                else:
                    seen = snapshot_of(status.job)
                    del status, card  # thousands wait here, and each would keep a whole job
                    await self._until_news(job_id, seen)
                continue
            overlaps = True
            if await wait.show(card):
                shown = card
            else:
                lost = True
            shown_at = time.monotonic()

    async def _status(self, wait: TrackedMessage) -> JobStatus | None:
        """Return how the job stands; None if its person had themselves forgotten."""
        while True:
            try:
                return await self.requests.status(wait.job_id, wait.requester)
            except NotFoundError:
                return None
            except StorageError:
                await asyncio.sleep(OUTAGE_PAUSE)

    async def _stands(self, wait: TrackedMessage) -> bool:
        """Wait while the job is where its receipt says; False if it was not when looked at.

        Places in line are known from the receipt, so all that is asked is what everybody's look
        at the jobs tells.
        """
        seen = await self.job_events.until_changed(wait.job_id, None, timeout=LOOK_AT_LINE)
        if seen is None or seen.state is not wait.told:
            return False
        await self._until_news(wait.job_id, seen)
        return True

    async def _until_news(self, job_id: JobId, seen: JobSnapshot) -> None:
        """Wait until something changed, or it is time to tell the place in line anew."""
        often = max(LOOK_AT_LINE, timedelta(seconds=len(self._tasks) / LOOKS_A_SECOND))
        timeout = LOOK_AT_LINE * 4 if seen.state is JobState.DRAWING else often
        await self.job_events.until_changed(job_id, seen, timeout=timeout)

    async def _repeat(self, wait: TrackedMessage, *, after: float) -> None:
        """Have the picture put in once more, for an edit of ours may lie over it."""
        await asyncio.sleep(after)
        for _ in range(REPEAT_TRIES):
            if await self.deliveries.repeat(wait.job_id, wait.requester, wait.destination):
                log.info("delivery_repeated", job_id=str(wait.job_id))
                await notify_workers(self.job_queue)
                return
            await asyncio.sleep(REPEAT_PAUSE)  # it is being brought, or went elsewhere
