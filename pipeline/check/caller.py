"""HTTP client of the contract check: sends requests, times responses, tracks their headers."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp

from pipeline.errors import PipelineError

_CONNECT_SECONDS = 5
_ANSWER_SECONDS = 40
_DRAW_SECONDS = 300


class ContractBrokenError(PipelineError):
    """A rule is broken; the text says what was observed instead."""


class NotTestableError(PipelineError):
    """A rule cannot be tested on this server; the text says why."""


class UnreachableError(ContractBrokenError):
    """No connection to the server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResponse:
    """A response and the seconds it took."""

    status: int
    headers: Mapping[str, str]
    text: str
    seconds: float
    request: str  # method and path, for messages

    @property
    def json(self) -> dict[str, Any]:
        """The body as an object; empty if it is anything else."""
        try:
            content = json.loads(self.text)
        except (ValueError, RecursionError):
            return {}
        return content if isinstance(content, dict) else {}

    def __str__(self) -> str:
        start = " ".join(self.text.split())[:80]
        return f"{self.request} returned {self.status} {start!r}"

    def expect_status(self, *statuses: int) -> None:
        if self.status not in statuses:
            wanted = " or ".join(str(status) for status in statuses)
            raise ContractBrokenError(f"{self}, expected {wanted}")

    def expect_error(self, code: str, *statuses: int) -> None:
        """Expect the error envelope with *code* and one of *statuses*."""
        self.expect_status(*statuses)
        error = self.json.get("error")
        if not isinstance(error, dict):
            raise ContractBrokenError(f'{self}, expected {{"error": {{code, message, retryable}}}}')
        if error.get("code") != code:
            raise ContractBrokenError(
                f"{self.request} returned code {error.get('code')!r}, expected {code!r}"
            )
        if not isinstance(error.get("message"), str):
            raise ContractBrokenError(f"{self.request}: error.message is not a string")
        if not isinstance(error.get("retryable"), bool):
            raise ContractBrokenError(f"{self.request}: error.retryable is not true or false")


class CheckClient:
    """Client of one server. The token is sent to no other origin."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str | None) -> None:
        self._session = session
        self._url = url.rstrip("/")
        self.token = token
        self.was_announced = False
        self.unannounced: list[str] = []  # requests whose responses lacked ComicAI-Contract: 1

    async def submit(
        self,
        body: object,
        *,
        headers: Mapping[str, str] | None = None,
        knows_contract: bool = True,
        raw: bytes | None = None,
        token: str | None = None,
    ) -> CheckResponse:
        all_headers = {"Content-Type": "application/json", **(headers or {})}
        if knows_contract:
            all_headers["ComicAI-Contract"] = "1"
        data = json.dumps(body).encode() if raw is None else raw
        seconds = _ANSWER_SECONDS if knows_contract else _DRAW_SECONDS
        return await self._request("POST", self._url, all_headers, data, seconds, token=token)

    async def get(self, route: str, *, token: str | None = None) -> CheckResponse:
        return await self._request("GET", self._join(route), {}, None, _ANSWER_SECONDS, token=token)

    async def post(self, route: str) -> CheckResponse:
        return await self._request("POST", self._join(route), {}, b"", _ANSWER_SECONDS)

    def _join(self, route: str) -> str:
        """Return the URL of *route*, joined to the submit URL, which may have a path prefix."""
        joined = urljoin(self._url, route)
        if urlsplit(joined)[:2] != urlsplit(self._url)[:2]:
            raise ContractBrokenError(f"{route} points to another origin")
        return joined

    async def _request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        data: bytes | None,
        seconds: float,
        *,
        token: str | None = None,
    ) -> CheckResponse:
        request = f"{method} {urlsplit(url).path}"
        bearer = self.token if token is None else token
        all_headers = {**headers, **({"Authorization": f"Bearer {bearer}"} if bearer else {})}
        started = time.monotonic()
        timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=_CONNECT_SECONDS)
        try:
            async with self._session.request(
                method, url, headers=all_headers, data=data, timeout=timeout, allow_redirects=False
            ) as answer:
                text = (await answer.read()).decode("utf-8", "replace")
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            raise UnreachableError(f"{request}: {error}") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            reason = str(error) or type(error).__name__
            raise ContractBrokenError(f"{request} got no response: {reason}") from error
        response = CheckResponse(
            status=answer.status,
            headers=answer.headers,
            text=text,
            seconds=time.monotonic() - started,
            request=request,
        )
        self._record_announcement(response)
        return response

    def _record_announcement(self, response: CheckResponse) -> None:
        if response.headers.get("ComicAI-Contract") == "1":
            self.was_announced = True
        else:
            self.unannounced.append(f"{response.request} ({response.status})")


def new_uuid() -> str:
    return str(uuid.uuid4())
