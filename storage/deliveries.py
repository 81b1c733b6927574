"""Deliveries, with leases of their own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Update, and_, case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.models import Delivery, DeliveryState, Destination, JobId
from storage.clock import db_now
from storage.statements import affected, insert_unique
from storage.tables import deliveries

BATCH = 100  # rows that one transaction of the sweep changes

PENDING = deliveries.c.state == DeliveryState.PENDING
HELD = deliveries.c.lease_owner.is_not(None)
NO_LEASE: dict[str, Any] = {"lease_owner": None, "lease_until": None}
NO_TOKEN: dict[str, Any] = {"reply_token": None, "expires_at": None}


class SqlDeliveryRepository:
    """Fulfils `core.ports.DeliveryRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, job_id: JobId, destination: Destination) -> None:
        """Store where the job's answer goes. Raises DuplicateKeyError if that is known."""
        values = {
            "job_id": job_id,
            **_place(destination),
            "state": DeliveryState.PENDING,
            "claim_no": 0,
            "attempts": 0,
            "created_at": db_now(),
        }
        await insert_unique(self._connection, deliveries, values)

    async def get(self, job_id: JobId) -> Delivery | None:
        """Return the job's delivery."""
        one = select(deliveries).where(deliveries.c.job_id == job_id)
        row = (await self._connection.execute(one)).one_or_none()
        return to_delivery(row) if row is not None else None

    async def make_due(self, job_id: JobId) -> bool:
        """Say that the job is at an end: the delivery, if there is one, may be made now."""
        not_yet = and_(
            deliveries.c.job_id == job_id, PENDING, deliveries.c.next_attempt_at.is_(None)
        )
        return await self._changed(
            update(deliveries).where(not_yet).values(next_attempt_at=db_now())
        )

    # --- With a lease -----------------------------------------------------------------------------

    async def claim(self, owner: str, *, lease: timedelta) -> Delivery | None:
        """Take the delivery that is due longest and held by nobody; raises its `claim_no`."""
        due = (await self._connection.execute(due_query())).scalar_one_or_none()
        if due is None:
            return None
        await self._connection.execute(
            update(deliveries)
            .where(deliveries.c.job_id == due)
            .values(
                claim_no=deliveries.c.claim_no + 1, lease_owner=owner, lease_until=db_now(lease)
            )
        )
        return await self.get(due)

    async def renew(
        self, owner: str, job_ids: Collection[JobId], *, lease: timedelta
    ) -> dict[JobId, int]:
        """Extend the leases on these that are still *owner*'s; return job → claim_no."""
        mine = and_(
            deliveries.c.job_id.in_(list(job_ids)), deliveries.c.lease_owner == owner, PENDING
        )
        await self._connection.execute(
            update(deliveries).where(mine).values(lease_until=db_now(lease))
        )
        held = await self._connection.execute(
            select(deliveries.c.job_id, deliveries.c.claim_no).where(mine)
        )
        return dict(held.all())

    async def keep_message_id(self, job_id: JobId, claim_no: int, message_id: str) -> bool:
        """Commit the id of the placeholder that the picture will be edited into."""
        return await self._changed(
            update(deliveries).where(_held(job_id, claim_no)).values(message_id=message_id)
        )

    async def finish(self, job_id: JobId, claim_no: int, state: DeliveryState) -> bool:
        """Pending → delivered or undeliverable; the reply token is forgotten."""
        if state is DeliveryState.PENDING:
            raise ValueError("a delivery does not end as pending")
        return await self._changed(
            update(deliveries)
            .where(_held(job_id, claim_no))
            .values(state=state, **NO_LEASE, **NO_TOKEN)
        )

    async def retry_later(self, job_id: JobId, claim_no: int, *, delay: timedelta) -> bool:
        """Keep it pending, raise `attempts`, and give the lease back."""
        return await self._changed(
            update(deliveries)
            .where(_held(job_id, claim_no))
            .values(attempts=deliveries.c.attempts + 1, next_attempt_at=db_now(delay), **NO_LEASE)
        )

    # --- Without one ------------------------------------------------------------------------------

    async def set_message_id(self, job_id: JobId, message_id: str) -> bool:
        """Keep the id of the status message, as a front end learns it before any claim."""
        unclaimed = and_(deliveries.c.job_id == job_id, PENDING, deliveries.c.claim_no == 0)
        return await self._changed(
            update(deliveries).where(unclaimed).values(message_id=message_id)
        )

    async def redirect(self, job_id: JobId, destination: Destination) -> bool:
        """Undeliverable or pending, its person came again: pending, due, and to go there.

        False while somebody is bringing it: what they do cannot be called back. If the job is
        not at an end yet, it goes there when it is.
        """
        elsewhere = and_(
            deliveries.c.job_id == job_id,
            deliveries.c.state.in_((DeliveryState.PENDING, DeliveryState.UNDELIVERABLE)),
            ~HELD,
        )
        waits_for_job = and_(PENDING, deliveries.c.next_attempt_at.is_(None))
        changes = {
            "next_attempt_at": case((waits_for_job, None), else_=db_now()),
            "state": DeliveryState.PENDING,
            "attempts": 0,
            **_place(destination),
        }
        # In this order: MySQL lets an assignment see those to its left.
        ordered = [(deliveries.c[name], value) for name, value in changes.items()]
        return await self._changed(update(deliveries).where(elsewhere).ordered_values(*ordered))

    async def free_leases(self, owners: Collection[str]) -> int:
        """Let go what owners known to be dead were bringing."""
        return await affected(
            self._connection,
            update(deliveries).where(deliveries.c.lease_owner.in_(list(owners))).values(NO_LEASE),
        )

    async def expire_leases(self) -> int:
        """Let go what was not brought within its lease; at most 100 at a time."""
        over = await self._ids(
            select(deliveries.c.job_id)
            .where(deliveries.c.lease_until <= db_now())
            .order_by(deliveries.c.lease_until)
        )
        return await self._change_all(over, NO_LEASE)

    async def forget_tokens(self) -> int:
        """Null reply tokens that have expired; at most 100 at a time."""
        over = await self._ids(
            select(deliveries.c.job_id)
            .where(deliveries.c.expires_at <= db_now())
            .order_by(deliveries.c.expires_at)
        )
        return await self._change_all(over, NO_TOKEN)

    # --- Below ------------------------------------------------------------------------------------

    async def _changed(self, change: Update) -> bool:
        return await affected(self._connection, change) == 1

    async def _ids(self, query: Select[Any]) -> list[JobId]:
        taken = query.limit(BATCH).with_for_update(skip_locked=True)
        return list((await self._connection.execute(taken)).scalars())

    async def _change_all(self, locked: list[JobId], changes: dict[str, Any]) -> int:
        if locked:
            await self._connection.execute(
                update(deliveries).where(deliveries.c.job_id.in_(locked)).values(changes)
            )
        return len(locked)


def due_query() -> Select[Any]:
    """Select, and lock, the delivery that is due longest and held by nobody."""
    return (
        select(deliveries.c.job_id)
        .where(PENDING, ~HELD, deliveries.c.next_attempt_at <= db_now())
        .order_by(deliveries.c.next_attempt_at, deliveries.c.job_id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _held(job_id: JobId, claim_no: int) -> ColumnElement[bool]:
    """Say that the delivery is being brought by whoever made this claim."""
    return and_(deliveries.c.job_id == job_id, PENDING, HELD, deliveries.c.claim_no == claim_no)


def _place(destination: Destination) -> dict[str, Any]:
    return {
        "platform": destination.platform,
        "application_id": destination.application_id,
        "chat": destination.chat,
        "thread": destination.thread,
        "user_id": destination.user_id,
        "context": destination.context,
        "install_owners": destination.install_owners,
        "ephemeral": destination.ephemeral,
        "size_limit": destination.size_limit,
        "message_id": destination.message_id,
        "reply_token": destination.reply_token,
        "expires_at": destination.expires_at if destination.reply_token else None,
    }


def to_delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        job_id=row.job_id,
        destination=Destination(
            platform=row.platform,
            application_id=row.application_id,
            chat=row.chat,
            thread=row.thread,
            user_id=row.user_id,
            context=row.context,
            install_owners=row.install_owners,
            ephemeral=row.ephemeral,
            size_limit=row.size_limit,
            message_id=row.message_id,
            reply_token=row.reply_token,
            expires_at=row.expires_at,
        ),
        state=row.state,
        claim_no=row.claim_no,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        created_at=row.created_at,
    )
