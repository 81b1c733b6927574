"""Tests of the pages' routes, contents and headers."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import aiohttp
import pytest
import pytest_asyncio
from yarl import URL

from bots.web.pages.assets import load_assets
from bots.web.pages.routes import PAGES_ONLY, SHARED
from core.errors import StorageUnavailableError
from core.sentences import CATALOGUE, sentence
from tests.application import RunningApp, call, draw, running_app

pytestmark = pytest.mark.asyncio(loop_scope="module")

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
NASTY = "<img src=x onerror=alert(1)> {{ 7 * 7 }}"
UNKNOWN = UUID(int=0)


@pytest_asyncio.fixture(loop_scope="module")
async def client(shared_app: RunningApp) -> aiohttp.ClientSession:
    return await shared_app.browser()


def links_in(html: str) -> set[str]:
    return {link.partition("#")[0] for link in re.findall(r'(?:src|href)="(/static/[^"]+)"', html)}


@pytest.mark.parametrize("path", ["/", "/gallery", "/account", "/link?code=X"])
async def test_a_page_loads_resources_from_this_server_only(
    client: aiohttp.ClientSession, path: str
) -> None:
    reply = await call(client, "GET", path, headers=HTML)

    assert reply.status == 200
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = dict(
        part.split(" ", 1) for part in reply.headers["Content-Security-Policy"].split("; ")
    )
    assert policy.pop("default-src") == policy.pop("frame-ancestors") == "'none'"
    assert policy.pop("base-uri") == "'none'"
    assert set(policy.values()) == {"'self'"}
    assert reply.headers["Cache-Control"] == "no-store"
    assert "Accept" in reply.headers["Vary"]
    assert not re.search(r"<style|\sstyle=|<script>|\son[a-z]+=", reply.text)


@pytest.mark.parametrize("path", ["/none-such", "/comics/none-such", "/static/"])
async def test_unknown_paths_have_a_page_for_browsers_and_json_for_programs(
    client: aiohttp.ClientSession, path: str
) -> None:
    page = await call(client, "GET", path, headers=HTML)
    data = await call(client, "GET", path)

    assert page.status == data.status == 404
    assert 'href="/"' in page.text
    assert "There is nothing at this address." in page.text
    assert "'self'" in page.headers["Content-Security-Policy"]
    assert data.code == "no_such_route"


@pytest.mark.parametrize("path", SHARED)
async def test_a_program_gets_data_from_the_same_address(
    client: aiohttp.ClientSession, path: str
) -> None:
    await draw(client)

    reply = await call(client, "GET", path)

    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith("application/json")
    assert "Accept" in reply.headers["Vary"]


async def test_every_asset_of_the_pages_exists_and_is_cached(
    client: aiohttp.ClientSession,
) -> None:
    for path in ("/", "/gallery", "/account", "/link"):
        page = await call(client, "GET", path, headers=HTML)
        for link in links_in(page.text):
            reply = await call(client, "GET", link)
            assert (link, reply.status) == (link, 200)
            assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert reply.headers["X-Content-Type-Options"] == "nosniff"


async def test_assets_of_another_version_are_not_cached(
    client: aiohttp.ClientSession,
) -> None:
    reply = await call(client, "GET", "/static/another/js/chat.js")

    assert reply.status == 200
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["nothing.js", "../pages/routes.py", "%2e%2e/app.py", "js/", "x"])
async def test_nothing_else_is_served(client: aiohttp.ClientSession, path: str) -> None:
    reply = await call(client, "GET", f"/static/{load_assets(CATALOGUE).version}/{path}")

    assert reply.status == 404


async def test_large_text_files_are_compressed(shared_app: RunningApp) -> None:
    link = load_assets(CATALOGUE).url("js/message.js")
    headers = {"Accept-Encoding": "gzip"}
    async with (
        aiohttp.ClientSession(shared_app.url, auto_decompress=False) as session,
        session.get(link, headers=headers) as response,
    ):
        assert response.headers["Content-Encoding"] == "gzip"
        assert (
            gzip.decompress(await response.read()) == load_assets(CATALOGUE).files["js/message.js"]
        )


@pytest.mark.parametrize("locale", ["en", "pt-BR", "es", "ja"])
async def test_scripts_get_their_sentences_in_the_language_of_the_page(
    client: aiohttp.ClientSession, locale: str
) -> None:
    page = await call(client, "GET", "/", headers={**HTML, "Accept-Language": locale})
    words = await call(client, "GET", load_assets(CATALOGUE).url(f"words/{locale}.json"))

    assert f'<html lang="{locale}"' in page.text
    assert page.headers["Content-Language"] == locale
    assert json.loads(words.text)["web_gallery_title"]


async def test_a_chosen_language_takes_precedence_over_the_browsers(
    client: aiohttp.ClientSession,
) -> None:
    headers = {**HTML, "Accept-Language": "es", "Cookie": "comicai_language=ja"}
    chosen = await call(client, "GET", "/account", headers=headers)
    headers["Cookie"] = "comicai_language=<script>"
    nonsense = await call(client, "GET", "/account", headers=headers)

    assert '<html lang="ja"' in chosen.text
    assert '<html lang="es"' in nonsense.text


async def test_a_share_link_to_an_age_restricted_comic_asks_for_confirmation(
    shared_app: RunningApp,
) -> None:
    owner, stranger = await shared_app.browser(), await shared_app.browser()
    uuid = await draw(owner, "for adults")
    shared = await call(owner, "PATCH", f"/gallery/{uuid}", json={"shared": True})
    link = URL(shared.json["shareUrl"]).relative()
    page = link.with_path(f"/comics/{uuid}", keep_query=True)
    await asyncio.to_thread(restrict, shared_app, uuid)

    confirmation = await call(stranger, "GET", page, headers=HTML)
    shown = await call(stranger, "GET", page.update_query(adult="1"), headers=HTML)
    own = await call(owner, "GET", f"/comics/{uuid}", headers=HTML)

    assert "I’m an adult" in confirmation.text
    assert f"/comics/{uuid}/image" not in confirmation.text
    assert "for adults" not in confirmation.text
    assert (
        str(page.update_query(adult="1").raw_query_string).replace("&", "&amp;")
        in confirmation.text
    )
    for reply in (shown, own):
        assert f"/comics/{uuid}/image" in reply.text


def restrict(running: RunningApp, uuid: str) -> None:
    """Mark a comic as requested in an age-restricted channel."""
    file = running.app.folder.path / "comicai.db"
    with closing(sqlite3.connect(file, timeout=20)) as connection, connection:
        mark = "UPDATE jobs SET age_restricted = 1 WHERE id = ?"
        connection.execute(mark, [UUID(uuid).bytes])


async def test_a_first_visit_sets_a_cookie_and_stores_nothing(shared_app: RunningApp) -> None:
    client = await shared_app.browser(cookies=False)

    reply = await call(client, "GET", "/", headers=HTML)

    cookie = reply.headers["Set-Cookie"]
    assert cookie.startswith("comicai=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    value = cookie.partition(";")[0]
    assert (await call(client, "GET", "/gallery", headers={"Cookie": value})).json["items"] == []


async def test_the_page_of_a_private_comic_is_shown_to_its_owner_only(
    shared_app: RunningApp, client: aiohttp.ClientSession
) -> None:
    uuid = await draw(client, NASTY, private=True)

    own = await call(client, "GET", f"/comics/{uuid}", headers=HTML)
    other = await call(await shared_app.browser(), "GET", f"/comics/{uuid}", headers=HTML)

    assert own.status == 200
    assert "&lt;img src=x onerror=alert(1)&gt; {{ 7 * 7 }}" in own.text
    assert "<img src=x" not in own.text
    assert other.status == 404
    assert other.headers["Content-Type"].startswith("text/html")
    assert "onerror" not in other.text


async def test_a_shared_comic_is_shown_by_its_link_until_it_is_withdrawn(
    shared_app: RunningApp, client: aiohttp.ClientSession
) -> None:
    uuid = await draw(client, "a cat", private=True)
    shared = await call(client, "PATCH", f"/gallery/{uuid}", json={"shared": True})
    link = shared.json["shareUrl"].replace("/image?", "?")
    friend = await shared_app.browser()

    seen = await call(friend, "GET", link, headers=HTML)
    picture = re.search(r'<img src="(/comics/[^"]+)"', seen.text)
    assert picture is not None
    image = await call(friend, "GET", picture[1].replace("&amp;", "&"))
    await call(client, "PATCH", f"/gallery/{uuid}", json={"shared": False})
    gone = await call(friend, "GET", link, headers=HTML)

    assert (seen.status, image.status, gone.status) == (200, 200, 404)


@pytest.mark.parametrize("path", ["/link", *SHARED, *PAGES_ONLY])
async def test_pages_accept_get_requests_only(client: aiohttp.ClientSession, path: str) -> None:
    path = re.sub(r"\{.*\}", str(UNKNOWN), path)

    reply = await call(client, "PUT", path, headers=HTML, json={})

    assert reply.status in {404, 405}


async def test_a_page_reports_that_the_database_is_unavailable(
    shared_app: RunningApp, client: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    uuid = await draw(client)

    async def unavailable(*_: object, **__: object) -> None:
        raise StorageUnavailableError

    monkeypatch.setattr(type(shared_app.services.gallery.database), "read", unavailable)
    chat = await call(client, "GET", "/", headers=HTML)
    comic = await call(client, "GET", f"/comics/{uuid}", headers=HTML)

    assert chat.status == 200
    assert comic.status == 503
    assert "try again" in comic.text.lower()


@pytest.fixture
async def s3_app(tmp_path: Path, migrated_file: Path) -> AsyncIterator[RunningApp]:
    images = {
        "store": "s3",
        "bucket": "comics",
        "endpoint_url": "http://127.0.0.1:9/",
        "access_key_id": "key",
        "secret_access_key": "secret",
    }
    async with running_app(tmp_path, migrated=migrated_file, images=images) as app:
        yield app


@pytest.mark.asyncio(loop_scope="function")
async def test_pages_may_load_images_from_the_image_store(s3_app: RunningApp) -> None:
    reply = await call(await s3_app.browser(), "GET", "/", headers=HTML)

    policy = reply.headers["Content-Security-Policy"]
    assert "img-src 'self' http://127.0.0.1:9;" in policy
    assert "script-src 'self';" in policy


async def test_the_account_page_says_who_gets_the_words(client: aiohttp.ClientSession) -> None:
    reply = await call(client, "GET", "/account", headers={**HTML, "Accept-Language": "en"})

    assert sentence("recipient_none", "en") in reply.text
