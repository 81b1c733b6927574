"""Janitor: periodic clean-up of stuck jobs, expired leases and deleted comics."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import structlog

from core.chats.saved_prompts import KEPT as SAVED_PROMPTS_KEPT
from core.delivery.service import GIVE_UP_AFTER
from core.errors import (
    ImageMissingError,
    ImageStoreError,
    StorageError,
)
from core.gallery.views import KEPT as GALLERY_VIEWS_KEPT
from core.jobs.remote_cancellation import RemoteCancellation
from core.jobs.transitions import release_next
from core.models.comics import ImageRef
from core.models.identity import JobId
from core.models.jobs import JobState
from core.models.object_keys import is_own, renditions_of
from core.ports.database import Database, UnitOfWork
from core.ports.gallery import ImageStore
from core.ports.jobs import JobQueue
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.worker_notifications import notify_workers

log = structlog.get_logger(__name__)

JANITOR_LOCK = "sweep"
NOTIFY_AT_MOST = 100
NOTIFY_AGAIN_AFTER = timedelta(seconds=60)
DELIVERIES_AT_ONCE = 8  # slots to notify per run; each slot continues until nothing is due
POISONED_AFTER = 20  # expired leases of one job
PURGE_AT_MOST = 50  # comics per run
PURGE_VIEWS_AT_MOST = 500  # gallery views per run
INBOX_KEPT = timedelta(days=2)


class Janitor:
    """Periodic clean-up; runs in every process with workers, one at a time by a database lock."""

    def __init__(
        self,
        *,
        database: Database,
        job_queue: JobQueue,
        images: ImageStore,
        remote_cancellation: RemoteCancellation,
        holder: str,
        every: timedelta,
        lease: timedelta,
        undo: timedelta,
        max_wait: timedelta,
        in_flight: int,
        metrics: Metrics = NO_METRICS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._job_queue = job_queue
        self._images = images
        self._remote_cancellation = remote_cancellation
        self._holder = holder
        self._every = every
        self._lease = lease
        self._undo = undo
        self._max_wait = max_wait
        self._in_flight = in_flight
        self._metrics = metrics
        self._clock = clock
        self._had_outage = False  # the last run failed
        self._leases_safe_until = 0.0
        self.last_ran_at: float | None = None  # monotonic

    async def run(self) -> None:
        """Run periodically until cancelled, beginning at once.

        At its start, every process also notifies workers of all due work, since notifications may
        have been lost with its predecessor.
        """
        await self._guarded(partial(self._notify_due, again_after=timedelta(0)))
        while True:
            await self.run_once()
            await asyncio.sleep(self._every.total_seconds())

    async def run_once(self) -> None:
        """Clean up now, unless another process does; errors are logged."""
        if await self._guarded(self._clean_up):
            self.last_ran_at = self._clock()

    async def _clean_up(self) -> bool:
        """Clean up, the most urgent first; return False if another process holds the lock."""
        if not await self._database.write(self._take_lock):
            return False
        self._notice_recovery()
        for end in (self._expire_leases, self._expire_overdue):
            for state in await self._database.write(end):
                self._metrics.count_job_end(state)
        await self._notify_due(again_after=NOTIFY_AGAIN_AFTER)
        await self._database.write(self._tidy)
        await self._remote_cancellation.cancel_due()
        await self._purge()
        await self._purge_panels()
        return True

    async def _guarded(self, work: Callable[[], Awaitable[bool]]) -> bool:
        """Run *work* and return its result; log an error and return False."""
        try:
            return await work()
        except (StorageError, TimeoutError) as error:
            self._had_outage = True
            log.warning("janitor_run_failed", error=type(error).__name__)
        except Exception:
            log.exception("janitor_run_crashed")
        return False

    async def release(self) -> None:
        """Release the lock, so that another process takes over."""
        await self._database.write(lambda unit: unit.locks.release(JANITOR_LOCK, self._holder))

    async def _take_lock(self, unit: UnitOfWork) -> bool:
        return await unit.locks.acquire(JANITOR_LOCK, self._holder, lifetime=self._every * 3)

    def _notice_recovery(self) -> None:
        """After an outage, give every holder the time of one lease to renew."""
        if self._had_outage:
            self._leases_safe_until = self._clock() + self._lease.total_seconds()
            self._had_outage = False

    async def _expire_leases(self, unit: UnitOfWork) -> list[JobState]:
        if self._clock() < self._leases_safe_until:
            return []
        freed, poisoned = await unit.job_expiry.expire_leases(poisoned_after=POISONED_AFTER)
        deliveries = await unit.deliveries.expire_leases()
        ended = await self._end(unit, poisoned)
        if freed or poisoned or deliveries:
            log.warning("leases_expired", jobs=freed, poisoned=len(poisoned), deliveries=deliveries)
        return ended

    async def _expire_overdue(self, unit: UnitOfWork) -> list[JobState]:
        return await self._end(unit, await unit.job_expiry.expire_overdue(max_wait=self._max_wait))

    async def _tidy(self, unit: UnitOfWork) -> None:
        await unit.deliveries.forget_tokens()
        # This includes deliveries to platforms for which no process has a token.
        await unit.deliveries.give_up(older_than=GIVE_UP_AFTER)
        await unit.inbox.purge(older_than=INBOX_KEPT)
        await unit.saved_prompts.purge(older_than=SAVED_PROMPTS_KEPT)
        await unit.gallery_views.purge(unused_for=GALLERY_VIEWS_KEPT, limit=PURGE_VIEWS_AT_MOST)
        await unit.sessions.purge_expired()
        await unit.link_codes.purge_expired()
        await unit.locks.purge_expired()
        await unit.timestamps.touch(JANITOR_LOCK)

    async def _end(self, unit: UnitOfWork, job_ids: list[JobId]) -> list[JobState]:
        ended = await unit.jobs.get_many(job_ids) if job_ids else ()
        for job in ended:
            if job.profile_id is not None:
                await unit.profiles.lock(job.profile_id)
            await release_next(unit, job, in_flight=self._in_flight)
            log.warning("job_ended", job_id=str(job.id), state=job.state.value)
        return [job.state for job in ended]

    async def _notify_due(self, *, again_after: timedelta) -> bool:
        async def work(unit: UnitOfWork) -> tuple[int, int]:
            return (
                await unit.job_claims.mark_notified(limit=NOTIFY_AT_MOST, again_after=again_after),
                await unit.deliveries.count_due(limit=DELIVERIES_AT_ONCE),
            )

        drawing, delivering = await self._database.write(work)
        await notify_workers(self._job_queue, drawing=drawing, delivering=delivering)
        return True

    async def _purge(self) -> None:
        """Remove the objects and renditions of comics whose undo period is over."""

        async def due(unit: UnitOfWork) -> list[tuple[JobId, tuple[ImageRef, ...]]]:
            return await unit.comics.due_to_purge(undo=self._undo, limit=PURGE_AT_MOST)

        for comic_id, refs in await self._database.write(due):
            refs_to_delete = await self._unshared(comic_id, (*refs, *renditions_of(refs[0])))
            try:
                await self._images.delete(refs_to_delete)
            except ImageMissingError:
                # The bucket is no longer configured: retrying forever would block other comics.
                log.warning("objects_abandoned", job_id=str(comic_id), bucket=refs[0].bucket)
            except ImageStoreError as error:
                log.warning("purge_failed", job_id=str(comic_id), error=error.code)
                continue
            await self._delete_row(comic_id)
            log.info("comic_purged", job_id=str(comic_id), objects=len(refs))

    async def _purge_panels(self) -> None:
        """Remove the panels that were kept beside a page for a while only."""

        async def due(unit: UnitOfWork) -> list[tuple[JobId, tuple[ImageRef, ...]]]:
            return await unit.comics.panels_to_purge(limit=PURGE_AT_MOST)

        for comic_id, refs in await self._database.read(due):
            try:
                await self._images.delete(await self._unshared(comic_id, refs))
            except ImageMissingError:
                log.warning("objects_abandoned", job_id=str(comic_id), bucket=refs[0].bucket)
            except ImageStoreError as error:
                log.warning("purge_failed", job_id=str(comic_id), error=error.code)
                continue
            await self._drop_panels(comic_id)
            log.info("panels_purged", job_id=str(comic_id), objects=len(refs))

    async def _drop_panels(self, comic_id: JobId) -> None:
        await self._database.write(lambda unit: unit.comics.drop_panels(comic_id))

    async def _unshared(self, comic_id: JobId, refs: tuple[ImageRef, ...]) -> tuple[ImageRef, ...]:
        """Return the objects that no other comic references.

        The comic is marked as deleted by now, and no other comic can claim its objects while its
        row exists. So the result stays valid until the row is removed.
        """
        foreign = [ref for ref in refs if not is_own(ref, comic_id)]
        if not foreign:
            return refs

        async def work(unit: UnitOfWork) -> set[ImageRef]:
            return await unit.comics.held_by_others(comic_id, foreign)

        held = await self._database.read(work)
        if held:
            log.warning("shared_objects_kept", job_id=str(comic_id), objects=len(held))
        return tuple(ref for ref in refs if ref not in held)

    async def _delete_row(self, comic_id: JobId) -> None:
        async def work(unit: UnitOfWork) -> None:
            await unit.comics.purge(comic_id)

        await self._database.write(work)
