"""Profiles, accounts, sessions and link codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.models.identity import Identity, ProfileId


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Profile of a user: the owner of linked identities, comics and settings."""

    id: ProfileId
    display_name: str = ""
    locale: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    merged_into: ProfileId | None = None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Account: e-mail address and password for the web."""

    profile_id: ProfileId
    email: str
    password_hash: str = field(repr=False)
    token_version: int = 0  # raised to invalidate all tokens issued so far


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Browser session, identified by the hash of its cookie."""

    token_hash: str = field(repr=False)
    profile_id: ProfileId
    expires_at: datetime
    signed_in: bool = False  # of an account's login, not of an anonymous visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCode:
    """Short-lived code that links two identities of one user; only its hash is stored."""

    code_hash: str = field(repr=False)
    profile_id: ProfileId
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDetails:
    """Profile with its identities, as shown by `GET /auth/me` and `/privacy`."""

    profile: Profile
    email: str | None
    identities: tuple[Identity, ...]
    comics: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """Preview of a merge: what linking would combine, before the user confirms it."""

    identities: tuple[Identity, ...]
    comics: int
