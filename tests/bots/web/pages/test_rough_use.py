"""Browser tests of unusual use: invalid queries, errors, repeated clicks, slow connections."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, Route, expect

from tests.bots.web.browsing import goto, request_comic
from tests.bots.web.pages.conftest import Visit
from tests.bots.web.pages.test_account import sign_up
from tests.bots.web.pages.test_gallery import act, draw

pytestmark = [
    pytest.mark.browser,
    pytest.mark.servers,
    pytest.mark.asyncio(loop_scope="module"),
]

TALL = {"width": 1000, "height": 5000}


def refusing(code: str, status: int, method: str) -> Callable[[Route], Awaitable[None]]:
    """Return a route handler that answers such requests with an error."""

    async def refuse(route: Route) -> None:
        if route.request.method != method:
            await route.continue_()
            return
        problem = {"code": code, "message": f"told: {code}", "retryable": True}
        await route.fulfill(status=status, json={"error": problem})

    return refuse


async def stories_of(page: Page) -> list[str]:
    return await page.locator(".tile .name").all_text_contents()


@pytest.mark.parametrize("query", ["length=1", "item=x", "style=none-such", "q=%00&favorite=maybe"])
async def test_a_gallery_with_an_invalid_query_is_shown(visit: Visit, query: str) -> None:
    page = await visit()

    await goto(page, f"/gallery?{query}")

    await expect(page.locator("#empty")).to_be_visible()


async def test_pages_are_loaded_until_the_screen_is_full(visit: Visit) -> None:
    page = await visit(viewport=TALL)
    await goto(page, "/")
    await draw(page, *(f"story {number}" for number in range(30)))

    await goto(page, "/gallery")

    await expect(page.locator(".tile")).to_have_count(30)


async def test_a_restored_comic_returns_to_its_place(visit: Visit) -> None:
    page = await visit(viewport=TALL)
    await goto(page, "/")
    await draw(page, *(f"story {number}" for number in range(30)))
    await goto(page, "/gallery")
    await expect(page.locator(".tile")).to_have_count(30)
    before = await stories_of(page)
    await page.locator(".tile").last.evaluate("tile => { tile.dataset.seen = 'true'; }")

    await page.locator(".look").nth(26).click()
    await page.click(act("delete"))
    await expect(page.locator(".tile")).to_have_count(29)
    await page.locator(".notice button").first.click()
    await expect(page.locator(".tile")).to_have_count(30)

    assert await stories_of(page) == before
    await expect(page.locator("[data-seen]")).to_have_count(1)  # nothing was loaded again


async def test_errors_in_a_dialog_are_shown_in_front_of_it(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await draw(page, "a story")
    await goto(page, "/gallery")
    await page.locator(".look").click()
    await page.route("**/gallery/*", refusing("forbidden", 403, "PATCH"))

    await page.locator("#viewer").locator(act("favorite")).click()
    await expect(page.locator(".notice")).to_contain_text("told: forbidden")
    await page.locator(".notice button").click()
    await expect(page.locator(".notice")).to_have_count(0)
    await page.locator("#viewer").locator(act("share")).click()
    await page.locator("#dialog .go").click()
    await page.locator(".notice button").click(trial=True)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")

    await page.locator(".notice button").click()


async def test_repeated_clicks_send_one_report(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await draw(page, "a story")
    await goto(page, "/gallery")
    await page.locator(".look").click()
    await page.click(act("report"))
    await page.fill("#dialog textarea", "not nice")

    await page.locator("#dialog .go").evaluate("go => { go.click(); go.click(); go.click(); }")
    await expect(page.locator("#dialog")).to_be_hidden()

    await expect(page.locator(".notice")).to_have_count(1)


async def test_a_full_disk_is_reported_without_retries(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await page.route("**/ml/generate", refusing("disk_full", 503, "POST"))

    await request_comic(page, "a story")

    await expect(page.locator(".failure [data-say]")).to_have_text("told: disk_full")


async def test_a_draft_is_kept_on_sign_up_and_deleted_on_logout(
    visit: Visit,
) -> None:
    page = await visit()
    await goto(page, "/")
    await page.fill("#story", "a long story that is not sent yet")

    await sign_up(page, "draft@example.org")
    await goto(page, "/")
    await expect(page.locator("#story")).to_have_value("a long story that is not sent yet")
    other_tab = await page.context.new_page()
    await goto(other_tab, "/account")
    await other_tab.click("#log-out")

    await expect(page.locator("#story")).to_have_value("")


async def test_text_typed_before_the_scripts_load_is_kept(visit: Visit) -> None:
    page = await visit()
    arrived = asyncio.Event()

    async def late(route: Route) -> None:
        await arrived.wait()
        await route.continue_()

    await page.route("**/js/composer.js", late)
    await page.goto("/", wait_until="commit")
    await page.fill("#story", "typed early")
    await expect(page.locator("#send")).to_be_disabled()
    arrived.set()

    await page.click("#send")

    await expect(page.locator(".asks")).to_have_text(["typed early"])


async def test_only_the_previewed_code_is_claimed(visit: Visit) -> None:
    codes = []
    for story in ("one", "another"):
        stranger = await visit()
        await goto(stranger, "/")
        await draw(stranger, story)
        await goto(stranger, "/account")
        await stranger.click("#get-code")
        codes.append(await stranger.locator("#code b").inner_text())
    page = await visit()
    await goto(page, f"/link?code={codes[0]}")
    await expect(page.locator("#claim")).to_be_visible()

    await page.fill("[name=code]", codes[1])

    await expect(page.locator("#claim")).to_be_hidden()


async def test_large_text_on_a_small_screen_does_not_scroll_sideways(visit: Visit) -> None:
    page = await visit(viewport={"width": 320, "height": 640})
    enlarge = "() => { document.documentElement.style.fontSize = '200%'; }"

    for path in ("/", "/gallery", "/link"):
        await goto(page, path)
        await page.evaluate(enlarge)
        wide = "document.documentElement.scrollWidth > innerWidth"
        assert (path, await page.evaluate(wide)) == (path, False)
    await goto(page, "/")
    await page.evaluate(enlarge)
    assert await page.locator("#story").evaluate("story => story.offsetWidth > 200")


async def test_a_request_that_cannot_be_sent_can_be_discarded(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await page.context.set_offline(True)
    await request_comic(page, "never mind")

    await page.click(act("cancel"))
    await expect(page.locator(".message")).to_have_count(0)
    await expect(page.locator(".notice")).to_have_count(0)
    await page.context.set_offline(False)
    await page.reload()

    await expect(page.locator("#welcome")).to_be_visible()


async def test_the_account_page_waits_for_an_unavailable_server(visit: Visit) -> None:
    page = await visit()
    await sign_up(page, "away@example.org")
    await page.route("**/auth/me", lambda route: route.abort())

    await page.reload()
    await expect(page.locator(".notice")).to_contain_text("Connection lost")
    await expect(page.locator("#strangers")).to_be_hidden()
    await page.unroute("**/auth/me")

    await expect(page.locator("#who")).to_contain_text("Signed in")
    await expect(page.locator(".notice")).to_have_count(0)


async def test_the_chat_follows_changes_in_another_tab(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await draw(page, "a story")
    await page.reload()
    await expect(page.locator(".answer.comic")).to_have_count(1)
    beside = await page.context.new_page()
    await goto(beside, "/gallery")
    await beside.locator(".look").click()

    await beside.click(act("delete"))
    await expect(page.locator(".gone-comic")).to_have_count(1)
    await beside.locator(".notice button").first.click()

    await expect(page.locator(".answer.comic")).to_have_count(1)


async def test_the_focused_element_is_not_covered_by_the_composer(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await draw(page, "first", "second", "third")
    await page.reload()
    await expect(page.locator(".answer.comic img")).to_have_count(6)
    await page.evaluate("scrollTo(0, 0)")
    await page.focus(".logo")

    composer = await page.locator("#composer").bounding_box()
    assert composer is not None
    bottoms: dict[str | None, float] = {}
    for _ in range(20):
        await page.keyboard.press("Tab")
        name, bottom = await page.evaluate(
            "() => [document.activeElement.dataset.act,"
            " document.activeElement.getBoundingClientRect().bottom]"
        )
        bottoms[name] = max(bottom, bottoms.get(name, 0))
    assert {"again", "favorite", "more"} <= set(bottoms)
    for name in ("again", "favorite", "more"):
        assert bottoms[name] <= composer["y"]
