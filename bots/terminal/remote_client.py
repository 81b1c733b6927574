"""The desk of the server that runs on this data folder, over its HTTP API."""

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
LOOK_SECONDS = 0.4  # between two looks at a job
AWAY_SECONDS = 60.0  # a server that is being restarted is back by then


class ServerUnavailableError(TerminalError):
    """The server does not answer, or cannot now."""


@dataclass(frozen=True, slots=True)
class RemoteClient:
    """Fulfils `Desk` by calling the server at *url* with a fresh token each time."""

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
        said = await self._call(
            "POST", "/ml/generate", json=body, headers={"Prefer": "respond-async"}
        )
        return UUID(said["uuid"])

    async def follow(self, job_id: UUID) -> AsyncGenerator[ComicProgress, None]:
        shown: ComicProgress | None = None
        while shown is None or not shown.state.is_terminal:
            standing = await self._look(job_id)
            if standing != shown:
                shown = standing
                yield standing
            if not standing.state.is_terminal:
                await asyncio.sleep(LOOK_SECONDS)

    async def _look(self, job_id: UUID) -> ComicProgress:
        """Return how the job stands, also if the server has to be waited for: the job is safe."""
        give_up_at = time.monotonic() + AWAY_SECONDS
        while True:
            try:
                return _standing_of(await self._call("GET", f"/ml/{job_id}"))
            except ServerUnavailableError:
                if time.monotonic() > give_up_at:
                    raise
            await asyncio.sleep(LOOK_SECONDS)

    async def cancel(self, job_id: UUID) -> bool:
        said = await self._call("POST", f"/ml/{job_id}/cancel")
        return bool(said["canceled"])

    async def picture(self, comic_id: UUID) -> ComicFile:
        said = await self._call("GET", f"/ml/{comic_id}")
        try:
            async with self.http.get(said["s3Url"], timeout=CALL_TIMEOUT) as response:
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
        said = await self._call("GET", "/gallery", params=query)
        return GalleryRows(tuple(map(_row_of, said["items"])), said["nextCursor"])

    async def _call(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> dict[str, Any]:
        """Return the body of a good answer.

        Raises InvalidOptionsError, or TerminalError with the server's sentence.
        """
        headers = {
            "Authorization": f"Bearer {self.token()}",
            "Accept": "application/json",
            "Accept-Language": self.locale,
            **(headers or {}),
        }
        try:
            async with self.http.request(
                method, self.url + path, headers=headers, timeout=CALL_TIMEOUT, **more
            ) as response:
                body: dict[str, Any] = await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            text = sentence("terminal_server_away", self.locale, url=self.url)
            raise ServerUnavailableError(text) from error
        if response.status < 400:
            return body
        raise _refusal(response.status, body["error"])


def _refusal(status: int, problem: Mapping[str, Any]) -> Exception:
    if problem.get("fields"):
        # Named as core names them, to be told like those of a request in this very process.
        fields = {
            name.removeprefix("inputParams."): told for name, told in problem["fields"].items()
        }
        return InvalidOptionsError(fields)
    kind = ServerUnavailableError if status >= 500 else TerminalError
    return kind(str(problem["message"]))


def _standing_of(said: Mapping[str, Any]) -> ComicProgress:
    state = JobState(said["status"])
    return ComicProgress(
        state=state,
        progress=_progress_of(said) if state is JobState.DRAWING else None,
        position=said["position"],
        eta_seconds=said["etaSeconds"],
        problem=said["error"]["message"] if said["error"] else "",
    )


def _progress_of(said: Mapping[str, Any]) -> Progress | None:
    if not said["stage"]:
        return None
    progress = said["progress"] or {"percent": 0, "panel": 0, "panels": 0}
    return Progress(
        stage=Stage(said["stage"]),
        percent=progress["percent"],
        panel=progress["panel"],
        panels=progress["panels"],
    )


def _row_of(said: Mapping[str, Any]) -> GalleryRow:
    return GalleryRow(
        uuid=UUID(said["uuid"]),
        created_at=datetime.fromisoformat(said["createdAt"]),
        style=said["style"],
        favorite=said["favorite"],
        prompt=said["prompt"],
    )
