"""Operator notices and the daily summary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from core.models.identity import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorNotice:
    """What the operators are to be told in one chat: a sentence of the catalogue and its facts."""

    id: UUID
    platform: Platform
    chat: str
    sentence: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DailySummary:
    """What became of one day's requests."""

    asked: int
    drawn: int
    failed: int  # expired ones included
    longest_seconds: float  # that somebody waited, or waits still
