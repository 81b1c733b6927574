"""Tests of follow-ups: retry, edit and continue."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from core.models.identity import Identity, Platform, Requester
from core.models.requests import ComicRequest
from tests.application import RunningApp, bearer, call, draw, sign_up

COMIC_REQUEST = {"inputParams": {"prompt": "A cat opens a bakery on the moon"}}
PARENT = {"prompt": "a cat", "style": "manga", "panelCount": 2, "seed": 7}


async def draw_parent(client: aiohttp.ClientSession, **options: Any) -> str:
    request_body = {"inputParams": {**PARENT, **options}}
    reply = await call(client, "POST", "/ml/generate", json=request_body)
    assert reply.status == 200
    return str(reply.json["uuid"])


async def item_of(client: aiohttp.ClientSession, uuid: str) -> Any:
    """Return the job from its owner's history."""
    items = (await call(client, "GET", "/ml")).json["items"]
    return next(item for item in items if item["uuid"] == uuid)


# --- Again ----------------------------------------------------------------------------------------


async def test_a_failure_can_be_tried_again_under_a_new_uuid(app: RunningApp) -> None:
    app.generator.refuse(422, "prompt_rejected")
    client = await app.browser()
    failed = await call(client, "POST", "/ml/generate", json=COMIC_REQUEST)
    app.generator.refusal = None

    reply = await call(client, "POST", f"/ml/{failed.json['uuid']}/retry")

    assert reply.status == 200
    assert reply.json["uuid"] != failed.json["uuid"]
    assert (
        app.generator.submissions[-1]["inputParams"] == app.generator.submissions[0]["inputParams"]
    )


async def test_a_retry_with_a_key_is_idempotent(app: RunningApp) -> None:
    client = await app.browser()
    uuid = await draw(client)
    key = {"Idempotency-Key": "retry"}

    first = await call(client, "POST", f"/ml/{uuid}/retry", headers=key)
    again = await call(client, "POST", f"/ml/{uuid}/retry", headers=key)

    assert first.json["uuid"] == again.json["uuid"] != uuid


async def test_a_retry_key_is_scoped_to_its_job(app: RunningApp) -> None:
    client = await app.browser()
    jobs = [await draw(client), await draw(client)]
    key = {"Idempotency-Key": "retry"}

    again = [
        (await call(client, "POST", f"/ml/{uuid}/retry", headers=key)).json["uuid"] for uuid in jobs
    ]

    assert len({*jobs, *again}) == 4


# --- With changes ---------------------------------------------------------------------------------


async def test_an_edit_keeps_options_that_are_left_out(app: RunningApp) -> None:
    client = await app.browser()
    parent = await draw_parent(client)
    changes = {"inputParams": {"prompt": "a dog", "panelCount": 3}}

    reply = await call(client, "POST", f"/ml/{parent}/edit", json=changes)

    assert (reply.status, set(reply.json)) == (200, {"uuid", "s3Url"})
    params = app.generator.submissions[-1]["inputParams"]
    wanted = {"prompt": "a dog", "style": "manga", "panelCount": 3, "seed": 7}
    assert {name: params[name] for name in wanted} == wanted
    item = await item_of(client, reply.json["uuid"])
    assert (item["relation"], item["parentUuid"]) == ("edit", parent)


async def test_an_edit_has_another_seed(app: RunningApp) -> None:
    client = await app.browser()
    parent = await draw_parent(client)

    await call(client, "POST", f"/ml/{parent}/edit", json={"inputParams": {"prompt": "a cat"}})

    assert app.generator.submissions[-1]["inputParams"]["seed"] != 7


async def test_an_invalid_edit_names_the_fields(app: RunningApp) -> None:
    client = await app.browser()
    parent = await draw_parent(client)
    submitted = len(app.generator.submissions)

    async def edited(body: Any) -> tuple[int, str, set[str]]:
        reply = await call(client, "POST", f"/ml/{parent}/edit", json=body)
        return reply.status, reply.code, set(reply.json["error"].get("fields", ()))

    options = {"prompt": "a dog", "panelCount": 99, "style": "crayon", "quality": "high"}
    assert await edited({"inputParams": options}) == (
        422,
        "invalid_request",
        {"inputParams.panelCount", "inputParams.style", "inputParams.quality"},
    )
    assert await edited({"inputParams": {"panelCount": 3}}) == (422, "empty_prompt", set())
    assert await edited({"inputParams": {"prompt": 7}}) == (
        422,
        "invalid_request",
        {"inputParams.prompt"},
    )
    assert await edited({}) == (422, "invalid_request", {"inputParams"})
    assert len(app.generator.submissions) == submitted


async def test_an_edit_with_a_key_is_idempotent_and_bound_to_its_body(app: RunningApp) -> None:
    client = await app.browser()
    parent = await draw_parent(client)
    key = {"Idempotency-Key": "edit"}

    replies = [
        await call(
            client,
            "POST",
            f"/ml/{parent}/edit",
            json={"inputParams": {"prompt": prompt}},
            headers=key,
        )
        for prompt in ("a dog", "a dog", "a cow")
    ]

    assert [reply.status for reply in replies] == [200, 200, 409]
    assert replies[0].json["uuid"] == replies[1].json["uuid"]
    assert replies[2].code == "conflict"


