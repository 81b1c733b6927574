"""Ports: repositories for chats, and moderation of words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from core.models.chats import Ban, InboxUpdate, Report
from core.models.identity import Identity, JobId, Platform


class InboxRepository(Protocol):
    """Inbox of Telegram updates: committed on receipt, handled afterwards."""

    async def add(self, updates: Sequence[InboxUpdate]) -> int:
        """Store updates and return how many were new. Known updates are left unchanged."""
        ...

    async def unhandled(self, bot_id: str, *, limit: int) -> tuple[InboxUpdate, ...]:
        """Return the updates of one bot that have not been handled, oldest first."""
        ...

    async def mark_handled(self, bot_id: str, update_id: int) -> bool:
        """Mark the update as handled. False if it is unknown or was marked before."""
        ...

    async def purge(self, *, older_than: timedelta) -> int:
        """Remove updates that were handled at least *older_than* ago; return how many."""
        ...


class SavedPromptRepository(Protocol):
    """Prompts typed in inline mode, saved for the button that submits them."""

    async def put(self, prompt_id: JobId, identity: Identity, text: str) -> None:
        """Save a prompt. Saving the same one again restarts its retention period."""
        ...

    async def get(self, prompt_id: JobId, identity: Identity) -> str | None:
        """Return the text, or None unless this identity saved it."""
        ...

    async def purge(self, *, older_than: timedelta) -> int:
        """Remove prompts that were last saved at least *older_than* ago; return how many."""
        ...


class ModerationRepository(Protocol):
    """Chat settings, bans and reports."""

    async def chat_settings(self, platform: Platform, chat: str) -> Mapping[str, Any]:
        """Return the stored settings of a chat; empty if there are none."""
        ...

    async def set_chat_settings(
        self, platform: Platform, chat: str, settings: Mapping[str, Any]
    ) -> None:
        """Replace all stored settings of a chat."""
        ...

    async def all_chat_settings(self, platform: Platform) -> Mapping[str, Mapping[str, Any]]:
        """Return all stored settings of a platform, by chat."""
        ...

    async def rename_chat(self, platform: Platform, old: str, new: str) -> None:
        """Move settings, bans and deliveries to a chat's new id: a group became a supergroup."""
        ...

    async def ban(self, ban: Ban) -> None:
        """Store a ban. Idempotent: a second one changes nothing, not even the reason."""
        ...

    async def unban(self, platform: Platform, external_id: str, *, chat: str = "") -> bool:
        """Remove the ban for exactly this chat, or the one for every chat if *chat* is empty.

        False if there is no such ban.
        """
        ...

    async def is_banned(self, identities: Collection[Identity], *, chat: str = "") -> bool:
        """Return whether any of the identities is banned everywhere or in *chat*."""
        ...

    async def bans(self) -> tuple[Ban, ...]: ...

    async def add_report(self, report: Report) -> None: ...

    async def open_reports(self) -> tuple[Report, ...]:
        """Return the unresolved reports, oldest first."""
        ...

    async def resolve_report(self, report_id: UUID) -> bool:
        """Mark the report as resolved. False if it is unknown or resolved already."""
        ...


class Moderator(Protocol):
    """Check of words against what may be drawn and shown."""

    async def check_words(
        self, words: str, *, unwanted: str = "", chat_words: Collection[str] = ()
    ) -> None:
        """Raise PromptRejectedError if *words* may not be drawn or shown.

        *unwanted* are words for what a picture should not show. *chat_words* are the words that
        the chat forbids.
        """
        ...
