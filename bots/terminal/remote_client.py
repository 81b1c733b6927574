"""Client of the server that runs on this data folder, over its HTTP API."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import aiohttp

from bots.terminal.client import ComicFile, ComicProgress, GalleryRow, GalleryRows
from bots.terminal.errors import TerminalError
from core.errors import InvalidOptionsError
from core.models.comics import GalleryFilter
from core.models.jobs import JobState, Progress, Stage
from core.sentences import sentence

CALL_TIMEOUT = aiohttp.ClientTimeout(total=30, connect=5)  # seconds
POLL_SECONDS = 0.4  # between two polls of a job
UNAVAILABLE_SECONDS = 60.0  # how long polls are retried; enough for a server to restart


class ServerUnavailableError(TerminalError):
    """The server does not answer, or answered with a server error."""


@dataclass(frozen=True, slots=True)
class RemoteClient:
    """Implementation of `ComicClient` that calls the server at *url*, with a new token per call."""

    http: aiohttp.ClientSession
    url: str
    token: Callable[[], str] = field(repr=False)
    locale: str = "en"

    async def request(
        self, prompt: str, options: Mapping[str, Any], *, private: bool | None
    ) -> UUID:
        body: dict[str, Any] = {"inputParams": {**options, "prompt": prompt}}
        if private is not None:
            body["private"] = private
        receipt = await self._call(
            "POST", "/ml/generate", json=body, headers={"Prefer": "respond-async"}
        )
        return UUID(receipt["uuid"])

    async def follow(self, job_id: UUID) -> AsyncGenerator[ComicProgress, None]:
        last: ComicProgress | None = None
        while last is None or not last.state.is_terminal:
            current = await self._poll(job_id)
            if current != last:
                last = current
                yield current
            if not current.state.is_terminal:
                await asyncio.sleep(POLL_SECONDS)

    async def _poll(self, job_id: UUID) -> ComicProgress:
        """Return the job's snapshot; retry while the server is unavailable, as the job is stored.

        Raises ServerUnavailableError after UNAVAILABLE_SECONDS.
        """
        give_up_at = time.monotonic() + UNAVAILABLE_SECONDS
        while True:
            try:
                return _comic_progress(await self._call("GET", f"/ml/{job_id}"))
            except ServerUnavailableError:
                if time.monotonic() > give_up_at:
                    raise
            await asyncio.sleep(POLL_SECONDS)

    async def cancel(self, job_id: UUID) -> bool:
        body = await self._call("POST", f"/ml/{job_id}/cancel")
        return bool(body["canceled"])

    async def picture(self, comic_id: UUID) -> ComicFile:
        job = await self._call("GET", f"/ml/{comic_id}")
        try:
            async with self.http.get(job["s3Url"], timeout=CALL_TIMEOUT) as response:
                response.raise_for_status()
                return ComicFile(await response.read(), response.content_type)
        except (aiohttp.ClientError, TimeoutError) as error:
            text = sentence("terminal_not_fetched", self.locale, uuid=str(comic_id))
            raise TerminalError(text) from error

    async def gallery(
        self, wanted: GalleryFilter, *, cursor: str | None, limit: int
    ) -> GalleryRows:
        query = {"limit": str(limit)}
        if cursor:
            query["cursor"] = cursor
        if wanted.text:
            query["q"] = wanted.text
        if wanted.style:
            query["style"] = wanted.style
        if wanted.favorite is not None:
            query["favorite"] = str(wanted.favorite).lower()
        page = await self._call("GET", "/gallery", params=query)
        return GalleryRows(tuple(map(_gallery_row, page["items"])), page["nextCursor"])

    async def _call(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **options: Any
    ) -> dict[str, Any]:
        """Return the body of a successful response.

        Raises InvalidOptionsError, or TerminalError with the message in the server's error.
        """
        headers = {
            "Authorization": f"Bearer {self.token()}",
            "Accept": "application/json",
            "Accept-Language": self.locale,
            **(headers or {}),
        }
        try:
            async with self.http.request(
                method, self.url + path, headers=headers, timeout=CALL_TIMEOUT, **options
            ) as response:
                body: dict[str, Any] = await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            text = sentence("terminal_server_away", self.locale, url=self.url)
            raise ServerUnavailableError(text) from error
        if response.status < 400:
            return body
        raise _error_of(response.status, body["error"])


def _error_of(status: int, error: Mapping[str, Any]) -> Exception:
    if error.get("fields"):
        # Named as in the core, so that the message is the same as for a request in-process.
        fields = {
            name.removeprefix("inputParams."): message for name, message in error["fields"].items()
        }
        return InvalidOptionsError(fields)
    kind = ServerUnavailableError if status >= 500 else TerminalError
    return kind(str(error["message"]))


def _comic_progress(job: Mapping[str, Any]) -> ComicProgress:
    state = JobState(job["status"])
    return ComicProgress(
        state=state,
        progress=_progress(job) if state is JobState.DRAWING else None,
        position=job["position"],
        eta_seconds=job["etaSeconds"],
        problem=job["error"]["message"] if job["error"] else "",
        notices=tuple(job["notices"]),
    )


def _progress(job: Mapping[str, Any]) -> Progress | None:
    if not job["stage"]:
        return None
    progress = job["progress"] or {"percent": 0, "panel": 0, "panels": 0}
    return Progress(
        stage=Stage(job["stage"]),
        percent=progress["percent"],
        panel=progress["panel"],
        panels=progress["panels"],
    )


def _gallery_row(item: Mapping[str, Any]) -> GalleryRow:
    return GalleryRow(
        uuid=UUID(item["uuid"]),
        created_at=datetime.fromisoformat(item["createdAt"]),
        style=item["style"],
        favorite=item["favorite"],
        prompt=item["prompt"],
    )
