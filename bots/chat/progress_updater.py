"""Updater of status messages: one per job, edited until the job ends and its delivery begins."""

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
from core.models.deliveries import Destination, OpenDelivery
from core.models.identity import JobId, Platform, Requester
from core.models.job_status import JobStatus
from core.models.jobs import Job, JobState
from core.ports.jobs import JobQueue
from core.requests.job_statuses import JobStatuses
from core.runtime.worker_notifications import notify_workers
from core.sentences import sentence

log = structlog.get_logger(__name__)

POSITION_INTERVAL = timedelta(seconds=15)  # between two updates of a queue position
POSITION_READS_PER_SECOND = 20  # per process; above that, each message is updated less often
OUTAGE_DELAY = 5.0  # seconds
SETTLED_AFTER = 10.0  # seconds after which an edit that timed out has taken effect or never will
RESUME_INTERVAL = 30.0  # seconds between two searches for jobs that no process tracks
REPEAT_TRIES = 15
REPEAT_DELAY = 1.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedMessage:
    """A status message, with its job and the way to edit it."""

    job_id: JobId
    requester: Requester
    destination: Destination
    card: Card  # its present content
    edit: Callable[[Card], Awaitable[bool]]  # False: the edit may still take effect, or not
    edit_interval: Callable[[], float]  # minimum seconds between two edits
    deadline: float  # monotonic time after which this process must not edit the message
    edit_unconfirmed: bool = False  # the edit that showed the card timed out
    receipt_state: JobState | None = None  # the state that the receipt in the message shows


# None: the message can no longer be edited.
TrackedMessageOf: TypeAlias = Callable[[OpenDelivery], TrackedMessage | None]


@dataclass(kw_only=True)
class ProgressUpdater:
    """Tracker of the jobs whose status messages this process edits, one task per job.

    Edits are coalesced: states between two of them are never shown.
    """

    job_statuses: JobStatuses
    job_events: JobEventFeed
    deliveries: DeliveryService
    job_queue: JobQueue
    _tasks: dict[JobId, asyncio.Task[None]] = field(default_factory=dict)

    def track(self, message: TrackedMessage) -> None:
        """Keep the message up to date until the job ends; from then on the delivery edits it."""
        if earlier := self._tasks.get(message.job_id):
            earlier.cancel()  # its message is no longer the delivery's destination
        task = asyncio.create_task(self._track(message), name=f"status {message.job_id}")
        self._tasks[message.job_id] = task
        task.add_done_callback(lambda done: self._done(message.job_id, done))

    @property
    def count(self) -> int:
        """Number of status messages that this process keeps up to date."""
        return len(self._tasks)

    def is_tracking(self, job_id: JobId) -> bool:
        """Return whether this process keeps the job's message up to date."""
        return job_id in self._tasks

    async def resume(
        self,
        platform: Platform,
        *,
        is_ours: Callable[[OpenDelivery], bool],
        tracked_message_of: TrackedMessageOf,
    ) -> None:
        """Track the jobs that no process tracks any more, periodically until cancelled.

        If the process that tracked a job was killed, its status message would otherwise stay
        unchanged until the job ends.
        """
        while True:
            try:
                for each in await self.deliveries.open_deliveries(platform):
                    if not self.is_tracking(each.delivery.job_id) and is_ours(each):
                        self._resume_one(tracked_message_of(each))
            except StorageError as error:
                log.warning("status_resume_failed", error=error.code)
            await asyncio.sleep(RESUME_INTERVAL)

    def _resume_one(self, message: TrackedMessage | None) -> None:
        if message is not None:
            log.debug("status_resumed", job_id=str(message.job_id))
            self.track(message)

    async def close(self) -> None:
        """Stop tracking; deliveries do not depend on it."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _done(self, job_id: JobId, task: asyncio.Task[None]) -> None:
        if self._tasks.get(job_id) is task:
            del self._tasks[job_id]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("status_crashed", job_id=str(job_id), exc_info=error)

    async def _track(self, message: TrackedMessage) -> None:
        job_id, requester = message.job_id, message.requester
        shown, shown_at = message.card, time.monotonic()
        changed: Job | None = None  # as the feed has just passed it on
        overlaps = True  # the job may have ended before the last edit was made
        unconfirmed = message.edit_unconfirmed  # an edit timed out: it may take effect at any time
        if message.receipt_state is not None and not unconfirmed:
            overlaps, changed = await self._change_since_receipt(message)
        while time.monotonic() < message.deadline:
            status = await self._status(message, changed)
            changed = None
            if status is None:
                await message.edit(Card(text=sentence("canceled", requester.locale)))
                return
            if status.job.state.is_terminal:
                if unconfirmed or (
                    overlaps and await self.deliveries.has_started(job_id, requester)
                ):
                    await self._repeat(message, after=SETTLED_AFTER if unconfirmed else 0.0)
                return
            overlaps = False
            owner = requester.identity.external_id
            card = status_card(status, requester.locale, owner)
            delay = shown_at + message.edit_interval() - time.monotonic()
            if card == shown or delay > 0:
                if card != shown:
                    await asyncio.sleep(delay)
                else:
                    seen = snapshot_of(status.job)
                    del status, card  # thousands of tasks wait here; each would keep a whole job
                    changed = await self._until_changed(job_id, seen)
                continue
            overlaps = True
            if await message.edit(card):
                shown = card
            else:
                unconfirmed = True
            shown_at = time.monotonic()

    async def _status(self, message: TrackedMessage, changed: Job | None) -> JobStatus | None:
        """Return the job's status; None if the requester's data was erased."""
        if changed is not None and changed.state is JobState.DRAWING and changed.profile_id:
            return self.job_statuses.while_drawing(changed)
        while True:
            try:
                return await self.job_statuses.get(message.job_id, message.requester)
            except NotFoundError:
                return None
            except StorageError:
                await asyncio.sleep(OUTAGE_DELAY)

    async def _change_since_receipt(self, message: TrackedMessage) -> tuple[bool, Job | None]:
        """Wait while the job is in the state that its receipt shows.

        Return whether it had already left that state, and the job if it is known. The queue
        position is known from the receipt, so the shared job event feed suffices, without a query
        for this job.
        """
        job = await self.job_events.until_changed(message.job_id, None, timeout=POSITION_INTERVAL)
        if job is None or job.state is not message.receipt_state:
            return True, job
        return False, await self._until_changed(message.job_id, snapshot_of(job))

    async def _until_changed(self, job_id: JobId, seen: JobSnapshot) -> Job | None:
        """Wait until the job changed, or its queue position is due for an update."""
        interval = max(
            POSITION_INTERVAL, timedelta(seconds=len(self._tasks) / POSITION_READS_PER_SECOND)
        )
        timeout = POSITION_INTERVAL * 4 if seen.state is JobState.DRAWING else interval
        return await self.job_events.until_changed(job_id, seen, timeout=timeout)

    async def _repeat(self, message: TrackedMessage, *, after: float) -> None:
        """Repeat the delivery, since an edit of the status message may have replaced the image."""
        await asyncio.sleep(after)
        for _ in range(REPEAT_TRIES):
            if await self.deliveries.repeat(message.job_id, message.requester, message.destination):
                log.info("delivery_repeated", job_id=str(message.job_id))
                await notify_workers(self.job_queue)
                return
            await asyncio.sleep(REPEAT_DELAY)  # delivery in progress, or to another destination
