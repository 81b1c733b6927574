"""Test harness: a pipeline server in the process of the test."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
from aiohttp.test_utils import TestClient, TestServer

from pipeline.moderation.words import WordRules
from pipeline.service.artist_process import Artist
from pipeline.service.callbacks import Callbacks
from pipeline.service.job_log import JobLog
from pipeline.service.job_service import PipelineService
from pipeline.service.object_stores import LocalStore
from pipeline.service.server import Server
from tests.pipeline.service.manual_artist import ManualArtist

ASYNC = {"ComicAI-Contract": "1", "Prefer": "respond-async, wait=0"}
WAIT = {"ComicAI-Contract": "1", "Prefer": "respond-async, wait=20"}

Json = dict[str, Any]


def new_body(prompt: str = "A cat on the moon", **params: Any) -> Json:
    """Return the body of a submission with a new uuid."""
    return {"uuid": str(uuid4()), "inputParams": {"prompt": prompt, **params}}


def files_in(folder: Path) -> list[Path]:
    """Return all files below *folder*."""
    return [path for path in folder.rglob("*") if path.is_file()]


@dataclass
class Pipeline:
    """A server on a free port, and the parts that tests control."""

    client: TestClient[Any, Any]
    server: Server
    service: PipelineService
    artist: ManualArtist
    folder: Path

    async def post(
        self, body: Json, headers: dict[str, str] | None = None
    ) -> aiohttp.ClientResponse:
        return await self.client.post("/generate", json=body, headers=headers or ASYNC)

    async def status(self, body: Json) -> Json:
        answer = await self.client.get(f"/jobs/{body['uuid']}")
        assert answer.status == 200
        state: Json = await answer.json()
        return state

    async def until_unready(self) -> None:
        """Wait until an artist has said why it cannot draw, and its job is queued again."""
        async with asyncio.timeout(30):
            while "reason" not in (health := self.service.health()) or health["active"]:
                await asyncio.sleep(0.01)

    async def finish(self, body: Json) -> Json:
        """Wait for the end of a job and return its status object."""
        live = self.service.find(body["uuid"])
        assert live
        assert await live.finishes_within(30)
        return await self.status(body)

    async def finish_cleaning(self) -> None:
        """Wait until the service has dealt with the jobs that have ended."""
        while self.service._drawing:
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def open_pipeline(
    folder: Path,
    *,
    artists: Sequence[Artist] | None = None,
    token: str | None = None,
    rejected: Sequence[str] = (),
    callbacks: Callbacks | None = None,
    **service_options: Any,
) -> AsyncIterator[Pipeline]:
    """Serve from *folder* in this process, and stop the server completely on exit."""
    hand = ManualArtist()
    job_log = JobLog(folder / "jobs")
    store = LocalStore(folder / "images")
    service = PipelineService(
        artists=artists or [hand],
        store=store,
        job_log=job_log,
        callbacks=callbacks,
        **service_options,
    )
    await service.load()
    server = Server(service, token=token, word_rules=WordRules(rejected))
    work = asyncio.create_task(service.run())
    try:
        async with TestClient(TestServer(server.application())) as client:
            yield Pipeline(client, server, service, hand, folder)
            server.close()
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        store.close()
        job_log.close()
