"""Telegram updates in the inbox, keys of messages, bans and reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.models.identity import Identity, JobId, Platform


@dataclass(frozen=True, slots=True)
class InboxUpdate:
    """Telegram update as received, waiting in the inbox to be handled."""

    bot_id: str
    update_id: int
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageKey:
    """Key of one of the bot's messages, unique in the database.

    The application id is part of it: in private chats, Telegram numbers the messages of each bot
    separately, and the chat's id is the user's.
    """

    platform: Platform
    application_id: str
    chat: str
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """Ban of a user in one chat; an empty chat means everywhere."""

    platform: Platform
    external_id: str
    chat: str = ""
    reason: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Report: a user's complaint about a comic."""

    id: UUID
    comic_id: JobId
    reporter: Identity
    reason: str
    created_at: datetime
    resolved_at: datetime | None = None
