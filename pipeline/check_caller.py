"""The checker's HTTP side: asks, measures and keeps what every answer has in common."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp

_CONNECT_SECONDS = 5
_ANSWER_SECONDS = 40
_DRAW_SECONDS = 300


class ContractBrokenError(Exception):
    """A rule is not kept; the text says what was seen instead."""


class NotTestableError(Exception):
    """A rule cannot be tested on this server; the text says why."""


class UnreachableError(ContractBrokenError):
    """There is nobody to talk to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResponse:
    """What a server said, and how long it took."""

    status: int
    headers: Mapping[str, str]
    text: str
    seconds: float
    request: str  # for messages

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
        return f"{self.request} gave {self.status} {start!r}"

    def must_be(self, *statuses: int) -> None:
        if self.status not in statuses:
            wanted = " or ".join(str(status) for status in statuses)
            raise ContractBrokenError(f"{self}, expected {wanted}")

    def must_refuse(self, code: str, *statuses: int) -> None:
        """Expect the envelope, with this code."""
        self.must_be(*statuses)
        error = self.json.get("error")
        if not isinstance(error, dict):
            raise ContractBrokenError(f'{self}, expected {{"error": {{code, message, retryable}}}}')
        if error.get("code") != code:
            raise ContractBrokenError(
                f"{self.request} gave code {error.get('code')!r}, expected {code!r}"
            )
        if not isinstance(error.get("message"), str):
            raise ContractBrokenError(f"{self.request}: error.message is not text")
        if not isinstance(error.get("retryable"), bool):
            raise ContractBrokenError(f"{self.request}: error.retryable is not true or false")


class CheckClient:
    """Talks to one server. The token goes to that server only."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str | None) -> None:
        self._session = session
        self._url = url.rstrip("/")
        self.token = token
        self.was_announced = False
        self.unannounced: list[str] = []  # requests whose answers lacked the contract's header

    async def submit(
        self,
        body: object,
        *,
        headers: Mapping[str, str] | None = None,
        knows_contract: bool = True,
        raw: bytes | None = None,
        token: str | None = None,
    ) -> CheckResponse:
        sent = {"Content-Type": "application/json", **(headers or {})}
        if knows_contract:
            sent["ComicAI-Contract"] = "1"
        data = json.dumps(body).encode() if raw is None else raw
        seconds = _ANSWER_SECONDS if knows_contract else _DRAW_SECONDS
        return await self._ask("POST", self._url, sent, data, seconds, token=token)

    async def get(self, route: str, *, token: str | None = None) -> CheckResponse:
        return await self._ask("GET", self._join(route), {}, None, _ANSWER_SECONDS, token=token)

    async def post(self, route: str) -> CheckResponse:
        return await self._ask("POST", self._join(route), {}, b"", _ANSWER_SECONDS)

    def _join(self, route: str) -> str:
        """Return where *route* is: joined to the submit URL, which may lie under a prefix."""
        joined = urljoin(self._url, route)
        if urlsplit(joined)[:2] != urlsplit(self._url)[:2]:
            raise ContractBrokenError(f"{route} leads to another origin")
        return joined

    async def _ask(
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
        sent = {**headers, **({"Authorization": f"Bearer {bearer}"} if bearer else {})}
        began = time.monotonic()
        timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=_CONNECT_SECONDS)
        try:
            async with self._session.request(
                method, url, headers=sent, data=data, timeout=timeout, allow_redirects=False
            ) as response:
                text = (await response.read()).decode("utf-8", "replace")
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            raise UnreachableError(f"{request}: {error}") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            reason = str(error) or type(error).__name__
            raise ContractBrokenError(f"{request} gave no answer: {reason}") from error
        answer = CheckResponse(
            status=response.status,
            headers=response.headers,
            text=text,
            seconds=time.monotonic() - began,
            request=request,
        )
        self._note(answer)
        return answer

    def _note(self, answer: CheckResponse) -> None:
        if answer.headers.get("ComicAI-Contract") == "1":
            self.was_announced = True
        else:
            self.unannounced.append(f"{answer.request} ({answer.status})")


def new_uuid() -> str:
    return str(uuid.uuid4())
