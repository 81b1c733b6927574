from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from standardwebhooks import Webhook

from pipeline.service.callbacks import Callbacks, webhook_signer
from tests.pipeline.service.harness import ASYNC, new_body, open_pipeline

SECRET = "whsec_Y29taWNhaS1leGFtcGxlLXNlY3JldC0wMTIzNDU2Nzg5"


@dataclass
class Receiver:
    """Webhook receiver that verifies signatures and responds with the next status of `answers`."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, request: web.Request) -> web.Response:
        raw = await request.read()
        Webhook(SECRET).verify(raw, dict(request.headers))
        self.sizes.append(len(raw))
        self.ids.append(request.headers["webhook-id"])
        self.events.append(json.loads(raw))
        self.arrived.set()
        self.arrived = asyncio.Event()
        status = self.answers.pop(0) if self.answers else 204
        location = {"Location": self.url} if 300 <= status < 400 else {}
        return web.Response(status=status, headers=location)

    def types(self) -> list[str]:
        return [event["type"] for event in self.events]

    async def wait_for(self, count: int) -> None:
        async with asyncio.timeout(30):
            while len(self.events) < count:
                await self.arrived.wait()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/hooks/generator", receiver.receive)
    async with TestServer(application) as server:
        receiver.url = str(server.make_url("/hooks/generator"))
        yield receiver


@pytest.fixture
async def callbacks() -> AsyncIterator[Callbacks]:
    async with aiohttp.ClientSession() as session:
        yield Callbacks(session, SECRET, retry_after_seconds=(0.01, 0.01), progress_seconds=60)


async def test_the_final_callback_is_signed(
    tmp_path: Path, receiver: Receiver, callbacks: Callbacks
) -> None:
    async with open_pipeline(tmp_path, callbacks=callbacks) as pipeline:
        body = new_body()

        await pipeline.post(body, {**ASYNC, "ComicAI-Callback": receiver.url})
        state = await pipeline.finish(body)
        await receiver.wait_for(2)

        last = receiver.events[-1]
        assert last["type"] == "job.succeeded"
        assert last["timestamp"] == state["updatedAt"]
        assert last["data"]["uuid"] == body["uuid"]
        assert last["data"]["s3Url"] == state["s3Url"]
        assert last["data"]["seq"] == state["seq"]


async def test_progress_is_sent_at_most_once_per_interval(
    tmp_path: Path, receiver: Receiver, callbacks: Callbacks
) -> None:
    async with open_pipeline(tmp_path, callbacks=callbacks) as pipeline:
        body = new_body(panelCount=12)

        await pipeline.post(body, {**ASYNC, "ComicAI-Callback": receiver.url})
        await pipeline.finish(body)
        await receiver.wait_for(2)

        assert receiver.types() == ["job.progress", "job.succeeded"]
        assert receiver.events[0]["data"]["status"] == "running"


async def test_the_final_callback_is_retried_with_the_same_id(
    tmp_path: Path, receiver: Receiver, callbacks: Callbacks
) -> None:
    receiver.answers = [204, 500, 503, 200]
    async with open_pipeline(tmp_path, callbacks=callbacks) as pipeline:
        body = new_body()

        await pipeline.post(body, {**ASYNC, "ComicAI-Callback": receiver.url})
        await receiver.wait_for(4)

        assert receiver.types() == ["job.progress", *["job.succeeded"] * 3]
        assert len(set(receiver.ids[1:])) == 1
        assert "." not in receiver.ids[0]


async def test_410_stops_the_callbacks_of_that_job(
    tmp_path: Path, receiver: Receiver, callbacks: Callbacks
) -> None:
    receiver.answers = [410]
    async with open_pipeline(tmp_path, callbacks=callbacks) as pipeline:
        pipeline.artist.pause_at = ("planning", 0)
        body, other = new_body(), new_body()
        await pipeline.post(body, {**ASYNC, "ComicAI-Callback": receiver.url})
        await receiver.wait_for(1)

        pipeline.artist.resume.set()
        await pipeline.finish(body)
        await pipeline.post(other, {**ASYNC, "ComicAI-Callback": receiver.url})
        await receiver.wait_for(3)

        sent_uuids = [event["data"]["uuid"] for event in receiver.events]
        assert sent_uuids == [body["uuid"], other["uuid"], other["uuid"]]


async def test_a_redirect_is_not_followed(
    tmp_path: Path, receiver: Receiver, callbacks: Callbacks
) -> None:
    receiver.answers = [204, 307, 307, 307]
    async with open_pipeline(tmp_path, callbacks=callbacks) as pipeline:
        body = new_body()
        await pipeline.post(body, {**ASYNC, "ComicAI-Callback": receiver.url})
        await receiver.wait_for(4)
        followers = list(pipeline.service._callback_tasks)
        await asyncio.gather(*followers)

        assert len(receiver.events) == 4


async def test_an_unreachable_receiver_does_not_affect_the_job(
    tmp_path: Path, callbacks: Callbacks
) -> None:
    async with open_pipeline(tmp_path, callbacks=callbacks) as pipeline:
        body = new_body()

        await pipeline.post(body, {**ASYNC, "ComicAI-Callback": "http://127.0.0.1:1/hooks"})

        assert (await pipeline.finish(body))["status"] == "succeeded"
        await asyncio.gather(*pipeline.service._callback_tasks)


async def test_failed_and_canceled_jobs_have_their_own_event_types(
    tmp_path: Path, receiver: Receiver, callbacks: Callbacks
) -> None:
    async with open_pipeline(tmp_path, callbacks=callbacks) as pipeline:
        past = {"ComicAI-Deadline": "2026-01-15T10:20:00Z"}
        await pipeline.post(new_body(), {**ASYNC, **past, "ComicAI-Callback": receiver.url})
        await receiver.wait_for(1)
        pipeline.artist.pause_at = ("planning", 0)
        await pipeline.post(new_body())
        await pipeline.artist.paused.wait()
        body = new_body()
        await pipeline.post(body, {**ASYNC, "ComicAI-Callback": receiver.url})
        await pipeline.client.post(f"/jobs/{body['uuid']}/cancel")
        await receiver.wait_for(2)

        assert receiver.types() == ["job.failed", "job.canceled"]
        assert receiver.events[0]["data"]["error"]["code"] == "deadline_exceeded"


async def test_two_attempts_never_share_an_id(
    tmp_path: Path, receiver: Receiver, callbacks: Callbacks
) -> None:
    async with open_pipeline(tmp_path, callbacks=callbacks) as pipeline:
        body = new_body()
        for attempt in ("1", "2"):
            headers = {"ComicAI-Callback": receiver.url, "ComicAI-Attempt": attempt}
            await pipeline.post(body, {**ASYNC, **headers})
            await pipeline.finish(body)
        await receiver.wait_for(4)

        assert len(set(receiver.ids)) == 4


async def test_a_callback_stays_small(
    tmp_path: Path, receiver: Receiver, callbacks: Callbacks
) -> None:
    async with open_pipeline(tmp_path, callbacks=callbacks) as pipeline:
        body = new_body(panelCount=12, output={"panels": True})
        await pipeline.post(body, {**ASYNC, "ComicAI-Callback": receiver.url})
        await receiver.wait_for(2)

        assert "script" not in receiver.events[-1]["data"]
        assert max(receiver.sizes) < 20_000


async def test_health_lists_callbacks_if_they_are_enabled(
    tmp_path: Path, callbacks: Callbacks
) -> None:
    async with open_pipeline(tmp_path, callbacks=callbacks) as pipeline:
        health = await (await pipeline.client.get("/health")).json()

        assert "callback" in health["features"]


@pytest.mark.parametrize(
    "secret",
    ["", "a", "not one", "whsec_", "whsec_ä", "whsec_c2hvcnQ=", SECRET[6:]],
)
def test_a_malformed_secret_is_rejected(secret: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        webhook_signer(secret)
