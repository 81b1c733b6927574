"""Browser tests of the gallery page."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from core.gallery.service import PAGE_SIZE
from tests.application import RunningApp
from tests.bots.web.browsing import goto
from tests.bots.web.pages.conftest import Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.servers,
    pytest.mark.asyncio(loop_scope="module"),
]


def act(name: str) -> str:
    return f"[data-act={name}]"


async def draw(page: Page, *prompts: str, **params: object) -> list[str]:
    """Draw comics in this browser; return their UUIDs, oldest first."""
    uuids = []
    for prompt in prompts:
        request_body = {"inputParams": {"prompt": prompt, **params}, "private": True}
        answer = await page.request.post("/ml/generate", data=request_body)
        assert answer.ok, await answer.text()
        uuids.append((await answer.json())["uuid"])
    return uuids


async def test_an_empty_gallery_links_to_the_chat(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/gallery")

    await expect(page.locator("#empty")).to_contain_text("any yet")
    await page.click("#empty .go")

    await expect(page.locator("#welcome")).to_be_visible()


async def test_more_comics_are_loaded_on_scrolling(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    stories = [f"story {number}" for number in range(PAGE_SIZE + 6)]
    await draw(page, *stories)
    await goto(page, "/gallery")
    await expect(page.locator(".tile").first).to_be_visible()

    await page.locator("#further").scroll_into_view_if_needed()

    await expect(page.locator(".tile .name")).to_have_text(list(reversed(stories)))


async def test_comics_are_found_in_japanese_and_by_emoji(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await draw(page, "猫が月でパン屋を開く", "a dog with a 🥐 in its mouth", "a plain dog")
    await goto(page, "/gallery")

    await page.fill("[name=q]", "パン屋")
    await expect(page.locator(".tile .name")).to_have_text(["猫が月でパン屋を開く"])
    await page.fill("[name=q]", "🥐")
    await expect(page.locator(".tile .name")).to_have_text(["a dog with a 🥐 in its mouth"])
    await page.reload()
    await expect(page.locator(".tile")).to_have_count(1)
    await page.fill("[name=q]", "elephant")
    await expect(page.locator("#empty")).to_contain_text("No matches")
    await page.click("#empty button")

    await expect(page.locator(".tile")).to_have_count(3)


async def test_filters_apply_to_the_gallery(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await draw(page, "in black", style="noir")
    await draw(page, "in dots", style="pixel")
    await goto(page, "/gallery")

    await page.select_option("[name=style]", "noir")
    await expect(page.locator(".tile .name")).to_have_text(["in black"])
    await page.select_option("[name=style]", "")
    await page.select_option("[name=platform]", "discord")
    await expect(page.locator(".tile")).to_have_count(0)
    await page.select_option("[name=platform]", "web")
    await expect(page.locator(".tile")).to_have_count(2)
    await page.locator(".tile", has_text="in dots").locator(act("favorite")).click()
    await page.check("[name=favorite]")

    await expect(page.locator(".tile .name")).to_have_text(["in dots"])


async def test_a_comic_made_favorite_while_the_filter_is_applied_appears(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await draw(page, "a quick change", "another")
    await goto(page, "/gallery")
    answer_now = asyncio.Event()

    async def store_late(route: Route) -> None:
        await answer_now.wait()
        await route.continue_()

    await page.route("**/gallery/*", store_late)
    await page.locator(".tile", has_text="a quick change").locator(act("favorite")).click()
    await page.check("[name=favorite]")
    await expect(page.locator(".tile")).to_have_count(0)
    answer_now.set()

    await expect(page.locator(".tile .name")).to_have_text(["a quick change"])


async def test_thumbnails_are_as_large_as_the_screen_needs(visit: Visit) -> None:
    page = await visit(viewport={"width": 360, "height": 740}, device_scale_factor=1)
    await goto(page, "/")
    await draw(page, "a small one")
    await goto(page, "/gallery")

    image = page.locator(".tile img")
    await expect(image).to_have_js_property("complete", value=True)

    assert "width=320" in await image.evaluate("image => image.currentSrc")


async def test_the_viewer_has_keyboard_shortcuts(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await draw(page, "first", "second", "third")
    await goto(page, "/gallery")

    await page.locator(".look").first.click()
    title = page.locator("#viewer-title")
    await expect(title).to_have_text("third")
    await page.keyboard.press("ArrowRight")
    await expect(title).to_have_text("second")
    await page.keyboard.press("f")
    await expect(page.locator("#viewer [data-act=favorite]")).to_have_attribute(
        "aria-pressed", "true"
    )
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await expect(title).to_have_text("first")
    await page.keyboard.press("ArrowLeft")
    await expect(title).to_have_text("second")
    await page.keyboard.press("Escape")

    await expect(page.locator("#viewer")).to_be_hidden()
    tile = page.locator(".tile", has_text="second")
    await expect(tile.locator(".look")).to_be_focused()
    await expect(tile.locator(act("favorite"))).to_have_attribute("aria-pressed", "true")


async def test_a_title_can_be_changed(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await draw(page, "an untitled story")
    await goto(page, "/gallery")
    await page.locator(".look").first.click()

    await page.click(act("retitle"))
    await page.fill("[name=title]", "The Title")
    await page.keyboard.press("Enter")
    await expect(page.locator("#viewer-title")).to_have_text("The Title")
    await expect(page.locator(act("retitle"))).to_be_focused()
    await page.click(act("retitle"))
    await page.keyboard.press("Escape")
    await expect(page.locator("#viewer")).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(page.locator(".tile .name")).to_have_text("The Title")


async def test_a_deleted_comic_comes_back(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await draw(page, "stays", "goes and comes")
    await goto(page, "/gallery")
    await page.locator(".look").first.click()

    await page.click(act("delete"))
    await expect(page.locator(".tile .name")).to_have_text(["stays"])
    await page.locator(".notice button").first.click()

    await expect(page.locator(".tile .name")).to_have_text(["goes and comes", "stays"])


async def test_a_share_link_works_for_others_until_it_is_withdrawn(visit: Visit) -> None:
    page, stranger = await visit(), await visit()
    await goto(page, "/")
    await draw(page, "to be shared")
    await goto(page, "/gallery")
    await page.locator(".look").first.click()

    await page.click("#viewer [data-act=share]")
    await page.click("#dialog .go")
    link = await page.locator("#dialog .line").input_value()
    await goto(stranger, link)
    await expect(stranger.locator("#comic img")).to_have_js_property("complete", value=True)
    assert await stranger.locator("#comic img").evaluate("image => image.naturalWidth") > 0
    await page.locator("#dialog button", has_text="Withdraw").click()
    await expect(page.locator("#dialog button", has_text="Make a link")).to_be_visible()

    gone = await stranger.goto(link)
    assert gone is not None
    assert gone.status == 404
    await expect(stranger.locator("h1")).to_have_text("Something is missing here")


async def test_another_like_this_opens_the_chat_page(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await draw(page, "one of a kind & more", style="pixel", panelCount=2)
    await goto(page, "/gallery")
    await page.locator(".look").first.click()

    await page.click(act("another"))
    await expect(page.locator("#story")).to_have_value("one of a kind & more")
    await page.press("#story", "Enter")

    await expect(page.locator(".answer.comic")).to_have_count(2)
    params = app.generator.submissions[-1]["inputParams"]
    assert (params["style"], params["panelCount"]) == ("pixel", 2)


async def test_the_page_of_an_own_comic_has_more_actions(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    (uuid,) = await draw(page, "mine")

    await goto(page, f"/comics/{uuid}")
    await page.click(act("favorite"))
    await expect(page.locator(act("favorite"))).to_have_attribute("aria-pressed", "true")
    await page.click("#report")
    await page.fill("#ask textarea", "a test")
    await page.click("#dialog .go")

    await expect(page.locator(".notice")).to_contain_text("Thank you")
