"""Tests of event streams: every change in order, and the end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from tests.application import RunningApp, bearer, call, draw, sign_up


@dataclass
class Event:
    name: str
    id: str
    data: Any


async def read_events(response: aiohttp.ClientResponse) -> AsyncIterator[Event]:
    """Parse a stream as browsers do, ignoring comments."""
    fields: dict[str, str] = {}
    async for raw in response.content:
        line = raw.decode().rstrip("\n")
        if not line:
            if "data" in fields:
                yield Event(fields["event"], fields["id"], json.loads(fields["data"]))
            fields = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value


async def begin(app: RunningApp, client: aiohttp.ClientSession) -> str:
    """Start a job that the generator holds until the test releases it."""
    app.generator.hold()
    body = {"inputParams": {"prompt": "a cat"}}
    reply = await call(
        client, "POST", "/ml/generate", json=body, headers={"Prefer": "respond-async"}
    )
    await app.generator.next_submission()
    uuid: str = reply.json["uuid"]
    return uuid


async def test_a_stream_sends_every_change_and_ends_with_the_comic(app: RunningApp) -> None:
    client = await app.browser()
    uuid = await begin(app, client)

    async with client.get(f"/ml/{uuid}/events") as response:
        assert response.content_type == "text/event-stream"
        assert response.headers["Cache-Control"] == "no-store"
        stream = read_events(response)
        first = await anext(stream)
        app.generator.resume()
        rest = [event async for event in stream]

    assert first.name == "status"
    assert first.data["status"] in {"queued", "drawing"}
    assert [event.name for event in rest][-1] == "end"
    assert rest[-1].data["status"] == "drawn"
    assert rest[-1].data["s3Url"].startswith(app.url)
    received = [first, *rest]
    assert len({event.id for event in received}) == len(received)
    assert all(event.data["uuid"] == uuid for event in received)


@pytest.mark.parametrize(
    ("language", "sentence"), [("es", "Est"), ("ja", "このコミック"), ("en", "This comic")]
)
async def test_a_stream_is_in_the_callers_language(
    app: RunningApp, language: str, sentence: str
) -> None:
    client = await app.browser(Accept_Language=language)
    uuid = await draw(client)

    async with client.get(f"/ml/{uuid}/events") as response:
        (event,) = [event async for event in read_events(response)]

    assert event.data["message"].startswith(sentence)


async def test_a_stream_sends_the_same_as_get_job(app: RunningApp) -> None:
    client = await app.browser()
    uuid = await draw(client)

    async with client.get(f"/ml/{uuid}/events") as response:
        (event,) = [event async for event in read_events(response)]

    job = (await call(client, "GET", f"/ml/{uuid}")).json
    assert {**event.data, "s3Url": None} == {**job, "s3Url": None}


async def test_a_browser_that_reconnects_after_the_end_gets_204(app: RunningApp) -> None:
    client = await app.browser()
    uuid = await draw(client)
    async with client.get(f"/ml/{uuid}/events") as response:
        (event,) = [event async for event in read_events(response)]

    headers = {"Last-Event-ID": event.id}
    reply = await call(client, "GET", f"/ml/{uuid}/events", headers=headers)
    other = await call(client, "GET", f"/ml/{uuid}/events", headers={"Last-Event-ID": "x"})

    assert (reply.status, reply.text) == (204, "")
    assert other.status == 200


async def test_a_browser_that_reconnects_gets_new_events_only(app: RunningApp) -> None:
    client = await app.browser()
    uuid = await begin(app, client)
    async with client.get(f"/ml/{uuid}/events") as response:
        first = await anext(read_events(response))

    headers = {"Last-Event-ID": first.id}
    async with client.get(f"/ml/{uuid}/events", headers=headers) as response:
        app.generator.resume()
        received = [event async for event in read_events(response)]

    assert first.id not in {event.id for event in received}
    assert received[-1].name == "end"


@pytest.mark.parametrize("heartbeat_seconds", [0.05])
async def test_a_quiet_stream_is_kept_alive(app: RunningApp) -> None:
    client = await app.browser()
    uuid = await begin(app, client)

    async with client.get(f"/ml/{uuid}/events") as response, asyncio.timeout(30):
        comments = 0
        while comments < 3:
            line = await response.content.readline()
            assert line, "the server closed the stream"
            comments += line.startswith(b":")
        app.generator.resume()
        rest = [event async for event in read_events(response)]

    assert rest[-1].name == "end"


@pytest.mark.parametrize("streams_per_job", [1])
async def test_streams_of_a_job_are_limited_until_others_close(app: RunningApp) -> None:
    client = await app.browser()
    uuid = await begin(app, client)
    async with client.get(f"/ml/{uuid}/events") as response:
        await anext(read_events(response))

        refused = await call(client, "GET", f"/ml/{uuid}/events")

        app.generator.resume()
        await response.read()
    again = await call(client, "GET", f"/ml/{uuid}/events")

    assert (refused.status, refused.json["error"]["code"]) == (429, "too_many_tries")
    assert refused.headers["Retry-After"]
    assert again.status == 200


async def test_a_stream_ends_when_the_server_stops(app: RunningApp) -> None:
    client = await app.browser()
    uuid = await begin(app, client)

    async with client.get(f"/ml/{uuid}/events") as response:
        stream = read_events(response)
        await anext(stream)
        async with asyncio.timeout(4):
            await app.server.stop(5)
        assert [event.name async for event in stream if event.name == "end"] == []


@pytest.mark.parametrize("heartbeat_seconds", [0.05])
async def test_a_stream_ends_when_its_owner_is_deleted(app: RunningApp) -> None:
    client = await app.browser()
    login = await sign_up(client)
    uuid = await begin(app, client)

    async with client.get(f"/ml/{uuid}/events") as response, asyncio.timeout(30):
        stream = read_events(response)
        await anext(stream)
        requester = await app.services.accounts.requester_of_token(login["token"])
        await app.services.profiles.forget(requester)
        rest = [event async for event in stream]

    assert all(event.data["s3Url"] is None for event in rest)


async def test_a_head_request_for_a_stream_ends_at_once(app: RunningApp) -> None:
    client = await app.browser()
    uuid = await begin(app, client)

    async with asyncio.timeout(5), client.head(f"/ml/{uuid}/events") as response:
        assert response.status == 200
        assert await response.read() == b""


async def test_other_callers_cannot_stream_a_private_job(app: RunningApp) -> None:
    client = await app.browser()
    await sign_up(client)
    uuid = await begin(app, client)
    other = await sign_up(await app.browser(), "bob@example.org")
    anonymous = await app.browser(cookies=False)

    for headers in ({}, bearer(other)):
        reply = await call(anonymous, "GET", f"/ml/{uuid}/events", headers=headers)
        assert (reply.status, reply.code) == (404, "not_found")


@pytest.mark.parametrize("heartbeat_seconds", [0.05])
async def test_a_stream_is_released_when_its_client_disconnects(app: RunningApp) -> None:
    client = await app.browser()
    uuid = await begin(app, client)
    async with client.get(f"/ml/{uuid}/events") as response:
        await anext(read_events(response))
        assert app.services.job_events.subscribed_jobs == 1

    async with asyncio.timeout(30):
        while app.services.job_events.subscribed_jobs:
            await asyncio.sleep(0.05)
