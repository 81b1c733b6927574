"""Tests of the product's contract: POST /ml/generate and the job's routes."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import aiohttp
import pytest
from multidict import CIMultiDict

from bots.parts import WEB
from core.errors import StorageUnavailableError
from core.models.identity import JobId
from core.ports.database import UnitOfWork
from core.sentences import sentence
from tests.application import RunningApp, bearer, call, draw, running_app, sign_up

COMIC_REQUEST = {"inputParams": {"prompt": "A cat opens a bakery on the moon"}}
AT_ONCE = {"Prefer": "respond-async"}


async def test_a_prompt_is_answered_with_a_comic_that_can_be_fetched(app: RunningApp) -> None:
    client = await app.browser()

    reply = await call(client, "POST", "/ml/generate", json=COMIC_REQUEST)

    assert reply.status == 200
    assert set(reply.json) == {"uuid", "s3Url"}
    assert UUID(reply.json["uuid"]).version == 7
    async with client.get(reply.json["s3Url"]) as picture:
        assert picture.status == 200
        assert picture.content_type == "image/png"
    (submission,) = app.generator.submissions
    assert submission["uuid"] == reply.json["uuid"]
    assert submission["inputParams"]["prompt"] == "A cat opens a bakery on the moon"


async def test_respond_async_returns_202_with_the_location(app: RunningApp) -> None:
    app.generator.hold()
    client = await app.browser()

    reply = await call(client, "POST", "/ml/generate", json=COMIC_REQUEST, headers=AT_ONCE)

    assert reply.status == 202
    assert set(reply.json) == {"uuid", "status", "statusUrl"}
    assert reply.headers["Preference-Applied"] == "respond-async"
    assert reply.headers["Location"] == reply.json["statusUrl"]
    assert (await call(client, "GET", reply.json["statusUrl"])).status == 200


async def test_a_job_continues_after_the_caller_stops_waiting(app: RunningApp) -> None:
    app.generator.hold()
    client = await app.browser()
    reply = await call(
        client, "POST", "/ml/generate", json=COMIC_REQUEST, headers={"Prefer": "wait=1"}
    )
    assert reply.status == 202
    assert reply.headers["Preference-Applied"] == "wait=1"

    app.generator.resume()
    await app.wait_for_end(reply.json["uuid"])

    job = (await call(client, "GET", reply.json["statusUrl"])).json
    assert job["status"] == "drawn"
    assert job["s3Url"].startswith(app.url)


async def test_a_job_has_its_status(app: RunningApp) -> None:
    client = await app.browser()
    uuid = await draw(client)

    reply = await call(client, "GET", f"/ml/{uuid}")

    assert set(reply.json) == {
        *("uuid", "status", "stage", "s3Url", "progress", "position", "etaSeconds", "error"),
        *("message", "notices"),
    }
    assert reply.json["status"] == "drawn"
    assert reply.json["notices"] == []
    assert reply.json["error"] is None


async def test_remarks_of_the_generator_are_in_the_language_of_the_caller(app: RunningApp) -> None:
    app.generator.notices = [{"code": "planner_unavailable"}, {"code": "of_a_later_release"}]
    client = await app.browser()
    uuid = await draw(client)

    english = await call(client, "GET", f"/ml/{uuid}")
    spanish = await call(client, "GET", f"/ml/{uuid}", headers={"Accept-Language": "es"})

    key = "generator_planner_unavailable"
    assert english.json["notices"] == [sentence(key, "en")]
    assert spanish.json["notices"] == [sentence(key, "es")]


async def test_defaults_count_less_than_what_the_prompt_says(app: RunningApp) -> None:
    client = await app.browser()
    body = {
        "inputParams": {"prompt": "a lost hat, noir style", "layout": "grid"},
        "defaults": {"style": "manga", "panelCount": 2, "layout": "strip"},
    }
    await call(client, "POST", "/ml/generate", json=body)
    params = app.generator.submissions[-1]["inputParams"]
    refused = await call(
        client, "POST", "/ml/generate", json={**body, "defaults": {"style": "cubist"}}
    )

    assert {name: params[name] for name in ("prompt", "style", "panelCount", "layout")} == {
        "prompt": "a lost hat",
        "style": "noir",
        "panelCount": 2,
        "layout": "grid",
    }
    assert refused.status == 422


async def test_a_caller_who_disconnects_finds_the_comic_in_the_gallery(app: RunningApp) -> None:
    app.generator.hold()
    client = await app.browser()
    login = await sign_up(client)
    waiting = asyncio.create_task(call(client, "POST", "/ml/generate", json=COMIC_REQUEST))
    uuid = await app.generator.next_submission()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    app.generator.resume()
    await app.wait_for_end(uuid)

    gallery = await call(await app.browser(), "GET", "/gallery", headers=bearer(login))
    assert [comic["uuid"] for comic in gallery.json["items"]] == [uuid]


async def test_an_accepted_job_is_never_reported_as_failed(
    app: RunningApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.generator.hold()
    client = await app.browser()
    await sign_up(client)
    waiting = asyncio.create_task(
        call(client, "POST", "/ml/generate", json=COMIC_REQUEST, headers={"Prefer": "wait=1"})
    )
    uuid = await app.generator.next_submission()

    async def fail(*_: object) -> None:
        raise StorageUnavailableError

    with monkeypatch.context() as outage:
        outage.setattr(app.services.database, "read", fail)
        reply = await waiting

    assert (reply.status, reply.json["uuid"]) == (202, uuid)
    assert (await call(client, "GET", reply.json["statusUrl"])).status == 200


async def test_a_preference_may_come_in_several_headers(app: RunningApp) -> None:
    app.generator.hold()
    client = await app.browser()
    headers = CIMultiDict([("Prefer", "handling=lenient"), ("Prefer", "respond-async")])

    reply = await call(client, "POST", "/ml/generate", json=COMIC_REQUEST, headers=headers)

    assert (reply.status, reply.headers["Preference-Applied"]) == (202, "respond-async")


# --- Idempotency ----------------------------------------------------------------------------------


async def test_a_repeat_with_the_same_key_is_the_same_job(app: RunningApp) -> None:
    client = await app.browser()
    key = {"Idempotency-Key": "once"}

    first = await call(client, "POST", "/ml/generate", json=COMIC_REQUEST, headers=key)
    again = await call(client, "POST", "/ml/generate", json=COMIC_REQUEST, headers=key)

    assert first.status == again.status == 200
    assert first.json["uuid"] == again.json["uuid"]
    assert len(app.generator.submissions) == 1


async def test_a_repeat_is_recognised_however_its_json_is_written(app: RunningApp) -> None:
    client = await app.browser()
    headers = {"Idempotency-Key": "once", "Content-Type": "application/json"}
    bodies = (
        '{"private": false, "inputParams": {"prompt": "a cat", "panelCount": 1}}',
        '{"inputParams":{"panelCount":1,"prompt":"\\u0061 cat"},"private":false}',
    )

    replies = [
        await call(client, "POST", "/ml/generate", data=body, headers=headers) for body in bodies
    ]

    assert len({reply.json["uuid"] for reply in replies}) == 1


async def test_repeats_at_the_same_time_are_one_job(app: RunningApp) -> None:
    client = await app.browser()
    login = await sign_up(client)
    headers = {"Idempotency-Key": "once", **bearer(login)}

    replies = await asyncio.gather(
        *(
            call(client, "POST", "/ml/generate", json=COMIC_REQUEST, headers=headers)
            for _ in range(8)
        )
    )

    assert {reply.status for reply in replies} == {200}
    assert len({reply.json["uuid"] for reply in replies}) == 1
    assert len(app.generator.submissions) == 1


async def test_one_key_for_two_bodies_is_a_conflict(app: RunningApp) -> None:
    client = await app.browser()
    key = {"Idempotency-Key": "once"}
    await call(client, "POST", "/ml/generate", json=COMIC_REQUEST, headers=key)

    other = {"inputParams": {"prompt": "something else"}}
    reply = await call(client, "POST", "/ml/generate", json=other, headers=key)

    assert (reply.status, reply.code) == (409, "conflict")


async def test_two_users_may_use_the_same_key(app: RunningApp) -> None:
    key = {"Idempotency-Key": "1"}
    replies = [
        await call(await app.browser(), "POST", "/ml/generate", json=COMIC_REQUEST, headers=key)
        for _ in range(2)
    ]

    assert len({reply.json["uuid"] for reply in replies}) == 2


async def test_a_repeat_of_a_comic_that_was_deleted_finds_nothing(app: RunningApp) -> None:
    client = await app.browser()
    key = {"Idempotency-Key": "once"}
    first = await call(client, "POST", "/ml/generate", json=COMIC_REQUEST, headers=key)
    await call(client, "DELETE", f"/gallery/{first.json['uuid']}")

    again = await call(client, "POST", "/ml/generate", json=COMIC_REQUEST, headers=key)

    assert (again.status, again.code) == (404, "not_found")


@pytest.mark.parametrize("key", ["", " ", "two words", "a" * 201, "schlüssel"])
async def test_a_key_is_visible_ascii_and_not_too_long(app: RunningApp, key: str) -> None:
    client = await app.browser()

    reply = await call(
        client, "POST", "/ml/generate", json=COMIC_REQUEST, headers={"Idempotency-Key": key}
    )

    assert reply.status == 422
    assert set(reply.json["error"]["fields"]) == {"Idempotency-Key"}


# --- Identity of the caller ----------------------------------------------------------------------


async def test_with_a_login_the_comic_is_saved_to_the_profile(app: RunningApp) -> None:
    client = await app.browser(cookies=False)
    login = await sign_up(client)

    reply = await call(
        client,
        "POST",
        "/ml/generate",
        json={"userId": login["userId"], **COMIC_REQUEST},
        headers=bearer(login),
    )

    gallery = await call(client, "GET", "/gallery", headers=bearer(login))
    assert [comic["uuid"] for comic in gallery.json["items"]] == [reply.json["uuid"]]


async def test_a_user_id_of_another_user_is_refused(app: RunningApp) -> None:
    client = await app.browser(cookies=False)
    ada, bob = await sign_up(client), await sign_up(client, "bob@example.org")

    reply = await call(
        client,
        "POST",
        "/ml/generate",
        json={"userId": ada["userId"], **COMIC_REQUEST},
        headers=bearer(bob),
    )

    assert (reply.status, reply.code) == (403, "forbidden")
    assert app.generator.submissions == []


async def test_a_user_id_is_ignored_without_a_login(app: RunningApp) -> None:
    ada = await sign_up(await app.browser())
    stranger = await app.browser()

    reply = await call(
        stranger, "POST", "/ml/generate", json={"userId": ada["userId"], **COMIC_REQUEST}
    )

    assert reply.status == 200
    gallery = await call(await app.browser(), "GET", "/gallery", headers=bearer(ada))
    assert gallery.json["items"] == []


# --- Ends without a comic -------------------------------------------------------------------------


async def test_a_rejected_prompt_is_unprocessable(app: RunningApp) -> None:
    app.generator.refuse(422, "prompt_rejected")
    client = await app.browser()

    reply = await call(client, "POST", "/ml/generate", json=COMIC_REQUEST)

    assert (reply.status, reply.code) == (422, "prompt_rejected")
    assert reply.json["error"]["retryable"] is False
    job = (await call(client, "GET", f"/ml/{reply.json['uuid']}")).json
    assert job["status"] == "rejected"
    assert job["error"] == reply.json["error"]


async def test_a_failed_job_is_a_bad_gateway(app: RunningApp) -> None:
    app.generator.refuse(500, "internal")
    client = await app.browser()

    reply = await call(client, "POST", "/ml/generate", json=COMIC_REQUEST)

    assert reply.status == 502
    assert reply.json["error"]["retryable"] is True
    assert (await call(client, "GET", f"/ml/{reply.json['uuid']}")).json["status"] == "failed"


async def test_a_job_canceled_while_waiting_is_a_conflict(app: RunningApp) -> None:
    app.generator.hold()
    client = await app.browser()
    login = await sign_up(client)
    waiting = asyncio.create_task(call(client, "POST", "/ml/generate", json=COMIC_REQUEST))
    uuid = await app.generator.next_submission()
    canceled = await call(await app.browser(), "POST", f"/ml/{uuid}/cancel", headers=bearer(login))

    assert canceled.json["canceled"] is True
    reply = await waiting
    assert (reply.status, reply.code) == (409, "canceled")
    assert reply.json["uuid"] == uuid


async def test_an_expired_job_is_a_gateway_timeout(tmp_path: Path, migrated_file: Path) -> None:
    async with running_app(tmp_path, parts=frozenset({WEB}), migrated=migrated_file) as app:
        client = await app.browser()
        key = {"Idempotency-Key": "once"}
        await call(client, "POST", "/ml/generate", json=COMIC_REQUEST, headers={**key, **AT_ONCE})

        async def expire(unit: UnitOfWork) -> None:
            await unit.job_expiry.expire_overdue(max_wait=timedelta(0))

        await app.services.database.write(expire)
        reply = await call(client, "POST", "/ml/generate", json=COMIC_REQUEST, headers=key)

    assert (reply.status, reply.code) == (504, "expired")


# --- Cancel ---------------------------------------------------------------------------------------


async def test_a_finished_job_cannot_be_canceled(app: RunningApp) -> None:
    client = await app.browser()
    uuid = await draw(client)

    reply = await call(client, "POST", f"/ml/{uuid}/cancel")

    assert reply.status == 200
    assert reply.json["canceled"] is False
    assert reply.json["status"] == "drawn"
    assert reply.json["s3Url"]


async def test_the_longest_key_of_a_visitor_fits_into_the_database(app: RunningApp) -> None:
    client = await app.browser()
    headers = {"Idempotency-Key": "k" * 200}

    uuid = (await call(client, "POST", "/ml/generate", json=COMIC_REQUEST, headers=headers)).json[
        "uuid"
    ]

    job = await app.services.database.read(lambda unit: unit.jobs.get(JobId(UUID(uuid))))
    assert job is not None
    assert len(job.request_key) <= 255


# --- History --------------------------------------------------------------------------------------


async def test_a_history_has_jobs_in_every_state_newest_first(app: RunningApp) -> None:
    client = await app.browser()
    drawn, deleted = await draw(client, "kept"), await draw(client, "thrown away")
    await call(client, "DELETE", f"/gallery/{deleted}")
    app.generator.refuse(422, "prompt_rejected")
    failed = (await call(client, "POST", "/ml/generate", json=COMIC_REQUEST)).json["uuid"]
    app.generator.refusal = None
    app.generator.hold()
    going = (await call(client, "POST", "/ml/generate", json=COMIC_REQUEST, headers=AT_ONCE)).json[
        "uuid"
    ]

    reply = await call(client, "GET", "/ml")

    assert reply.status == 200
    items = {item["uuid"]: item for item in reply.json["items"]}
    assert list(items) == [going, failed, deleted, drawn]
    assert reply.json["nextCursor"] is None
    assert items[going]["status"] in {"queued", "drawing"}
    assert items[going]["message"]
    assert items[failed]["error"]["code"] == "prompt_rejected"
    assert items[failed]["message"] == items[failed]["error"]["message"]
    assert [items[uuid]["comic"] for uuid in (going, failed, deleted)] == [None] * 3
    assert items[drawn]["comic"]["uuid"] == drawn
    assert items[drawn]["s3Url"] == items[drawn]["comic"]["s3Url"]
    assert items[drawn]["prompt"] == items[drawn]["inputParams"]["prompt"] == "kept"
    assert (items[drawn]["private"], items[drawn]["relation"]) == (False, None)
    for uuid, item in items.items():
        job = (await call(client, "GET", f"/ml/{uuid}")).json
        moving = {"progress", "stage", "message", "status", "position", "etaSeconds"}
        steady = set(job) - {"s3Url"} - moving
        assert {name: item[name] for name in steady} == {name: job[name] for name in steady}


async def test_a_history_is_read_page_by_page(app: RunningApp) -> None:
    client = await app.browser()
    uuids = [await draw(client, f"comic {number}") for number in range(5)]
    seen: list[str] = []
    cursor = ""

    for _ in range(3):
        page = (await call(client, "GET", "/ml", params={"limit": "2", "cursor": cursor})).json
        seen += [item["uuid"] for item in page["items"]]
        cursor = page["nextCursor"] or ""

    assert seen == uuids[::-1]
    assert cursor == ""
    assert (await call(client, "GET", "/ml?cursor=nonsense")).status == 422
    assert (await call(await app.browser(), "GET", "/ml")).status == 401


# --- Limits ---------------------------------------------------------------------------------------


async def test_a_limit_says_when_to_come_back(tmp_path: Path, migrated_file: Path) -> None:
    limits = {"anonymous_per_day": 1, "per_day": 50}
    async with running_app(tmp_path, migrated=migrated_file, limits=limits) as app:
        await draw(await app.browser())

        # Another browser, but the same address.
        reply = await call(await app.browser(), "POST", "/ml/generate", json=COMIC_REQUEST)

    assert (reply.status, reply.code) == (429, "daily_limit")
    assert 0 < int(reply.headers["Retry-After"]) <= 24 * 3600


async def test_expensive_options_need_an_account(app: RunningApp) -> None:
    client = await app.browser(cookies=False)
    login = await sign_up(client)
    request_body = {"inputParams": {"prompt": "a cat", "quality": "high"}}

    refused = await call(client, "POST", "/ml/generate", json=request_body)
    taken = await call(client, "POST", "/ml/generate", json=request_body, headers=bearer(login))

    assert refused.status == 422
    assert set(refused.json["error"]["fields"]) == {"inputParams.quality"}
    assert taken.status == 200


async def test_unknown_options_are_dropped_and_safety_is_set_by_the_server(app: RunningApp) -> None:
    request_body = {"inputParams": {"prompt": "a cat", "safety": "off", "sudo": True}, "extra": 1}

    reply = await call(await app.browser(), "POST", "/ml/generate", json=request_body)

    assert reply.status == 200
    (submission,) = app.generator.submissions
    assert submission["inputParams"]["safety"] == "standard"
    assert "sudo" not in submission["inputParams"]


async def test_waiting_requests_are_answered_when_the_server_stops(app: RunningApp) -> None:
    app.generator.hold()
    client = await app.browser()
    waiting = asyncio.create_task(call(client, "POST", "/ml/generate", json=COMIC_REQUEST))
    await app.generator.next_submission()

    await app.server.stop(5)

    assert (await waiting).status == 202
    with pytest.raises(aiohttp.ClientConnectionError):
        await call(await app.browser(), "GET", "/health/live")
