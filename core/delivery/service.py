"""Delivery service: claim due deliveries and deliver each through its platform's adapter."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from structlog.contextvars import bound_contextvars

from core.chats.chat_settings import check_audience, current_settings
from core.errors import NotFoundError, StorageError
from core.jobs.leases import HeldLease, LeaseKeeper, LeaseLostError, ShuttingDownError
from core.jobs.shared_claims import SharedClaims
from core.jobs.transitions import lock_job_owner
from core.models.comics import Comic, Visibility
from core.models.deliveries import (
    Delivery,
    DeliveryState,
    Destination,
    MessageReference,
    OpenDelivery,
)
from core.models.identity import JobId, Platform, Requester
from core.models.jobs import Job, JobState
from core.models.people import Profile
from core.people.profile_lookup import owns_job
from core.people.profiles import DEFAULT_SETTINGS
from core.ports.database import Database, UnitOfWork
from core.ports.delivery import DeliveryAdapter, DeliveryPayload, DeliveryResult
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.retry import write_until_committed

log = structlog.get_logger(__name__)

ATTEMPT_SECONDS = 120.0  # one delivery attempt, with all of its fallbacks
GIVE_UP_AFTER = timedelta(hours=24)
NOTIFY_AFTER = timedelta(seconds=30)  # after which users have left the chat: mention them
RETRY_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (2, 5, 15, 30, 60, 120, 300))

OPEN_LIMIT = 5000

RETRY_LATER = DeliveryResult(DeliveryState.PENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claimed:
    """Delivery claimed by this process, with all that its attempt needs."""

    delivery: Delivery
    renewed_at: float
    job: Job
    comic: Comic | None
    profile: Profile | None

    @property
    def is_too_old(self) -> bool:
        """Whether the job ended too long ago to be delivered."""
        ended, now = self.job.finished_at, self._now
        return ended is not None and now - ended > GIVE_UP_AFTER

    @property
    def deserves_notice(self) -> bool:
        """Whether to notify the requester, who knows of a cancellation already."""
        job, settings = self.job, self.profile.settings if self.profile else {}
        is_new = job.state.is_terminal and job.state is not JobState.CANCELED
        wanted = bool({**DEFAULT_SETTINGS, **settings}["notify"])
        return wanted and is_new and self._now - job.created_at > NOTIFY_AFTER

    @property
    def _now(self) -> datetime:
        assert self.delivery.claimed_at is not None
        return self.delivery.claimed_at


class DeliveryService:
    """Service that claims due deliveries and passes each to its platform's adapter."""

    def __init__(
        self,
        *,
        database: Database,
        delivery_adapters: Mapping[Platform, DeliveryAdapter],
        holder: str,
        leases: LeaseKeeper,
        metrics: Metrics = NO_METRICS,
    ) -> None:
        self._database = database
        self._adapters = delivery_adapters
        self._holder = holder
        self._leases = leases
        self._metrics = metrics
        self._stopping = asyncio.Event()
        self._claims = SharedClaims(self._claim)

    def stop(self) -> None:
        """Claim no more deliveries, and leave the running ones to be retried."""
        self._stopping.set()

    async def deliver_next(self) -> bool:
        """Claim the delivery that has been due longest and deliver it; False if none is due."""
        if self._stopping.is_set() or not self._adapters:
            return False
        claimed = await self._claims.next()
        if claimed is None:
            return False
        delivery = claimed.delivery
        with (
            bound_contextvars(
                job_id=str(delivery.job_id), platform=delivery.destination.platform.value
            ),
            self._leases.hold(delivery.job_id, delivery.claim_no, claimed.renewed_at) as lease,
        ):
            await self._process(claimed, lease)
        return True

    async def _claim(self, count: int) -> list[_Claimed]:
        """Claim deliveries for *count* slots, and read what they need."""
        platforms, renewed_at = self._adapters.keys(), self._leases.now()

        async def work(unit: UnitOfWork) -> list[_Claimed]:
            deliveries = await unit.deliveries.claim(
                self._holder, lease=self._leases.lease, platforms=platforms, limit=count
            )
            job_ids = [delivery.job_id for delivery in deliveries]
            jobs = {job.id: job for job in await unit.jobs.get_many(job_ids)}
            comics = await unit.comics.get_many(job_ids)
            return [
                _Claimed(
                    delivery=delivery,
                    renewed_at=renewed_at,
                    job=(job := jobs[delivery.job_id]),
                    comic=comics.get(job.id),
                    profile=await unit.profiles.get(job.profile_id) if job.profile_id else None,
                )
                for delivery in deliveries
            ]

        return await self._database.write(work)

    async def redirect_here(
        self, job_id: JobId, requester: Requester, destination: Destination
    ) -> bool:
        """Redirect the delivery to the chat where the owner is now; return whether it was.

        False means that it is delivered elsewhere already; the caller may show the comic itself.
        Raises NotFoundError if the job is not the requester's, PrivateOnlyError or
        AgeRestrictedError if the audience of *destination* may not see it.
        """

        async def work(unit: UnitOfWork) -> bool:
            job = await _own(unit, await lock_job_owner(unit, job_id), requester)
            comic = await unit.comics.get(job_id)
            check_audience(
                await current_settings(unit, requester, destination),
                destination,
                private=comic.visibility is Visibility.PRIVATE if comic else job.private,
                age_restricted=job.age_restricted,
            )
            ended = job.state.is_terminal
            after = timedelta(0) if ended else destination.token_deadline(await unit.now())
            return await unit.deliveries.redirect(job_id, destination, after=after)

        return await self._database.write(work)

    async def set_status_message(
        self, job_id: JobId, requester: Requester, message: MessageReference
    ) -> bool:
        """Save the status message if it was not known when the job was created.

        Raises NotFoundError.
        """

        async def work(unit: UnitOfWork) -> bool:
            await _own(unit, await unit.jobs.get(job_id), requester)
            return await unit.deliveries.set_message(job_id, message)

        return await self._database.write(work)

    async def open_deliveries(self, platform: Platform) -> tuple[OpenDelivery, ...]:
        """Return the platform's pending deliveries whose status message is known."""
        return await self._database.read(
            lambda unit: unit.deliveries.open_deliveries(platform, limit=OPEN_LIMIT)
        )

    async def has_started(self, job_id: JobId, requester: Requester) -> bool:
        """Return whether a delivery attempt has started. Raises NotFoundError."""

        async def work(unit: UnitOfWork) -> bool:
            await _own(unit, await unit.jobs.get(job_id), requester)
            delivery = await unit.deliveries.get(job_id)
            return delivery is not None and delivery.claim_no > 0

        return await self._database.read(work)

    async def targets_message(
        self, job_id: JobId, requester: Requester, message: MessageReference
    ) -> bool:
        """Return whether this is the delivery's status message. Raises NotFoundError."""

        async def work(unit: UnitOfWork) -> bool:
            await _own(unit, await unit.jobs.get(job_id), requester)
            delivery = await unit.deliveries.get(job_id)
            return delivery is not None and delivery.destination.message == message

        return await self._database.read(work)

    async def repeat(self, job_id: JobId, requester: Requester, destination: Destination) -> bool:
        """Deliver again into the same message, whose content was overwritten.

        Returns whether it will be; False also if it was delivered to another message. Raises
        NotFoundError.
        """

        async def work(unit: UnitOfWork) -> bool:
            await _own(unit, await unit.jobs.get(job_id), requester)
            return await unit.deliveries.repeat(job_id, destination)

        return await self._database.write(work)

    async def _process(self, claimed: _Claimed, lease: HeldLease) -> None:
        result, started = RETRY_LATER, time.monotonic()
        try:
            result = await lease.run(self._attempt(claimed, lease), stopping=self._stopping)
        except LeaseLostError:
            log.info("delivery_claim_lost")
            return
        except ShuttingDownError:
            result = DeliveryResult(DeliveryState.PENDING, retry_after=timedelta(0))
        except (StorageError, TimeoutError) as error:
            log.warning("delivery_attempt_failed", error=type(error).__name__)
        except Exception:
            log.exception("delivery_attempt_crashed")
        self._count(claimed.delivery, result, time.monotonic() - started)
        await self._conclude(claimed, result)

    def _count(self, delivery: Delivery, result: DeliveryResult, seconds: float) -> None:
        self._metrics.observe_delivery(delivery.destination.platform, result.state, seconds)
        if result.state is DeliveryState.PENDING:
            self._metrics.count_retry("delivery")

    async def _attempt(self, claimed: _Claimed, lease: HeldLease) -> DeliveryResult:
        """Run one delivery attempt, unless the job ended too long ago."""
        if claimed.is_too_old:
            return DeliveryResult(DeliveryState.UNDELIVERABLE)
        delivery = claimed.delivery
        payload = DeliveryPayload(
            delivery=delivery,
            job=claimed.job,
            comic=claimed.comic,
            locale=claimed.profile.locale if claimed.profile else delivery.locale,
            notice=claimed.deserves_notice,
            save_message=partial(self._save_message, delivery),
            record_notice=partial(self._record_notice, delivery),
            outlasts=lease.outlasts,
        )
        async with asyncio.timeout(ATTEMPT_SECONDS):
            return await self._adapters[delivery.destination.platform].deliver(payload)

    async def _save_message(self, delivery: Delivery, message: MessageReference | None) -> bool:
        async def work(unit: UnitOfWork) -> bool:
            return await unit.deliveries.save_message(delivery.job_id, delivery.claim_no, message)

        return await self._database.write(work)

    async def _record_notice(self, delivery: Delivery) -> bool:
        async def work(unit: UnitOfWork) -> bool:
            return await unit.deliveries.record_notice(delivery.job_id, delivery.claim_no)

        return await self._database.write(work)

    async def _conclude(self, claimed: _Claimed, result: DeliveryResult) -> None:
        delivery = claimed.delivery
        # One that is too old is not delivered, whatever its job does.
        ended = claimed.job.state.is_terminal

        async def work(unit: UnitOfWork) -> bool:
            deliveries = unit.deliveries
            if result.state is not DeliveryState.PENDING:
                if not ended:
                    return await _wait_for_end(unit, delivery)
                return await _finish(unit, delivery, result.state)
            backoff = RETRY_DELAYS[min(delivery.attempts, len(RETRY_DELAYS) - 1)]
            delay = backoff if result.retry_after is None else result.retry_after
            return await deliveries.retry_later(delivery.job_id, delivery.claim_no, delay=delay)

        recorded = await write_until_committed(self._database, work)
        log.info(
            "delivery_attempted",
            state=result.state.value,
            attempt=delivery.attempts,
            recorded=recorded,
        )


async def _own(unit: UnitOfWork, job: Job | None, requester: Requester) -> Job:
    """Return the job if it is the requester's. Raises NotFoundError."""
    if job is None or not await owns_job(unit, requester, job):
        raise NotFoundError
    return job


async def _finish(unit: UnitOfWork, delivery: Delivery, state: DeliveryState) -> bool:
    """End the delivery, or remove it if the owner's profile was deleted in the meantime."""
    job = await unit.jobs.get(delivery.job_id)
    if job is not None and job.profile_id is None:
        return await unit.deliveries.remove(delivery.job_id, delivery.claim_no)
    return await unit.deliveries.finish(delivery.job_id, delivery.claim_no, state)


async def _wait_for_end(unit: UnitOfWork, delivery: Delivery) -> bool:
    """Defer the delivery until its job ends; make it due now if the job has ended already."""
    job = await lock_job_owner(unit, delivery.job_id)
    if job is not None and job.state.is_terminal:
        return await unit.deliveries.retry_later(
            delivery.job_id, delivery.claim_no, delay=timedelta(0)
        )
    return await unit.deliveries.wait_for_end(delivery.job_id, delivery.claim_no)
