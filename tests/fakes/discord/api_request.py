"""Parsed requests, and the type of route handlers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord.api_errors import bad_form
from tests.fakes.discord.message_rules import Upload


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """A parsed request."""

    match: dict[str, str]
    query: dict[str, str]
    body: Any
    uploads: list[Upload] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ApiResponse:
    status: int
    body: Any = None


def snowflake(text: object) -> int:
    """Return an id from the path. Raises ApiError."""
    if not str(text).isdecimal():
        raise bad_form(("id",), "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
    return int(str(text))
