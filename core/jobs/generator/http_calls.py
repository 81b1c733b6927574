"""One HTTP call to a generator: bounded in time and size, and what can become of it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

import aiohttp

BODY_LIMIT = 1024 * 1024  # bytes; a status object is some kilobytes
_CONNECT_SECONDS = 5
_CHUNK = 64 * 1024


class NoConnectionError(Exception):
    """Nobody was reached, so nothing was sent; the text is what kind of failure it was."""


class NoResponseError(Exception):
    """The request may have arrived, or not: the answer to it got lost or never came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratorResponse:
    """What a generator, or something in its place, said."""

    status: int
    knows_contract: bool = False  # the sender speaks level 1 and says so
    retry_after: float | None = None  # seconds
    body: Mapping[str, Any] | None = None  # None: not a JSON object
    is_html: bool = False  # some proxy's page, whatever its status says

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
    """Make one request and read its answer whole; redirects are not followed.

    Raises NoConnectionError or NoResponseError. Their texts name no URL.
    """
    timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=min(_CONNECT_SECONDS, seconds))
    try:
        async with http.request(
            method, url, json=content, headers=headers, timeout=timeout, allow_redirects=False
        ) as response:
            return _answer(response, await _read(response))
    except (
        aiohttp.ClientConnectorError,
        aiohttp.ConnectionTimeoutError,
        aiohttp.InvalidURL,
    ) as error:
        raise NoConnectionError(type(error).__name__) from error
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise NoResponseError(type(error).__name__) from error


async def _read(response: aiohttp.ClientResponse) -> bytes | None:
    """Return the body, or None if it is longer than any honest one."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > BODY_LIMIT:
            response.close()
            return None
    return bytes(body)


def _answer(response: aiohttp.ClientResponse, raw: bytes | None) -> GeneratorResponse:
    answer = GeneratorResponse(
        status=response.status,
        knows_contract=response.headers.get("ComicAI-Contract", "").strip() == "1",
        retry_after=retry_after(response.headers.get("Retry-After")),
    )
    start = (raw or b"").lstrip()[:1]
    if start == b"<" or response.content_type in {"text/html", "application/xhtml+xml"}:
        return replace(answer, is_html=True)
    return replace(answer, body=_json_object(raw))


def _json_object(raw: bytes | None) -> dict[str, Any] | None:
    try:
        content = json.loads(raw or b"", parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def retry_after(value: str | None) -> float | None:
    """Return the seconds that a Retry-After header asks for: a number, or a date."""
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
