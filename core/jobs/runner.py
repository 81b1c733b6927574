"""From a queued job to a comic, or to the reason why there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from structlog.contextvars import bound_contextvars

from core.errors import (
    GeneratorError,
    GeneratorFailedError,
    GeneratorRejectedError,
    GeneratorRetryError,
    GeneratorUnavailableError,
    ImageMissingError,
    ImageStoreError,
    NotAnImageError,
    StorageError,
)
from core.jobs.cancellation import RemoteCancellation, mark_stopped
from core.jobs.leases import HeldLease, LeaseKeeper, LeaseLostError, ShuttingDownError
from core.jobs.progress import ProgressWriter
from core.jobs.transitions import lock_job_owner, release_next
from core.models.comics import DrawnComic, ImageInfo, PanelImage
from core.models.jobs import Claim, Job, JobState, Progress, Stage
from core.ports.database import Database, DuplicateKeyError, UnitOfWork
from core.ports.gallery import ImageStore
from core.ports.jobs import GenerationRequest, Generator, JobQueue
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.retry import write_until_committed
from core.runtime.worker_notifications import notify_workers
from core.visibility import visibility_of

log = structlog.get_logger(__name__)

ATTEMPTS = 3  # of one job, whatever the reasons
CLAIMS = 20  # of one job; who crashes over it after so many is the last
ACTIVE_SECONDS = 1800.0  # in `drawing`; waiting, queueing and outages do not count
INSPECT_DELAYS = (1.0, 2.0, 4.0, 8.0)  # seconds; an object may show up a little late
OUTAGE_DELAY = timedelta(seconds=10)  # before a job that found no generator is tried again
MAX_OUTAGE_DELAY = timedelta(seconds=120)
ENDED_BY_US = {JobState.CANCELED, JobState.EXPIRED}
HAND_BACK_TIMEOUT = 6.0  # seconds, while stopping


@dataclass(frozen=True, slots=True)
class _Succeeded:
    """The generator drew it, and the object is there."""

    drawn: DrawnComic
    info: ImageInfo


@dataclass(frozen=True, slots=True)
class _Ended:
    """There will be no comic."""

    state: JobState
    reason: str


@dataclass(frozen=True, slots=True)
class _Postponed:
    """Something we rely on is away, which says nothing about this job."""

    delay: timedelta
    reason: str


_Outcome = _Succeeded | _Ended | _Postponed


class _NewAttemptError(Exception):
    """This attempt is lost."""


class JobRunner:
    """Claims jobs and sees each through; every write is guarded by the claim."""

    def __init__(
        self,
        *,
        database: Database,
        generator: Generator,
        remote_cancellation: RemoteCancellation,
        images: ImageStore,
        job_queue: JobQueue,
        holder: str,
        leases: LeaseKeeper,
        progress: ProgressWriter,
        capacity: Callable[[], int],
        in_flight: int,
        changed: Callable[[], None] = lambda: None,
        metrics: Metrics = NO_METRICS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._stopping = asyncio.Event()
        self._claiming = asyncio.Lock()
        self._database = database
        self._generator = generator
        self._remote_cancellation = remote_cancellation
        self._images = images
        self._job_queue = job_queue
        self._holder = holder
        self._leases = leases
        self._progress = progress
        self._capacity = capacity
        self._in_flight = in_flight
        self._changed = changed
        self._metrics = metrics
        self._sleep = sleep

    def stop(self) -> None:
        """Claim nothing more, and hand back what is being drawn: somebody else carries on."""
        self._stopping.set()

    async def run_next(self) -> bool:
        """Claim the oldest due job and see it through; False if there is nothing to claim."""
        if self._stopping.is_set():
            return False
        # The database lets one claim at a time; in line here they hold none of our connections.
        async with self._claiming:
            if self._is_full:
                return False
            renewed_at = self._leases.now()
            claim = await self._claim()
        if claim is None:
            return False
        with (
            bound_contextvars(job_id=str(claim.job.id), claim_no=claim.job.claim_no),
            self._leases.hold(claim.job.id, claim.job.claim_no, renewed_at) as hold,
        ):
            log.info("job_claimed", recovered=claim.recovered, state="drawing")
            self._count_wait(claim)
            self._changed()
            await self._process(claim, hold)
        return True

    @property
    def _is_full(self) -> bool:
        """Whether we alone draw all that the fleet may; each of ours looks again when it ends."""
        return len(self._leases.held) >= self._capacity()

    async def _claim(self) -> Claim | None:
        async def work(unit: UnitOfWork) -> Claim | None:
            return await unit.jobs.claim(
                self._holder, lease=self._leases.lease, capacity=self._capacity()
            )

        return await self._database.write(work)

    def _count_wait(self, claim: Claim) -> None:
        job = claim.job
        if not claim.recovered and job.started_at is not None:
            self._metrics.observe_queue_wait((job.started_at - job.created_at).total_seconds())

    async def _process(self, claim: Claim, hold: HeldLease) -> None:
        job = claim.job
        outcome: _Outcome
        try:
            outcome = await hold.run(self._outcome(claim, hold), stopping=self._stopping)
        except LeaseLostError:
            await self._lost(job)
            return
        except ShuttingDownError:
            await self._stopped(job)
            return
        except asyncio.CancelledError:
            await self._stopped(job)
            raise
        except Exception:
            # A mistake of ours. Others may fare better, unless many have tried.
            log.exception("drawing_crashed")
            outcome = _crashed(job)
        finally:
            self._progress.forget(job.id)
        match outcome:
            case _Succeeded():
                await self._keep(job, outcome)
            case _Ended():
                await self._end(job, outcome)
                if outcome.state is JobState.EXPIRED:
                    await self._stop_generator(job)
            case _Postponed():
                await self._hand_back(job, outcome)
        self._changed()

    # --- Drawing ----------------------------------------------------------------------------------

    async def _outcome(self, claim: Claim, hold: HeldLease) -> _Outcome:
        """Return how drawing went."""
        job, attempt, fresh = claim.job, claim.job.generator_attempt, not claim.recovered
        try:
            async with asyncio.timeout(max(ACTIVE_SECONDS - job.drawing_seconds, 1.0)) as budget:
                while True:
                    try:
                        return await self._attempt(job, attempt, hold, fresh=fresh)
                    except _NewAttemptError as error:
                        reason = str(error)
                    if attempt >= ATTEMPTS or not await self._raise_attempt(job):
                        return _Ended(JobState.FAILED, reason)
                    attempt, fresh = attempt + 1, True
                    self._metrics.count_retry("attempt")
                    log.warning("attempt_lost", reason=reason, next_attempt=attempt)
        except StorageError as error:
            return _Postponed(OUTAGE_DELAY, error.code)
        except TimeoutError:
            if not budget.expired():
                raise
            return _Ended(JobState.EXPIRED, "deadline_exceeded")

    async def _attempt(self, job: Job, attempt: int, hold: HeldLease, *, fresh: bool) -> _Outcome:
        report = self._progress.reporter(job.id)
        order = GenerationRequest(
            job_id=job.id,
            attempt=attempt,
            params=job.params,
            panels=job.panels,
            fresh=fresh,
            outlasts=hold.outlasts,
        )
        try:
            drawn = await self._drawn(order, report)
            report(Progress(stage=Stage.VERIFYING, percent=99))
            return _Succeeded(drawn, await self._verify(drawn))
        except GeneratorRejectedError as error:
            return _Ended(JobState.REJECTED, error.reason)
        except GeneratorFailedError as error:
            return _Ended(JobState.FAILED, error.reason)
        except GeneratorUnavailableError as error:
            return _Postponed(_pause_of(error.retry_after), error.reason)
        except GeneratorRetryError as error:
            raise _NewAttemptError(error.reason) from error
        except GeneratorError as error:
            return _Ended(JobState.FAILED, error.reason)
        except (ImageMissingError, NotAnImageError) as error:
            raise _NewAttemptError(error.code) from error
        except ImageStoreError as error:
            # The comic is drawn; the generator will say so again when the store is back.
            return _Postponed(OUTAGE_DELAY, error.code)

    async def _drawn(
        self, order: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        try:
            return await self._generator.draw(order, report)
        except GeneratorError as error:
            self._metrics.count_generator_failure(error.reason)
            raise

    async def _verify(self, drawn: DrawnComic) -> ImageInfo:
        for pause in INSPECT_DELAYS:
            try:
                return await self._images.inspect(drawn.ref, sha256=drawn.sha256)
            except ImageMissingError:
                await self._sleep(pause)
        return await self._images.inspect(drawn.ref, sha256=drawn.sha256)

    async def _raise_attempt(self, job: Job) -> bool:
        async def work(unit: UnitOfWork) -> bool:
            return await unit.jobs.raise_attempt(job.id, job.claim_no)

        return await self._database.write(work)

    # --- Ends -------------------------------------------------------------------------------------

    async def _keep(self, job: Job, outcome: _Succeeded) -> None:
        """Make the comic a row, for whoever owns the job by now."""
        left_out: tuple[PanelImage, ...] = ()

        async def work(unit: UnitOfWork) -> Job | None:
            nonlocal left_out
            current = await lock_job_owner(unit, job.id)
            if not await unit.jobs.finish(job.id, job.claim_no, JobState.DRAWN):
                return current
            left_out = await unit.comics.add_drawn(
                job.id,
                outcome.drawn,
                outcome.info,
                style=str(job.params.get("style", "")),
                visibility=visibility_of(job.platform, private=job.private),
            )
            if current is not None:
                await release_next(unit, current, in_flight=self._in_flight)
            return None

        try:
            prevented_by = await write_until_committed(self._database, work)
        except DuplicateKeyError:
            log.warning("object_key_taken", key=outcome.drawn.ref.key)
            await self._end(job, _Ended(JobState.FAILED, "bad_response"))
            return
        if prevented_by is None or _is_done(prevented_by, job, JobState.DRAWN):
            if left_out:
                log.warning("panels_refused", keys=[panel.ref.key for panel in left_out])
            log.info("job_drawn", run_seconds=outcome.drawn.run_seconds)
            self._metrics.count_job_end(JobState.DRAWN)
            await notify_workers(self._job_queue)
        elif prevented_by.state in ENDED_BY_US:
            # Canceled or expired meanwhile: nobody will see this object.
            await write_until_committed(self._database, mark_stopped(job.id, outcome.drawn))
            log.info("orphan_purged_later", key=outcome.drawn.ref.key)
        else:
            log.info("claim_lost")

    async def _end(self, job: Job, ended: _Ended) -> None:
        async def work(unit: UnitOfWork) -> bool:
            current = await lock_job_owner(unit, job.id)
            if current is None or not await unit.jobs.finish(
                job.id, job.claim_no, ended.state, error_code=ended.reason
            ):
                return False
            await release_next(unit, current, in_flight=self._in_flight)
            return True

        if await write_until_committed(self._database, work):
            log.info("job_ended", state=ended.state.value, error_code=ended.reason)
            self._metrics.count_job_end(ended.state)
        else:
            log.info("claim_lost")
        await notify_workers(self._job_queue)

    async def _hand_back(self, job: Job, postponed: _Postponed) -> None:
        async def work(unit: UnitOfWork) -> bool:
            return await unit.jobs.hand_back(
                job.id,
                job.claim_no,
                delay=postponed.delay,
                error_code=postponed.reason,
                active=False,
            )

        handed_back = await write_until_committed(self._database, work)
        log.info("job_postponed", reason=postponed.reason, handed_back=handed_back)
        self._metrics.count_retry("job")

    async def _lost(self, job: Job) -> None:
        """Somebody canceled the job, or another worker has it. Only the former stops the GPU."""
        log.info("claim_lost")
        await self._stop_generator(job)

    async def _stop_generator(self, job: Job) -> None:
        """Stop the drawing of a job that was ended; where this fails, the sweep does it later."""

        async def work(unit: UnitOfWork) -> Job | None:
            return await unit.jobs.get(job.id)

        try:
            current = await self._database.read(work)
        except StorageError as error:
            log.warning("drawing_not_stopped", reason=type(error).__name__)
            return
        if current is not None and current.state in ENDED_BY_US:
            await self._remote_cancellation.cancel(current)

    async def _stopped(self, job: Job) -> None:
        """This process stops: somebody else picks the drawing up where the generator has it."""

        async def work(unit: UnitOfWork) -> bool:
            return await unit.jobs.hand_back(
                job.id, job.claim_no, delay=timedelta(0), error_code=None
            )

        try:
            async with asyncio.timeout(HAND_BACK_TIMEOUT):
                await self._database.write(work)
        except Exception:
            # The lease runs out by itself; nothing is lost but a minute.
            log.warning("hand_back_failed", exc_info=True)
        else:
            log.info("job_handed_back")


def _is_done(current: Job, claimed: Job, state: JobState) -> bool:
    """Say whether an earlier try at the same write was kept after all."""
    return current.state is state and current.claim_no == claimed.claim_no


def _crashed(job: Job) -> _Outcome:
    if job.claim_no >= CLAIMS:
        return _Ended(JobState.FAILED, "internal")
    return _Postponed(OUTAGE_DELAY, "internal")


def _pause_of(retry_after: float | None) -> timedelta:
    if retry_after is None:
        return OUTAGE_DELAY
    return min(timedelta(seconds=retry_after), MAX_OUTAGE_DELAY)
