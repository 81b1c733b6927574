"""Request service: admit requests for comics, report their status, cancel and repeat them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import UUID

import structlog
from structlog.contextvars import bound_contextvars
from uuid_utils.compat import uuid7

from core.chats.chat_settings import admit_in_chat, check_ban
from core.content.params import read_params, words_in
from core.errors import (
    AuthorOptedOutError,
    CommitUnconfirmedError,
    DiskFullError,
    IdempotencyKeyReusedError,
    ImageStoreError,
    NotFoundError,
    ServiceError,
    StorageError,
    StorageUnavailableError,
)
from core.jobs.transitions import lock_job_owner, release_next
from core.models.comics import Comic, Cursor
from core.models.deliveries import Destination
from core.models.identity import Identity, JobId, Params, ProfileId, Requester
from core.models.job_status import JobStatus
from core.models.jobs import Job, JobState, Receipt
from core.models.requests import ComicRequest
from core.people.profile_lookup import ensure_locked_profile, profile_of
from core.ports.chats import Moderation
from core.ports.database import Database, DuplicateKeyError, UnitOfWork
from core.ports.gallery import ImageStore
from core.ports.jobs import JobQueue
from core.requests.draft import Draft
from core.requests.eta import EtaEstimator
from core.requests.follow_ups import continued, edited, regenerated
from core.requests.quota import Quota
from core.runtime.cursors import decode_cursor, encode_cursor
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.worker_notifications import notify_workers
from core.visibility import may_see_job

log = structlog.get_logger(__name__)

PAGE_LIMIT = 50  # jobs per page of the history
CONFIRM_SECONDS = 1.5  # for finding out whether an unconfirmed COMMIT succeeded; the user waits


@dataclass(frozen=True, slots=True)
class CancellationResult:
    """Result of a cancellation; *canceled* is False if the job had ended already."""

    canceled: bool
    status: JobStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestService:
    """Admission of requests. An accepted request is a committed row and will be processed."""

    database: Database
    job_queue: JobQueue
    images: ImageStore
    moderation: Moderation
    quota: Quota
    slots: Callable[[], int]  # how many comics are drawn at once, by the last known capacity
    min_free_bytes: int = 0
    new_id: Callable[[], UUID] = uuid7
    metrics: Metrics = NO_METRICS
    eta: EtaEstimator = field(default_factory=EtaEstimator)

    async def request(
        self, request: ComicRequest, requester: Requester, destination: Destination | None = None
    ) -> Receipt:
        """Admit a request; repeated requests with the same request key return the same job.

        Raises RequestError for errors that the user can correct, StorageUnavailableError if nothing
        was stored, CommitUnconfirmedError if that is unknown, and DiskFullError.
        """
        platform = destination.platform if destination else requester.identity.platform
        try:
            receipt = await self._accept(request, requester, destination)
        except ServiceError as error:
            self.metrics.count_request(platform, error.code)
            raise
        self.metrics.count_request(platform, "repeated" if receipt.repeated else "accepted")
        return receipt

    async def status(self, job_id: JobId, requester: Requester) -> JobStatus:
        """Return the status of a job. Raises NotFoundError if the requester may not see it."""

        async def work(unit: UnitOfWork) -> JobStatus:
            job = await unit.jobs.get(job_id)
            if job is None or not may_see_job(job, await profile_of(unit, requester)):
                raise NotFoundError
            return await self._status_of(unit, job)

        return await self.database.read(work)

    async def open_jobs(self, requester: Requester) -> tuple[JobStatus, ...]:
        """Return the requester's open jobs, oldest first, for `/queue`."""

        async def work(unit: UnitOfWork) -> tuple[JobStatus, ...]:
            profile_id = await profile_of(unit, requester)
            if profile_id is None:
                return ()
            jobs = await unit.jobs.get_many(await unit.jobs.open_ids(profile_id))
            return tuple([await self._status_of(unit, job) for job in jobs])

        return await self.database.read(work)

    async def cancel(self, job_id: JobId, requester: Requester) -> CancellationResult:
        """Cancel a job of the requester, unless it has ended; its worker stops within seconds.

        Raises NotFoundError if the job is not the requester's.
        """

        async def work(unit: UnitOfWork) -> CancellationResult:
            job = await lock_job_owner(unit, job_id)
            if job is None or not await _owns(unit, requester, job):
                raise NotFoundError
            canceled = await unit.job_transitions.cancel(job_id)
            if canceled:
                await release_next(unit, job, in_flight=self.quota.limits.in_flight)
                job = await unit.jobs.get(job_id) or job
            return CancellationResult(canceled, await self._status_of(unit, job))

        cancellation = await self.database.write(work)
        if cancellation.canceled:
            log.info("job_canceled", job_id=str(job_id))
            self.metrics.count_job_end(JobState.CANCELED)
            await notify_workers(self.job_queue)
        return cancellation

    async def history(
        self, requester: Requester, *, cursor: str | None = None, limit: int = 20
    ) -> tuple[tuple[JobStatus, ...], str | None]:
        """Return a page of the requester's jobs in any state, newest first, and the next cursor.

        A drawn job without a comic is one whose owner has deleted the comic. Raises
        InvalidOptionsError for an invalid cursor.
        """
        start = decode_cursor(cursor) if cursor else None
        limit = min(max(limit, 1), PAGE_LIMIT)

        async def work(unit: UnitOfWork) -> tuple[JobStatus, ...]:
            profile_id = await profile_of(unit, requester)
            if profile_id is None:
                return ()
            jobs = await unit.jobs.history(profile_id, cursor=start, limit=limit + 1)
            comics = await unit.comics.get_many([job.id for job in jobs])
            return tuple([await self._status(unit, job, comics.get(job.id)) for job in jobs])

        found = await self.database.read(work)
        page = found[:limit]
        if len(found) <= limit:
            return page, None
        last = page[-1].job
        return page, encode_cursor(Cursor(last.created_at, last.id))

    # --- Follow-ups -------------------------------------------------------------------------------

    async def try_again(
        self,
        job_id: JobId,
        requester: Requester,
        destination: Destination | None = None,
        *,
        request_key: str = "",
    ) -> Receipt:
        """Repeat the request under a new UUID: the action offered under every failure.

        A comic that was drawn gets a new seed. Raises NotFoundError if the job is not the
        requester's, and the errors of `request`.
        """
        job = await self._own(job_id, requester)
        return await self.request(regenerated(job, request_key=request_key), requester, destination)

    async def edit(
        self,
        job_id: JobId,
        requester: Requester,
        destination: Destination | None = None,
        *,
        text: str,
        options: Params,
        clamp: bool = True,
        request_key: str = "",
        body_hash: str = "",
    ) -> Receipt:
        """Request the comic with another text or other options, under a new UUID.

        Options not named in *options* are kept. Raises NotFoundError if the job is not the
        requester's, and the errors of `request`.
        """
        job = await self._own(job_id, requester)
        request = edited(job, text=text, options=options, clamp=clamp, request_key=request_key)
        request = replace(request, body_hash=body_hash)
        return await self.request(request, requester, destination)

    async def continue_story(
        self,
        job_id: JobId,
        requester: Requester,
        destination: Destination | None = None,
        *,
        text: str,
        request_key: str = "",
        body_hash: str = "",
    ) -> Receipt:
        """Request a continuation in the style and with the characters of the comic.

        Raises NotFoundError if the job is not the requester's, and the errors of `request`.
        """
        job = await self._own(job_id, requester)
        request = replace(continued(job, text=text, request_key=request_key), body_hash=body_hash)
        return await self.request(request, requester, destination)

    async def _own(self, job_id: JobId, requester: Requester) -> Job:
        async def work(unit: UnitOfWork) -> Job:
            job = await unit.jobs.get(job_id)
            if job is None or not await _owns(unit, requester, job):
                raise NotFoundError
            return job

        return await self.database.read(work)

    # --- Admission --------------------------------------------------------------------------------

    async def _accept(
        self, request: ComicRequest, requester: Requester, destination: Destination | None
    ) -> Receipt:
        draft = await self._draft(request, requester, destination)
        with bound_contextvars(job_id=str(draft.job_id), platform=draft.platform.value):
            receipt = await self._admit(draft)
            if not receipt.repeated:
                log.info("job_accepted", state=receipt.state.value, position=receipt.position)
                await notify_workers(self.job_queue, delivering=0)  # nothing to deliver yet
        return receipt

    async def _draft(
        self, request: ComicRequest, requester: Requester, destination: Destination | None
    ) -> Draft:
        params, notices = read_params(
            request.options,
            text=request.text,
            clamp=request.clamp,
            has_account=requester.signed_in,
            locale=requester.locale,
        )
        await self.moderation.check(words_in(params), locale=requester.locale)
        await self._check_free_space()
        return Draft(
            job_id=JobId(self.new_id()),
            request=request,
            requester=requester,
            destination=destination,
            params=params,
            notices=tuple(notices),
        )

    async def _check_free_space(self) -> None:
        if not self.min_free_bytes:
            return
        try:
            free = await self.images.free_bytes()
        except ImageStoreError as error:
            # A store that cannot report its free space may work again once the comic is drawn.
            log.warning("free_space_check_failed", error=str(error))
            return
        if free is not None and free < self.min_free_bytes:
            raise DiskFullError

    async def _admit(self, draft: Draft) -> Receipt:
        async def work(unit: UnitOfWork) -> Receipt:
            # With the profile locked, no other transaction can store the same event or use up the
            # quota with it, which would have the repeated request rejected here.
            profile_id = await ensure_locked_profile(unit, draft.requester, self.new_id)
            repeated = await self._repeated(unit, draft)
            return repeated or await self._insert(unit, draft, profile_id)

        try:
            return await self.database.write(work)
        except (DuplicateKeyError, CommitUnconfirmedError) as error:
            # Another process stored the same event first, or the COMMIT succeeded after all.
            return await self._confirm(draft, error)

    async def _confirm(self, draft: Draft, error: Exception) -> Receipt:
        # An unconfirmed COMMIT may still be in progress, so a plain read would prove nothing.
        async def work(unit: UnitOfWork) -> Receipt | None:
            return await self._repeated(unit, draft, settled=True)

        try:
            async with asyncio.timeout(CONFIRM_SECONDS):
                receipt = await self.database.write(work)
        except (StorageError, TimeoutError):
            raise CommitUnconfirmedError from error
        if receipt is None:
            raise StorageUnavailableError from error
        if isinstance(error, CommitUnconfirmedError):
            return replace(receipt, repeated=receipt.job_id != draft.job_id)
        return receipt

    async def _repeated(
        self, unit: UnitOfWork, draft: Draft, *, settled: bool = False
    ) -> Receipt | None:
        job = await unit.jobs.by_request_key(draft.request_key, settled=settled)
        if job is None:
            return None
        if job.body_hash != draft.request.body_hash:
            raise IdempotencyKeyReusedError
        return replace(await self._receipt(unit, job), repeated=True)

    async def _insert(self, unit: UnitOfWork, draft: Draft, profile_id: ProfileId) -> Receipt:
        requester = draft.requester
        await check_ban(unit, requester, profile_id, chat=draft.chat)
        await _check_author(unit, draft)
        per_day = await _admit_in_chat(unit, draft)
        state = await self.quota.admit(
            unit, requester, profile_id, draft.platform, draft.chat, chat_per_day=per_day
        )
        # The janitor waits a while before it notifies workers again of jobs handed over already.
        handed = state is JobState.QUEUED and self.job_queue.reaches_workers
        job = await unit.jobs.add(draft.job(profile_id, state), handed=handed)
        if draft.destination is not None:
            after = draft.destination.token_deadline(job.created_at)
            await unit.deliveries.add(job.id, draft.destination, after=after)
        return await self._receipt(unit, job)

    async def _receipt(self, unit: UnitOfWork, job: Job) -> Receipt:
        position, eta_seconds = await self.eta.position_and_eta(unit, job, slots=self.slots())
        return Receipt(
            job_id=job.id,
            state=job.state,
            position=position,
            eta_seconds=eta_seconds,
            notices=job.notices,
        )

    async def _status_of(self, unit: UnitOfWork, job: Job) -> JobStatus:
        comic = await unit.comics.get(job.id) if job.state is JobState.DRAWN else None
        return await self._status(unit, job, comic)

    async def _status(self, unit: UnitOfWork, job: Job, comic: Comic | None) -> JobStatus:
        position, eta_seconds = await self.eta.position_and_eta(unit, job, slots=self.slots())
        return JobStatus(job=job, comic=comic, position=position, eta_seconds=eta_seconds)


async def _owns(unit: UnitOfWork, requester: Requester, job: Job) -> bool:
    profile_id = await profile_of(unit, requester)
    return profile_id is not None and profile_id == job.profile_id


async def _admit_in_chat(unit: UnitOfWork, draft: Draft) -> int:
    """Return the daily limit from the chat's settings; 0 if it has none."""
    if draft.destination is None:
        return 0
    return await admit_in_chat(
        unit,
        draft.requester,
        draft.destination,
        draft.params,
        private=draft.private,
        age_restricted=draft.age_restricted,
    )


async def _check_author(unit: UnitOfWork, draft: Draft) -> None:
    """Check that the author of a quoted message allows it. Raises AuthorOptedOutError."""
    if not draft.request.author:
        return
    author = await unit.profiles.find(Identity(draft.platform, draft.request.author))
    profile = await unit.profiles.get(author) if author else None
    if profile and not profile.settings.get("drawn_by_others", True):
        raise AuthorOptedOutError
