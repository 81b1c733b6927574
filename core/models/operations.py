"""Operator notices and the daily summary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from core.models.identity import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorNotice:
    """Notice to the operators in one chat: a message id of the catalogue and its arguments."""

    id: UUID
    platform: Platform
    chat: str
    sentence: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DailySummary:
    """Summary of one day's requests."""

    requested: int
    drawn: int
    failed: int  # including expired jobs
    longest_seconds: float  # the longest that a request waited, or is still waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingTime:
    """When a comic was requested, and how long it was drawn; not whose it is, and not its text."""

    requested_at: datetime
    seconds: float
