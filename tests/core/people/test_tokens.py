"""Bearer tokens: issued ones are accepted, forged and expired ones refused."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt
import pytest

from core.errors import NotSignedInError
from core.models.identity import ProfileId
from core.people.tokens import TokenClaims, Tokens
from tests.core.people_services import SECRET

PROFILE = ProfileId(UUID("0198c0de-0000-7000-8000-000000000001"))


def claims(**changes: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    good = {
        "iss": "comicai",
        "sub": str(PROFILE),
        "ver": 3,
        "iat": now,
        "exp": now + timedelta(minutes=5),
    }
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def made_up(secret: str = SECRET, algorithm: str = "HS256", **changes: Any) -> str:
    return jwt.encode(claims(**changes), secret, algorithm=algorithm)


def without(claim: str) -> str:
    return jwt.encode(claims(**{claim: None}), SECRET, algorithm="HS256")


def unsigned() -> str:
    def part(value: dict[str, Any]) -> str:
        text = json.dumps(value, default=lambda moment: int(moment.timestamp()))
        return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims())}."


def test_a_token_contains_profile_and_version() -> None:
    tokens = Tokens(SECRET)

    assert tokens.read(tokens.issue(PROFILE, 3)) == TokenClaims(PROFILE, 3)


def test_a_token_from_a_clock_slightly_ahead_is_accepted() -> None:
    ahead = Tokens(SECRET, now=lambda: datetime.now(UTC) + timedelta(seconds=5))

    assert Tokens(SECRET).read(ahead.issue(PROFILE, 3)) == TokenClaims(PROFILE, 3)


def test_a_token_made_by_another_library_is_accepted() -> None:
    assert Tokens(SECRET).read(made_up()) == TokenClaims(PROFILE, 3)


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="empty"),
        pytest.param("not a token", id="no token"),
        pytest.param("é" * 20, id="not ASCII"),
        pytest.param("x" * 5000, id="too long"),
        pytest.param(unsigned(), id="alg none"),
        pytest.param(made_up("another secret that is just as long"), id="another secret"),
        pytest.param(made_up(SECRET * 2, "HS512"), id="another algorithm"),
        pytest.param(made_up(exp=datetime(2020, 1, 1, tzinfo=UTC)), id="expired"),
        pytest.param(made_up(iat=datetime(2100, 1, 1, tzinfo=UTC)), id="from the future"),
        pytest.param(made_up(iss="somebody else"), id="another issuer"),
        pytest.param(made_up(sub="ada"), id="subject is no UUID"),
        pytest.param(made_up(sub=5), id="subject is no text"),
        pytest.param(made_up(ver="3"), id="version is text"),
        pytest.param(made_up(ver=True), id="version is a boolean"),
        *(pytest.param(without(name), id=f"no {name}") for name in claims()),
    ],
)
def test_any_other_token_is_refused(token: str) -> None:
    with pytest.raises(NotSignedInError):
        Tokens(SECRET).read(token)


def test_an_expired_token_is_refused() -> None:
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1, seconds=1)
    token = Tokens(SECRET, now=lambda: an_hour_ago).issue(PROFILE, 0)

    with pytest.raises(NotSignedInError):
        Tokens(SECRET).read(token)


def test_the_secret_is_not_shown() -> None:
    assert SECRET not in repr(Tokens(SECRET))
