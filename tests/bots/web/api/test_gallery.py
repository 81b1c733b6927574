"""Tests of the gallery and of stable image links."""

from __future__ import annotations

import pytest

from core.models.deliveries import Destination, DestinationContext
from core.models.identity import Identity, Platform, Requester
from core.models.requests import ComicRequest
from tests.application import RunningApp, bearer, call, draw, sign_up

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_gallery_shows_the_newest_first(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    uuids = [await draw(client, f"comic {number}") for number in range(3)]

    reply = await call(client, "GET", "/gallery")

    assert [comic["uuid"] for comic in reply.json["items"]] == uuids[::-1]
    assert reply.json["nextCursor"] is None
    comic = reply.json["items"][0]
    assert {
        *("uuid", "s3Url", "prompt", "style", "favorite", "createdAt", "width", "height"),
        "altText",
    } <= set(comic)
    assert (comic["prompt"], comic["width"], comic["height"]) == ("comic 2", 40, 30)
    assert comic["platform"] == "web"
    assert comic["imageUrl"] == f"{shared_app.url}/comics/{comic['uuid']}/image"
    async with client.get(comic["s3Url"]) as picture:
        assert picture.status == 200


async def test_a_gallery_is_read_page_by_page(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    uuids = [await draw(client, f"comic {number}") for number in range(5)]
    seen: list[str] = []
    cursor = ""

    for _ in range(3):
        params = {"limit": "2", "cursor": cursor}
        page = (await call(client, "GET", "/gallery", params=params)).json
        seen += [comic["uuid"] for comic in page["items"]]
        cursor = page["nextCursor"] or ""

    assert seen == uuids[::-1]
    assert cursor == ""


async def test_a_gallery_can_be_searched(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    cat, dog = await draw(client, "a cat on the moon"), await draw(client, "a dog at sea")
    await call(client, "PATCH", f"/gallery/{dog}", json={"favorite": True})

    async def found(**params: str) -> list[str]:
        reply = await call(client, "GET", "/gallery", params=params)
        return [comic["uuid"] for comic in reply.json["items"]]

    assert await found(q="moon") == [cat]
    assert await found(favorite="true") == [dog]
    assert await found(favorite="false") == [cat]
    assert await found(style="manga") == []
    assert await found(style="american_modern", q="sea") == [dog]


async def test_a_gallery_can_be_filtered_by_platform(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    here = await draw(client)
    chat_user = Requester(identity=Identity(Platform.DISCORD, "77"))
    code, _ = await shared_app.services.links.make_code(chat_user)
    await call(client, "POST", "/link/claim", json={"code": code})
    receipt = await shared_app.services.requests.request(
        ComicRequest(text="made in a chat"),
        chat_user,
        Destination(
            platform=Platform.DISCORD,
            application_id="9",
            chat="42",
            context=DestinationContext.GUILD,
        ),
    )
    there = str(receipt.job_id)
    await shared_app.wait_for_end(there)

    made = {
        platform.value: [
            comic["uuid"]
            for comic in (await call(client, "GET", f"/gallery?platform={platform}")).json["items"]
        ]
        for platform in Platform
    }

    assert made == {"web": [here], "discord": [there], "telegram": [], "terminal": []}
    refused = await call(client, "GET", "/gallery?platform=fax")
    assert (refused.status, list(refused.json["error"]["fields"])) == (422, ["platform"])


async def test_a_gallery_without_a_login_is_refused_as_json(shared_app: RunningApp) -> None:
    client = await shared_app.browser()

    reply = await call(client, "GET", "/gallery", headers={"Accept": "*/*"})

    assert (reply.status, reply.code) == (401, "unauthorized")


async def test_a_comic_can_be_renamed_and_marked_as_favorite(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    uuid = await draw(client)
    body = {"favorite": True, "title": "  The <b>moon</b>\u0000 bakery "}

    reply = await call(client, "PATCH", f"/gallery/{uuid}", json=body)

    assert reply.status == 200
    assert (reply.json["favorite"], reply.json["title"]) == (True, "The <b>moon</b> bakery")
    again = await call(client, "PATCH", f"/gallery/{uuid}", json={"favorite": False})
    assert (again.json["favorite"], again.json["title"]) == (False, "The <b>moon</b> bakery")


async def test_fields_that_are_left_out_stay(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    uuid = await draw(client)
    await call(client, "PATCH", f"/gallery/{uuid}", json={"favorite": True, "title": "Mine"})

    reply = await call(client, "PATCH", f"/gallery/{uuid}", json={})

    assert (reply.status, reply.json["favorite"], reply.json["title"]) == (200, True, "Mine")


async def test_deleting_hides_at_once_and_can_be_undone(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    uuid = await draw(client)

    assert (await call(client, "DELETE", f"/gallery/{uuid}")).status == 204

    assert (await call(client, "GET", f"/gallery/{uuid}")).status == 404
    assert (await call(client, "GET", "/gallery")).json["items"] == []
    assert (await call(client, "GET", f"/comics/{uuid}/image")).status == 404
    assert (await call(client, "GET", f"/ml/{uuid}")).json["s3Url"] is None
    undone = await call(client, "PATCH", f"/gallery/{uuid}", json={"deleted": False})
    assert (undone.status, undone.json["uuid"]) == (200, uuid)
    assert len((await call(client, "GET", "/gallery")).json["items"]) == 1


async def test_a_comic_has_details_and_a_text_version(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    uuid = await draw(client, "a cat on the moon")
    listed = (await call(client, "GET", "/gallery")).json["items"][0]

    english = (await call(client, "GET", f"/gallery/{uuid}")).json
    language = {"Accept-Language": "pt-BR"}
    portuguese = (await call(client, "GET", f"/gallery/{uuid}", headers=language)).json

    steady = set(listed) - {"s3Url"}
    assert {name: english[name] for name in steady} == {name: listed[name] for name in steady}
    assert set(english) - set(listed) == {"details", "text", "panels"}
    assert (english["panels"], english["text"]) == (4, "a cat on the moon")
    assert {"label": "Story", "value": "a cat on the moon"} in english["details"]
    assert {"label": "História", "value": "a cat on the moon"} in portuguese["details"]


async def test_callers_who_can_see_a_comic_may_report_it(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    await sign_up(client, "joan@example.org")
    uuid = await draw(client)
    url = (await call(client, "PATCH", f"/gallery/{uuid}", json={"shared": True})).json["shareUrl"]
    anonymous = await shared_app.browser(cookies=False)
    path, share = f"/gallery/{uuid}/report", url.partition("share=")[2]

    replies = [
        await call(anonymous, "POST", path, json=body)
        for body in (
            {"reason": "not nice"},
            {"reason": "not nice", "share": f"{share}x"},
            {"reason": "not nice", "share": share},
            {"share": share},
        )
    ]

    assert [reply.status for reply in replies] == [404, 404, 204, 422]
    reports = await shared_app.services.database.read(lambda unit: unit.moderation.open_reports())
    assert [report.reason for report in reports if str(report.comic_id) == uuid] == ["not nice"]


async def test_deleting_twice_is_no_error(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    uuid = await draw(client)

    statuses = [(await call(client, "DELETE", f"/gallery/{uuid}")).status for _ in range(2)]

    assert statuses == [204, 204]


async def test_the_stable_link_redirects_to_the_image(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    login = await sign_up(client, "ada@example.org")
    uuid = await draw(client)
    anonymous = await shared_app.browser(cookies=False)

    reply = await call(anonymous, "GET", f"/comics/{uuid}/image", headers=bearer(login))

    assert reply.status == 302
    async with anonymous.get(reply.headers["Location"]) as picture:
        assert (picture.status, picture.content_type) == (200, "image/png")


async def test_a_share_link_shows_a_private_comic(
    shared_app: RunningApp,
) -> None:
    client = await shared_app.browser()
    await sign_up(client, "bob@example.org")
    uuid = await draw(client)
    anonymous = await shared_app.browser(cookies=False)
    assert (await call(anonymous, "GET", f"/comics/{uuid}/image")).status == 404

    shared = await call(client, "PATCH", f"/gallery/{uuid}", json={"shared": True})

    url = shared.json["shareUrl"]
    assert url.startswith(f"{shared_app.url}/comics/{uuid}/image?share=")
    assert (await call(anonymous, "GET", url)).status == 302
    assert (await call(anonymous, "GET", f"{url}x")).status == 404
    again = await call(client, "PATCH", f"/gallery/{uuid}", json={"shared": True})
    assert again.json["shareUrl"] == url

    withdrawn = await call(client, "PATCH", f"/gallery/{uuid}", json={"shared": False})

    assert withdrawn.json["shareUrl"] is None
    assert (await call(anonymous, "GET", url)).status == 404


@pytest.mark.parametrize(("private", "status"), [(None, 302), (False, 302), (True, 404)])
async def test_a_visitors_comic_can_be_seen_by_its_uuid_unless_it_is_private(
    shared_app: RunningApp, private: bool | None, status: int
) -> None:
    uuid = await draw(await shared_app.browser(), private=private)
    anonymous = await shared_app.browser(cookies=False)

    assert (await call(anonymous, "GET", f"/comics/{uuid}/image")).status == status
    assert (await call(anonymous, "GET", f"/ml/{uuid}")).status == {302: 200}.get(status, status)


async def test_a_signed_in_user_can_request_a_public_comic(shared_app: RunningApp) -> None:
    client = await shared_app.browser()
    await sign_up(client, "eve@example.org")
    uuid = await draw(client, private=False)

    reply = await call(await shared_app.browser(), "GET", f"/comics/{uuid}/image")

    assert reply.status == 302


async def test_public_comics_are_not_in_the_galleries_of_others(shared_app: RunningApp) -> None:
    uuid = await draw(await shared_app.browser())
    other = await shared_app.browser()
    await sign_up(other, "kim@example.org")

    assert (await call(other, "GET", f"/gallery/{uuid}")).status == 404
    assert (await call(other, "GET", f"/ml/{uuid}")).status == 200
