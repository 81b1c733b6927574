"""Ports: the delivery repository and the delivery adapters of chat platforms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from core.models.comics import Comic
from core.models.deliveries import (
    Delivery,
    DeliveryState,
    Destination,
    MessageReference,
    OpenDelivery,
)
from core.models.identity import JobId, Platform
from core.models.jobs import Job


class DeliveryRepository(Protocol):
    """Deliveries, their state transitions and their leases.

    Methods that take a *claim_no* change a pending delivery only while that claim holds its lease;
    the returned bool says whether they did.
    """

    async def add(
        self, job_id: JobId, destination: Destination, *, after: timedelta | None = None
    ) -> None:
        """Store the destination of a job's answer. Raises DuplicateKeyError if it has one.

        The delivery becomes due when the job ends, or after *after* if that is sooner.
        """
        ...

    async def get(self, job_id: JobId) -> Delivery | None: ...

    async def open_deliveries(self, platform: Platform, *, limit: int) -> tuple[OpenDelivery, ...]:
        """Return pending deliveries with a message whose jobs are unfinished, newest first."""
        ...

    async def make_due(self, job_id: JobId) -> bool:
        """Make the delivery due now, because its job has ended. False if nothing changed."""
        ...

    async def count_due(self, *, limit: int) -> int:
        """Count the deliveries to any platform that can be claimed now, at most *limit*."""
        ...

    async def claim(
        self, owner: str, *, lease: timedelta, platforms: Collection[Platform], limit: int
    ) -> tuple[Delivery, ...]:
        """Claim the unleased deliveries to *platforms* that have been due longest.

        Raises their `claim_no` by one.
        """
        ...

    async def renew(
        self, owner: str, job_ids: Collection[JobId], *, lease: timedelta
    ) -> dict[JobId, int]:
        """Extend the leases that *owner* still holds on these deliveries; return job → claim_no."""
        ...

    async def save_message(
        self, job_id: JobId, claim_no: int, message: MessageReference | None
    ) -> bool:
        """Save the reference of the placeholder that will be edited to contain the picture."""
        ...

    async def set_message(self, job_id: JobId, message: MessageReference) -> bool:
        """Save the reference of the status message. False once the delivery has been claimed."""
        ...

    async def finish(self, job_id: JobId, claim_no: int, state: DeliveryState) -> bool:
        """Pending → delivered or undeliverable; the lease and the reply token are cleared."""
        ...

    async def remove(self, job_id: JobId, claim_no: int) -> bool:
        """Delete the delivery: its profile was deleted, and the user has been notified."""
        ...

    async def retry_later(self, job_id: JobId, claim_no: int, *, delay: timedelta) -> bool:
        """Keep the delivery pending, raise `attempts` by one, and release the lease."""
        ...

    async def wait_for_end(self, job_id: JobId, claim_no: int) -> bool:
        """Release the lease until the job ends; the reply token has been used and is cleared."""
        ...

    async def record_notice(self, job_id: JobId, claim_no: int) -> bool:
        """Record that the user is being notified. False if that was recorded before."""
        ...

    async def redirect(
        self, job_id: JobId, destination: Destination, *, after: timedelta | None
    ) -> bool:
        """Pending or undeliverable → pending, to a new destination: the user asked again.

        Due after *after*; None means when the job ends. False while another worker holds the
        lease, because a running attempt cannot be recalled.
        """
        ...

    async def repeat(self, job_id: JobId, destination: Destination) -> bool:
        """Delivered → pending and due now, to deliver into the same message again.

        False unless the comic was delivered into the message that *destination* names.
        """
        ...

    async def give_up(self, *, older_than: timedelta) -> int:
        """Pending → undeliverable where the job ended at least *older_than* ago.

        Changes at most 100 deliveries; returns how many.
        """
        ...

    async def free_leases(self, owners: Collection[str]) -> int:
        """Release the leases of owners that are known to be dead; return how many."""
        ...

    async def expire_leases(self) -> int:
        """Release at most 100 leases that have run out; return how many."""
        ...

    async def forget_tokens(self) -> int:
        """Null at most 100 reply tokens that have expired; return how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPayload:
    """Payload of one delivery attempt: a comic, or a job that ended without one.

    The job may also be unfinished: a delivery is attempted shortly before its reply token expires
    if the message can be changed by no other means. The user then gets a button that fetches the
    comic later.
    """

    delivery: Delivery
    job: Job
    comic: Comic | None
    locale: str
    notice: bool  # the comic took long, so notify the user of its delivery, but only once
    # Saves the message that the picture is put into; False: the claim is lost.
    save_message: Callable[[MessageReference | None], Awaitable[bool]]
    record_notice: Callable[[], Awaitable[bool]]  # call before notifying; False: do not notify
    outlasts: Callable[[timedelta], bool]  # whether the lease outlasts a call of that duration


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """Result of one delivery attempt."""

    state: DeliveryState  # pending: try again
    retry_after: timedelta | None = None


class DeliveryAdapter(Protocol):
    """Delivery to one platform through its REST API.

    Idempotent: a comic that is delivered twice is shown once.
    """

    async def deliver(self, payload: DeliveryPayload) -> DeliveryResult: ...
