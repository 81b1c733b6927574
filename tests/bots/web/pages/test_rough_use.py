"""Pages under rough hands: odd addresses, failures at a bad moment, quick fingers, slow lines."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, Route, expect

from tests.bots.web.browsing import ask, goto
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
    """Return what answers such requests with an error."""

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
async def test_a_gallery_shows_itself_whatever_its_address_says(visit: Visit, query: str) -> None:
    page = await visit()

    await goto(page, f"/gallery?{query}")

    await expect(page.locator("#empty")).to_be_visible()


async def test_a_screen_that_is_not_full_yet_is_filled(visit: Visit) -> None:
    page = await visit(viewport=TALL)
    await goto(page, "/")
    await draw(page, *(f"story {number}" for number in range(30)))

    await goto(page, "/gallery")

    await expect(page.locator(".tile")).to_have_count(30)


async def test_what_is_brought_back_hangs_where_it_hung(visit: Visit) -> None:
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
    await expect(page.locator("[data-seen]")).to_have_count(1)  # nothing was loaded anew


async def test_what_goes_wrong_in_a_box_is_told_in_front_of_it(visit: Visit) -> None:
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


async def test_quick_fingers_send_one_report(visit: Visit) -> None:
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


async def test_a_full_disk_is_told_and_not_waited_for(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await page.route("**/ml/generate", refusing("disk_full", 503, "POST"))

    await ask(page, "a story")

    await expect(page.locator(".failure [data-say]")).to_have_text("told: disk_full")


async def test_a_story_that_is_begun_is_there_after_signing_up_and_gone_after_leaving(
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


async def test_whoever_is_faster_than_the_scripts_loses_no_word(visit: Visit) -> None:
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


async def test_only_what_was_shown_is_linked(visit: Visit) -> None:
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


async def test_large_letters_on_a_small_screen_need_no_scrolling_sideways(visit: Visit) -> None:
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


async def test_what_cannot_be_sent_can_be_given_up(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await page.context.set_offline(True)
    await ask(page, "never mind")

    await page.click(act("cancel"))
    await expect(page.locator(".message")).to_have_count(0)
    await expect(page.locator(".notice")).to_have_count(0)
    await page.context.set_offline(False)
    await page.reload()

    await expect(page.locator("#welcome")).to_be_visible()


async def test_an_account_waits_for_a_server_that_is_away(visit: Visit) -> None:
    page = await visit()
    await sign_up(page, "away@example.org")
    await page.route("**/auth/me", lambda route: route.abort())

    await page.reload()
    await expect(page.locator(".notice")).to_contain_text("Connection lost")
    await expect(page.locator("#strangers")).to_be_hidden()
    await page.unroute("**/auth/me")

    await expect(page.locator("#who")).to_contain_text("Signed in")
    await expect(page.locator(".notice")).to_have_count(0)


async def test_a_chat_hears_of_what_the_gallery_beside_it_does(visit: Visit) -> None:
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


async def test_what_has_the_focus_is_not_behind_the_composer(visit: Visit) -> None:
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
