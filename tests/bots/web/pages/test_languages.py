"""Tests of the languages of the pages."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bots.web.app import build_web_app
from bots.web.server import WebServer
from core.sentences import CATALOGUE
from tests.application import RunningApp, call
from tests.german import MARK, with_german

HTML = {"Accept": "text/html"}
DATA = "name = 'Arabic'\ndirection = 'rtl'\n"


@pytest.fixture
async def german(app: RunningApp, tmp_path: Path) -> AsyncIterator[aiohttp.ClientSession]:
    """Client of a server whose catalogue also has German and a right-to-left language."""
    folder = tmp_path / "languages"
    catalogue = with_german(folder)
    (folder / "ar").mkdir()
    (folder / "ar" / "language.toml").write_text(DATA, encoding="utf-8")
    server = WebServer(build_web_app(app.services, catalogue=catalogue), "127.0.0.1", 0)
    port = await server.start()
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            yield session
    finally:
        await server.stop(timeout=5)


async def test_a_page_is_available_in_every_language_with_a_folder(
    german: aiohttp.ClientSession,
) -> None:
    page = await call(german, "GET", "/", headers={**HTML, "Accept-Language": "de-CH"})

    assert '<html lang="de" dir="ltr">' in page.text
    assert page.headers["Content-Language"] == "de"
    assert MARK + CATALOGUE.sentence("web_welcome", "en") in page.text


async def test_the_account_page_offers_every_language_by_its_own_name(
    german: aiohttp.ClientSession,
) -> None:
    page = await call(german, "GET", "/account", headers={**HTML, "Cookie": "comicai_language=de"})

    assert '<option value="de" lang="de" dir="ltr" selected>Deutsch</option>' in page.text
    for name in ("English", "Español", "日本語", "Português (Brasil)"):
        assert f">{name}</option>" in page.text


async def test_a_page_is_written_in_the_direction_of_its_language(
    german: aiohttp.ClientSession,
) -> None:
    page = await call(german, "GET", "/", headers={**HTML, "Accept-Language": "ar"})

    assert '<html lang="ar" dir="rtl">' in page.text
    assert CATALOGUE.sentence("web_welcome", "en") in page.text  # its fallback


async def test_scripts_get_the_sentences_of_every_language_with_a_folder(
    german: aiohttp.ClientSession,
) -> None:
    known = await call(german, "GET", "/static/any/words/de.json")
    unknown = await call(german, "GET", "/static/any/words/fr.json")

    assert json.loads(known.text)["web_done"] == MARK + CATALOGUE.sentence("web_done", "en")
    assert unknown.status == 404
