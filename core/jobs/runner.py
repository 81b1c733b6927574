"""Job runner: claim a queued job, have it drawn and verified, and end it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import structlog
from structlog.contextvars import bound_contextvars

from core.chats.chat_settings import RecentChatSettings
from core.content.moderation import words_of
from core.content.params import words_in
from core.errors import (
    GeneratorError,
    GeneratorRetryError,
    GeneratorSilentError,
    GeneratorUnavailableError,
    ImageMissingError,
    ImageStoreError,
    NotAnImageError,
    PromptRejectedError,
    StorageError,
)
from core.jobs.attempt_policy import is_silent, next_attempt
from core.jobs.attempt_record import AttemptRecord
from core.jobs.attempt_reports import AttemptReports
from core.jobs.job_outcomes import (
    Ended,
    NewAttemptError,
    Outcome,
    Postponed,
    Succeeded,
    end_after,
    end_of,
)
from core.jobs.leases import HeldLease, LeaseKeeper, LeaseLostError, ShuttingDownError
from core.jobs.progress_writer import ProgressWriter
from core.jobs.remote_cancellation import RemoteCancellation, mark_stopped
from core.jobs.shared_claims import SharedClaims
from core.jobs.transitions import lock_job_owner, release_next
from core.models.comics import DrawnComic, ImageInfo, PanelImage
from core.models.jobs import Claim, Job, JobState, Progress, Stage
from core.ports.chats import Moderator
from core.ports.database import Database, DuplicateKeyError, UnitOfWork
from core.ports.gallery import ImageStore
from core.ports.jobs import GenerationRequest, Generator, JobQueue
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.retry import write_until_committed
from core.runtime.worker_notifications import notify_workers
from core.visibility import visibility_of

log = structlog.get_logger(__name__)

CLAIMS_PER_JOB = 20  # a crash of this program in the last one fails the job
ACTIVE_SECONDS = 1800.0  # in `drawing`; waiting, queueing and outages do not count
INSPECT_DELAYS = (1.0, 2.0, 4.0, 8.0)  # seconds; an object may become visible a little late
OUTAGE_DELAY = timedelta(seconds=10)  # before a job that met an outage is retried
MAX_OUTAGE_DELAY = timedelta(seconds=120)
SILENT_PAUSE = timedelta(seconds=30)  # doubled each time
ENDED_LOCALLY = {JobState.CANCELED, JobState.EXPIRED}  # the generator may still be drawing
HAND_BACK_TIMEOUT = 6.0  # seconds, during shutdown


class JobRunner:
    """Runner of jobs from claim to terminal state; every write is guarded by the claim."""

    def __init__(
        self,
        *,
        database: Database,
        generator: Generator,
        remote_cancellation: RemoteCancellation,
        moderator: Moderator,
        images: ImageStore,
        job_queue: JobQueue,
        holder: str,
        leases: LeaseKeeper,
        progress: ProgressWriter,
        capacity: Callable[[], int],
        in_flight: int,
        panels_lifetime: timedelta | None = None,
        on_begin: Callable[[Job], None] = lambda _: None,
        on_end: Callable[[Job], None] = lambda _: None,
        metrics: Metrics = NO_METRICS,
        outage_delay: timedelta = OUTAGE_DELAY,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._stopping = asyncio.Event()
        self._claims = SharedClaims(self._claim)
        self._database = database
        self._generator = generator
        self._remote_cancellation = remote_cancellation
        self._moderator = moderator
        self._chat_settings = RecentChatSettings(database=database)
        self._images = images
        self._job_queue = job_queue
        self._holder = holder
        self._leases = leases
        self._progress = progress
        self._capacity = capacity
        self._in_flight = in_flight
        self._panels_lifetime = panels_lifetime
        self._on_begin = on_begin
        self._on_end = on_end
        self._metrics = metrics
        self._outage_delay = outage_delay
        self._sleep = sleep

    def stop(self) -> None:
        """Claim no more jobs, and hand back the running ones for another worker to resume."""
        self._stopping.set()

    async def run_next(self) -> bool:
        """Claim a due job and run it to its end; False if no job can be claimed."""
        if self._stopping.is_set():
            return False
        claimed = await self._claims.next()
        if claimed is None:
            return False
        claim, renewed_at = claimed
        with (
            bound_contextvars(job_id=str(claim.job.id), claim_no=claim.job.claim_no),
            self._leases.hold(claim.job.id, claim.job.claim_no, renewed_at) as lease,
        ):
            log.info("job_claimed", recovered=claim.recovered, state="drawing")
            self._count_wait(claim)
            self._on_begin(claim.job)
            try:
                await self._process(claim, lease)
            finally:
                self._on_end(claim.job)
        return True

    async def _claim(self, count: int) -> list[tuple[Claim, float]]:
        """Claim jobs for *count* slots; return each with the time of its first lease."""
        # If this process alone uses the capacity of the whole fleet, its slots come back when
        # their jobs end.
        capacity = self._capacity()
        limit = min(count, capacity - len(self._leases.held))
        if limit <= 0 or not await self._database.read(lambda unit: unit.job_claims.any_due()):
            return []
        renewed_at = self._leases.now()

        async def work(unit: UnitOfWork) -> tuple[Claim, ...]:
            return await unit.job_claims.claim(
                self._holder, lease=self._leases.lease, capacity=capacity, limit=limit
            )

        return [(claim, renewed_at) for claim in await self._database.write(work)]

    def _count_wait(self, claim: Claim) -> None:
        job = claim.job
        if not claim.recovered and job.started_at is not None:
            self._metrics.observe_queue_wait((job.started_at - job.created_at).total_seconds())

    async def _process(self, claim: Claim, lease: HeldLease) -> None:
        record = AttemptRecord(claim, self._database)
        outcome: Outcome
        try:
            outcome = await lease.run(
                self._draw(record, lease, fresh=not claim.recovered), stopping=self._stopping
            )
        except LeaseLostError:
            await self._handle_lost_lease(record.job)
            return
        except ShuttingDownError:
            await self._release(record)
            return
        except asyncio.CancelledError:
            await self._release(record)
            raise
        except Exception:
            # A bug in this program. Another worker may succeed, unless many have tried.
            log.exception("job_run_crashed")
            outcome = self._outcome_of_crash(record.job)
        finally:
            self._progress.forget(record.job.id)
        job, reports = record.job, record.reports
        match outcome:
            case Succeeded():
                await self._finish_drawn(job, outcome, reports)
            case Ended():
                await self._finish_without_comic(job, outcome, reports)
                if outcome.state is JobState.EXPIRED:
                    await self._cancel_remotely(job)
            case Postponed():
                await self._hand_back(record, outcome)

    # --- Drawing ----------------------------------------------------------------------------------

    async def _draw(self, record: AttemptRecord, lease: HeldLease, *, fresh: bool) -> Outcome:
        """Have the comic drawn, in as many attempts as the policy allows; return the outcome."""
        active_seconds = max(ACTIVE_SECONDS - record.job.drawing_seconds, 1.0)
        try:
            async with asyncio.timeout(active_seconds) as budget:
                while True:
                    try:
                        return await self._attempt(record, lease, fresh=fresh)
                    except NewAttemptError as error:
                        failure = error
                    if not await self._begin_next_attempt(record, failure):
                        return end_of(failure.reason)
                    fresh = True
        except StorageError as error:
            return Postponed(self._outage_delay, error.code)
        except TimeoutError:
            if not budget.expired():
                raise
            return Ended(JobState.EXPIRED, "deadline_exceeded")

    async def _begin_next_attempt(self, record: AttemptRecord, failure: NewAttemptError) -> bool:
        """Begin another attempt; False if the policy allows none, or the claim is lost."""
        following = next_attempt(
            failure.reason,
            attempt=record.job.generator_attempt,
            params=record.job.params,
            history=record.history,
            changes=failure.changes,
        )
        if following is None or not await record.raise_attempt(following):
            return False
        self._metrics.count_retry("attempt")
        attempt = record.job.generator_attempt
        log.warning("attempt_failed", reason=failure.reason, next_attempt=attempt)
        return True

    async def _attempt(self, record: AttemptRecord, lease: HeldLease, *, fresh: bool) -> Outcome:
        job, reports = record.job, record.reports
        show = self._progress.reporter(job.id)

        def report(progress: Progress) -> None:
            reports.observe(job.generator_attempt, progress)
            show(progress)

        request = GenerationRequest(
            job_id=job.id,
            attempt=job.generator_attempt,
            params=job.params,
            panels=job.panels,
            fresh=fresh,
            outlasts=lease.outlasts,
            runs=record,
        )
        try:
            drawn = await self._generate(request, report)
            report(Progress(stage=Stage.VERIFYING, percent=99))
            return await self._checked(job, drawn, reports)
        except GeneratorError as error:
            return await self._outcome_of(record, error)
        except (ImageMissingError, NotAnImageError) as error:
            raise NewAttemptError(error.code) from error
        except ImageStoreError as error:
            # The comic is drawn; the generator returns it again once the store is reachable.
            return Postponed(self._outage_delay, error.code)

    async def _outcome_of(self, record: AttemptRecord, error: GeneratorError) -> Outcome:
        """Return the outcome of an attempt that ended in an error. Raises NewAttemptError."""
        if isinstance(error, GeneratorRetryError):
            raise NewAttemptError(error.reason, error.changes) from error
        if isinstance(error, GeneratorSilentError):
            return await self._give_up_silent(record, error)
        if isinstance(error, GeneratorUnavailableError):
            return Postponed(self._delay_from(error.retry_after), error.reason)
        return end_after(error)

    async def _give_up_silent(
        self, record: AttemptRecord, error: GeneratorSilentError
    ) -> Postponed:
        """Postpone a job whose status cannot be read, so that it blocks no slot meanwhile.

        Raises NewAttemptError after too many of these spells.
        """
        record.add_silence(error.seconds)
        if is_silent(record.history):
            await self._generator.cancel(record.job.id, record.job.generator_attempt)
            raise NewAttemptError(error.reason) from error
        pause = SILENT_PAUSE * 2 ** (record.history.silent_spells - 1)
        return Postponed(pause, error.reason)

    def _outcome_of_crash(self, job: Job) -> Outcome:
        if job.claim_no >= CLAIMS_PER_JOB:
            return Ended(JobState.FAILED, "internal")
        return Postponed(self._outage_delay, "internal")

    def _delay_from(self, retry_after: float | None) -> timedelta:
        if retry_after is None:
            return self._outage_delay
        return min(timedelta(seconds=retry_after), MAX_OUTAGE_DELAY)

    async def _generate(
        self, request: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        try:
            return await self._generator.draw(request, report)
        except GeneratorError as error:
            self._metrics.count_generator_failure(error.reason)
            raise

    async def _checked(self, job: Job, drawn: DrawnComic, reports: AttemptReports) -> Outcome:
        if not await self._may_be_shown(job, drawn):
            reports.reject(drawn)
            return Ended(JobState.REJECTED, "output_rejected")
        return Succeeded(drawn, await self._verify(drawn))

    async def _may_be_shown(self, job: Job, drawn: DrawnComic) -> bool:
        """Check the words of the comic, which a language model may have written."""
        settings = await self._chat_settings.of(job.platform, job.chat)
        words = f"{words_in(job.params)}\n{words_of(drawn)}"
        try:
            await self._moderator.check_words(words, chat_words=settings.words)
        except PromptRejectedError:
            return False
        return True

    async def _verify(self, drawn: DrawnComic) -> ImageInfo:
        for delay in INSPECT_DELAYS:
            try:
                return await self._images.inspect(drawn.ref, sha256=drawn.sha256)
            except ImageMissingError:
                await self._sleep(delay)
        return await self._images.inspect(drawn.ref, sha256=drawn.sha256)

    # --- Terminal transitions ---------------------------------------------------------------------

    async def _finish_drawn(self, job: Job, outcome: Succeeded, reports: AttemptReports) -> None:
        """End the job as drawn and store the comic, for the profile that owns the job by now."""
        rejected_panels: tuple[PanelImage, ...] = ()
        released = 0

        async def work(unit: UnitOfWork) -> Job | None:
            nonlocal rejected_panels, released
            current = await lock_job_owner(unit, job.id)
            if not await unit.job_transitions.finish(job.id, job.claim_no, JobState.DRAWN):
                return current
            await reports.store_costs(unit, job.id)
            rejected_panels = await unit.comics.add_drawn(
                job.id,
                outcome.drawn,
                outcome.info,
                style=str(job.params.get("style", "")),
                visibility=visibility_of(job.platform, private=job.private),
                panels_lifetime=None if _asks_for_panels(job) else self._panels_lifetime,
            )
            if notices := outcome.drawn.notices:
                await unit.jobs.set_notices(job.id, (*job.notices, *notices))
            if current is not None:
                released = await release_next(unit, current, in_flight=self._in_flight)
            return None

        try:
            conflicting = await write_until_committed(self._database, work)
        except DuplicateKeyError:
            log.warning("object_key_taken", key=outcome.drawn.ref.key)
            ended = Ended(JobState.FAILED, "bad_response")
            await self._finish_without_comic(job, ended, reports)
            return
        if conflicting is None or _was_committed(conflicting, job, JobState.DRAWN):
            if rejected_panels:
                log.warning("panels_rejected", keys=[panel.ref.key for panel in rejected_panels])
            log.info("job_drawn", run_seconds=outcome.drawn.run_seconds)
            self._metrics.count_job_end(JobState.DRAWN)
            self._on_end(job)  # before its delivery can begin
            # The slot of this job looks for another one anyway.
            await notify_workers(self._job_queue, drawing=released)
        elif conflicting.state in ENDED_LOCALLY:
            # Canceled or expired in the meantime: the object has no comic and has to be purged.
            await write_until_committed(
                self._database, mark_stopped(job.id, outcome.drawn, reports)
            )
            log.info("orphan_recorded", key=outcome.drawn.ref.key)
        else:
            log.info("claim_lost")

    async def _finish_without_comic(self, job: Job, ended: Ended, reports: AttemptReports) -> None:
        async def work(unit: UnitOfWork) -> bool:
            current = await lock_job_owner(unit, job.id)
            if current is None or not await unit.job_transitions.finish(
                job.id, job.claim_no, ended.state, error_code=ended.reason
            ):
                return False
            await reports.store_costs(unit, job.id)
            await reports.store_orphans(unit, job.id)
            await release_next(unit, current, in_flight=self._in_flight)
            return True

        if await write_until_committed(self._database, work):
            log.info("job_ended", state=ended.state.value, error_code=ended.reason)
            self._metrics.count_job_end(ended.state)
        else:
            log.info("claim_lost")
        self._on_end(job)  # before its delivery can begin
        await notify_workers(self._job_queue)

    async def _hand_back(self, record: AttemptRecord, postponed: Postponed) -> None:
        job = record.job

        async def work(unit: UnitOfWork) -> bool:
            await record.store_changes(unit)
            return await unit.job_transitions.hand_back(
                job.id,
                job.claim_no,
                delay=postponed.delay,
                error_code=postponed.reason,
                active=False,
            )

        handed_back = await write_until_committed(self._database, work)
        log.info("job_postponed", reason=postponed.reason, handed_back=handed_back)
        self._metrics.count_retry("job")

    async def _handle_lost_lease(self, job: Job) -> None:
        """Cancel remotely if the job has ended; if another worker has it, leave the GPU alone."""
        log.info("claim_lost")
        await self._cancel_remotely(job)

    async def _cancel_remotely(self, job: Job) -> None:
        """Cancel the remote job if this one was canceled or expired.

        If that fails, the janitor does it later.
        """

        async def work(unit: UnitOfWork) -> Job | None:
            return await unit.jobs.get(job.id)

        try:
            current = await self._database.read(work)
        except StorageError as error:
            log.warning("remote_cancellation_failed", reason=type(error).__name__)
            return
        if current is not None and current.state in ENDED_LOCALLY:
            await self._remote_cancellation.cancel(current)

    async def _release(self, record: AttemptRecord) -> None:
        """Queue the job again at shutdown; another worker resumes it from the generator's state."""
        job = record.job

        async def work(unit: UnitOfWork) -> bool:
            await record.store_changes(unit)
            return await unit.job_transitions.hand_back(
                job.id, job.claim_no, delay=timedelta(0), error_code=None
            )

        try:
            async with asyncio.timeout(HAND_BACK_TIMEOUT):
                await self._database.write(work)
        except Exception:
            # The lease expires by itself: this costs a delay of up to a minute, not the job.
            log.warning("job_hand_back_failed", exc_info=True)
        else:
            log.info("job_handed_back")


def _asks_for_panels(job: Job) -> bool:
    """Return whether the panels are part of the comic that was asked for."""
    output = job.params.get("output")
    return isinstance(output, Mapping) and output.get("panels") is True


def _was_committed(current: Job, claimed: Job, state: JobState) -> bool:
    """Return whether an earlier run of the same write was committed after all."""
    return current.state is state and current.claim_no == claimed.claim_no
