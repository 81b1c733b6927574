"""Ports: repositories for chats, and prompt moderation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from core.models.chats import Ban, InboxUpdate, Report
from core.models.identity import Identity, JobId, Platform


class InboxRepository(Protocol):
    """Telegram updates that were taken in and not handled yet."""

    async def add(self, updates: Sequence[InboxUpdate]) -> int:
        """Store them; those known already are left as they are. Returns how many were new."""
        ...

    async def unhandled(self, bot_id: str, *, limit: int) -> tuple[InboxUpdate, ...]: ...

    async def mark_handled(self, bot_id: str, update_id: int) -> bool: ...

    async def purge(self, *, older_than: timedelta) -> int:
        """Remove handled updates of that age."""
        ...


class SavedPromptRepository(Protocol):
    """What people typed that a button has drawn."""

    async def put(self, wish_id: JobId, identity: Identity, text: str) -> None:
        """Keep a wish, from now on; the same one again begins anew."""
        ...

    async def get(self, wish_id: JobId, identity: Identity) -> str | None:
        """Return what this person typed."""
        ...

    async def purge(self, *, older_than: timedelta) -> int: ...


class ModerationRepository(Protocol):
    """Chat settings, bans and reports."""

    async def chat_settings(self, platform: Platform, chat: str) -> Mapping[str, Any]: ...

    async def set_chat_settings(
        self, platform: Platform, chat: str, settings: Mapping[str, Any]
    ) -> None: ...

    async def all_chat_settings(self, platform: Platform) -> Mapping[str, Mapping[str, Any]]:
        """Return what was set, by chat."""
        ...

    async def rename_chat(self, platform: Platform, old: str, new: str) -> None:
        """A group became a supergroup: settings, bans and deliveries move along."""
        ...

    async def ban(self, ban: Ban) -> None:
        """Idempotent."""
        ...

    async def unban(self, platform: Platform, external_id: str, *, chat: str = "") -> bool: ...

    async def is_banned(self, identities: Collection[Identity], *, chat: str = "") -> bool:
        """Return whether any of them is banned everywhere, or in *chat*."""
        ...

    async def bans(self) -> tuple[Ban, ...]: ...

    async def add_report(self, report: Report) -> None: ...

    async def open_reports(self) -> tuple[Report, ...]: ...

    async def resolve_report(self, report_id: UUID) -> bool: ...


class Moderation(Protocol):
    """Says what may be drawn."""

    async def check(self, text: str, *, locale: str) -> None:
        """Raise PromptRejectedError if this may not be drawn."""
        ...
