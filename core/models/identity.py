"""Identifiers, platforms, identities and requesters."""

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
    """Platform through which users reach ComicAI."""

    DISCORD = "discord"
    TELEGRAM = "telegram"
    WEB = "web"
    TERMINAL = "terminal"

    @property
    def is_chat(self) -> bool:
        """Whether it is a chat platform, to which answers are delivered."""
        return self in {Platform.DISCORD, Platform.TELEGRAM}


@dataclass(frozen=True, slots=True)
class Identity:
    """Identity of a user on one platform.

    The external id is the platform's own and never changes. User names do, so none is stored. On
    the web, the external id is the hash of an anonymous visitor's cookie, or of an account's
    e-mail address.
    """

    platform: Platform
    external_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """Requester: the user behind one request, and the language to answer in."""

    identity: Identity
    locale: str = "en"
    # Set if a token or a session names the profile; otherwise the identity determines it.
    profile_id: ProfileId | None = None
    signed_in: bool = False  # has an account and authenticated
    moderates: bool = False  # may moderate the chat of the request
    community: str = ""  # the server or group whose settings apply; empty: none
    origin: str | None = None  # keyed hash of a web visitor's IP address, for limits only
