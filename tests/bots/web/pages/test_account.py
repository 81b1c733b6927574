"""Browser tests of the account and link pages."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from core.models.identity import Identity, Platform, Requester
from tests.application import PASSWORD, RunningApp
from tests.bots.web.browsing import goto, make
from tests.bots.web.pages.conftest import Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.servers,
    pytest.mark.asyncio(loop_scope="module"),
]


async def sign_up(page: Page, email: str, name: str = "") -> None:
    await goto(page, "/account")
    await page.fill("#sign-up [name=email]", email)
    await page.fill("#sign-up [name=password]", PASSWORD)
    await page.fill("#sign-up [name=displayName]", name)
    await page.click("#sign-up button")
    await expect(page.locator("#who")).to_contain_text("Signed in")


async def log_in(page: Page, email: str, password: str = PASSWORD) -> None:
    await goto(page, "/account")
    await page.fill("#log-in [name=email]", email)
    await page.fill("#log-in [name=password]", password)
    await page.click("#log-in button")


async def titles(page: Page) -> list[str]:
    await goto(page, "/gallery")
    return await page.locator(".tile .name").all_text_contents()


async def test_comics_of_a_visitor_are_kept_after_signing_up(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await make(page, "made before the account")

    await sign_up(page, "before@example.org", "Ada <b>")
    await expect(page.locator("#who")).to_contain_text("Signed in as Ada <b>. Comics: 1")

    assert await titles(page) == ["made before the account"]


async def test_a_login_offers_to_take_over_the_visitors_comics(visit: Visit) -> None:
    home, cafe, library = await visit(), await visit(), await visit()
    await sign_up(home, "adopt@example.org")
    for page, story in ((cafe, "made in a café"), (library, "made in a library")):
        await goto(page, "/")
        await make(page, story)

    await log_in(cafe, "adopt@example.org")
    await expect(cafe.locator("#who")).to_contain_text("Comics: 1")
    await goto(library, "/account")
    await library.uncheck("[name=adopt]")
    await library.fill("#log-in [name=email]", "adopt@example.org")
    await library.fill("#log-in [name=password]", PASSWORD)
    await library.click("#log-in button")
    await expect(library.locator("#who")).to_contain_text("Comics: 1")

    assert await titles(home) == ["made in a café"]


async def test_a_wrong_password_is_shown_in_the_form(visit: Visit) -> None:
    page = await visit()

    await log_in(page, "nobody@example.org", "wrong wrong wrong")

    await expect(page.locator("#log-in .problem")).to_contain_text(
        "e-mail address or password is wrong"
    )


async def test_logging_out_removes_everything_from_the_page(visit: Visit) -> None:
    page = await visit()
    await sign_up(page, "leaving@example.org")
    await goto(page, "/")
    await make(page, "mine alone")
    other_tab = await page.context.new_page()
    await goto(other_tab, "/")
    await expect(other_tab.locator(".asks")).to_have_text(["mine alone"])
    await goto(page, "/account")

    await page.click("#log-out")
    await expect(page.locator("#strangers")).to_be_visible()
    await expect(other_tab.locator("#welcome")).to_be_visible()
    assert await titles(page) == []
    await log_in(page, "leaving@example.org")
    await expect(page.locator("#who")).to_contain_text("Signed in")

    assert await titles(page) == ["mine alone"]


async def test_signing_out_everywhere_ends_the_other_browser_too(visit: Visit) -> None:
    page, other = await visit(), await visit()
    await sign_up(page, "everywhere@example.org")
    await log_in(other, "everywhere@example.org")
    await expect(other.locator("#who")).to_contain_text("Signed in")

    await page.click("#everywhere")
    await expect(page.locator("#strangers")).to_be_visible()
    await goto(other, "/account")

    await expect(other.locator("#strangers")).to_be_visible()


async def test_only_the_changed_password_is_valid(visit: Visit) -> None:
    page, other = await visit(), await visit()
    await sign_up(page, "change@example.org")
    await page.fill("[name=oldPassword]", PASSWORD)
    await page.fill("[name=newPassword]", "a wholly new password")
    await page.click("#password button")
    await expect(page.locator(".notice", has_text="password has been changed")).to_be_visible()

    await log_in(other, "change@example.org", PASSWORD)
    await expect(other.locator("#log-in .problem")).not_to_be_empty()
    await log_in(other, "change@example.org", "a wholly new password")

    await expect(other.locator("#who")).to_contain_text("Signed in")


async def test_an_account_is_deleted_with_its_password(visit: Visit) -> None:
    page = await visit()
    await sign_up(page, "forget@example.org")
    await goto(page, "/")
    await make(page, "to be forgotten")
    await goto(page, "/account")

    await page.check("[name=sure]")
    await page.fill("#forget [name=password]", "not the password")
    await page.click("#forget button")
    await expect(page.locator("#forget .problem")).not_to_be_empty()
    await page.fill("#forget [name=password]", PASSWORD)
    await page.click("#forget button")
    await expect(page.locator("#strangers")).to_be_visible()
    await log_in(page, "forget@example.org")
    await expect(page.locator("#log-in .problem")).not_to_be_empty()

    assert await titles(page) == []


async def test_the_language_stays_chosen(visit: Visit) -> None:
    page = await visit()
    await sign_up(page, "language@example.org")

    async with page.expect_navigation():
        await page.select_option("[name=locale]", "ja")
    await expect(page.locator("html")).to_have_attribute("lang", "ja")
    await goto(page, "/")
    await expect(page.locator("h1")).to_have_text("コミックを作る")
    other = await visit()
    await goto(other, "/account")
    await other.fill("#log-in [name=email]", "language@example.org")
    await other.fill("#log-in [name=password]", PASSWORD)
    async with other.expect_navigation():
        await other.click("#log-in button")

    await expect(other.locator("html")).to_have_attribute("lang", "ja")


async def test_a_link_is_previewed_and_claimed_by_the_button_only(visit: Visit) -> None:
    page, other = await visit(), await visit()
    await sign_up(page, "linked@example.org")
    await goto(other, "/")
    await make(other, "made elsewhere")
    await goto(other, "/account")
    await other.click("#get-code")
    code = await other.locator("#code b").inner_text()
    await expect(other.locator("#code")).to_contain_text(re.compile(r"until \d"))

    await goto(page, f"/link?code={code}")
    await expect(page.locator("#merge-list")).to_contain_text("Comics: 1")
    await page.reload()
    await expect(page.locator("#merge-list")).to_contain_text("Comics: 1")
    assert await titles(page) == []
    await goto(page, f"/link?code={code}")
    await page.click("#claim")
    await page.wait_for_url("**/account")

    assert await titles(page) == ["made elsewhere"]
    assert await titles(other) == ["made elsewhere"]


async def test_a_linked_chat_is_shown_and_can_be_unlinked(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await sign_up(page, "unlink@example.org")
    somebody = Requester(identity=Identity(Platform.TELEGRAM, "4711"))
    code, _ = await app.services.links.make_code(somebody)

    await goto(page, f"/link?code={code}")
    await expect(page.locator("#merge-list")).to_contain_text("Telegram")
    await expect(page.locator("#merge-list")).not_to_contain_text("4711")
    await page.click("#claim")
    await page.wait_for_url("**/account")
    linked = page.locator("#identities li", has_text="Telegram · 4711")
    await linked.locator("button").click()

    await expect(page.locator(".notice")).to_contain_text("Unlinked")
    await expect(linked).to_have_count(0)


async def test_an_invalid_code_is_reported(visit: Visit) -> None:
    page = await visit()
    await goto(page, "/")
    await make(page, "somebody")

    await goto(page, "/link?code=NONE-SUCH")

    await expect(page.locator("#look .problem")).to_contain_text("This code doesn’t work")
    await expect(page.locator("#merge")).to_be_hidden()


async def test_scripts_cannot_read_the_cookie(app: RunningApp, visit: Visit) -> None:
    page = await visit()
    await sign_up(page, "cookies@example.org")

    assert await page.evaluate("document.cookie") == ""
    cookies = await page.context.cookies(app.url)
    assert [(cookie["httpOnly"], cookie["sameSite"]) for cookie in cookies] == [(True, "Lax")]
