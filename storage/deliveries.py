"""Repository of deliveries, which have their own leases."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Delete,
    Integer,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    update,
)

from core.models.deliveries import (
    Delivery,
    DeliveryState,
    Destination,
    DestinationContext,
    MessageReference,
    OpenDelivery,
)
from core.models.identity import JobId, Platform
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.job_rows import OPEN
from storage.message_references import (
    HAS_REFERENCE,
    reference_columns,
    reference_of,
    refers_to,
)
from storage.statements import affected, insert_unique, one_of
from storage.tables import deliveries, jobs, profiles

BATCH = 100  # rows that the janitor changes in one transaction

PENDING = deliveries.c.state == DeliveryState.PENDING
HELD = deliveries.c.lease_owner.is_not(None)
NO_LEASE: dict[str, Any] = {"lease_owner": None, "lease_until": None}
NO_TOKEN: dict[str, Any] = {"reply_token": None, "expires_at": None}


class SqlDeliveryRepository:
    """SQL implementation of `core.ports.delivery.DeliveryRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def add(
        self, job_id: JobId, destination: Destination, *, after: timedelta | None = None
    ) -> None:
        """Store the delivery. Raises DuplicateKeyError if the job has one already."""
        values = {
            "job_id": job_id,
            **_place(destination),
            "state": DeliveryState.PENDING,
            "claim_no": 0,
            "attempts": 0,
            "next_attempt_at": _in(after),
            "created_at": db_now(),
        }
        await insert_unique(self._connection, deliveries, values)

    async def get(self, job_id: JobId) -> Delivery | None:
        one = select(deliveries).where(deliveries.c.job_id == job_id)
        row = (await self._connection.execute(one)).one_or_none()
        return to_delivery(row) if row is not None else None

    async def open_deliveries(self, platform: Platform, *, limit: int) -> tuple[OpenDelivery, ...]:
        query = (
            select(deliveries, jobs.c.chat.label("community"), profiles.c.locale.label("speaks"))
            .join(jobs, jobs.c.id == deliveries.c.job_id)
            .join(profiles, profiles.c.id == jobs.c.profile_id)
            .where(
                one_of(jobs.c.state, OPEN),
                PENDING,
                deliveries.c.platform == platform,
                HAS_REFERENCE,
            )
            .order_by(jobs.c.created_at.desc(), jobs.c.id.desc())
            .limit(limit)
        )
        return tuple(
            OpenDelivery(delivery=to_delivery(row), community=row.community, locale=row.speaks)
            for row in await self._connection.execute(query)
        )

    async def make_due(self, job_id: JobId) -> bool:
        return await affected(self._connection, MAKE_DUE, {"job": job_id}) == 1

    async def count_due(self, *, limit: int) -> int:
        due = select(deliveries.c.job_id).where(*_due()).limit(limit).subquery()
        return (await self._connection.execute(select(func.count()).select_from(due))).scalar_one()

    # --- Changes under a lease --------------------------------------------------------------------

    async def claim(
        self, owner: str, *, lease: timedelta, platforms: Collection[Platform], limit: int
    ) -> tuple[Delivery, ...]:
        wanted = {"platforms": list(platforms), "count": limit}
        due = (await self._connection.execute(DUE, wanted)).all()
        if due:
            taken = [row.job_id for row in due]
            values = {"taken": taken, "owner": owner, "until": due[0].now + lease}
            await self._connection.execute(TAKE, values)
        return tuple(
            replace(to_delivery(row), claim_no=row.claim_no + 1, claimed_at=row.now) for row in due
        )

    async def renew(
        self, owner: str, job_ids: Collection[JobId], *, lease: timedelta
    ) -> dict[JobId, int]:
        own = and_(
            deliveries.c.job_id.in_(list(job_ids)), deliveries.c.lease_owner == owner, PENDING
        )
        await self._connection.execute(
            update(deliveries).where(own).values(lease_until=db_now(lease))
        )
        held = await self._connection.execute(
            select(deliveries.c.job_id, deliveries.c.claim_no).where(own)
        )
        return dict(held.all())

    async def save_message(
        self, job_id: JobId, claim_no: int, message: MessageReference | None
    ) -> bool:
        return await self._set_message(job_id, message, _held(job_id, claim_no))

    async def finish(self, job_id: JobId, claim_no: int, state: DeliveryState) -> bool:
        if state is DeliveryState.PENDING:
            raise ValueError("pending is not a terminal state of a delivery")
        values = {"job": job_id, "claim": claim_no, "new_state": state}
        return await affected(self._connection, FINISH, values) == 1

    async def remove(self, job_id: JobId, claim_no: int) -> bool:
        return await self._changed(delete(deliveries).where(_held(job_id, claim_no)))

    async def retry_later(self, job_id: JobId, claim_no: int, *, delay: timedelta) -> bool:
        return await self._changed(
            update(deliveries)
            .where(_held(job_id, claim_no))
            .values(attempts=deliveries.c.attempts + 1, next_attempt_at=db_now(delay), **NO_LEASE)
        )

    async def wait_for_end(self, job_id: JobId, claim_no: int) -> bool:
        return await self._changed(
            update(deliveries)
            .where(_held(job_id, claim_no))
            .values(attempts=0, next_attempt_at=None, **NO_LEASE, **NO_TOKEN)
        )

    async def record_notice(self, job_id: JobId, claim_no: int) -> bool:
        unnoticed = deliveries.c.noticed_at.is_(None)
        return await self._changed(
            update(deliveries).where(_held(job_id, claim_no), unnoticed).values(noticed_at=db_now())
        )

    # --- Changes without a lease ------------------------------------------------------------------

    async def set_message(self, job_id: JobId, message: MessageReference) -> bool:
        unclaimed = and_(deliveries.c.job_id == job_id, PENDING, deliveries.c.claim_no == 0)
        return await self._set_message(job_id, message, unclaimed)

    async def redirect(
        self, job_id: JobId, destination: Destination, *, after: timedelta | None
    ) -> bool:
        """Return False while a worker holds the delivery: its calls cannot be revoked."""
        elsewhere = and_(
            deliveries.c.job_id == job_id,
            one_of(deliveries.c.state, (DeliveryState.PENDING, DeliveryState.UNDELIVERABLE)),
            ~HELD,
        )
        return await self._make_pending(elsewhere, destination, after, delivered_at=None)

    async def repeat(self, job_id: JobId, destination: Destination) -> bool:
        same_message = and_(
            deliveries.c.job_id == job_id,
            deliveries.c.state == DeliveryState.DELIVERED,
            refers_to(destination.message, platform=destination.platform, chat=destination.chat),
        )
        return await self._make_pending(same_message, destination, timedelta(0))

    async def give_up(self, *, older_than: timedelta) -> int:
        """Give up at most 100 deliveries per call."""
        too_old = jobs.c.finished_at <= db_now(-older_than)
        expired = await self._ids(
            select(deliveries.c.job_id)
            .join(jobs, jobs.c.id == deliveries.c.job_id)
            .where(*_due(), too_old)
            .order_by(deliveries.c.next_attempt_at)
        )
        # Only deliveries of deleted profiles have a locale; nothing of theirs is kept.
        without_profile = and_(deliveries.c.job_id.in_(expired), deliveries.c.locale.is_not(None))
        await self._connection.execute(delete(deliveries).where(without_profile))
        given_up = {"state": DeliveryState.UNDELIVERABLE, "ended_at": db_now(), **NO_TOKEN}
        return await self._change_all(expired, given_up)

    async def free_leases(self, owners: Collection[str]) -> int:
        """Release the leases of processes that are known to be dead."""
        return await affected(
            self._connection,
            update(deliveries).where(deliveries.c.lease_owner.in_(list(owners))).values(NO_LEASE),
        )

    async def expire_leases(self) -> int:
        """Release leases that have run out, at most 100 at a time."""
        expired = await self._ids(
            select(deliveries.c.job_id)
            .where(deliveries.c.lease_until <= db_now())
            .order_by(deliveries.c.lease_until)
        )
        return await self._change_all(expired, NO_LEASE)

    async def forget_tokens(self) -> int:
        """Remove at most 100 tokens per call."""
        expired = await self._ids(
            select(deliveries.c.job_id)
            .where(deliveries.c.expires_at <= db_now())
            .order_by(deliveries.c.expires_at)
        )
        return await self._change_all(expired, NO_TOKEN)

    # --- Private ----------------------------------------------------------------------------------

    async def _changed(self, change: Update | Delete) -> bool:
        return await affected(self._connection, change) == 1

    async def _set_message(
        self, job_id: JobId, message: MessageReference | None, which: ColumnElement[bool]
    ) -> bool:
        place = select(deliveries.c.platform, deliveries.c.chat).where(
            deliveries.c.job_id == job_id
        )
        row = (await self._connection.execute(place)).one_or_none()
        if row is None:
            return False
        columns = reference_columns(message, platform=row.platform, chat=row.chat)
        return await self._changed(update(deliveries).where(which).values(columns))

    async def _make_pending(
        self,
        which: ColumnElement[bool],
        destination: Destination,
        after: timedelta | None,
        **changes: Any,
    ) -> bool:
        due = {"state": DeliveryState.PENDING, "attempts": 0, "next_attempt_at": _in(after)}
        return await self._changed(
            update(deliveries).where(which).values(**due, **changes, **_place(destination))
        )

    async def _ids(self, query: Select[Any]) -> list[JobId]:
        taken = query.limit(BATCH).with_for_update(skip_locked=True, of=deliveries)
        return list((await self._connection.execute(taken)).scalars())

    async def _change_all(self, locked: list[JobId], changes: dict[str, Any]) -> int:
        if locked:
            await self._connection.execute(
                update(deliveries).where(deliveries.c.job_id.in_(locked)).values(changes)
            )
        return len(locked)


def _due() -> tuple[ColumnElement[bool], ...]:
    """Match the deliveries that can be claimed now."""
    return PENDING, ~HELD, deliveries.c.next_attempt_at <= db_now()


def _held(
    job_id: JobId | BindParameter[Any], claim_no: int | BindParameter[Any]
) -> ColumnElement[bool]:
    """Match the delivery while the worker that made this claim holds it."""
    return and_(deliveries.c.job_id == job_id, PENDING, HELD, deliveries.c.claim_no == claim_no)


def _in(after: timedelta | None) -> Any:
    return None if after is None else db_now(after)


def _place(destination: Destination) -> dict[str, Any]:
    return {
        "platform": destination.platform,
        "application_id": destination.application_id,
        "chat": destination.chat,
        "thread": destination.thread,
        "user_id": destination.user_id,
        "context": destination.context.value,
        "install_owners": destination.install_owners,
        "ephemeral": destination.ephemeral,
        "size_limit": destination.size_limit,
        **reference_columns(
            destination.message, platform=destination.platform, chat=destination.chat
        ),
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
            context=DestinationContext(row.context),
            install_owners=row.install_owners,
            ephemeral=row.ephemeral,
            size_limit=row.size_limit,
            message=reference_of(row),
            reply_token=row.reply_token,
            expires_at=row.expires_at,
        ),
        state=row.state,
        claim_no=row.claim_no,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        created_at=row.created_at,
        delivered_at=row.delivered_at,
        locale=row.locale or "",
    )


# Built once, since each comic needs them.
_next = deliveries.c.next_attempt_at
MAKE_DUE = (
    update(deliveries)
    .where(deliveries.c.job_id == bindparam("job"), PENDING, or_(_next.is_(None), _next > db_now()))
    .values(next_attempt_at=db_now())
)
DUE = (
    select(deliveries, db_now().label("now"))
    .where(
        *_due(),
        deliveries.c.platform.in_(
            bindparam("platforms", type_=deliveries.c.platform.type, expanding=True)
        ),
    )
    .order_by(_next, deliveries.c.job_id)
    .limit(bindparam("count", type_=Integer()))
    .with_for_update(skip_locked=True)
)
TAKE = (
    update(deliveries)
    .where(
        deliveries.c.job_id.in_(bindparam("taken", type_=deliveries.c.job_id.type, expanding=True))
    )
    .values(
        claim_no=deliveries.c.claim_no + 1,
        lease_owner=bindparam("owner"),
        lease_until=bindparam("until"),
    )
)
_state: BindParameter[Any] = bindparam("new_state", type_=deliveries.c.state.type)
_delivered = func.coalesce(deliveries.c.delivered_at, db_now())
FINISH = (
    update(deliveries)
    .where(_held(bindparam("job"), bindparam("claim")))
    .values(
        state=_state,
        ended_at=db_now(),
        delivered_at=case(
            (_state == DeliveryState.DELIVERED, _delivered), else_=deliveries.c.delivered_at
        ),
        **NO_LEASE,
        **NO_TOKEN,
    )
)
