"""Repository of saved prompts: text that a user typed and a button can draw."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from core.models.identity import Identity, JobId
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.statements import affected, put
from storage.tables import saved_prompts


class SqlSavedPromptRepository:
    """SQL implementation of `core.ports.chats.SavedPromptRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def put(self, prompt_id: JobId, identity: Identity, text: str) -> None:
        values = {
            "platform": identity.platform,
            "external_id": identity.external_id,
            "text": text,
            "kept_at": db_now(),
        }
        await put(self._connection, saved_prompts, {"id": prompt_id}, values)

    async def get(self, prompt_id: JobId, identity: Identity) -> str | None:
        query = select(saved_prompts.c.text).where(
            saved_prompts.c.id == prompt_id,
            saved_prompts.c.platform == identity.platform,
            saved_prompts.c.external_id == identity.external_id,
        )
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def purge(self, *, older_than: timedelta) -> int:
        return await affected(
            self._connection,
            delete(saved_prompts).where(saved_prompts.c.kept_at <= db_now(-older_than)),
        )
