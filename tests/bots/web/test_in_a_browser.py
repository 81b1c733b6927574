"""Tests of images and cookies of the API in a real browser, with the server's security headers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.application import RunningApp, draw, running_app
from tests.bots.web.browsing import FLAGS, chromium_path

pytestmark = [pytest.mark.browser, pytest.mark.servers]

SIZE = "() => [document.images[0].naturalWidth, document.images[0].naturalHeight]"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(), args=list(FLAGS)
        )
        yield browser
        await browser.close()


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    async with running_app(tmp_path) as app:
        yield app


async def size_of_picture(page: Page, url: str) -> list[int]:
    response = await page.goto(url)
    assert response is not None
    assert response.ok
    size: list[int] = await page.evaluate(SIZE)
    return size


async def test_a_comics_stable_link_shows_the_picture(app: RunningApp, browser: Browser) -> None:
    uuid = await draw(await app.browser(), "a cat")
    page = await browser.new_page()

    size = await size_of_picture(page, f"{app.url}/comics/{uuid}/image")

    assert size == [40, 30]


async def test_a_visitor_is_recognized_on_the_second_visit(
    app: RunningApp, browser: Browser
) -> None:
    context = await browser.new_context(base_url=app.url)
    made = await context.request.post(
        "/ml/generate", data={"inputParams": {"prompt": "mine"}, "private": True}
    )
    uuid = (await made.json())["uuid"]
    page, stranger = await context.new_page(), await browser.new_page()

    size = await size_of_picture(page, f"{app.url}/comics/{uuid}/image")
    refused = await stranger.goto(f"{app.url}/comics/{uuid}/image")

    assert size == [40, 30]
    assert refused is not None
    assert refused.status == 404


async def test_a_page_of_another_origin_cannot_act_for_a_visitor(
    app: RunningApp, browser: Browser
) -> None:
    context = await browser.new_context()
    made = await context.request.post(
        f"{app.url}/ml/generate", data={"inputParams": {"prompt": "mine"}}
    )
    uuid = (await made.json())["uuid"]
    page = await context.new_page()
    await page.goto("data:text/html,<title>elsewhere</title>")

    outcome = await page.evaluate(
        "url => fetch(url, {method: 'DELETE', credentials: 'include', mode: 'no-cors'})"
        ".then(answer => answer.type, error => error.name)",
        f"{app.url}/gallery/{uuid}",
    )

    kept = await context.request.get(f"{app.url}/ml/{uuid}")
    assert outcome in {"TypeError", "opaque"}
    assert (await kept.json())["status"] == "drawn"
