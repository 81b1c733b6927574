"""HTTP API of a generator: its four routes, and detection of its contract level."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

import aiohttp

from core.jobs.generator.http_calls import GeneratorResponse, call


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Total time-outs of calls in seconds; connecting may take up to 5 s of each."""

    submit: float = 35  # a generator may hold the request for up to 20 s
    plain_submit: float = 300  # a level-0 generator responds when the comic is drawn
    plain_send: float = 15  # to connect and write; a level-0 response takes longer than any lease
    status: float = 10
    cancel: float = 10
    health: float = 5
    busy_health: float = 30  # single-threaded servers respond to nothing else while they draw


SubmitUrl = Callable[[], Awaitable[str]]  # raises GeneratorUnavailableError


def fixed(url: str) -> SubmitUrl:
    """Return the provider of a URL that never changes."""

    async def provide() -> str:
        return url

    return provide


class GeneratorApi:
    """API client of one generator. Every call may raise NoConnectionError or NoResponseError.

    And what the provider of the submit URL raises.

    The other routes are resolved against the submit URL, so that they keep any path prefix of a
    proxy. URLs in responses are not followed.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        url: SubmitUrl,
        *,
        token: str,
        callback_url: str | None,
        wait_seconds: int,
        start_within: timedelta,
        timeouts: Timeouts,
    ) -> None:
        self._http = http
        self._url = url
        self._callback_url = callback_url
        self._start_within = start_within
        self._timeouts = timeouts
        self._headers = {
            "ComicAI-Contract": "1",
            "Accept": "application/json",
            **({"Authorization": f"Bearer {token}"} if token else {}),
        }
        self._prefer = "respond-async" + (f", wait={wait_seconds}" if wait_seconds else "")
        self.level: int | None = None  # contract level; None: unknown

    @property
    def send_seconds(self) -> float:
        """Seconds of `submit` for which the caller has to hold the job's lease."""
        if self.level == 1:
            return self._timeouts.submit
        return min(self._timeouts.plain_submit, self._timeouts.plain_send)

    @property
    def cancel_seconds(self) -> float:
        """Time-out of `cancel` in seconds."""
        return self._timeouts.cancel

    async def submit(
        self, job_id: UUID, attempt: int, params: Mapping[str, Any]
    ) -> GeneratorResponse:
        deadline = datetime.now(UTC) + self._start_within
        headers = {
            "Prefer": self._prefer,
            "Idempotency-Key": str(job_id),
            "ComicAI-Attempt": str(attempt),
            "ComicAI-Deadline": deadline.isoformat(timespec="seconds").replace("+00:00", "Z"),
        }
        if self._callback_url:
            headers["ComicAI-Callback"] = self._callback_url
        response = await self._call(
            "POST",
            "",
            seconds=self._timeouts.submit if self.level == 1 else self._timeouts.plain_submit,
            headers=headers,
            content={"uuid": str(job_id), "inputParams": dict(params)},
        )
        if self.level is None and response.body is not None:
            self.level = 0
        return response

    async def status(self, job_id: UUID) -> GeneratorResponse:
        return await self._call("GET", f"jobs/{job_id}", seconds=self._timeouts.status)

    async def cancel(self, job_id: UUID, attempt: int) -> GeneratorResponse:
        return await self._call(
            "POST",
            f"jobs/{job_id}/cancel",
            seconds=self._timeouts.cancel,
            headers={"ComicAI-Attempt": str(attempt)},
        )

    async def health(self, *, busy: bool) -> GeneratorResponse:
        seconds = self._timeouts.busy_health if busy else self._timeouts.health
        return await self._call("GET", "health", seconds=seconds)

    async def _call(
        self,
        method: str,
        path: str,
        *,
        seconds: float,
        headers: Mapping[str, str] | None = None,
        content: Mapping[str, Any] | None = None,
    ) -> GeneratorResponse:
        # Asked at each call: a rented GPU has another address after each pause.
        submit_url = (await self._url()).rstrip("/")
        response = await call(
            self._http,
            method,
            urljoin(submit_url, path),
            headers={**self._headers, **(headers or {})},
            seconds=seconds,
            content=content,
        )
        if response.knows_contract:
            self.level = 1
        return response
