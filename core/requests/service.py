"""Request service: admit requests for comics, and for follow-ups of comics."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from uuid import UUID

import structlog
from structlog.contextvars import bound_contextvars
from uuid_utils.compat import uuid7

from core.chats.chat_settings import ChatSettings, check_request
from core.content.orders import without_unwanted
from core.content.params import (
    for_families,
    panel_count,
    read_params,
    unwanted_words_in,
    words_in,
)
from core.content.prompts import clean_prompt
from core.errors import (
    AuthorOptedOutError,
    BannedError,
    CommitUnconfirmedError,
    DiskFullError,
    ImageStoreError,
    NotFoundError,
    ServiceError,
    StorageError,
    StorageUnavailableError,
)
from core.models.admission import AdmissionFacts, AdmissionQuery
from core.models.deliveries import Destination
from core.models.identity import Identity, JobId, Params, ProfileId, Requester
from core.models.jobs import Job, JobState, Receipt
from core.models.requests import ComicRequest
from core.people.profile_lookup import ensure_locked_profile, owns_job
from core.ports.chats import Moderator
from core.ports.database import Database, DuplicateKeyError, UnitOfWork
from core.ports.gallery import ImageStore
from core.ports.jobs import JobQueue
from core.requests.budget import Budget
from core.requests.draft import Draft
from core.requests.eta import EtaEstimator
from core.requests.follow_ups import continued, edited, regenerated
from core.requests.idempotency import job_of_same_request
from core.requests.quota import Quota, next_day
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.worker_notifications import notify_workers

log = structlog.get_logger(__name__)

CONFIRM_SECONDS = 1.5  # for finding out whether an unconfirmed COMMIT succeeded; the user waits


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestService:
    """Admission of requests. An accepted request is a committed row and will be processed."""

    database: Database
    job_queue: JobQueue
    images: ImageStore
    moderator: Moderator
    quota: Quota
    budget: Budget
    slots: Callable[[], int]  # how many comics are drawn at once, by the last known capacity
    min_free_bytes: int = 0
    family: bool = False  # every comic of the installation is in family mode
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
        continuation = await self.database.read(lambda unit: unit.comics.continuation(job_id))
        request = continued(job, text=text, request_key=request_key, continuation=continuation)
        request = replace(request, body_hash=body_hash)
        return await self.request(request, requester, destination)

    async def _own(self, job_id: JobId, requester: Requester) -> Job:
        async def work(unit: UnitOfWork) -> Job:
            job = await unit.jobs.get(job_id)
            if job is None or not await owns_job(unit, requester, job):
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
            inherited=request.inherited,
            reading=request.reading,
            continuation=request.continuation,
        )
        prompt = clean_prompt(request.text)
        await self._check_words(prompt, params)
        await self._check_free_space()
        return Draft(
            job_id=JobId(self.new_id()),
            request=request,
            requester=requester,
            destination=destination,
            prompt=prompt,
            params=for_families(params) if self.family else params,
            notices=tuple(notices),
        )

    async def _check_words(
        self, prompt: str, params: Params, chat_words: Collection[str] = ()
    ) -> None:
        # Others read the prompt as it was written, with orders that are not in the story.
        await self.moderator.check_words(
            f"{without_unwanted(prompt)}\n{words_in(params)}",
            unwanted=unwanted_words_in(params),
            chat_words=chat_words,
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
        async def work(unit: UnitOfWork) -> Receipt | None:
            # With the profile locked, no other transaction can store the same event or use up the
            # quota with it, which would have the repeated request rejected here.
            profile_id, facts = await self._lock_and_read(unit, draft)
            if facts.repeated_job_id is not None:
                return await self._repeated(unit, draft)
            return await self._insert(unit, draft, profile_id, facts)

        try:
            receipt = await self.database.write(work)
        except (DuplicateKeyError, CommitUnconfirmedError) as error:
            # Another process stored the same event first, or the COMMIT succeeded after all.
            return await self._confirm(draft, error)
        if receipt is None:
            raise StorageUnavailableError("the repeated job was deleted meanwhile")
        return receipt

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
        job = await job_of_same_request(unit, draft, settled=settled)
        if job is None:
            return None
        return replace(await self._receipt(unit, job), repeated=True)

    async def _lock_and_read(
        self, unit: UnitOfWork, draft: Draft
    ) -> tuple[ProfileId, AdmissionFacts]:
        """Lock the requester's profile, creating it if necessary, and read what admission needs."""
        requester, chat = draft.requester, draft.chat
        while True:
            profile_id = None
            if requester.profile_id is None:
                profile_id = await unit.profiles.lock_by_identity(requester.identity)
            if profile_id is None:
                profile_id = await ensure_locked_profile(unit, requester, self.new_id)
            facts = await unit.admission.facts(
                AdmissionQuery(
                    profile_id=profile_id,
                    identity=requester.identity,
                    request_key=draft.request_key,
                    platform=draft.platform,
                    chat=chat,
                    community=requester.community if draft.destination else "",
                    origin=requester.origin,
                    counts_profile=self.quota.counts_profile(requester),
                    counts_origin=self.quota.counts_origin(requester),
                    counts_chat=bool(chat),
                    counts_total=self.quota.counts_total,
                    counts_cost_of_profile=self.budget.counts_user,
                    counts_cost_in_chat=self.budget.counts_chat and bool(chat),
                    counts_cost_in_total=self.budget.counts_total,
                )
            )
            # Otherwise a merge has moved the identity while this waited for the lock.
            if requester.profile_id is not None or facts.identity_profile_id == profile_id:
                return profile_id, facts

    async def _insert(
        self, unit: UnitOfWork, draft: Draft, profile_id: ProfileId, facts: AdmissionFacts
    ) -> Receipt:
        if facts.is_banned:
            raise BannedError
        await _check_author(unit, draft)
        settings, destination = ChatSettings.of(facts.chat_settings), draft.destination
        if destination is not None:
            draft = draft.in_styles(settings.styles)
            check_request(
                settings,
                destination,
                draft.params,
                private=draft.private,
                age_restricted=draft.age_restricted,
            )
            if settings.words:
                await self._check_words(draft.prompt, draft.params, settings.words)
        if settings.family:
            draft = replace(draft, params=for_families(draft.params))
        state = self.quota.admit(
            facts, draft.requester, in_chat=bool(draft.chat), chat_per_day=settings.per_day
        )
        draft = self._within_budget(draft, facts)
        # The janitor waits a while before it notifies workers again of jobs handed over already.
        handed = state is JobState.QUEUED and self.job_queue.reaches_workers
        job = await unit.jobs.add(draft.job(profile_id, state), at=facts.now, handed=handed)
        if destination is not None:
            after = destination.token_deadline(job.created_at)
            await unit.deliveries.add(job.id, destination, after=after)
        ahead = facts.queued + (facts.waiting if state is JobState.WAITING else 0)
        return await self._receipt(unit, job, position=ahead + 1)

    def _within_budget(self, draft: Draft, facts: AdmissionFacts) -> Draft:
        """Return the draft with its price, or for the sketch. Raises BudgetError."""
        priced = replace(draft, price=self.budget.price(panel_count(draft.params)))
        error = self.budget.excess(
            facts, priced.price, in_chat=bool(draft.chat), resets_at=next_day(facts.now)
        )
        if error is None:
            return priced
        if not self.budget.has_fallback:
            raise error
        return draft.for_the_sketch()

    async def _receipt(self, unit: UnitOfWork, job: Job, *, position: int | None = None) -> Receipt:
        position, eta_seconds = await self.eta.position_and_eta(
            unit, job, slots=self.slots(), position=position
        )
        return Receipt(
            job_id=job.id,
            state=job.state,
            position=position,
            eta_seconds=eta_seconds,
            notices=job.notices,
        )


async def _check_author(unit: UnitOfWork, draft: Draft) -> None:
    """Check that the author of a quoted message allows it. Raises AuthorOptedOutError."""
    if not draft.request.author:
        return
    author = await unit.profiles.find(Identity(draft.platform, draft.request.author))
    profile = await unit.profiles.get(author) if author else None
    if profile and not profile.settings.get("drawn_by_others", True):
        raise AuthorOptedOutError
