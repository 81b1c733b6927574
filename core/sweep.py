"""The regular look for what got stuck, and for what may go."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import structlog

from core.delivery import GIVE_UP_AFTER
from core.errors import (
    ImageMissingError,
    ImageStoreError,
    StorageError,
)
from core.hints import hint
from core.meter import UNMETERED, Meter
from core.models import ImageRef, JobId, JobState
from core.object_keys import is_own
from core.ports import Database, Engine, ImageStore, Unit
from core.renditions import renditions_of
from core.stopping import Stopper
from core.transitions import after_end
from core.wishes import KEPT as WISHES_KEPT

log = structlog.get_logger(__name__)

LOCK = "sweep"
WAKE_AT_MOST = 100
WAKE_AGAIN_AFTER = timedelta(seconds=60)
DELIVERIES_AT_ONCE = 8
POISONED_AFTER = 20  # leases of one job that ran out
PURGE_AT_MOST = 50  # comics a sweep
INBOX_KEPT = timedelta(days=2)


class Sweep:
    """Runs in every process with workers; a database lock lets one at a time do the work."""

    def __init__(
        self,
        *,
        database: Database,
        engine: Engine,
        images: ImageStore,
        stopper: Stopper,
        owner: str,
        every: timedelta,
        lease: timedelta,
        undo: timedelta,
        max_wait: timedelta,
        in_flight: int,
        meter: Meter = UNMETERED,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._engine = engine
        self._images = images
        self._stopper = stopper
        self._owner = owner
        self._every = every
        self._lease = lease
        self._undo = undo
        self._max_wait = max_wait
        self._in_flight = in_flight
        self._meter = meter
        self._clock = clock
        self._blind = False  # the last look met an outage
        self._leases_safe_until = 0.0
        self.last_ran_at: float | None = None  # monotonic

    async def run(self) -> None:
        """Sweep until cancelled, the first time at once.

        A process that starts also has all work looked for, whoever sweeps: its predecessor's
        hints may have died with it.
        """
        await self._guarded(partial(self._wake, again_after=timedelta(0)))
        while True:
            await self.once()
            await asyncio.sleep(self._every.total_seconds())

    async def once(self) -> None:
        """Sweep now, unless another process does; an outage is logged and waited out."""
        if await self._guarded(self._sweep):
            self.last_ran_at = self._clock()

    async def _sweep(self) -> bool:
        """Do what there is to do, the most urgent first; False if another process sweeps."""
        if not await self._database.write(self._take_lock):
            return False
        self._notice_recovery()
        for end in (self._expire_leases, self._expire_overdue):
            for state in await self._database.write(end):
                self._meter.ended(state)
        await self._wake(again_after=WAKE_AGAIN_AFTER)
        await self._database.write(self._tidy)
        await self._stopper.stop_due()
        await self._purge()
        return True

    async def _guarded(self, work: Callable[[], Awaitable[bool]]) -> bool:
        """Run *work*; False also where it failed, which is logged."""
        try:
            return await work()
        except (StorageError, TimeoutError) as error:
            self._blind = True
            log.warning("sweep_delayed", error=type(error).__name__)
        except Exception:
            log.exception("sweep_crashed")
        return False

    async def release(self) -> None:
        """Let another process sweep from now on."""
        await self._database.write(lambda unit: unit.locks.release(LOCK, self._owner))

    async def _take_lock(self, unit: Unit) -> bool:
        return await unit.locks.acquire(LOCK, self._owner, lifetime=self._every * 3)

    def _notice_recovery(self) -> None:
        """After an outage nobody could renew: give every owner one lease's time to do so."""
        if self._blind:
            self._leases_safe_until = self._clock() + self._lease.total_seconds()
            self._blind = False

    async def _expire_leases(self, unit: Unit) -> list[JobState]:
        if self._clock() < self._leases_safe_until:
            return []
        freed, poisoned = await unit.jobs.expire_leases(poisoned_after=POISONED_AFTER)
        deliveries = await unit.deliveries.expire_leases()
        ended = await self._end(unit, poisoned)
        if freed or poisoned or deliveries:
            log.warning("leases_expired", jobs=freed, poisoned=len(poisoned), deliveries=deliveries)
        return ended

    async def _expire_overdue(self, unit: Unit) -> list[JobState]:
        return await self._end(unit, await unit.jobs.expire_overdue(max_wait=self._max_wait))

    async def _tidy(self, unit: Unit) -> None:
        await unit.deliveries.forget_tokens()
        # Also those that no process has a token of its platform for.
        await unit.deliveries.give_up(older_than=GIVE_UP_AFTER)
        await unit.inbox.purge(older_than=INBOX_KEPT)
        await unit.wishes.purge(older_than=WISHES_KEPT)
        await unit.purge_expired()
        await unit.marks.touch(LOCK)

    async def _end(self, unit: Unit, job_ids: list[JobId]) -> list[JobState]:
        ended = await unit.jobs.get_many(job_ids) if job_ids else ()
        for job in ended:
            if job.profile_id is not None:
                await unit.profiles.lock(job.profile_id)
            await after_end(unit, job, in_flight=self._in_flight)
            log.warning("job_ended", job_id=str(job.id), state=job.state.value)
        return [job.state for job in ended]

    async def _wake(self, *, again_after: timedelta) -> bool:
        async def work(unit: Unit) -> int:
            return await unit.jobs.due_to_wake(limit=WAKE_AT_MOST, again_after=again_after)

        due = await self._database.write(work)
        await hint(self._engine, drawing=due, delivering=DELIVERIES_AT_ONCE)
        return True

    async def _purge(self) -> None:
        """Remove the objects of comics whose time for undo is over, and what was made of them."""

        async def due(unit: Unit) -> list[tuple[JobId, tuple[ImageRef, ...]]]:
            return await unit.comics.due_to_purge(undo=self._undo, limit=PURGE_AT_MOST)

        for comic_id, refs in await self._database.write(due):
            going = await self._unshared(comic_id, (*refs, *renditions_of(refs[0])))
            try:
                await self._images.delete(going)
            except ImageMissingError:
                # In a bucket that is ours no longer: trying for ever would hold others up.
                log.warning("objects_out_of_reach", job_id=str(comic_id), bucket=refs[0].bucket)
            except ImageStoreError as error:
                log.warning("purge_delayed", job_id=str(comic_id), error=error.code)
                continue
            await self._forget_row(comic_id)
            log.info("comic_purged", job_id=str(comic_id), objects=len(refs))

    async def _unshared(self, comic_id: JobId, refs: tuple[ImageRef, ...]) -> tuple[ImageRef, ...]:
        """Return the objects without those that another comic holds as well.

        The comic is marked by now, and no other can take its objects while its row is there. So
        what this returns is true until the row is removed.
        """
        doubtful = [ref for ref in refs if not is_own(ref, comic_id)]
        if not doubtful:
            return refs

        async def work(unit: Unit) -> set[ImageRef]:
            return await unit.comics.held_by_others(comic_id, doubtful)

        held = await self._database.read(work)
        if held:
            log.warning("shared_objects_kept", job_id=str(comic_id), objects=len(held))
        return tuple(ref for ref in refs if ref not in held)

    async def _forget_row(self, comic_id: JobId) -> None:
        async def work(unit: Unit) -> None:
            await unit.comics.purge(comic_id)

        await self._database.write(work)
