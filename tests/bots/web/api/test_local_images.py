"""Tests of signed links to the local image store."""

from __future__ import annotations

import re

import aiohttp
import pytest
from yarl import URL

from tests.application import PICTURE, RunningApp, call, draw


async def link_to(app: RunningApp, client: aiohttp.ClientSession) -> str:
    uuid = await draw(client)
    url: str = (await call(client, "GET", f"/ml/{uuid}")).json["s3Url"]
    assert url.startswith(f"{app.url}/images/")
    return url


async def test_an_image_may_be_cached_until_its_link_expires(app: RunningApp) -> None:
    client = await app.browser()
    url = await link_to(app, client)

    async with client.get(url) as first:
        assert await first.read() == PICTURE
        assert re.fullmatch(r"private, max-age=\d{4}, immutable", first.headers["Cache-Control"])
        etag = first.headers["ETag"]
    async with client.get(url, headers={"If-None-Match": etag}) as again:
        assert again.status == 304
        assert await again.read() == b""


async def test_an_image_can_be_fetched_in_ranges(app: RunningApp) -> None:
    client = await app.browser()
    url = await link_to(app, client)

    async with client.get(url, headers={"Range": "bytes=1-3"}) as part:
        assert (part.status, await part.read()) == (206, PICTURE[1:4])
        assert part.headers["Content-Range"] == f"bytes 1-3/{len(PICTURE)}"
    async with client.get(url, headers={"Range": "bytes=999999-"}) as beyond:
        assert beyond.status == 416


async def test_a_head_request_returns_the_headers_only(app: RunningApp) -> None:
    client = await app.browser()
    url = await link_to(app, client)

    async with client.head(url) as head:
        assert head.status == 200
        assert head.content_length == len(PICTURE)
        assert await head.read() == b""


@pytest.mark.parametrize(
    "change",
    [
        {"signature": "A" * 43},
        {"signature": ""},
        {"expires": "9999999999"},
        {"expires": "1"},
        {"expires": "-1"},
        {"expires": "soon"},
    ],
)
async def test_a_modified_link_is_invalid(app: RunningApp, change: dict[str, str]) -> None:
    client = await app.browser()
    url = URL(await link_to(app, client)).update_query(change)

    reply = await call(client, "GET", url)

    assert (reply.status, reply.code) == (404, "not_found")


async def test_a_link_is_valid_for_its_own_image_only(app: RunningApp) -> None:
    client = await app.browser()
    one, other = URL(await link_to(app, client)), URL(await link_to(app, client))

    reply = await call(client, "GET", other.with_query(one.query))

    assert reply.status == 404


async def test_a_missing_image_is_not_found(app: RunningApp) -> None:
    client = await app.browser()
    url = await link_to(app, client)
    app.generator.delete_pictures()

    reply = await call(client, "GET", url)

    assert (reply.status, reply.code) == (404, "not_found")
