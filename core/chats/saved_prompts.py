"""Wishes: what somebody typed that a button has drawn, whenever somebody presses it.

A button has no room for a story, and where a chat shows us no messages there is nothing else to
read it from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from core.errors import NotFoundError
from core.models.identity import Identity, JobId, Requester
from core.ports.database import Database, UnitOfWork

# The same words of the same person are one wish, however often they are typed.
NAMESPACE = UUID("6d0fd1f4-6b0b-5c0e-9b44-5d7f2a0f3c11")
KEPT = timedelta(days=365)  # since it was last typed; who presses later has to type it again


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPrompts:
    """Keeps wishes. What is kept here is nothing that was asked for yet."""

    database: Database

    async def keep(self, requester: Requester, text: str) -> JobId:
        """Keep a wish; return the id by which it is found again."""
        wish_id = saved_prompt_id(requester.identity, text)

        async def work(unit: UnitOfWork) -> None:
            await unit.saved_prompts.put(wish_id, requester.identity, text)

        await self.database.write(work)
        return wish_id

    async def get(self, requester: Requester, wish_id: JobId) -> str:
        """Return what was typed. Raises NotFoundError for anybody else's, and for one too old."""

        async def work(unit: UnitOfWork) -> str:
            text = await unit.saved_prompts.get(wish_id, requester.identity)
            if text is None:
                raise NotFoundError
            return text

        return await self.database.read(work)


def saved_prompt_id(identity: Identity, text: str) -> JobId:
    """Return the id of a wish: the job's, in form, for a button carries no other."""
    return JobId(uuid5(NAMESPACE, f"{identity.platform}:{identity.external_id}:{text}"))
