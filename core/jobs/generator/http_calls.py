"""One HTTP call to a generator, with limits on time and size, and its possible outcomes."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

import aiohttp

from core.errors import ComicAIError

BODY_LIMIT = 1024 * 1024  # bytes; a status object takes a few kilobytes
_CONNECT_SECONDS = 5
_CHUNK_SIZE = 64 * 1024  # bytes


class NoConnectionError(ComicAIError):
    """No connection was made, so nothing was sent; the message names the kind of failure."""

    def __init__(self, message: str, *, reason: str = "unreachable") -> None:
        super().__init__(message)
        self.reason = reason  # `tls`: its certificate is not valid, or TLS does not come about


class NoResponseError(ComicAIError):
    """No response was received, so it is unknown whether the request arrived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratorResponse:
    """Response of a generator, or of a proxy in front of it."""

    status: int
    knows_contract: bool = False  # the headers declare contract level 1
    retry_after: float | None = None  # seconds
    body: Mapping[str, Any] | None = None  # None: not a JSON object
    is_html: bool = False  # a proxy's page, whatever its status

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


async def call(
    http: aiohttp.ClientSession,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    seconds: float,
    content: Mapping[str, Any] | None = None,
) -> GeneratorResponse:
    """Make one request and read the whole response; redirects are not followed.

    Raises NoConnectionError or NoResponseError, whose messages contain no URL.
    """
    timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=min(_CONNECT_SECONDS, seconds))
    try:
        async with http.request(
            method, url, json=content, headers=headers, timeout=timeout, allow_redirects=False
        ) as response:
            return _parse(response, await _read(response))
    except aiohttp.ClientSSLError as error:
        raise NoConnectionError(type(error).__name__, reason="tls") from error
    except (
        aiohttp.ClientConnectorError,
        aiohttp.ConnectionTimeoutError,
        aiohttp.InvalidURL,
    ) as error:
        raise NoConnectionError(type(error).__name__) from error
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise NoResponseError(type(error).__name__) from error


async def _read(response: aiohttp.ClientResponse) -> bytes | None:
    """Return the body; None if it exceeds `BODY_LIMIT`."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK_SIZE):
        body += chunk
        if len(body) > BODY_LIMIT:
            response.close()
            return None
    return bytes(body)


def _parse(response: aiohttp.ClientResponse, raw: bytes | None) -> GeneratorResponse:
    parsed = GeneratorResponse(
        status=response.status,
        knows_contract=response.headers.get("ComicAI-Contract", "").strip() == "1",
        retry_after=retry_after(response.headers.get("Retry-After")),
    )
    start = (raw or b"").lstrip()[:1]
    if start == b"<" or response.content_type in {"text/html", "application/xhtml+xml"}:
        return replace(parsed, is_html=True)
    return replace(parsed, body=_json_object(raw))


def _json_object(raw: bytes | None) -> dict[str, Any] | None:
    try:
        content = json.loads(raw or b"", parse_constant=_reject_constant)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not valid JSON")


def retry_after(value: str | None) -> float | None:
    """Parse a Retry-After header, a number or a date, into seconds; None if it is invalid."""
    try:
        seconds = float(value or "")
    except ValueError:
        return _seconds_until(value or "")
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def _seconds_until(date: str) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)
