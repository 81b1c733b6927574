"""Ports: the delivery repository and the delivery adapters of chat platforms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from core.models.comics import Comic
from core.models.deliveries import AwaitedDelivery, Delivery, DeliveryState, Destination
from core.models.identity import JobId, Platform
from core.models.jobs import Job


class DeliveryRepository(Protocol):
    """All deliveries there are, with leases of their own."""

    async def add(
        self, job_id: JobId, destination: Destination, *, after: timedelta | None = None
    ) -> None:
        """Store where the job's answer goes; due when the job ends, and *after* that time too."""
        ...

    async def get(self, job_id: JobId) -> Delivery | None: ...

    async def awaited_deliveries(
        self, platform: Platform, *, limit: int
    ) -> tuple[AwaitedDelivery, ...]:
        """Return those with a known message whose jobs are not at an end, the newest first."""
        ...

    async def make_due(self, job_id: JobId) -> bool:
        """Say that the job is at an end: the delivery, if there is one, may be made now."""
        ...

    async def claim(
        self, owner: str, *, lease: timedelta, platforms: Collection[Platform]
    ) -> Delivery | None:
        """Take the delivery there that is due longest and held by nobody; raises its `claim_no`."""
        ...

    async def renew(
        self, owner: str, job_ids: Collection[JobId], *, lease: timedelta
    ) -> dict[JobId, int]:
        """Extend the leases on these that are still *owner*'s; return job → claim_no."""
        ...

    async def save_message_id(self, job_id: JobId, claim_no: int, message_id: str) -> bool:
        """Commit the id of the placeholder that the picture will be edited into."""
        ...

    async def set_message_id(self, job_id: JobId, message_id: str) -> bool:
        """Keep the id of the status message, as a front end learns it before any claim."""
        ...

    async def finish(self, job_id: JobId, claim_no: int, state: DeliveryState) -> bool:
        """Pending → delivered or undeliverable; the reply token is forgotten."""
        ...

    async def remove(self, job_id: JobId, claim_no: int) -> bool:
        """Forget it: it was brought to somebody who has gone."""
        ...

    async def retry_later(self, job_id: JobId, claim_no: int, *, delay: timedelta) -> bool:
        """Keep it pending, raise `attempts`, and give the lease back."""
        ...

    async def wait_for_end(self, job_id: JobId, claim_no: int) -> bool:
        """Its job is not at an end, and its reply token is used up: due when the job is."""
        ...

    async def record_notice(self, job_id: JobId, claim_no: int) -> bool:
        """Say that its person is being told; False if they were told before."""
        ...

    async def redirect(
        self, job_id: JobId, destination: Destination, *, after: timedelta | None
    ) -> bool:
        """Undeliverable or pending, its person came again: pending, and to go there.

        Due *after* that time; None: when its job is at an end. False while somebody is bringing it.
        """
        ...

    async def repeat(self, job_id: JobId, destination: Destination) -> bool:
        """Delivered into this very message: pending, due, and to be put in once more."""
        ...

    async def give_up(self, *, older_than: timedelta) -> int:
        """Pending → undeliverable where the job ended that long ago."""
        ...

    async def free_leases(self, owners: Collection[str]) -> int: ...

    async def expire_leases(self) -> int: ...

    async def forget_tokens(self) -> int:
        """Null reply tokens that have expired."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPayload:
    """What a messenger has to bring: a comic, or the end of a job without one.

    A job that is not at an end is brought just before its reply token expires, where no later way
    leads: what the person gets then is a button to fetch it with.
    """

    delivery: Delivery
    job: Job
    comic: Comic | None
    locale: str
    notice: bool  # it took long, so tell the person that it is there, unless they were told
    save_message_id: Callable[[str], Awaitable[bool]]  # commits a placeholder's id, or says no
    record_notice: Callable[[], Awaitable[bool]]  # to be asked before telling
    outlasts: Callable[[timedelta], bool]  # whether the lease outlasts a call of that length


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """How bringing a parcel went."""

    state: DeliveryState  # pending: not yet, try again
    retry_after: timedelta | None = None


class DeliveryAdapter(Protocol):
    """Brings parcels to one platform through its REST API; bringing one twice shows it once."""

    async def deliver(self, parcel: DeliveryPayload) -> DeliveryResult: ...
