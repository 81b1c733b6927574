"""Repository of operator notices that have not been sent yet."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from core.models.identity import Platform
from core.models.operations import OperatorNotice
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.statements import affected, insert_unique
from storage.tables import notices


class SqlOperatorNoticeRepository:
    """SQL implementation of `core.ports.operations.OperatorNoticeRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def add(self, notice: OperatorNotice) -> None:
        values = {
            "id": notice.id,
            "platform": notice.platform,
            "chat": notice.chat,
            "sentence": notice.sentence,
            "facts": dict(notice.facts),
            "created_at": db_now(),
            "next_attempt_at": db_now(),
        }
        await insert_unique(self._connection, notices, values)

    async def claim(
        self, platforms: Collection[Platform], *, pause: timedelta
    ) -> OperatorNotice | None:
        due = (
            select(notices)
            .where(notices.c.platform.in_(list(platforms)), notices.c.next_attempt_at <= db_now())
            .order_by(notices.c.next_attempt_at, notices.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = (await self._connection.execute(due)).one_or_none()
        if row is None:
            return None
        await self._connection.execute(
            update(notices).where(notices.c.id == row.id).values(next_attempt_at=db_now(pause))
        )
        return OperatorNotice(
            id=row.id,
            platform=row.platform,
            chat=row.chat,
            sentence=row.sentence,
            facts=row.facts,
        )

    async def done(self, notice_id: UUID) -> None:
        await self._connection.execute(delete(notices).where(notices.c.id == notice_id))

    async def purge(self, *, older_than: timedelta) -> int:
        return await affected(
            self._connection, delete(notices).where(notices.c.created_at <= db_now(-older_than))
        )
