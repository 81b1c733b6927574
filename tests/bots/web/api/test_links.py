"""Tests of link codes and identities."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.models.identity import Identity, Platform, Requester
from tests.application import RunningApp, bearer, call, draw, sign_up

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_code_merges_two_profiles(shared_app: RunningApp) -> None:
    laptop, phone = await shared_app.browser(), await shared_app.browser()
    drawn = {await draw(laptop), await draw(phone)}

    made = await call(laptop, "POST", "/link")
    claimed = await call(phone, "POST", "/link/claim", json={"code": made.json["code"]})

    assert (made.status, claimed.status) == (200, 200)
    expires_in = datetime.fromisoformat(made.json["expiresAt"]) - datetime.now(UTC)
    assert timedelta(minutes=9) < expires_in <= timedelta(minutes=10)
    for browser in (laptop, phone):
        items = (await call(browser, "GET", "/gallery")).json["items"]
        assert {comic["uuid"] for comic in items} == drawn
    assert len(claimed.json["identities"]) == 2


async def test_a_preview_shows_the_merged_profile_without_ids(
    shared_app: RunningApp,
) -> None:
    chat_user = Requester(identity=Identity(Platform.DISCORD, "1001"))
    code, _ = await shared_app.services.links.make_code(chat_user)
    client = await shared_app.browser()
    await draw(client)

    previews = [
        await call(client, "POST", "/link/preview", json={"code": written})
        for written in (code, code.lower().replace("-", " "))
    ]

    shown = {"identities": [{"platform": "discord"}, {"platform": "web"}], "comics": 1}
    assert [(preview.status, preview.json) for preview in previews] == [(200, shown)] * 2
    assert len((await call(client, "GET", "/auth/me")).json["identities"]) == 1
    claimed = await call(client, "POST", "/link/claim", json={"code": code})
    assert len(claimed.json["identities"]) == 2


async def test_an_invalid_or_own_code_cannot_be_previewed(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    await draw(client)
    own = (await call(client, "POST", "/link")).json["code"]

    replies = [
        await call(client, "POST", "/link/preview", json={"code": code})
        for code in ("ABCD-EFGH", "", own)
    ]

    assert [reply.code for reply in replies] == [
        *("link_code_invalid", "link_code_invalid", "link_same_person")
    ]


async def test_a_code_works_once(shared_app: RunningApp) -> None:
    laptop, phone, thief = [await shared_app.browser() for _ in range(3)]
    for browser in (laptop, phone, thief):
        await draw(browser)
    code = (await call(laptop, "POST", "/link")).json["code"]
    await call(phone, "POST", "/link/claim", json={"code": code})

    reply = await call(thief, "POST", "/link/claim", json={"code": code})

    assert (reply.status, reply.code) == (404, "link_code_invalid")


async def test_claiming_the_own_code_fails_and_keeps_it_valid(shared_app: RunningApp) -> None:
    laptop, phone = await shared_app.browser(), await shared_app.browser()
    await draw(laptop)
    code = (await call(laptop, "POST", "/link")).json["code"]

    own = await call(laptop, "POST", "/link/claim", json={"code": code})

    assert (own.status, own.code) == (409, "link_same_person")
    await draw(phone)
    assert (await call(phone, "POST", "/link/claim", json={"code": code})).status == 200


async def test_a_code_is_claimed_by_post_only(shared_app: RunningApp) -> None:
    laptop, phone = await shared_app.browser(), await shared_app.browser()
    await draw(laptop)
    await draw(phone)
    code = (await call(laptop, "POST", "/link")).json["code"]

    assert (await call(phone, "GET", f"/link/claim?code={code}")).status == 405
    page = await call(phone, "GET", f"/link?code={code}")
    assert page.headers["Content-Type"].startswith("text/html")
    me = await call(phone, "GET", "/auth/me")
    assert len(me.json["identities"]) == 1

    assert (await call(phone, "POST", "/link/claim", json={"code": code})).status == 200


async def test_guessing_codes_is_slowed_down(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    await draw(client)

    replies = [
        await call(client, "POST", path, json={"code": f"GUESS-{number}"})
        for number in range(6)
        for path in ("/link/preview", "/link/claim")
    ][:11]

    assert [reply.status for reply in replies] == [404] * 10 + [429]


async def test_an_identity_can_be_unlinked(shared_app: RunningApp) -> None:
    browser, other = await shared_app.browser(), await shared_app.browser()
    await draw(browser)
    login = await sign_up(other, "ada@example.org")
    code = (await call(other, "POST", "/link")).json["code"]
    claimed = await call(browser, "POST", "/link/claim", json={"code": code})
    (identity,) = claimed.json["identities"]

    path = f"/identities/{identity['platform']}/{identity['externalId']}"
    reply = await call(await shared_app.browser(), "DELETE", path, headers=bearer(login))

    assert reply.status == 200
    assert reply.json["identities"] == []
    items = (await call(await shared_app.browser(), "GET", "/gallery", headers=bearer(login))).json
    assert len(items["items"]) == 1


async def test_the_last_identity_cannot_be_unlinked(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    await draw(client)
    (identity,) = (await call(client, "GET", "/auth/me")).json["identities"]

    reply = await call(client, "DELETE", f"/identities/web/{identity['externalId']}")

    assert (reply.status, reply.code) == (409, "last_identity")
    assert (await call(client, "GET", "/gallery")).status == 200
