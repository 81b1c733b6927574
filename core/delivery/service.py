"""Deliveries: from a job's end to a message in the chat where it was asked for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from structlog.contextvars import bound_contextvars

from core.chats.chat_settings import check_audience
from core.errors import NotFoundError, StorageError
from core.jobs.leases import HeldLease, LeaseKeeper, LeaseLostError, ShuttingDownError
from core.jobs.transitions import lock_job_owner
from core.models.comics import Comic, Visibility
from core.models.deliveries import AwaitedDelivery, Delivery, DeliveryState, Destination
from core.models.identity import JobId, Platform, Requester
from core.models.jobs import Job, JobState
from core.models.people import Profile
from core.people.profile_lookup import profile_of
from core.people.profiles import DEFAULT_SETTINGS
from core.ports.database import Database, UnitOfWork
from core.ports.delivery import DeliveryAdapter, DeliveryPayload, DeliveryResult
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.retry import write_until_committed

log = structlog.get_logger(__name__)

ATTEMPT_SECONDS = 120.0  # one try, all the ways to bring a parcel included
GIVE_UP_AFTER = timedelta(hours=24)
NOTIFY_AFTER = timedelta(seconds=30)  # people do: tell them when it took longer than that
RETRY_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (2, 5, 15, 30, 60, 120, 300))

AWAITED_LIMIT = 5000

RETRY_LATER = DeliveryResult(DeliveryState.PENDING)


@dataclass(frozen=True, slots=True)
class _LoadedDelivery:
    """What a claimed delivery has to bring, read in one transaction."""

    delivery: Delivery
    job: Job
    comic: Comic | None
    profile: Profile | None
    now: datetime

    @property
    def locale(self) -> str:
        return self.profile.locale if self.profile else self.delivery.locale

    @property
    def notice(self) -> bool:
        """Whether its person is told that it is there: not of what they ended themselves."""
        settings = {**DEFAULT_SETTINGS, **(self.profile.settings if self.profile else {})}
        is_news = self.job.state.is_terminal and self.job.state is not JobState.CANCELED
        took_long = self.now - self.job.created_at > NOTIFY_AFTER
        return bool(settings["notify"]) and is_news and took_long


class DeliveryService:
    """Claims deliveries that are due and has each brought by its platform's messenger."""

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

    def stop(self) -> None:
        """Claim nothing more, and leave what is under way to be tried again."""
        self._stopping.set()

    async def deliver_next(self) -> bool:
        """Claim the delivery due longest and have it brought; False if none is due."""
        if self._stopping.is_set() or not self._adapters:
            return False
        renewed_at = self._leases.now()

        async def work(unit: UnitOfWork) -> Delivery | None:
            return await unit.deliveries.claim(
                self._holder, lease=self._leases.lease, platforms=self._adapters.keys()
            )

        delivery = await self._database.write(work)
        if delivery is None:
            return False
        with (
            bound_contextvars(
                job_id=str(delivery.job_id), platform=delivery.destination.platform.value
            ),
            self._leases.hold(delivery.job_id, delivery.claim_no, renewed_at) as hold,
        ):
            await self._process(delivery, hold)
        return True

    async def redirect_here(
        self, job_id: JobId, requester: Requester, destination: Destination
    ) -> bool:
        """Its owner came again: bring the comic to where they are now. Says whether it will be.

        Where it will not, because it was brought somewhere, it may be shown there all the same.
        Raises NotFoundError if the job is not this person's, PrivateOnlyError or
        AgeRestrictedError where others would see what is not for them.
        """

        async def work(unit: UnitOfWork) -> bool:
            job = await _own(unit, await lock_job_owner(unit, job_id), requester)
            comic = await unit.comics.get(job_id)
            await check_audience(
                unit,
                requester,
                destination,
                private=comic.visibility is Visibility.PRIVATE if comic else job.private,
                age_restricted=job.age_restricted,
            )
            ended = job.state.is_terminal
            after = timedelta(0) if ended else destination.token_deadline(await unit.now())
            return await unit.deliveries.redirect(job_id, destination, after=after)

        return await self._database.write(work)

    async def set_status_message(
        self, job_id: JobId, requester: Requester, message_id: str
    ) -> bool:
        """Keep the id of the message that waits, where it was not known when the job was made.

        Raises NotFoundError.
        """

        async def work(unit: UnitOfWork) -> bool:
            await _own(unit, await unit.jobs.get(job_id), requester)
            return await unit.deliveries.set_message_id(job_id, message_id)

        return await self._database.write(work)

    async def awaited_deliveries(self, platform: Platform) -> tuple[AwaitedDelivery, ...]:
        """Return what people on the platform wait for, as far as their status message is known."""
        return await self._database.read(
            lambda unit: unit.deliveries.awaited_deliveries(platform, limit=AWAITED_LIMIT)
        )

    async def has_started(self, job_id: JobId, requester: Requester) -> bool:
        """Say whether somebody has begun to bring it. Raises NotFoundError."""

        async def work(unit: UnitOfWork) -> bool:
            await _own(unit, await unit.jobs.get(job_id), requester)
            delivery = await unit.deliveries.get(job_id)
            return delivery is not None and delivery.claim_no > 0

        return await self._database.read(work)

    async def targets_message(self, job_id: JobId, requester: Requester, message_id: str) -> bool:
        """Say whether this very message is the one that waits for it. Raises NotFoundError."""

        async def work(unit: UnitOfWork) -> bool:
            await _own(unit, await unit.jobs.get(job_id), requester)
            delivery = await unit.deliveries.get(job_id)
            return delivery is not None and delivery.destination.message_id == message_id

        return await self._database.read(work)

    async def repeat(self, job_id: JobId, requester: Requester, destination: Destination) -> bool:
        """Have what was brought into this message put in once more: something came over it.

        Says whether it will be; False also where it was brought somewhere else. Raises
        NotFoundError.
        """

        async def work(unit: UnitOfWork) -> bool:
            await _own(unit, await unit.jobs.get(job_id), requester)
            return await unit.deliveries.repeat(job_id, destination)

        return await self._database.write(work)

    async def _process(self, delivery: Delivery, hold: HeldLease) -> None:
        brought, ended, began = RETRY_LATER, True, time.monotonic()
        try:
            brought, ended = await hold.run(self._attempt(delivery, hold), stopping=self._stopping)
        except LeaseLostError:
            log.info("delivery_claim_lost")
            return
        except ShuttingDownError:
            brought = DeliveryResult(DeliveryState.PENDING, retry_after=timedelta(0))
        except (StorageError, TimeoutError) as error:
            log.warning("delivery_delayed", error=type(error).__name__)
        except Exception:
            log.exception("delivery_crashed")
        self._count(delivery, brought, time.monotonic() - began)
        await self._conclude(delivery, brought, ended=ended)

    def _count(self, delivery: Delivery, brought: DeliveryResult, seconds: float) -> None:
        self._metrics.observe_delivery(delivery.destination.platform, brought.state, seconds)
        if brought.state is DeliveryState.PENDING:
            self._metrics.count_retry("delivery")

    async def _attempt(self, delivery: Delivery, hold: HeldLease) -> tuple[DeliveryResult, bool]:
        """Have the parcel brought; also say whether its job was at an end."""
        loaded = await self._load(delivery)
        if loaded.now - (loaded.job.finished_at or loaded.now) > GIVE_UP_AFTER:
            return DeliveryResult(DeliveryState.UNDELIVERABLE), True
        adapter = self._adapters[delivery.destination.platform]

        async def save_message_id(message_id: str) -> bool:
            async def work(unit: UnitOfWork) -> bool:
                return await unit.deliveries.save_message_id(
                    delivery.job_id, delivery.claim_no, message_id
                )

            return await self._database.write(work)

        async def record_notice() -> bool:
            async def work(unit: UnitOfWork) -> bool:
                return await unit.deliveries.record_notice(delivery.job_id, delivery.claim_no)

            return await self._database.write(work)

        payload = DeliveryPayload(
            delivery=delivery,
            job=loaded.job,
            comic=loaded.comic,
            locale=loaded.locale,
            notice=loaded.notice,
            save_message_id=save_message_id,
            record_notice=record_notice,
            outlasts=hold.outlasts,
        )
        async with asyncio.timeout(ATTEMPT_SECONDS):
            return await adapter.deliver(payload), loaded.job.state.is_terminal

    async def _load(self, delivery: Delivery) -> _LoadedDelivery:
        async def work(unit: UnitOfWork) -> _LoadedDelivery:
            job = await unit.jobs.get(delivery.job_id)
            if job is None:
                raise NotFoundError
            profile = await unit.profiles.get(job.profile_id) if job.profile_id else None
            return _LoadedDelivery(
                delivery=delivery,
                job=job,
                comic=await unit.comics.get(job.id),
                profile=profile,
                now=await unit.now(),
            )

        return await self._database.read(work)

    async def _conclude(self, delivery: Delivery, brought: DeliveryResult, *, ended: bool) -> None:
        async def work(unit: UnitOfWork) -> bool:
            deliveries = unit.deliveries
            if brought.state is not DeliveryState.PENDING:
                if not ended:
                    return await _wait_for_end(unit, delivery)
                return await _finish(unit, delivery, brought.state)
            pause = RETRY_DELAYS[min(delivery.attempts, len(RETRY_DELAYS) - 1)]
            delay = pause if brought.retry_after is None else brought.retry_after
            return await deliveries.retry_later(delivery.job_id, delivery.claim_no, delay=delay)

        kept = await write_until_committed(self._database, work)
        log.info("delivery_tried", state=brought.state.value, attempt=delivery.attempts, kept=kept)


async def _own(unit: UnitOfWork, job: Job | None, requester: Requester) -> Job:
    """Return the job if it is the requester's. Raises NotFoundError."""
    profile_id = await profile_of(unit, requester)
    if job is None or profile_id is None or job.profile_id != profile_id:
        raise NotFoundError
    return job


async def _finish(unit: UnitOfWork, delivery: Delivery, state: DeliveryState) -> bool:
    """End it; of somebody who was forgotten nothing is kept but what was to be told them."""
    job = await unit.jobs.get(delivery.job_id)
    if job is not None and job.profile_id is None:
        return await unit.deliveries.remove(delivery.job_id, delivery.claim_no)
    return await unit.deliveries.finish(delivery.job_id, delivery.claim_no, state)


async def _wait_for_end(unit: UnitOfWork, delivery: Delivery) -> bool:
    """The person can fetch the comic: leave it until its job ends, which may be by now."""
    job = await lock_job_owner(unit, delivery.job_id)
    if job is not None and job.state.is_terminal:
        return await unit.deliveries.retry_later(
            delivery.job_id, delivery.claim_no, delay=timedelta(0)
        )
    return await unit.deliveries.wait_for_end(delivery.job_id, delivery.claim_no)
