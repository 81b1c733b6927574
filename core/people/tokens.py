"""Bearer tokens: signed, short-lived, and revoked by raising the account's token version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from core.errors import NotSignedInError
from core.models.identity import ProfileId

ALGORITHM = "HS256"
ISSUER = "comicai"
LIFETIME = timedelta(hours=1)
CLOCK_SKEW = timedelta(seconds=10)  # clocks of the fleet's machines may differ
CLAIMS = ["exp", "iat", "iss", "sub", "ver"]
MAX_LENGTH = 4096  # characters; issued tokens have about 250


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _is_past_or_now(moment: object) -> bool:
    """Return whether a claim is a time in the past, allowing for clock skew."""
    if not isinstance(moment, int | float) or isinstance(moment, bool):
        return False
    return moment <= (_utc_now() + CLOCK_SKEW).timestamp()


@dataclass(frozen=True, slots=True)
class TokenClaims:
    """Claims of a token: its profile, and the token version of the account when it was issued."""

    profile_id: ProfileId
    version: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """Issuer and verifier of bearer tokens (JWT, HS256)."""

    secret: str = field(repr=False)
    lifetime: timedelta = LIFETIME
    now: Callable[[], datetime] = _utc_now  # for issuing only: PyJWT verifies by the system's clock

    def issue(self, profile_id: ProfileId, version: int) -> str:
        """Return a token. The version of a profile without an account is 0."""
        import jwt  # on first use: it loads a library of ciphers

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
        """Return the claims of a token. Raises NotSignedInError unless it is valid."""
        if len(token) > MAX_LENGTH:
            raise NotSignedInError
        import jwt

        try:
            claims = jwt.decode(
                token,
                self.secret,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                # PyJWT would refuse a token issued by a machine whose clock is ahead.
                options={"require": CLAIMS, "verify_iat": False},
            )
            profile_id = ProfileId(UUID(claims["sub"]))
        except (jwt.InvalidTokenError, ValueError) as error:
            raise NotSignedInError from error
        version, issued_at = claims["ver"], claims["iat"]
        if type(version) is not int or not _is_past_or_now(issued_at):
            raise NotSignedInError
        return TokenClaims(profile_id, version)
