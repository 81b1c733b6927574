"""The studio takes orders, has them drawn one after another and says how they stand."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Any

import structlog

from pipeline.artist_process import Artist, TimedDrawing
from pipeline.callbacks import Callbacks
from pipeline.drawing_speed import DrawingSpeed
from pipeline.errors import (
    ApiFault,
    DrawingCanceledError,
    DrawingError,
    ErrorCode,
    RefusedError,
    WorkerDiedError,
    api_fault,
)
from pipeline.job import JobResult, JobTiming, PipelineJob, PipelineStatus, StoredPanel
from pipeline.job_log import JobLog
from pipeline.job_queue import PendingJobs
from pipeline.job_store import JobStore
from pipeline.live_job import LiveJob
from pipeline.models import DrawingOrder
from pipeline.params import INPUT_KEYS
from pipeline.schemas import CONTRACT, status_object
from pipeline.stores import ObjectStore, StoreError, object_key

log = structlog.get_logger(__name__)

WARM_SECONDS = (1.0, 60.0)  # the shortest and longest pause between two looks at the artist
_KEPT = timedelta(hours=48)  # how long a finished job stays readable; the contract asks for 24
_PURGE_SECONDS = 3600
_UNSEEN = 1000  # more changes than a job can have shown without their being written down
_BUSY_SECONDS = (5, 60)  # the shortest and longest wait asked of callers when the line is full
_LONG_MS = 15_000  # a panel, while none was measured


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One POST, read and checked."""

    uuid: str
    attempt: int
    digest: str
    order: DrawingOrder
    deadline: datetime | None = None
    callback: str | None = None


class Cancel(Enum):
    """What came of the wish to stop a job."""

    ASKED = auto()  # it stops, or has stopped through this
    ALREADY = auto()  # it was cancelled before
    TOO_LATE = auto()  # it is finished


