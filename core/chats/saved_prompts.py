"""Saved prompts: text typed in inline mode, stored for the button that submits it.

Callback data has no room for a prompt, and in chats whose messages the bot cannot see, the text
cannot be read from anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from core.errors import NotFoundError
from core.models.identity import Identity, JobId, Requester
from core.ports.database import Database, UnitOfWork

# The same text of the same user has the same id, however often it is typed.
NAMESPACE = UUID("6d0fd1f4-6b0b-5c0e-9b44-5d7f2a0f3c11")
KEPT = timedelta(days=365)  # since it was last typed; after that, it has to be typed again


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPrompts:
    """Saved prompts. A saved prompt is not a request yet."""

    database: Database

    async def keep(self, requester: Requester, text: str) -> JobId:
        """Save a prompt and return its id."""
        prompt_id = saved_prompt_id(requester.identity, text)

        async def work(unit: UnitOfWork) -> None:
            await unit.saved_prompts.put(prompt_id, requester.identity, text)

        await self.database.write(work)
        return prompt_id

    async def get(self, requester: Requester, prompt_id: JobId) -> str:
        """Return the text. Raises NotFoundError if another user saved it, or if it expired."""

        async def work(unit: UnitOfWork) -> str:
            text = await unit.saved_prompts.get(prompt_id, requester.identity)
            if text is None:
                raise NotFoundError
            return text

        return await self.database.read(work)


def saved_prompt_id(identity: Identity, text: str) -> JobId:
    """Return the id of a prompt. It has the form of a job's id, as callback data requires."""
    return JobId(uuid5(NAMESPACE, f"{identity.platform}:{identity.external_id}:{text}"))
