"""Repository of the inbox: Telegram updates that have been received."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select, update

from core.models.chats import InboxUpdate
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.statements import affected, insert_new
from storage.tables import inbox


class SqlInboxRepository:
    """SQL implementation of `core.ports.chats.InboxRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def add(self, updates: Sequence[InboxUpdate]) -> int:
        new = 0
        for one in sorted(updates, key=lambda one: (one.bot_id, one.update_id)):
            values = {
                "bot_id": one.bot_id,
                "update_id": one.update_id,
                "payload": dict(one.payload),
                "received_at": db_now(),
            }
            new += await insert_new(self._connection, inbox, values)
        return new

    async def unhandled(self, bot_id: str, *, limit: int) -> tuple[InboxUpdate, ...]:
        waiting = (
            select(inbox.c.bot_id, inbox.c.update_id, inbox.c.payload)
            .where(inbox.c.bot_id == bot_id, inbox.c.handled_at.is_(None))
            .order_by(inbox.c.update_id)
            .limit(limit)
        )
        rows = await self._connection.execute(waiting)
        return tuple(InboxUpdate(row.bot_id, row.update_id, row.payload) for row in rows)

    async def mark_handled(self, bot_id: str, update_id: int) -> bool:
        handled = (
            update(inbox)
            .where(
                inbox.c.bot_id == bot_id,
                inbox.c.update_id == update_id,
                inbox.c.handled_at.is_(None),
            )
            .values(handled_at=db_now())
        )
        return bool(await affected(self._connection, handled))

    async def purge(self, *, older_than: timedelta) -> int:
        return await affected(
            self._connection, delete(inbox).where(inbox.c.handled_at <= db_now(-older_than))
        )