class PipelineService:
    """All that this server draws. `load` it, then keep `run` running."""

    def __init__(
        self,
        *,
        drawers: Sequence[Artist],
        store: ObjectStore,
        journal: JobLog,
        callbacks: Callbacks | None = None,
        queue_limit: int = 100,
        warm_seconds: tuple[float, float] = WARM_SECONDS,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._drawers = drawers
        self._store = store
        self._callbacks = callbacks
        self._queue_limit = queue_limit
        self._warm_seconds = warm_seconds
        self._now = now
        self._ledger = JobStore(journal)
        self._line = PendingJobs(now)
        self._drawing: dict[LiveJob, Artist] = {}
        self._followers: set[asyncio.Task[None]] = set()
        self._pace = DrawingSpeed()

    # What callers ask for.

    def find(self, uuid: str) -> LiveJob | None:
        return self._ledger.find(uuid)

    async def submit(self, submission: Submission) -> LiveJob:
        """Return the job for *submission*: the one there is, else a new one, on record.

        Raises RefusedError: `conflict` if it contradicts the job there is, `overloaded`,
        `internal` if it cannot be written down.
        """
        async with self._ledger.admission:
            known = self.find(submission.uuid)
            if known and not _is_new_attempt(known.job, submission):
                return known
            if len(self._line) >= self._queue_limit:
                raise self._overloaded()
            live = await self._ledger.add(_new_job(submission, self._now()))
        self._take_up(live)
        log.info(
            "job_accepted",
            uuid=submission.uuid,
            attempt=submission.attempt,
            queued=len(self._line),
        )
        return live

    async def cancel(self, live: LiveJob) -> Cancel:
        """Ask for a job to be stopped; a queued one is stopped when this returns."""
        if live.job.status is PipelineStatus.CANCELED:
            return Cancel.ALREADY
        if self._line.leave(live):
            await self._end(live, lambda job: job.canceled(self._now()))
            return Cancel.ASKED
        if not await self._ledger.change(live, lambda job: job.stopping(self._now())):
            return Cancel.TOO_LATE
        if drawer := self._drawing.get(live):
            drawer.cancel()
        return Cancel.ASKED

    def describe(self, live: LiveJob) -> dict[str, Any]:
        """Return the status object of a job as of now."""
        position = len(self._line.ahead_of(live)) + 1 if live in self._line else None
        return status_object(live.job, position=position, eta_seconds=self._eta(live))

    @property
    def takes_callbacks(self) -> bool:
        return self._callbacks is not None

    @property
    def is_ready(self) -> bool:
        return any(drawer.is_ready for drawer in self._drawers)

    def health(self) -> dict[str, Any]:
        features = ["async", "progress", "cancel"]
        health: dict[str, Any] = {
            "contract": CONTRACT,
            "ready": self.is_ready,
            "features": [*features, "callback"] if self.takes_callbacks else features,
            "active": len(self._drawing),
            "queued": len(self._line),
            "capacity": len(self._drawers),
            "inputKeys": list(INPUT_KEYS),
        }
        if model := next((drawer.model for drawer in self._drawers if drawer.model), None):
            health["model"] = model
        if self._pace.median_panel_ms is not None:
            health["medianPanelMs"] = self._pace.median_panel_ms
        return health

    # What it does by itself.

    async def load(self) -> None:
        """Take up what a predecessor left: finished jobs to be read, the others to be drawn."""
        loaded = await self._ledger.load()
        for live in loaded:
            if live.job.status.is_terminal:
                self._learn(live.job)
            elif live.job.cancel_requested:
                await self._end(live, lambda job: job.canceled(self._now()))
            else:
                await self._ledger.change(
                    live, lambda job: job.requeued(self._now(), unseen=_UNSEEN)
                )
                self._take_up(live)
        log.info("jobs_loaded", known=len(loaded), unfinished=len(self._line))

    async def run(self) -> None:
        """Draw what is queued, until cancelled. What is unfinished then stays on record."""
        try:
            async with asyncio.TaskGroup() as group:
                for drawer in self._drawers:
                    group.create_task(self._keep_drawing(drawer))
                group.create_task(self._keep_warm())
                group.create_task(self._watch_deadlines())
                group.create_task(self._purge_regularly())
        finally:
            for task in self._followers:
                task.cancel()
            await asyncio.gather(*self._followers, return_exceptions=True)
            await asyncio.gather(*(drawer.close() for drawer in self._drawers))

    async def purge(self) -> None:
        """Forget the jobs that finished long enough ago."""
        await self._ledger.forget(finished_before=self._now() - _KEPT)

    async def _keep_warm(self) -> None:
        """Have the artist loaded in one process; the others load it when there is work for them.

        Callers wait for a server that is not ready, so no drawing of theirs would bring it back.
        """
        shortest, longest = self._warm_seconds
        pause = shortest
        while True:
            if not self.is_ready and not self._drawing:
                try:
                    await self._drawers[0].warm()
                    pause = shortest
                except DrawingError as error:
                    log.warning("artist_not_loaded", error=str(error), again_in_seconds=pause)
                    pause = min(2 * pause, longest)
            await asyncio.sleep(pause)

    async def _watch_deadlines(self) -> None:
        while True:
            for live in self._line:
                if _is_late(live.job, self._now()) and self._line.leave(live):
                    await self._fail(live, _deadline_exceeded())
            deadlines = [live.job.deadline for live in self._line if live.job.deadline]
            await self._line.change(min(deadlines) - self._now() if deadlines else None)

    async def _purge_regularly(self) -> None:
        while True:
            await self.purge()
            await asyncio.sleep(_PURGE_SECONDS)

    # Drawing.

    async def _keep_drawing(self, drawer: Artist) -> None:
        while True:
            live = await self._line.next()
            self._drawing[live] = drawer
            try:
                await self._see_through(live, drawer)
            finally:
                del self._drawing[live]

    async def _see_through(self, live: LiveJob, drawer: Artist) -> None:
        """Bring a job to its end, whichever that is."""
        job = live.job
        with structlog.contextvars.bound_contextvars(uuid=job.uuid, attempt=job.attempt):
            try:
                if _is_late(job, self._now()):
                    await self._fail(live, _deadline_exceeded())
                else:
                    await self._draw(live, drawer)
            except DrawingCanceledError:
                await self._end(live, lambda job: job.canceled(self._now()))
            except DrawingError as error:
                await self._fail(live, error.fault)
            except StoreError as error:
                await self._fail(live, api_fault(ErrorCode.UPLOAD_FAILED, str(error)))
            except Exception:
                log.exception("job_crashed")
                await self._fail(
                    live, api_fault(ErrorCode.INTERNAL, "unexpected error, see the log")
                )

    async def _draw(self, live: LiveJob, drawer: Artist) -> None:
        started = self._now()
        await self._advance(live, "loading", 0)
        drawn = await self._draw_surely(live, drawer)
        _stop_if_asked(live)
        await self._advance(live, "uploading", 0)
        result = await self._upload(live.job, drawn, queued=started - live.job.accepted_at)
        await self._end(live, lambda job: _outcome(job, result, self._now()))
        self._learn(live.job)

    async def _draw_surely(self, live: LiveJob, drawer: Artist) -> TimedDrawing:
        """Draw, and once more if the process dies, for it may have been an accident."""

        async def on_stage(stage: str, panel: int) -> None:
            await self._advance(live, stage, panel)

        job = live.job
        _stop_if_asked(live)
        try:
            return await drawer.draw(job.uuid, job.order, on_stage)
        except WorkerDiedError:
            _stop_if_asked(live)
            return await drawer.draw(job.uuid, job.order, on_stage)

    async def _upload(
        self, job: PipelineJob, drawn: TimedDrawing, *, queued: timedelta
    ) -> JobResult:
        """Store the pictures, the page last: where there is a page, everything is there."""
        drawing, began = drawn.drawing, time.monotonic()

        async def put(name: str, image: bytes) -> str:
            key = object_key(job.uuid, job.attempt, name, drawing.content_type)
            return await self._store.put(key, image, drawing.content_type)

        panels = [
            StoredPanel(
                index=panel.index,
                seed=panel.seed,
                s3_url=await put(f"panel-{panel.index}", panel.image),
            )
            for panel in drawing.panels
        ]
        page = await put("page", drawing.image)
        timing = JobTiming(
            queued_ms=round(queued.total_seconds() * 1000),
            load_ms=drawn.load_ms,
            run_ms=drawn.run_ms,
            upload_ms=round((time.monotonic() - began) * 1000),
        )
        return JobResult(
            s3_url=page,
            content_type=drawing.content_type,
            width=drawing.width,
            height=drawing.height,
            size=len(drawing.image),
            sha256=drawn.sha256,
            seed=drawing.seed,
            model=drawing.model,
            title=drawing.title,
            alt_text=drawing.alt_text,
            script=drawing.script,
            panels=tuple(panels),
            timing=timing,
        )

    # A job's way.

    def _take_up(self, live: LiveJob) -> None:
        self._line.enter(live)
        if self._callbacks and live.job.callback:
            task = asyncio.create_task(self._report(self._callbacks, live, live.job.callback))
            self._followers.add(task)
            task.add_done_callback(self._followers.discard)

    async def _report(self, callbacks: Callbacks, live: LiveJob, url: str) -> None:
        try:
            await callbacks.follow(live, url, self.describe)
        except Exception:
            log.exception("callbacks_crashed", uuid=live.job.uuid)

    async def _advance(self, live: LiveJob, stage: str, panel: int) -> None:
        await self._ledger.change(live, lambda job: job.advanced(stage, panel, self._now()))

    async def _fail(self, live: LiveJob, bad_end: ApiFault) -> None:
        await self._end(live, lambda job: job.failed(bad_end, self._now()))

    async def _end(self, live: LiveJob, change: Callable[[PipelineJob], PipelineJob]) -> None:
        await self._ledger.change(live, change, durable=True)
        job = live.job
        log.info(
            "job_finished",
            uuid=job.uuid,
            attempt=job.attempt,
            status=job.status.value,
            error=job.fault and job.fault.code.value,
            run_ms=job.result and job.result.timing.run_ms,
        )

    # Time.

    def _learn(self, job: PipelineJob) -> None:
        if job.result:
            self._pace.learn(job.result.timing.run_ms, job.order.panel_count)

    def _eta(self, live: LiveJob) -> int | None:
        if live.job.status is PipelineStatus.RUNNING:
            return self._pace.seconds_for(_panels_left(live.job))
        if live not in self._line:
            return None
        before = [*self._drawing, *self._line.ahead_of(live)]
        panels = sum(_panels_left(other.job) for other in before) / len(self._drawers)
        return self._pace.seconds_for(panels + live.job.order.panel_count)

    def _overloaded(self) -> RefusedError:
        panel_ms = self._pace.median_panel_ms or _LONG_MS
        shortest, longest = _BUSY_SECONDS
        wait = max(shortest, min(longest, round(4 * panel_ms / 1000)))
        message = f"{len(self._line)} jobs are waiting"
        return RefusedError(api_fault(ErrorCode.OVERLOADED, message, retry_after_seconds=wait))


def _is_new_attempt(job: PipelineJob, submission: Submission) -> bool:
    """Say whether *submission* starts *job* anew; False if it only asks for it again.

    A further attempt may bring other params: smaller ones, after memory ran out.
    """
    if submission.attempt > job.attempt:
        if not job.status.is_terminal:
            raise _conflict(f"attempt {job.attempt} is not finished")
        return True
    if submission.attempt < job.attempt:
        raise _conflict(f"attempt {job.attempt} has been started since")
    if submission.digest != job.digest:
        raise _conflict("the same uuid and attempt came with other inputParams")
    return False


def _conflict(message: str) -> RefusedError:
    return RefusedError(api_fault(ErrorCode.CONFLICT, message))


def _new_job(submission: Submission, now: datetime) -> PipelineJob:
    return PipelineJob(
        uuid=submission.uuid,
        attempt=submission.attempt,
        digest=submission.digest,
        order=submission.order,
        accepted_at=now,
        updated_at=now,
        deadline=submission.deadline,
        callback=submission.callback,
    )


def _is_late(job: PipelineJob, now: datetime) -> bool:
    return job.deadline is not None and now > job.deadline


def _deadline_exceeded() -> ApiFault:
    return api_fault(ErrorCode.DEADLINE_EXCEEDED, "the deadline passed before the drawing began")


def _stop_if_asked(live: LiveJob) -> None:
    if live.job.cancel_requested:
        raise DrawingCanceledError


def _outcome(job: PipelineJob, result: JobResult, now: datetime) -> PipelineJob:
    """Return *job* at its end; a cancel counts up to the very last moment."""
    return job.canceled(now) if job.cancel_requested else job.succeeded(result, now)


def _panels_left(job: PipelineJob) -> float:
    percent = job.progress.percent if job.progress else 0
    return job.order.panel_count * (100 - percent) / 100
