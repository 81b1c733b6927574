"""Repository of saved prompts: text that a user typed and a button can draw."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.models.identity import Identity, JobId
from storage.clock import db_now
from storage.statements import affected, put
from storage.tables import wishes


class SqlSavedPromptRepository:
    """SQL implementation of `core.ports.chats.SavedPromptRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, prompt_id: JobId, identity: Identity, text: str) -> None:
        values = {
            "platform": identity.platform,
            "external_id": identity.external_id,
            "text": text,
            "kept_at": db_now(),
        }
        await put(self._connection, wishes, {"id": prompt_id}, values)

    async def get(self, prompt_id: JobId, identity: Identity) -> str | None:
        query = select(wishes.c.text).where(
            wishes.c.id == prompt_id,
            wishes.c.platform == identity.platform,
            wishes.c.external_id == identity.external_id,
        )
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def purge(self, *, older_than: timedelta) -> int:
        return await affected(
            self._connection, delete(wishes).where(wishes.c.kept_at <= db_now(-older_than))
        )
