"""Browser tests of the chat page."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Route, expect

from core.sentences import sentence
from tests.application import RunningApp
from tests.bots.web.browsing import goto, make, request_comic
from tests.bots.web.pages.conftest import Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.servers,
    pytest.mark.asyncio(loop_scope="module"),
]

NASTY = "<img src=x onerror=alert(1)>"


def act(name: str) -> str:
    return f"[data-act={name}]"


async def test_a_first_time_visitor_gets_a_comic(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await expect(page.locator("#welcome")).to_be_visible()

    await make(page, "a cat opens a bakery")

    await expect(page.locator("#welcome")).to_be_hidden()
    await expect(page.locator(".asks")).to_have_text("a cat opens a bakery")
    image = page.locator(".answer.comic img").last
    await expect(image).to_have_js_property("complete", value=True)
    assert await image.evaluate("image => image.naturalWidth") > 0


async def test_remarks_of_the_generator_are_one_line_under_the_comic(
    app: RunningApp, visit: Visit
) -> None:
    app.generator.notices = [{"code": "planner_unavailable"}, {"code": "of_a_later_release"}]
    page = await visit()
    await goto(page, "/")
    try:
        await make(page, "a cat opens a bakery")
    finally:
        app.generator.notices = []

    line = page.locator(".answer.comic .comic-notices")
    await expect(line).to_have_text(sentence("generator_planner_unavailable", "en"))
    await page.reload()
    await expect(line).to_have_count(1)

    await make(page, "a dog without remarks")
    await expect(page.locator(".answer.comic")).to_have_count(2)
    await expect(line).to_have_count(1)


async def test_a_suggested_idea_is_drawn_with_one_click(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")

    await page.locator(".idea").nth(1).click()

    await expect(page.locator(".answer.comic")).to_have_count(1)
    assert "samurai" in app.generator.submissions[-1]["inputParams"]["prompt"]


async def test_style_and_panels_are_chosen_by_their_pictures(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")

    await make(page, "a fox", style="noir", panels=6)

    params = app.generator.submissions[-1]["inputParams"]
    assert (params["style"], params["panelCount"]) == ("noir", 6)


async def test_what_a_prompt_orders_counts_unless_the_user_chose_otherwise(
    app: RunningApp, visit: Visit
) -> None:
    page = await visit()
    await goto(page, "/")

    await make(page, "a noir comic about a lost hat, 6 panels")
    ordered = app.generator.submissions[-1]["inputParams"]
    line = page.locator(".comic-notices").first
    await expect(line).to_have_text("Understood: Noir, 6 panels.")
    await make(page, "a noir comic about a lost hat, 6 panels", style="manga")
    chosen = app.generator.submissions[-1]["inputParams"]
    await make(page, "a lost hat")
    kept = app.generator.submissions[-1]["inputParams"]

    assert (ordered["style"], ordered["panelCount"]) == ("noir", 6)
    assert ordered["prompt"] == "A lost hat"
    assert (chosen["style"], chosen["panelCount"]) == ("manga", 6)
    assert (kept["style"], kept["panelCount"]) == ("manga", 4)  # as the picker still shows


async def test_progress_is_shown_and_survives_a_reload(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    app.generator.hold()
    await request_comic(page, "a slow cat")
    await app.generator.next_submission()
    await expect(page.locator("[data-say]")).to_have_text(re.compile("artist|Drawing"))

    await page.reload()
    await expect(page.locator(".asks")).to_have_text("a slow cat")
    await expect(page.locator(".work")).to_be_visible()
    app.generator.resume()

    await expect(page.locator(".answer.comic")).to_have_count(1)
    await expect(page.locator("#live")).to_have_text("Your comic is ready.")


async def test_a_drawing_can_be_canceled(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    app.generator.hold()
    await request_comic(page, "never mind")
    await app.generator.next_submission()

    await page.click(act("cancel"))

    await expect(page.locator(".failure [data-say]")).to_contain_text("Canceled")
    await expect(page.locator(act("again"))).to_be_focused()


async def test_a_failure_is_shown_and_can_be_retried(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    app.generator.refuse(422, "gpu_oom")
    await request_comic(page, "a whale in a teacup")
    await expect(page.locator(".failure [data-say]")).to_contain_text("too big for the artist")
    app.generator.refusal = None

    await page.click(act("again"))

    await expect(page.locator(".answer.comic")).to_have_count(1)
    assert await page.locator(".failure").count() == 1
    await expect(page.locator(".relation")).to_have_text("Another try")


async def test_a_refused_request_is_shown_and_can_be_dismissed(
    app: RunningApp, visit: Visit
) -> None:
    page = await visit()
    await goto(page, "/")
    await page.evaluate("document.querySelector('#story').removeAttribute('maxlength')")

    await request_comic(page, "a" * 2001)
    await expect(page.locator(".failure [data-say]")).to_contain_text("2,001 characters")
    await page.click(act("edit"))
    await expect(page.locator("#story")).to_have_value("a" * 2001)
    await page.press("#story", "Enter")
    await expect(page.locator(".failure [data-say]")).to_contain_text("2,001 characters")
    await page.click(act("dismiss"))

    await expect(page.locator(".message")).to_have_count(0)
    await expect(page.locator("#welcome")).to_be_visible()


async def test_edit_knows_the_options_although_the_history_arrives_late(
    app: RunningApp, visit: Visit
) -> None:
    page = await visit()
    await goto(page, "/")
    drawn = asyncio.Event()

    async def arrive_late(route: Route) -> None:
        answer = await route.fetch()
        await drawn.wait()
        await route.fulfill(response=answer)

    await page.route("**/ml?*", arrive_late)
    app.generator.hold()
    await request_comic(page, "a cat on a roof", style="manga", panels=3)
    await app.generator.next_submission()
    app.generator.resume()
    await expect(page.locator(".answer.comic")).to_have_count(1)

    await page.click(act("edit"))
    await expect(page.locator("#style-name")).to_have_text("Manga")
    async with page.expect_response("**/ml?*"):
        drawn.set()
    await page.click(act("edit"))
    await expect(page.locator("#style-name")).to_have_text("Manga")


async def test_edit_opens_the_request_and_redraws_it(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    first = await make(page, "a cat on a roof", style="manga", panels=3)

    await page.click(act("edit"))
    await expect(page.locator("#story")).to_have_value("a cat on a roof")
    await expect(page.locator("#style-name")).to_have_text("Manga")
    await page.fill("#story", "a cat under a roof")
    await page.press("#story", "Enter")

    await expect(page.locator(".answer.comic")).to_have_count(2)
    params = app.generator.submissions[-1]["inputParams"]
    assert params["prompt"] == "a cat under a roof"
    assert (params["style"], params["panelCount"]) == ("manga", 3)
    history = await (await page.request.get("/ml")).json()
    assert (history["items"][0]["relation"], history["items"][0]["parentUuid"]) == ("edit", first)


async def test_continue_requests_a_continuation(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    first = await make(page, "a cat finds a key", style="manga")

    await page.click(act("continue"))
    await expect(page.locator("#mode")).to_contain_text("What happens next?")
    await page.fill("#story", "it opens a door")
    await page.press("#story", "Enter")

    await expect(page.locator(".answer.comic")).to_have_count(2)
    await expect(page.locator("#mode")).to_be_hidden()
    history = await (await page.request.get("/ml")).json()
    newest = history["items"][0]
    assert (newest["relation"], newest["parentUuid"]) == ("continue", first)
    assert app.generator.submissions[-1]["inputParams"]["style"] == "manga"


async def test_again_draws_the_same_prompt_again(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await make(page, "twice told")

    await page.click(act("again"))

    await expect(page.locator(".answer.comic")).to_have_count(2)
    await expect(page.locator(".asks")).to_have_text(["twice told", "twice told"])
    seeds = [submission["inputParams"]["seed"] for submission in app.generator.submissions[-2:]]
    assert seeds[0] != seeds[1]


async def test_a_deleted_comic_comes_back(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await make(page, "here and gone")

    await page.click(act("more"))
    await page.click(act("delete"))
    await expect(page.locator(".gone")).to_be_visible()
    undo = page.locator(".notice button").first
    await expect(undo).to_be_focused()
    await undo.click()

    await expect(page.locator(".answer.comic img").last).to_be_visible()
    assert len((await (await page.request.get("/gallery")).json())["items"]) == 1


async def test_details_text_report_and_download_are_below_the_comic(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await make(page, "a very small cat")
    await page.click(act("more"))

    await page.click(act("details"))
    await expect(page.locator("#dialog dl")).to_contain_text("a very small cat")
    await page.keyboard.press("Escape")
    await page.click(act("read"))
    await expect(page.locator("#dialog .told")).not_to_be_empty()
    await page.keyboard.press("Escape")
    async with page.expect_download() as download:
        await page.click("a[download]")
    assert (await download.value).suggested_filename.endswith(".png")
    await page.click(act("report"))
    await page.fill("#ask textarea", "this is not a cat")
    await page.click("#dialog .go")

    await expect(page.locator(".notice")).to_contain_text("Thank you")


async def test_html_in_prompts_is_shown_as_text(visit: Visit) -> None:
    page = await visit()
    alerts: list[str] = []
    page.on("dialog", lambda dialog: alerts.append(dialog.message))
    await goto(page, "/")

    await make(page, f"{NASTY} “{NASTY}”")
    await page.click(act("more"))
    await page.click(act("details"))

    await expect(page.locator(".asks")).to_have_text(f"{NASTY} “{NASTY}”")
    await expect(page.locator("#dialog dl")).to_contain_text(NASTY)
    await goto(page, "/gallery")
    await expect(page.locator(".tile .name")).to_contain_text(NASTY)
    assert await page.locator("img[src=x]").count() == 0
    assert alerts == []


async def test_two_users_do_not_see_each_others_comics(visit: Visit) -> None:
    one, other = await visit(), await visit()
    await goto(one, "/")
    await goto(other, "/")
    await make(one, "a secret of mine")
    await make(other, "a secret of yours")

    for page, own in ((one, "a secret of mine"), (other, "a secret of yours")):
        await goto(page, "/")
        await expect(page.locator(".asks")).to_have_text([own])
        await goto(page, "/gallery")
        await expect(page.locator(".tile .name")).to_have_text([own])


async def test_many_at_once_leave_connections_for_everything_else(
    app: RunningApp, visit: Visit
) -> None:
    page = await visit()
    await goto(page, "/")
    app.generator.hold()
    for number in range(8):
        await request_comic(page, f"one of many, {number}")
    await expect(page.locator(".work .caption")).to_have_count(8)

    second = await page.context.new_page()
    await goto(second, "/gallery")
    app.generator.resume()

    await expect(page.locator(".answer.comic")).to_have_count(8, timeout=30_000)


async def test_two_tabs_show_the_same(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    second = await page.context.new_page()
    await goto(second, "/")

    await make(page, "told in the first tab")

    await expect(second.locator(".asks")).to_have_text(["told in the first tab"])
    await expect(second.locator(".answer.comic")).to_have_count(1)


async def test_older_comics_are_loaded_on_scrolling_up(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    for number in range(17):
        answer = await page.request.post(
            "/ml/generate", data={"inputParams": {"prompt": f"story {number}"}}
        )
        assert answer.ok
    await goto(page, "/")
    await expect(page.locator(".asks").last).to_have_text("story 16")

    await page.locator("#older").scroll_into_view_if_needed()

    await expect(page.locator(".asks")).to_have_text([f"story {n}" for n in range(17)])


async def test_commands_are_suggested_and_understood(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")

    await page.locator("#story").press_sequentially("/my")
    await expect(page.get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Tab")
    await expect(page.locator("#story")).to_have_value("/mygallery ")
    await page.locator("#story").press_sequentially("cat")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/gallery?q=cat")
    await goto(page, "/")
    await request_comic(page, "/help")
    await expect(page.locator(".message")).to_contain_text("/mygallery")
    await request_comic(page, "/dance")
    await expect(page.locator("#story-problem")).to_contain_text("/dance")
    await make(page, "/comic a dog")

    await expect(page.locator(".asks")).to_have_text("a dog")


async def test_a_lost_response_leads_to_one_comic_only(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    drawn = len(app.generator.submissions)
    lost: list[str] = []

    async def lose_the_first_answer(route: object) -> None:
        if lost:
            await route.continue_()  # type: ignore[attr-defined]
            return
        lost.append("answer")
        await route.fetch()  # type: ignore[attr-defined]
        await route.abort()  # type: ignore[attr-defined]

    await page.route("**/ml/generate", lose_the_first_answer)
    await make(page, "only once")

    assert lost
    assert len(app.generator.submissions) == drawn + 1
    await expect(page.locator(".message")).to_have_count(1)


async def test_a_page_catches_up_after_the_machine_slept(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    app.generator.hold()
    await request_comic(page, "drawn while nobody looks")
    uuid = await app.generator.next_submission()
    await expect(page.locator(".work")).to_be_visible()

    await page.context.set_offline(True)
    app.generator.resume()
    await app.wait_for_end(uuid)
    await page.context.set_offline(False)

    await expect(page.locator(".answer.comic")).to_have_count(1)


async def test_a_request_made_offline_is_sent_once_online(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await page.context.set_offline(True)

    await request_comic(page, "written in a tunnel")
    await expect(page.locator("[data-say]")).to_contain_text("Your story is saved")
    await page.context.set_offline(False)

    await expect(page.locator(".answer.comic")).to_have_count(1)
    await expect(page.locator(".notice")).to_have_count(0)


async def test_the_page_polls_if_streams_are_refused(visit: Visit) -> None:
    page = await visit()
    await page.route("**/events", lambda route: route.fulfill(status=429, body="{}"))
    await goto(page, "/")

    await make(page, "without a stream")

    await expect(page.locator(".answer.comic")).to_have_count(1)


async def test_the_chat_page_can_be_used_by_keyboard_only(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")

    async def tab_to(selector: str) -> None:
        for _ in range(40):
            await page.keyboard.press("Tab")
            if await page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        pytest.fail(f"{selector} is out of reach")

    await tab_to("#story")
    await page.keyboard.type("a cat plays the piano")
    await page.keyboard.press("Enter")
    await expect(page.locator(".answer.comic")).to_have_count(1)
    await page.evaluate("document.activeElement.blur()")
    await tab_to("[data-act=favorite]")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-act=favorite]")).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("Home")
    await page.evaluate("document.activeElement.blur()")
    await tab_to("a[href='/gallery']")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".tile")
    await tab_to(".tile .look")
    await page.keyboard.press("Enter")
    await expect(page.locator("#viewer")).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(page.locator("#viewer")).to_be_hidden()
    await expect(page.locator(".tile .look")).to_be_focused()


async def test_typing_a_story_hints_that_the_gpu_will_be_needed(
    app: RunningApp, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.services.wake_hints, "enabled", True)
    page = await visit()
    await goto(page, "/")

    await page.fill("#story", "a cat")

    await app.wait_for_wake_hint()


async def test_without_a_rented_gpu_typing_sends_nothing(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    paths: list[str] = []
    page.on("request", lambda request: paths.append(request.url))

    await page.fill("#story", "a cat")
    await make(page, "a cat opens a bakery")

    assert paths
    assert not [path for path in paths if path.endswith("/ml/hint")]
