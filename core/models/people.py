"""Profiles, accounts, sessions and link codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.models.identity import Identity, ProfileId


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A person with us: linked identities, comics, settings."""

    id: ProfileId
    display_name: str = ""
    locale: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    merged_into: ProfileId | None = None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An e-mail address and a password for the web."""

    profile_id: ProfileId
    email: str
    password_hash: str = field(repr=False)
    token_version: int = 0  # raised to make every token issued so far worthless


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that we know: by the hash of its cookie."""

    token_hash: str = field(repr=False)
    profile_id: ProfileId
    expires_at: datetime
    signed_in: bool = False  # belongs to an account's login, not to an anonymous visit


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCode:
    """A short-lived code that proves two identities are one person; only its hash is kept."""

    code_hash: str = field(repr=False)
    profile_id: ProfileId
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What `GET /auth/me` and `/privacy` show of a profile."""

    profile: Profile
    email: str | None
    identities: tuple[Identity, ...]
    comics: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """What linking would put together, before anybody agrees to it."""

    identities: tuple[Identity, ...]
    comics: int
