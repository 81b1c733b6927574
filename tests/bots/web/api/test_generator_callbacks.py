"""Callbacks of a generator: only signed ones count, once, and only as a hint to poll."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest
from standardwebhooks import Webhook

from bots.parts import WEB
from bots.web.request_limits import RequestLimits
from core.jobs.poll_hints import JobHints
from core.models.identity import JobId
from tests.application import Reply, RunningApp, call, running_app
from tests.child_processes import server
from tests.servers import free_port

SECRET = "whsec_Y29taWNhaS10ZXN0LXNlY3JldC0wMTIzNDU2Nzg5MDE="
PATH = "/hooks/generator"
DAY = timedelta(hours=24)


@dataclass
class Sender:
    """Sender of callbacks to a running application, for one job that is being drawn."""

    app: RunningApp
    http: aiohttp.ClientSession
    uuid: str
    hints: JobHints

    def body(self, uuid: str = "") -> bytes:
        data = {"uuid": uuid or self.uuid, "status": "succeeded", "s3Url": "s3://local/other"}
        return json.dumps({"type": "job.succeeded", "data": data}).encode()

    def headers(self, body: bytes, **changes: Any) -> dict[str, str]:
        at = changes.get("at", datetime.now(UTC))
        name = changes.get("id", f"evt_{uuid4()}")
        webhook = Webhook(changes.get("secret", SECRET))
        return {
            "webhook-id": name,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": webhook.sign(name, at, body.decode()),
            "Content-Type": "application/json",
        }

    async def send(self, body: bytes, headers: dict[str, str]) -> Reply:
        return await call(self.http, "POST", PATH, data=body, headers=headers)

    async def was_hinted(self) -> bool:
        """Return whether a hint arrived since the last call."""
        try:
            async with asyncio.timeout(0.2):
                await self.hints.sleep(3600, asyncio.sleep)
        except TimeoutError:
            return False
        return True


@pytest.fixture
async def sender(tmp_path: Path, migrated_file: Path) -> AsyncIterator[Sender]:
    async with running_app(
        tmp_path,
        migrated=migrated_file,
        web={"public_url": "http://127.0.0.1:1"},
        # Without a worker the job waits, and nothing but the test listens for its hints.
        parts=frozenset({WEB}),
        generator={
            "url": f"http://127.0.0.1:{free_port()}/generate",
            "webhook_secret": SECRET,
        },
    ) as app:
        http = await app.browser()
        reply = await call(
            http,
            "POST",
            "/ml/generate",
            json={"inputParams": {"prompt": "a cat"}},
            headers={"Prefer": "respond-async"},
        )
        uuid = reply.json["uuid"]
        with app.services.poll_hints.of(JobId(UUID(uuid))) as hints:
            yield Sender(app, http, uuid, hints)


async def test_a_signed_callback_makes_its_job_be_polled_once(sender: Sender) -> None:
    body = sender.body()
    headers = sender.headers(body)

    assert (await sender.send(body, headers)).status == 204
    assert await sender.was_hinted()

    assert (await sender.send(body, headers)).status == 204
    assert not await sender.was_hinted()


async def test_a_repeated_callback_has_the_same_id_and_a_new_signature(sender: Sender) -> None:
    body = sender.body()
    first = sender.headers(body, id="evt_1")
    later = sender.headers(body, id="evt_1", at=datetime.now(UTC) - timedelta(seconds=30))

    assert (await sender.send(body, first)).status == 204
    assert await sender.was_hinted()
    assert first["webhook-signature"] != later["webhook-signature"]
    assert (await sender.send(body, later)).status == 204
    assert not await sender.was_hinted()


@pytest.mark.parametrize("seconds", [-310, 310])
async def test_a_callback_from_another_time_is_refused(sender: Sender, seconds: int) -> None:
    body = sender.body()
    at = datetime.now(UTC) + timedelta(seconds=seconds)

    assert (await sender.send(body, sender.headers(body, at=at))).status == 401
    assert not await sender.was_hinted()


@pytest.mark.parametrize(
    "changes",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "no comma"},
        {"webhook-signature": "v1,\u00fc"},
        {"webhook-signature": "v2,AAAA v1a,BBBB"},
        {"webhook-timestamp": "nan"},
        {"webhook-timestamp": "soon"},
        {"webhook-id": "evt_other"},
    ],
)
async def test_a_callback_with_a_wrong_signature_is_refused(
    sender: Sender, changes: dict[str, str]
) -> None:
    body = sender.body()

    reply = await sender.send(body, sender.headers(body) | changes)

    assert reply.status == 401
    assert not await sender.was_hinted()


async def test_a_callback_is_verified_over_its_raw_bytes(sender: Sender) -> None:
    body = sender.body()
    headers = sender.headers(body)

    assert (await sender.send(body + b" ", headers)).status == 401
    assert (await sender.send(b"\xff" + body, headers)).status == 401
    assert (await sender.send(body, {})).status == 401
    wrong = sender.headers(body, secret="whsec_" + "QUFB" * 8)
    assert (await sender.send(body, wrong)).status == 401
    assert not await sender.was_hinted()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"data": {"uuid": "7"}}'])
async def test_a_signed_body_that_is_no_callback_is_refused(sender: Sender, body: bytes) -> None:
    assert (await sender.send(body, sender.headers(body))).status == 400


async def test_callbacks_for_a_job_that_does_not_exist_are_to_end(sender: Sender) -> None:
    body = sender.body(str(uuid4()))
    headers = sender.headers(body)

    replies = [await sender.send(body, headers) for _ in range(2)]

    assert [reply.status for reply in replies] == [410, 410]
    assert replies[0].code == "gone"


async def test_a_callback_of_more_than_20_kilobytes_is_refused(sender: Sender) -> None:
    body = sender.body() + b" " * 20_000

    assert (await sender.send(body, sender.headers(body))).status == 413


async def test_a_callback_whose_body_never_comes_is_refused(
    tmp_path: Path, migrated_file: Path
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"data": '
        await asyncio.Event().wait()

    async with running_app(
        tmp_path,
        migrated=migrated_file,
        web={"public_url": "http://127.0.0.1:1"},
        parts=frozenset({WEB}),
        generator={
            "url": f"http://127.0.0.1:{free_port()}/generate",
            "webhook_secret": SECRET,
        },
        request_limits=RequestLimits(body_seconds=0.05),
    ) as app:
        reply = await call(await app.browser(), "POST", PATH, data=pieces())

    assert (reply.status, reply.code) == (400, "bad_request")


async def test_without_a_secret_there_is_no_route(tmp_path: Path, migrated_file: Path) -> None:
    async with running_app(tmp_path, migrated=migrated_file) as app:
        reply = await call(await app.browser(), "POST", PATH, data=b"{}")

    assert reply.status == 404


@pytest.mark.servers
async def test_a_comic_of_the_reference_pipeline_is_fetched_after_its_callback(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    images = tmp_path / "data" / "images"
    async with (
        server(
            *(sys.executable, "-m", "pipeline", "--port", "0", "--capacity", "1"),
            *("--data", str(tmp_path / "pipeline"), "--folder", str(images)),
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "COMICAI_PIPELINE_WEBHOOK_SECRET": SECRET},
        ) as (ready,),
        running_app(
            tmp_path,
            migrated=migrated_file,
            web={"port": port, "public_url": f"http://127.0.0.1:{port}"},
            generator={"url": json.loads(ready)["url"], "webhook_secret": SECRET},
        ) as app,
    ):
        received: list[JobId] = []
        send = app.services.poll_hints.send

        async def record(job_id: JobId) -> None:
            received.append(job_id)
            await send(job_id)

        monkeypatch.setattr(app.services.poll_hints, "send", record)
        http = await app.browser()
        body = {"inputParams": {"prompt": "a cat opens a bakery", "panelCount": 2}}
        reply = await call(
            http, "POST", "/ml/generate", json=body, headers={"Prefer": "respond-async"}
        )
        await app.wait_for_end(reply.json["uuid"])
        done = await call(http, "GET", f"/ml/{reply.json['uuid']}")

        assert done.json["status"] == "drawn"
        async with asyncio.timeout(30):
            while not received:
                await asyncio.sleep(0.05)
        assert {str(job_id) for job_id in received} == {reply.json["uuid"]}
