"""Stored Telegram updates, bans and reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.models.identity import Identity, JobId, Platform


@dataclass(frozen=True, slots=True)
class InboxUpdate:
    """One Telegram update as it came, waiting to be handled."""

    bot_id: str
    update_id: int
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """Somebody who may not ask here; an empty chat means everywhere."""

    platform: Platform
    external_id: str
    chat: str = ""
    reason: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Somebody's complaint about a comic."""

    id: UUID
    comic_id: JobId
    reporter: Identity
    reason: str
    created_at: datetime
    resolved_at: datetime | None = None
