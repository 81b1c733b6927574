"""Browser tests of all pages: accessibility, narrow screens, dark mode, every language."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect
from yarl import URL

from core.sentences import CATALOGUE
from tests.application import RunningApp, call, draw
from tests.bots.web.browsing import goto, make
from tests.bots.web.pages.conftest import Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.servers,
    pytest.mark.asyncio(loop_scope="module"),
]

SCHEMES = ("light", "dark")
WIDTHS = (360, 768, 1440)
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 2
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visitor_with_history(app: RunningApp) -> dict[str, Any]:
    """Browser state of a visitor with a comic, a failed job and a prompt with a long word."""
    client = await app.browser()
    await draw(client, f"a cat with a very long word: {LONG}")
    app.generator.refuse(422, "gpu_oom")
    request_body = {"inputParams": {"prompt": "a story that goes wrong"}}
    await call(client, "POST", "/ml/generate", json=request_body)
    app.generator.refusal = None
    uuid = await draw(client, "مرحبا بالعالم “أهلا”")
    cookies = [
        {"name": name, "value": morsel.value, "url": app.url}
        for name, morsel in client.cookie_jar.filter_cookies(URL(app.url)).items()
    ]
    return {"cookies": cookies, "uuid": uuid}


async def as_visitor_with_history(
    visit: Visit, visitor_with_history: dict[str, Any], **options: Any
) -> Page:
    page = await visit(**options)
    await page.context.add_cookies(visitor_with_history["cookies"])
    return page


async def show_everything(page: Page, path: str) -> None:
    """Open the page and everything on it that can be opened."""
    await goto(page, path)
    if path == "/":
        await page.locator("[data-act=more]").last.click()
        await page.fill("#story", "/")
        await expect(page.locator("#suggestions")).to_be_visible()
    if path == "/account":
        await page.click("#get-code")
        await expect(page.locator("#code")).to_be_visible()


async def findings(page: Page) -> list[str]:
    results = await Axe().run(page)
    return [
        f"{found['id']}: {node['target']} {node['failureSummary']}"
        for found in results.response["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_every_page_is_accessible(
    visit: Visit, visitor_with_history: dict[str, Any], scheme: str
) -> None:
    page = await as_visitor_with_history(
        visit, visitor_with_history, color_scheme=scheme, reduced_motion="reduce"
    )

    for path in ("/", "/gallery", "/account", "/link", f"/comics/{visitor_with_history['uuid']}"):
        await show_everything(page, path)
        assert (path, await findings(page)) == (path, [])


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_every_dialog_is_accessible(
    visit: Visit, visitor_with_history: dict[str, Any], scheme: str
) -> None:
    page = await as_visitor_with_history(
        visit, visitor_with_history, color_scheme=scheme, reduced_motion="reduce"
    )
    await goto(page, "/gallery")
    await page.locator(".look").first.click()
    assert await findings(page) == []
    for act in ("details", "read", "share", "report"):
        await page.click(f"#viewer [data-act={act}]")
        await expect(page.locator("#dialog")).to_be_visible()
        assert (act, await findings(page)) == (act, [])
        await page.keyboard.press("Escape")
    await page.click("#viewer [data-act=retitle]")
    assert await findings(page) == []
    await goto(page, "/")
    for picker in ("#style-picker", "#panel-picker"):
        await page.click(f"{picker} summary")
        assert (picker, await findings(page)) == (picker, [])
    empty = await visit(color_scheme=scheme, reduced_motion="reduce")
    for path in ("/", "/gallery?q=nothing", "/account", f"/comics/{UUID(int=0)}"):
        await empty.goto(path)
        await expect(empty.locator("h1")).to_have_count(1)
        await empty.wait_for_load_state("networkidle")
        assert (path, await findings(empty)) == (path, [])


@pytest.mark.parametrize("width", WIDTHS)
async def test_no_page_scrolls_sideways(
    visit: Visit, visitor_with_history: dict[str, Any], width: int
) -> None:
    page = await as_visitor_with_history(
        visit, visitor_with_history, viewport={"width": width, "height": 740}
    )

    for path in ("/", "/gallery", "/account", "/link", f"/comics/{visitor_with_history['uuid']}"):
        await show_everything(page, path)
        assert (path, await page.evaluate(TOO_WIDE)) == (path, False)
    await goto(page, "/gallery")
    await page.locator(".look").last.click()
    assert await page.locator("#viewer").evaluate("it => it.scrollWidth <= it.clientWidth")


@pytest.mark.parametrize("locale", CATALOGUE.languages)
async def test_every_language_fits_a_narrow_screen(
    visit: Visit, visitor_with_history: dict[str, Any], locale: str
) -> None:
    page = await as_visitor_with_history(
        visit, visitor_with_history, viewport={"width": 360, "height": 740}, locale=locale
    )

    for path in ("/", "/gallery", "/account", "/link"):
        await show_everything(page, path)
        await expect(page.locator("html")).to_have_attribute("lang", locale)
        assert (path, await page.evaluate(TOO_WIDE)) == (path, False)


async def test_texts_have_the_direction_of_their_script(
    visit: Visit, visitor_with_history: dict[str, Any]
) -> None:
    page = await as_visitor_with_history(visit, visitor_with_history)
    await goto(page, "/")

    direction = "element => getComputedStyle(element).direction"
    assert await page.locator(".asks").last.evaluate(direction) == "rtl"
    assert await page.locator(".asks").first.evaluate(direction) == "ltr"
    await page.fill("#story", "مرحبا")
    assert await page.locator("#story").evaluate(direction) == "rtl"


async def test_every_button_has_a_label(visit: Visit, visitor_with_history: dict[str, Any]) -> None:
    page = await as_visitor_with_history(
        visit, visitor_with_history, viewport={"width": 360, "height": 740}
    )

    for path in ("/", "/gallery", "/account", "/link"):
        await show_everything(page, path)
        words = await page.locator("button:visible:not(.look)").all_inner_texts()
        assert words
        assert all(word.strip() for word in words)


async def test_reduced_motion_is_respected(visit: Visit) -> None:
    page = await visit(reduced_motion="reduce")
    await goto(page, "/")

    moving = await page.evaluate("document.getAnimations().length")

    assert moving == 0


async def test_only_changes_of_stage_are_announced(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await page.evaluate(
        """() => {
            window.announced = [];
            const live = document.querySelector('#live');
            new MutationObserver(() => window.announced.push(live.textContent))
                .observe(live, {childList: true, characterData: true, subtree: true});
        }"""
    )

    await make(page, "a cat that is talked about")

    announced = await page.evaluate("window.announced")
    assert announced[-1] == "Your comic is ready."
    assert len(announced) == len(set(announced))
    assert await page.locator("[aria-live]").count() == 1
