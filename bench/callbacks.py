"""Benchmark of callbacks: the time from the end of a drawing to the stored comic."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import aiohttp
from aiohttp import web
from standardwebhooks import Webhook

from bench.percentiles import milliseconds
from bench.registry import Row, Scale, at_most, benchmark
from core.models.identity import JobId
from core.runtime.log_setup import configure_logging
from tests.application import RunningApp, running_app
from tests.pictures import make_picture
from tests.servers import free_port

JOBS, CAPACITY = 60, 30
DRAWING_SECONDS = (3.0, 9.0)  # shortest and longest
END_SECONDS = 60.0
GOAL_SHARE = 0.5  # of the time with polling alone
SECRET = "whsec_Y29taWNhaS1iZW5jaC1zZWNyZXQtMDEyMzQ1Njc4OTA="  # noqa: S105 - of this run only
CONTRACT = {"ComicAI-Contract": "1"}


@dataclass
class CallingGenerator:
    """Generator of contract 1 that draws for a random time, and sends callbacks where asked to."""

    folder: Path
    picture: bytes = field(default_factory=make_picture)
    ended_at: dict[str, float] = field(default_factory=dict)
    url: str = ""
    _numbers: random.Random = field(default_factory=lambda: random.Random(7))
    _drawings: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[CallingGenerator]:
        """Listen on a free port while the context lasts."""
        app = web.Application()
        app.router.add_post("/generate", self._submit)
        app.router.add_get("/jobs/{uuid}", self._status)
        app.router.add_get("/health", self._health)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/generate"
        try:
            yield self
        finally:
            await asyncio.gather(*self._drawings.values())
            await runner.cleanup()

    async def _health(self, _: web.Request) -> web.Response:
        health = {"contract": "1", "ready": True, "capacity": CAPACITY}
        return web.json_response(health, headers=CONTRACT)

    async def _submit(self, request: web.Request) -> web.Response:
        uuid = (await request.json())["uuid"]
        callback = request.headers.get("ComicAI-Callback")
        if uuid not in self._drawings:
            self._drawings[uuid] = asyncio.create_task(self._draw(uuid, callback))
        return web.json_response(self._answer(uuid), status=202, headers=CONTRACT)

    async def _status(self, request: web.Request) -> web.Response:
        return web.json_response(self._answer(request.match_info["uuid"]), headers=CONTRACT)

    def _answer(self, uuid: str) -> dict[str, Any]:
        if uuid not in self.ended_at:
            return {"uuid": uuid, "attempt": 1, "status": "running", "seq": 1}
        url = f"s3://local/jobs/{uuid}/page.png"
        return {"uuid": uuid, "attempt": 1, "status": "succeeded", "seq": 2, "s3Url": url}

    async def _draw(self, uuid: str, callback: str | None) -> None:
        await asyncio.sleep(self._numbers.uniform(*DRAWING_SECONDS))
        page = self.folder / "jobs" / uuid / "page.png"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_bytes(self.picture)
        self.ended_at[uuid] = time.monotonic()
        if callback:
            await self._call_back(uuid, callback)

    async def _call_back(self, uuid: str, callback: str) -> None:
        body = json.dumps({"type": "job.succeeded", "data": self._answer(uuid)})
        name, now = f"evt_{uuid}", datetime.now(UTC)
        headers = {
            "webhook-id": name,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(SECRET).sign(name, now, body),
            "Content-Type": "application/json",
        }
        async with (
            aiohttp.ClientSession() as http,
            http.post(callback, data=body, headers=headers) as response,
        ):
            response.raise_for_status()


@benchmark
async def callback(scale: Scale) -> Sequence[Row]:
    """Time from the end of a drawing to the stored comic, with callbacks and by polling alone."""
    configure_logging("warning")
    jobs = scale.of(JOBS, 3)
    polled = await _seconds(jobs, callbacks=False)
    called = await _seconds(jobs, callbacks=True)
    floor = milliseconds(polled, 50)
    goal = GOAL_SHARE * floor
    return [
        at_most("callback_p50", milliseconds(called, 50), "ms", floor=floor, goal=goal),
        at_most("callback_p99", milliseconds(called, 99), "ms", floor=milliseconds(polled, 99)),
    ]


async def _seconds(jobs: int, *, callbacks: bool) -> list[float]:
    """Return the time of each job, in seconds."""
    port = free_port()
    with TemporaryDirectory(prefix="comicai-bench-") as name:
        folder = Path(name)
        generator = CallingGenerator(folder / "data" / "images")
        address = {"public_url": f"http://127.0.0.1:{port}"} if callbacks else {}
        secret = {"webhook_secret": SECRET} if callbacks else {}
        async with (
            generator.running(),
            running_app(
                folder, web={"port": port, **address}, generator={"url": generator.url, **secret}
            ) as app,
        ):
            http = await app.browser()
            return await asyncio.gather(
                *(_one(app, http, generator, number) for number in range(jobs))
            )


async def _one(
    app: RunningApp, http: aiohttp.ClientSession, generator: CallingGenerator, number: int
) -> float:
    body = {"inputParams": {"prompt": f"cat {number}"}}
    async with http.post(
        "/ml/generate", json=body, headers={"Prefer": "respond-async"}
    ) as response:
        uuid = (await response.json())["uuid"]
    ended = await app.services.job_events.wait_for_end(
        JobId(UUID(uuid)), timeout=timedelta(seconds=END_SECONDS)
    )
    assert ended is not None
    return time.monotonic() - generator.ended_at[uuid]
