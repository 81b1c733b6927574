"""Pipeline service: accepts submissions, has them drawn in order and reports their status."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Any

import structlog

from pipeline.errors import (
    ApiFault,
    ArtistUnreadyError,
    DrawingCanceledError,
    DrawingError,
    ErrorCode,
    RefusedError,
    UnreadyReason,
    WorkerDiedError,
    api_fault,
)
from pipeline.service.artist_process import Artist, TimedDrawing
from pipeline.service.callbacks import Callbacks
from pipeline.service.drawing_speed import DrawingSpeed
from pipeline.service.ipc import Output, PanelMessage
from pipeline.service.job import JobResult, PipelineJob, PipelineStatus, StoredPanel
from pipeline.service.job_log import JobLog
from pipeline.service.job_queue import PendingJobs
from pipeline.service.job_store import JobStore
from pipeline.service.kept_panels import KeptPanels, purge_panels
from pipeline.service.live_job import LiveJob
from pipeline.service.object_stores import ObjectStore, StoreError
from pipeline.service.page_upload import upload_page
from pipeline.service.paid_pictures import PaidPictures
from pipeline.service.params import INPUT_KEYS
from pipeline.service.readiness import ArtistReadiness
from pipeline.service.schemas import CONTRACT, status_object
from pipeline.service.submission import Submission, is_new_attempt, new_job

log = structlog.get_logger(__name__)

WARM_SECONDS = (1.0, 60.0)  # shortest and longest delay between two attempts to load the artist
_RETENTION = timedelta(hours=48)  # of finished jobs; the contract requires 24 hours
_PURGE_SECONDS = 3600
_UNSAVED_CHANGES = 1000  # upper bound of the changes of a job that were visible but not saved
_RETRY_AFTER_SECONDS = (5, 60)  # shortest and longest Retry-After when the queue is full
_LOADING_RETRY_SECONDS = 2  # Retry-After while the artist loads
_LOADING_TOUCH_SECONDS = 30  # callers take a running job without a change for 180 s as stalled
_DEFAULT_PANEL_MS = 15_000  # assumed time per panel until one was measured


def utc_now() -> datetime:
    return datetime.now(UTC)


class CancelOutcome(Enum):
    """The outcome of a cancellation request."""

    REQUESTED = auto()  # the job will stop, or has just been canceled
    ALREADY_CANCELED = auto()  # it was canceled before
    ALREADY_FINISHED = auto()  # it has succeeded or failed


class PipelineService:
    """The jobs of this server and their execution. Call `load` once, then keep `run` running."""

    def __init__(
        self,
        *,
        artists: Sequence[Artist],
        store: ObjectStore,
        job_log: JobLog,
        callbacks: Callbacks | None = None,
        paid_pictures: PaidPictures | None = None,
        queue_limit: int = 100,
        warm_seconds: tuple[float, float] = WARM_SECONDS,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._artists = artists
        self._store = store
        self._callbacks = callbacks
        self._paid_pictures = paid_pictures
        self._queue_limit = queue_limit
        self._warm_seconds = warm_seconds
        self._now = now
        self._jobs = JobStore(job_log)
        self._queue = PendingJobs(now)
        self._drawing: dict[LiveJob, Artist] = {}
        self._callback_tasks: set[asyncio.Task[None]] = set()
        self._speed = DrawingSpeed()
        self._readiness = ArtistReadiness()

    # Requests

    def find(self, uuid: str) -> LiveJob | None:
        return self._jobs.find(uuid)

    async def submit(self, submission: Submission) -> LiveJob:
        """Return the job for *submission*: the existing one or a new one, which has been saved.

        Raises RefusedError: `conflict` if it contradicts the existing job, `warming` if no artist
        can draw for a reason that time alone does not remove, `overloaded` if the queue is full,
        `internal` if the job cannot be saved.
        """
        async with self._jobs.admission:
            existing = self.find(submission.uuid)
            if existing and not is_new_attempt(existing.job, submission):
                return existing
            if self._is_blocked:
                raise self._unready()
            if len(self._queue) >= self._queue_limit:
                raise self._overloaded()
            live = await self._jobs.add(new_job(submission, self._now()))
        self._enqueue(live)
        log.info(
            "job_accepted",
            uuid=submission.uuid,
            attempt=submission.attempt,
            queued=len(self._queue),
        )
        return live

    async def cancel(self, live: LiveJob) -> CancelOutcome:
        """Request the cancellation of a job; a queued one is canceled when this returns."""
        if live.job.status is PipelineStatus.CANCELED:
            return CancelOutcome.ALREADY_CANCELED
        if self._queue.remove(live):
            await self._finish(live, lambda job: job.canceled(self._now()))
            return CancelOutcome.REQUESTED
        if not await self._jobs.change(live, lambda job: job.with_cancel_requested(self._now())):
            return CancelOutcome.ALREADY_FINISHED
        if artist := self._drawing.get(live):
            artist.cancel()
        return CancelOutcome.REQUESTED

    def describe(self, live: LiveJob) -> dict[str, Any]:
        """Return the current status object of a job."""
        position = len(self._queue.ahead_of(live)) + 1 if live in self._queue else None
        return status_object(live.job, position=position, eta_seconds=self._eta(live))

    @property
    def takes_callbacks(self) -> bool:
        return self._callbacks is not None

    @property
    def is_ready(self) -> bool:
        return self._is_loaded and not self._is_blocked

    @property
    def retry_after_seconds(self) -> int:
        """When an unready server may be asked again, in seconds."""
        return max(_LOADING_RETRY_SECONDS, math.ceil(self._readiness.retry_seconds))

    @property
    def _is_loaded(self) -> bool:
        return any(artist.is_ready for artist in self._artists)

    @property
    def _is_blocked(self) -> bool:
        """Whether the artists failed, and it is not yet time for a new job to try them."""
        if not self._readiness.is_explained:
            return False
        is_tried = bool(self._drawing) or len(self._queue) > 0
        return is_tried or not self._is_loaded or self._readiness.retry_seconds > 0

    @property
    def is_working(self) -> bool:
        """Whether a job is queued or being drawn."""
        return bool(self._drawing) or len(self._queue) > 0

    def health(self) -> dict[str, Any]:
        features = ["async", "progress", "cancel", "notices"]
        health: dict[str, Any] = {
            "contract": CONTRACT,
            "ready": self.is_ready,
            "features": [*features, "callback"] if self.takes_callbacks else features,
            "active": len(self._drawing),
            "queued": len(self._queue),
            "capacity": len(self._artists),
            "inputKeys": self._input_keys(),
        }
        if not self.is_ready:
            health["reason"] = (self._readiness.reason or UnreadyReason.LOADING).value
        if model := next((artist.model for artist in self._artists if artist.model), None):
            health["model"] = model
        if self._speed.median_panel_ms is not None:
            health["medianPanelMs"] = self._speed.median_panel_ms
        return health

    def _input_keys(self) -> list[str]:
        own = next((artist.input_keys for artist in self._artists if artist.input_keys), ())
        return [*INPUT_KEYS, *own]

    # Background work

    async def load(self) -> None:
        """Restore the recorded jobs; requeue those that are neither terminal nor being canceled."""
        loaded = await self._jobs.load()
        for live in loaded:
            if live.job.status.is_terminal:
                self._record_speed(live.job)
            elif live.job.cancel_requested:
                await self._finish(live, lambda job: job.canceled(self._now()))
            else:
                await self._jobs.change(
                    live, lambda job: job.requeued(self._now(), unsaved_changes=_UNSAVED_CHANGES)
                )
                self._enqueue(live)
        log.info("jobs_loaded", known=len(loaded), unfinished=len(self._queue))

    async def run(self) -> None:
        """Draw the queued jobs until canceled. Unfinished jobs stay on record."""
        try:
            async with asyncio.TaskGroup() as group:
                for _ in self._artists:
                    group.create_task(self._draw_queued_jobs())
                group.create_task(self._keep_warm())
                group.create_task(self._watch_deadlines())
                group.create_task(self._purge_periodically())
        finally:
            for task in self._callback_tasks:
                task.cancel()
            await asyncio.gather(*self._callback_tasks, return_exceptions=True)
            await asyncio.gather(*(artist.close() for artist in self._artists))

    async def purge(self) -> None:
        """Delete the finished jobs whose retention time has passed, and old paid pictures."""
        await self._jobs.forget(finished_before=self._now() - _RETENTION)
        if self._paid_pictures is not None:
            await asyncio.to_thread(self._paid_pictures.purge)

    async def _keep_warm(self) -> None:
        """Keep the artist loaded in one process; the others load it with their first job.

        Callers wait while a server is not ready, so no submission would trigger the reload. This is
        a poll that slows down after failures, not a retry of one call: a job may load the artist in
        the meantime.
        """
        shortest, longest = self._warm_seconds
        delay = shortest
        while True:
            pause = delay
            if not self._is_loaded and not self._drawing:
                try:
                    await self._artists[0].warm()
                    self._readiness.record_success()
                    pause = delay = shortest
                except DrawingError as error:
                    pause = max(delay, self._readiness.record_failure(error))
                    log.warning("artist_load_failed", error=str(error), retry_in_seconds=pause)
                    delay = min(2 * delay, longest)
            await asyncio.sleep(pause)

    async def _watch_deadlines(self) -> None:
        while True:
            for live in self._queue:
                if _is_late(live.job, self._now()) and self._queue.remove(live):
                    await self._fail(live, _deadline_exceeded())
            deadlines = [live.job.deadline for live in self._queue if live.job.deadline]
            await self._queue.wait_for_change(min(deadlines) - self._now() if deadlines else None)

    async def _purge_periodically(self) -> None:
        while True:
            await self.purge()
            await asyncio.sleep(_PURGE_SECONDS)

    # Drawing

    async def _draw_queued_jobs(self) -> None:
        """Draw one job after another; as many of these tasks run as there are artists."""
        while True:
            await self._readiness.wait_for_retry()
            live = await self._queue.next()
            if self._readiness.retry_seconds > 0:  # another artist failed in the meantime
                self._queue.add_first(live)
                continue
            artist = self._idle_artist()
            self._drawing[live] = artist
            try:
                await self._process_job(live, artist)
            finally:
                del self._drawing[live]

    def _idle_artist(self) -> Artist:
        """Return an artist that draws nothing, a loaded one if possible."""
        busy = list(self._drawing.values())
        return max(
            (each for each in self._artists if each not in busy), key=lambda each: each.is_ready
        )

    async def _process_job(self, live: LiveJob, artist: Artist) -> None:
        """Draw a job and record its terminal state, or queue it again if no artist can draw."""
        job = live.job
        with structlog.contextvars.bound_contextvars(uuid=job.uuid, attempt=job.attempt):
            try:
                if _is_late(job, self._now()):
                    await self._fail(live, _deadline_exceeded())
                else:
                    await self._draw_or_postpone(live, artist)
            except DrawingCanceledError:
                await self._finish(live, lambda job: job.canceled(self._now()))
            except DrawingError as error:
                await self._fail(live, error.fault)
            except StoreError as error:
                await self._fail(live, api_fault(ErrorCode.UPLOAD_FAILED, str(error)))
            except Exception:
                log.exception("job_crashed")
                await self._fail(
                    live, api_fault(ErrorCode.INTERNAL, "unexpected error, see the log")
                )

    async def _draw_or_postpone(self, live: LiveJob, artist: Artist) -> None:
        try:
            await self._draw(live, artist)
        except ArtistUnreadyError as error:
            await self._postpone(live, error)
        except DrawingCanceledError:
            raise
        except DrawingError:
            if artist.is_ready:
                self._readiness.record_success()  # it failed at this job only
            raise

    async def _draw(self, live: LiveJob, artist: Artist) -> None:
        started = self._now()
        await self._advance(live, "loading", 0)
        kept = KeptPanels(self._store, live.job, lambda panel: self._announce(live, panel))
        try:
            drawn = await self._draw_with_retry(live, artist, kept)
            self._readiness.record_success()
            _raise_if_canceled(live)
            await self._advance(live, "uploading", 0)
            panels = await kept.finish()
        except asyncio.CancelledError:
            kept.cancel()
            raise
        except Exception:
            await kept.finish()  # what is being stored has to be known to be removed
            raise
        queued = started - live.job.accepted_at
        result = await upload_page(self._store, live.job, drawn, panels, queued=queued)
        await self._finish(live, lambda job: _outcome(job, result, self._now()))
        self._record_speed(live.job)

    async def _announce(self, live: LiveJob, panel: StoredPanel) -> None:
        await self._jobs.change(live, lambda job: job.with_painted(panel, self._now()))

    async def _touch_while_loading(self, live: LiveJob, artist: Artist) -> None:
        """Change the status now and then, so that the job does not seem stalled."""
        while not artist.is_ready:
            await asyncio.sleep(_LOADING_TOUCH_SECONDS)
            await self._jobs.change(live, lambda job: job.touched(self._now()))

    async def _postpone(self, live: LiveJob, error: ArtistUnreadyError) -> None:
        """Queue a job again, first in line, whose artist cannot draw at present."""
        self._readiness.record_failure(error)
        await self._jobs.change(live, lambda job: job.postponed(self._now()))
        if live.job.cancel_requested:
            raise DrawingCanceledError
        self._queue.add_first(live)
        log.info("job_postponed", reason=error.reason.value)

    async def _draw_with_retry(
        self, live: LiveJob, artist: Artist, kept: KeptPanels
    ) -> TimedDrawing:
        """Draw, and retry once if the process dies, since the cause may be transient."""

        async def on_stage(stage: str, panel: int) -> None:
            await self._advance(live, stage, panel)

        async def on_output(output: Output) -> None:
            if isinstance(output, PanelMessage):
                kept.add(output.panel)
                return
            # Durably: after a crash, nothing else knows of it.
            model = artist.model
            await self._jobs.change(
                live, lambda job: job.paid(output.cost, model, self._now()), durable=True
            )

        async def draw() -> TimedDrawing:
            _raise_if_canceled(live)
            touching = asyncio.create_task(self._touch_while_loading(live, artist))
            try:
                return await artist.draw(live.job.uuid, live.job.order, on_stage, on_output)
            finally:
                touching.cancel()
                await asyncio.wait({touching})

        try:
            return await draw()
        except WorkerDiedError:
            return await draw()

    # Job life cycle

    def _enqueue(self, live: LiveJob) -> None:
        self._queue.add(live)
        if self._callbacks and live.job.callback:
            task = asyncio.create_task(self._report(self._callbacks, live, live.job.callback))
            self._callback_tasks.add(task)
            task.add_done_callback(self._callback_tasks.discard)

    async def _report(self, callbacks: Callbacks, live: LiveJob, url: str) -> None:
        try:
            await callbacks.follow(live, url, self.describe)
        except Exception:
            log.exception("callback_task_crashed", uuid=live.job.uuid)

    async def _advance(self, live: LiveJob, stage: str, panel: int) -> None:
        await self._jobs.change(live, lambda job: job.advanced(stage, panel, self._now()))

    async def _fail(self, live: LiveJob, fault: ApiFault) -> None:
        await self._finish(live, lambda job: job.failed(fault, self._now()))

    async def _finish(self, live: LiveJob, change: Callable[[PipelineJob], PipelineJob]) -> None:
        await self._jobs.change(live, change, durable=True)
        job = live.job
        await self._clean_up(job)
        log.info(
            "job_finished",
            uuid=job.uuid,
            attempt=job.attempt,
            status=job.status.value,
            error=job.fault and job.fault.code.value,
            run_ms=job.result and job.result.timing.run_ms,
        )

    async def _clean_up(self, job: PipelineJob) -> None:
        """Remove the kept panels of a job without a comic, and what was paid for a canceled one."""
        if job.status is not PipelineStatus.SUCCEEDED:
            await purge_panels(self._store, job)
        if self._paid_pictures is not None and job.status is PipelineStatus.CANCELED:
            await asyncio.to_thread(self._paid_pictures.remove, job.uuid)

    # Time estimates

    def _record_speed(self, job: PipelineJob) -> None:
        if job.result:
            self._speed.record(job.result.timing.run_ms, job.order.panel_count)

    def _eta(self, live: LiveJob) -> int | None:
        if live.job.status is PipelineStatus.RUNNING:
            return self._speed.seconds_for(_panels_left(live.job))
        if live not in self._queue or self._readiness.reason is not None:
            return None
        before = [*self._drawing, *self._queue.ahead_of(live)]
        panels = sum(_panels_left(other.job) for other in before) / len(self._artists)
        return self._speed.seconds_for(panels + live.job.order.panel_count)

    def _unready(self) -> RefusedError:
        reason = self._readiness.reason or UnreadyReason.LOADING
        message = f"the artist cannot draw at present: {reason.value}"
        wait = self.retry_after_seconds
        return RefusedError(api_fault(ErrorCode.WARMING, message, retry_after_seconds=wait))

    def _overloaded(self) -> RefusedError:
        panel_ms = self._speed.median_panel_ms or _DEFAULT_PANEL_MS
        shortest, longest = _RETRY_AFTER_SECONDS
        wait = max(shortest, min(longest, round(4 * panel_ms / 1000)))
        message = f"{len(self._queue)} jobs are waiting"
        return RefusedError(api_fault(ErrorCode.OVERLOADED, message, retry_after_seconds=wait))


def _is_late(job: PipelineJob, now: datetime) -> bool:
    return job.deadline is not None and now > job.deadline


def _deadline_exceeded() -> ApiFault:
    return api_fault(ErrorCode.DEADLINE_EXCEEDED, "the deadline passed before the drawing began")


def _raise_if_canceled(live: LiveJob) -> None:
    if live.job.cancel_requested:
        raise DrawingCanceledError


def _outcome(job: PipelineJob, result: JobResult, now: datetime) -> PipelineJob:
    """Return *job* as succeeded, or as canceled if that was requested before this last step."""
    return job.canceled(now) if job.cancel_requested else job.succeeded(result, now)


def _panels_left(job: PipelineJob) -> float:
    percent = job.progress.percent if job.progress else 0
    return job.order.panel_count * (100 - percent) / 100
