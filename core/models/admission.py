"""Admission: what the database knows about a request before it is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.models.identity import Identity, JobId, Platform, ProfileId


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionQuery:
    """Question about a new request; a daily limit that is not in force need not be counted."""

    profile_id: ProfileId
    identity: Identity
    request_key: str
    platform: Platform
    chat: str  # whose bans and daily limit apply; empty: none
    community: str  # whose settings apply; empty: none
    origin: str | None
    counts_profile: bool
    counts_origin: bool
    counts_chat: bool
    counts_total: bool
    counts_cost_of_profile: bool = False
    counts_cost_in_chat: bool = False
    counts_cost_in_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionFacts:
    """Answer to an `AdmissionQuery`, read in one statement.

    Today is the day in UTC, by the database's clock; jobs that were rejected, failed, canceled or
    expired do not count.
    """

    now: datetime
    identity_profile_id: ProfileId | None  # of the profile that has the identity now
    repeated_job_id: JobId | None  # of the job with the same request key
    is_banned: bool  # any identity of the profile, everywhere or in the chat
    chat_settings: Mapping[str, Any]
    queued: int  # jobs of all profiles
    in_flight: int  # the profile's queued or drawing jobs
    waiting: int  # the profile's
    today_by_profile: int
    today_from_origin: int
    today_in_chat: int
    today_in_total: int
    # In millionths of a US dollar: paid today, and reserved by unfinished jobs.
    cost_of_profile: int = 0
    cost_in_chat: int = 0
    cost_in_total: int = 0
