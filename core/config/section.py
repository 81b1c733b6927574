"""Sections of the configuration: their base class and the types of their values."""

from __future__ import annotations

import json
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

PLAIN_ASCII = "must be plain ASCII, without spaces and line breaks"


def url_parts(value: str) -> SplitResult:
    """Split a URL. Unlike urllib's, the ValueError never quotes it: it may hold a password."""
    try:
        return urlsplit(value)
    except ValueError:
        raise ValueError("is not a URL; write special characters as %XX") from None


def split_names(value: object) -> object:
    """Split a comma-separated string, the form of lists in environment variables."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def json_table(value: object) -> object:
    """Parse a JSON object, the form of tables in environment variables."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value or "{}")
    except ValueError:
        raise ValueError('must be like {"quality": "high"}') from None


def service_url(value: str) -> str:
    """Check the base URL of a service, in which a password would end up in logs."""
    parts = url_parts(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError("must be like https://api.example.org/v1")
    if parts.username or parts.password:
        raise ValueError("must not contain a user name or password; use the token")
    return value.rstrip("/")


def is_bearer_token(token: SecretStr) -> bool:
    """Return whether a key can be sent in a header: visible ASCII characters, without spaces."""
    return all("!" <= character <= "~" for character in token.get_secret_value())


def bearer_token(token: SecretStr) -> SecretStr:
    """Check the key of an API. The error never quotes it."""
    if not is_bearer_token(token):
        raise ValueError(PLAIN_ASCII)
    return token


Names = Annotated[tuple[str, ...], BeforeValidator(split_names)]
Whole = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0)]
BearerToken = Annotated[SecretStr, AfterValidator(bearer_token)]
Usd = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Section(BaseModel):
    """Section: a table in config.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
