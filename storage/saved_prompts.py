"""What people typed that a button has drawn."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.models.identity import Identity, JobId
from storage.clock import db_now
from storage.statements import affected, put
from storage.tables import wishes


class SqlSavedPromptRepository:
    """Fulfils `core.ports.WishRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, wish_id: JobId, identity: Identity, text: str) -> None:
        """Keep a wish, from now on; the same one again begins anew."""
        values = {
            "platform": identity.platform,
            "external_id": identity.external_id,
            "text": text,
            "kept_at": db_now(),
        }
        await put(self._connection, wishes, {"id": wish_id}, values)

    async def get(self, wish_id: JobId, identity: Identity) -> str | None:
        """Return what this person typed."""
        theirs = select(wishes.c.text).where(
            wishes.c.id == wish_id,
            wishes.c.platform == identity.platform,
            wishes.c.external_id == identity.external_id,
        )
        return (await self._connection.execute(theirs)).scalar_one_or_none()

    async def purge(self, *, older_than: timedelta) -> int:
        """Remove those of that age."""
        return await affected(
            self._connection, delete(wishes).where(wishes.c.kept_at <= db_now(-older_than))
        )
