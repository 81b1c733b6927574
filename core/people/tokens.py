"""Bearer tokens: signed, short-lived, and worthless once their account says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt

from core.errors import NotSignedInError
from core.models.identity import ProfileId

ALGORITHM = "HS256"
ISSUER = "comicai"
LIFETIME = timedelta(hours=1)
CLOCK_SKEW = timedelta(seconds=10)  # another machine of the fleet may be ahead of this one
CLAIMS = ["exp", "iat", "iss", "sub", "ver"]
MAX_LENGTH = 4096  # characters; ours have some 250


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _is_past(moment: object) -> bool:
    """Return whether a claim names a moment that our clock has had, or is about to have."""
    if not isinstance(moment, int | float) or isinstance(moment, bool):
        return False
    return moment <= (_utc_now() + CLOCK_SKEW).timestamp()


@dataclass(frozen=True, slots=True)
class TokenClaims:
    """What a token says: whose it is, and up to which version of their account it holds."""

    profile_id: ProfileId
    version: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """Issues and reads tokens (JWT, HS256)."""

    secret: str = field(repr=False)
    lifetime: timedelta = LIFETIME
    now: Callable[[], datetime] = _utc_now  # for issuing; the library reads by the real clock

    def issue(self, profile_id: ProfileId, version: int) -> str:
        """Return a token; a profile without an account has version 0."""
        issued_at = self.now()
        claims = {
            "iss": ISSUER,
            "sub": str(profile_id),
            "ver": version,
            "iat": issued_at,
            "exp": issued_at + self.lifetime,
        }
        return jwt.encode(claims, self.secret, algorithm=ALGORITHM)

    def read(self, token: str) -> TokenClaims:
        """Return what the token says. Raises NotSignedInError unless it is ours and still good."""
        if len(token) > MAX_LENGTH:
            raise NotSignedInError
        try:
            claims = jwt.decode(
                token,
                self.secret,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                # The library would refuse what another machine issued by a clock ahead of ours.
                options={"require": CLAIMS, "verify_iat": False},
            )
            profile_id = ProfileId(UUID(claims["sub"]))
        except (jwt.InvalidTokenError, ValueError) as error:
            raise NotSignedInError from error
        version, issued_at = claims["ver"], claims["iat"]
        if type(version) is not int or not _is_past(issued_at):
            raise NotSignedInError
        return TokenClaims(profile_id, version)