# --- What happens next ----------------------------------------------------------------------------


async def test_a_continuation_keeps_the_characters_and_style(app: RunningApp) -> None:
    client = await app.browser()
    hero = {"name": "Mia", "description": "a small grey cat"}
    parent = await draw_parent(client, characters=[hero])
    body = {"prompt": "  They open\u0000 a second shop "}

    reply = await call(client, "POST", f"/ml/{parent}/continue", json=body)

    assert reply.status == 200
    params = app.generator.submissions[-1]["inputParams"]
    assert params["prompt"] == "They open a second shop"
    assert (params["style"], params["seed"], params["panelCount"]) == ("manga", 7, 2)
    assert params["characters"][0]["name"] == "Mia"
    item = await item_of(client, reply.json["uuid"])
    assert (item["relation"], item["parentUuid"]) == ("continue", parent)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"prompt": ""}, "empty_prompt"),
        ({"prompt": "\u200b"}, "empty_prompt"),
        ({"prompt": "x" * 100_000}, "body_too_large"),
        ({"prompt": "x" * 5000}, "prompt_too_long"),
        ({"prompt": 7}, "invalid_request"),
        ({}, "invalid_request"),
        ({"prompt": "a dog", "seed": 1}, "invalid_request"),
    ],
)
async def test_an_invalid_continuation_is_refused(app: RunningApp, body: Any, code: str) -> None:
    client = await app.browser()
    parent = await draw_parent(client)

    reply = await call(client, "POST", f"/ml/{parent}/continue", json=body)

    assert reply.code == code
    assert len(app.generator.submissions) == 1


async def test_a_continuation_with_a_key_is_idempotent_and_bound_to_its_body(
    app: RunningApp,
) -> None:
    client = await app.browser()
    parent = await draw_parent(client)
    key = {"Idempotency-Key": "next"}

    replies = [
        await call(client, "POST", f"/ml/{parent}/continue", json={"prompt": prompt}, headers=key)
        for prompt in ("a dog", "a dog", "a cow")
    ]

    assert [reply.status for reply in replies] == [200, 200, 409]
    assert replies[0].json["uuid"] == replies[1].json["uuid"]


# --- All of them ----------------------------------------------------------------------------------

SEQUELS: dict[str, Any] = {
    "retry": None,
    "edit": {"inputParams": {"prompt": "a dog"}},
    "continue": {"prompt": "a dog"},
}


@pytest.mark.parametrize("what", SEQUELS)
async def test_a_follow_up_without_waiting_returns_202_with_its_location(
    app: RunningApp, what: str
) -> None:
    client = await app.browser()
    parent = await draw_parent(client)
    app.generator.hold()

    reply = await call(
        client,
        "POST",
        f"/ml/{parent}/{what}",
        json=SEQUELS[what],
        headers={"Prefer": "respond-async"},
    )

    assert reply.status == 202
    assert reply.headers["Preference-Applied"] == "respond-async"
    assert reply.headers["Location"] == reply.json["statusUrl"]


@pytest.mark.parametrize("what", SEQUELS)
async def test_follow_ups_of_a_private_comic_are_private(app: RunningApp, what: str) -> None:
    client = await app.browser()
    await sign_up(client)
    parent = await draw(client)

    reply = await call(client, "POST", f"/ml/{parent}/{what}", json=SEQUELS[what])

    anonymous = await app.browser(cookies=False)
    assert (await call(anonymous, "GET", f"/ml/{reply.json['uuid']}")).status == 404


@pytest.mark.parametrize("what", SEQUELS)
async def test_comics_of_others_cannot_be_followed_up(app: RunningApp, what: str) -> None:
    visible = await draw(await app.browser())
    stranger = await app.browser(cookies=False)
    login = await sign_up(stranger)
    assert (await call(stranger, "GET", f"/ml/{visible}", headers=bearer(login))).status == 200

    reply = await call(
        stranger, "POST", f"/ml/{visible}/{what}", json=SEQUELS[what], headers=bearer(login)
    )

    assert (reply.status, reply.code) == (404, "not_found")


@pytest.mark.parametrize("what", SEQUELS)
async def test_a_comic_of_a_linked_chat_can_be_followed_up(app: RunningApp, what: str) -> None:
    chat_user = Requester(identity=Identity(Platform.TELEGRAM, "7"))
    receipt = await app.services.requests.request(ComicRequest(text="a cat"), chat_user)
    await app.wait_for_end(str(receipt.job_id))
    code, _ = await app.services.links.make_code(chat_user)
    client = await app.browser()
    await sign_up(client)
    await call(client, "POST", "/link/claim", json={"code": code})

    reply = await call(client, "POST", f"/ml/{receipt.job_id}/{what}", json=SEQUELS[what])

    assert reply.status == 200
    assert (await item_of(client, reply.json["uuid"]))["comic"]["platform"] == "web"
