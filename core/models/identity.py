"""Identifiers, platforms, and the person behind a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

JobId = NewType("JobId", UUID)
ProfileId = NewType("ProfileId", UUID)
Params = Mapping[str, Any]  # `inputParams` of the generator contract, as JSON values


class Platform(StrEnum):
    """Where people reach us."""

    DISCORD = "discord"
    TELEGRAM = "telegram"
    WEB = "web"
    TERMINAL = "terminal"

    @property
    def is_chat(self) -> bool:
        """Whether somebody else runs it, and answers are delivered there."""
        return self in {Platform.DISCORD, Platform.TELEGRAM}


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody as one platform knows them.

    The external id is the platform's own and never changes; names do, so none is kept.
    On the web it is the hash of an anonymous visitor's cookie, or the name of an account.
    """

    platform: Platform
    external_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """Who asks, here and now, and in which language to answer."""

    identity: Identity
    locale: str = "en"
    # Known already, because a login or a session says so; otherwise the identity decides.
    profile_id: ProfileId | None = None
    signed_in: bool = False  # has an account, and proved it
    moderates: bool = False  # may moderate the chat that they ask in
    community: str = ""  # whose settings hold there: the server or the group; empty: nobody's
    origin: str | None = None  # a keyed hash of a web visitor's address, for limits only
