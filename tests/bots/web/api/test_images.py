"""Tests of stable image URLs: renditions, caching and downloads."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from PIL import Image

from tests.application import PICTURE, RunningApp, bearer, call, draw, sign_up
from tests.pictures import make_picture

pytestmark = pytest.mark.asyncio(loop_scope="module")


def page_of(app: RunningApp, uuid: str) -> Path:
    return app.generator.folder / "jobs" / uuid / "page.png"


async def draw_large(app: RunningApp, client: aiohttp.ClientSession) -> str:
    """Draw a comic, and replace its image by a large one."""
    uuid = await draw(client)
    page_of(app, uuid).write_bytes(make_picture(width=1600, height=1200, noisy=True))
    return uuid


@pytest.mark.parametrize("width", [320, 640, 1280])
async def test_an_image_has_the_requested_width(shared_app: RunningApp, width: int) -> None:
    client = await shared_app.browser()
    uuid = await draw_large(shared_app, client)

    async with client.get(f"/comics/{uuid}/image?width={width}") as response:
        assert (response.status, response.content_type) == (200, "image/webp")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        data = await response.read()

    assert Image.open(BytesIO(data)).size == (width, width * 3 // 4)
    assert page_of(shared_app, uuid).with_name(f"page.png.w{width}.webp").read_bytes() == data


async def test_a_small_image_is_not_enlarged(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    uuid = await draw(client)

    async with client.get(f"/comics/{uuid}/image?width=1280") as response:
        data = await response.read()

    assert Image.open(BytesIO(data)).size == Image.open(BytesIO(PICTURE)).size


async def test_a_rendition_is_cached_by_browsers(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    uuid = await draw(client)
    path = f"/comics/{uuid}/image?width=320"

    first = await call(client, "GET", path)
    again = await call(client, "GET", path, headers={"If-None-Match": first.headers["ETag"]})
    other = await call(
        client,
        "GET",
        f"/comics/{uuid}/image?width=640",
        headers={"If-None-Match": first.headers["ETag"]},
    )

    assert first.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert {"Cookie", "Authorization"} <= set(first.headers["Vary"].split(", "))
    assert (again.status, again.text) == (304, "")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert other.status == 200


async def test_an_etag_grants_no_access(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    uuid = await draw(client, private=True)
    path = f"/comics/{uuid}/image?width=320"
    tag = (await call(client, "GET", path)).headers["ETag"]
    anonymous = await shared_app.browser(cookies=False)

    for known in (tag, "*"):
        reply = await call(anonymous, "GET", path, headers={"If-None-Match": known})
        assert reply.status == 404


async def test_a_share_link_works_in_every_form_until_it_is_withdrawn(
    shared_app: RunningApp,
) -> None:
    client = await shared_app.browser()
    await sign_up(client, "ada@example.org")
    uuid = await draw(client)
    shared = await call(client, "PATCH", f"/gallery/{uuid}", json={"shared": True})
    url = shared.json["shareUrl"]
    anonymous = await shared_app.browser(cookies=False)
    statuses = {f"{url}&width=320": 200, f"{url}&download=1": 200, url: 302}

    for address, status in statuses.items():
        assert (await call(anonymous, "GET", address)).status == status
    await call(client, "PATCH", f"/gallery/{uuid}", json={"shared": False})

    for address in statuses:
        assert (await call(anonymous, "GET", address)).status == 404


async def test_a_download_is_the_original_named_after_its_title(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    login = await sign_up(client, "grace@example.org")
    uuid = await draw(client)
    await call(client, "PATCH", f"/gallery/{uuid}", json={"title": "月の “Bakery”"})

    async with client.get(f"/comics/{uuid}/image?download=1&width=320") as response:
        assert (response.status, response.content_type) == (200, "image/png")
        assert response.headers["Content-Disposition"].startswith("attachment; ")
        assert response.content_disposition is not None
        assert response.content_disposition.filename == "月の-Bakery.png"
        assert await response.read() == PICTURE
    anonymous = await shared_app.browser(cookies=False)
    path = f"/comics/{uuid}/image?download=1"
    assert (await call(anonymous, "GET", path)).status == 404
    assert (await call(anonymous, "GET", path, headers=bearer(login))).status == 200


@pytest.mark.parametrize("query", ["width=321", "width=", "width=-1", "width=320.0", "download=2"])
async def test_other_forms_are_refused(shared_app: RunningApp, query: str) -> None:
    client = await shared_app.browser()
    uuid = await draw(client)

    reply = await call(client, "GET", f"/comics/{uuid}/image?{query}")

    assert (reply.status, reply.code) == (422, "invalid_request")
    assert list(reply.json["error"]["fields"]) == [query.partition("=")[0]]


async def test_a_damaged_picture_gets_a_sentence(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    uuid = await draw_large(shared_app, client)
    page = page_of(shared_app, uuid)
    page.write_bytes(page.read_bytes()[:50_000])

    reply = await call(client, "GET", f"/comics/{uuid}/image?width=320")

    assert (reply.status, reply.code) == (502, "bad_image")
    assert reply.json["error"]["retryable"] is False


async def test_a_missing_image_is_not_found_in_any_form(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    uuid = await draw(client)
    page_of(shared_app, uuid).unlink()

    for query in ("width=320", "download=1"):
        reply = await call(client, "GET", f"/comics/{uuid}/image?{query}")
        assert (reply.status, reply.code) == (404, "image_missing")


async def test_head_returns_the_headers_without_the_image(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    uuid = await draw(client)

    async with client.head(f"/comics/{uuid}/image?width=320") as head:
        assert (head.status, head.content_type) == (200, "image/webp")
        assert await head.read() == b""
