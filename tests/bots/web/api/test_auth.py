"""Tests of accounts, logins, cookies and deletion."""

from __future__ import annotations

from pathlib import Path

import pytest

from bots.web.session_cookie import COOKIE
from tests.application import PASSWORD, RunningApp, bearer, call, draw, running_app, sign_up

ADA = {"email": "ada@example.org", "password": PASSWORD}


async def test_a_new_account_is_signed_in_by_token_and_by_cookie(app: RunningApp) -> None:
    client = await app.browser()

    login = await sign_up(client)

    assert set(login) == {"userId", "token", "expiresIn"}
    assert login["expiresIn"] == 3600
    by_cookie = await call(client, "GET", "/auth/me")
    by_token = await call(
        await app.browser(cookies=False), "GET", "/auth/me", headers=bearer(login)
    )
    assert by_cookie.json == by_token.json
    assert by_token.json["userId"] == login["userId"]
    assert by_token.json["email"] == "ada@example.org"


async def test_a_new_account_takes_over_the_visitors_comics(app: RunningApp) -> None:
    client = await app.browser()
    uuid = await draw(client)

    login = await sign_up(client)

    gallery = await call(await app.browser(), "GET", "/gallery", headers=bearer(login))
    assert [comic["uuid"] for comic in gallery.json["items"]] == [uuid]


async def test_the_visitors_cookie_is_invalid_after_registering(
    app: RunningApp,
) -> None:
    client = await app.browser()
    await draw(client)
    (old,) = client.cookie_jar

    await sign_up(client)

    stolen = {"Cookie": f"{COOKIE}={old.value}"}
    gallery = await call(await app.browser(cookies=False), "GET", "/gallery", headers=stolen)
    assert gallery.json["items"] == []


async def test_a_login_returns_the_same_profile(app: RunningApp) -> None:
    registered = await sign_up(await app.browser())
    client = await app.browser()

    reply = await call(client, "POST", "/auth/login", json=ADA)

    assert reply.status == 200
    assert reply.json["userId"] == registered["userId"]
    assert (await call(client, "GET", "/auth/me")).json["email"] == "ada@example.org"


@pytest.mark.parametrize(("adopt", "kept"), [(True, 2), (False, 1), (None, 1)])
async def test_a_login_takes_over_the_visitors_comics_if_requested(
    app: RunningApp, adopt: bool | None, kept: int
) -> None:
    await sign_up(first := await app.browser())
    await draw(first)
    client = await app.browser()
    await draw(client)
    (old,) = client.cookie_jar
    body = ADA if adopt is None else {**ADA, "adopt": adopt}

    reply = await call(client, "POST", "/auth/login", json=body)

    assert reply.status == 200
    me = (await call(client, "GET", "/auth/me")).json
    assert (me["email"], me["comics"]) == ("ada@example.org", kept)
    stolen = {"Cookie": f"{COOKIE}={old.value}"}
    left = await call(await app.browser(cookies=False), "GET", "/gallery", headers=stolen)
    assert len(left.json["items"]) == 2 - kept


async def test_a_failed_login_takes_nothing_over(app: RunningApp) -> None:
    await sign_up(await app.browser())
    client = await app.browser()
    await draw(client)
    wrong = {**ADA, "password": "wrong", "adopt": True}

    assert (await call(client, "POST", "/auth/login", json=wrong)).status == 401

    assert (await call(client, "GET", "/auth/me")).json["comics"] == 1


async def test_a_login_succeeds_with_nothing_to_take_over(app: RunningApp) -> None:
    await sign_up(await app.browser())

    for client in (await app.browser(), await app.browser(cookies=False)):
        reply = await call(client, "POST", "/auth/login", json={**ADA, "adopt": True})
        assert reply.status == 200


async def test_one_account_never_takes_over_anothers_comics(app: RunningApp) -> None:
    await sign_up(await app.browser())
    client = await app.browser()
    grace = await sign_up(client, "grace@example.org")
    await draw(client)

    await call(client, "POST", "/auth/login", json={**ADA, "adopt": True})

    assert (await call(client, "GET", "/auth/me")).json["comics"] == 0
    anonymous = await app.browser(cookies=False)
    assert (await call(anonymous, "GET", "/auth/me", headers=bearer(grace))).json["comics"] == 1


async def test_users_can_change_name_language_and_settings(app: RunningApp) -> None:
    client = await app.browser()
    await sign_up(client)
    before = (await call(client, "GET", "/auth/me")).json
    changes = {"displayName": " Ada\u202e ", "locale": "pt-BR", "settings": {"notify": False}}

    reply = await call(client, "PATCH", "/auth/me", json=changes)

    settings = {"notify": False, "drawn_by_others": True}
    after = {"displayName": "Ada", "locale": "pt-BR", "settings": settings}
    assert before["settings"] == {"notify": True, "drawn_by_others": True}
    assert (reply.status, reply.json) == (200, {**before, **after})
    assert (await call(client, "PATCH", "/auth/me", json={})).json == reply.json
    assert (await call(client, "GET", "/auth/me")).json == reply.json


async def test_invalid_changes_are_refused_and_nothing_changes(app: RunningApp) -> None:
    client = await app.browser()
    await sign_up(client)
    before = (await call(client, "GET", "/auth/me")).json
    changes = {"displayName": "x" * 81, "locale": "klingon!", "settings": {"admin": True}}

    reply = await call(client, "PATCH", "/auth/me", json=changes)

    fields = reply.json["error"]["fields"]
    assert (reply.status, set(fields)) == (422, {"displayName", "locale", "settings.admin"})
    refused = await call(client, "PATCH", "/auth/me", json={"settings": {"notify": "no"}})
    assert refused.status == 422
    assert (await call(client, "GET", "/auth/me")).json == before


async def test_a_visitor_with_a_comic_can_choose_a_language(app: RunningApp) -> None:
    client = await app.browser()
    too_early = await call(client, "PATCH", "/auth/me", json={"locale": "ja"})
    await draw(client)

    reply = await call(client, "PATCH", "/auth/me", json={"locale": "ja"})

    assert too_early.status == 401
    assert (reply.status, reply.json["locale"], reply.json["email"]) == (200, "ja", None)


async def test_a_wrong_password_and_an_unknown_address_get_the_same_error(app: RunningApp) -> None:
    await sign_up(await app.browser())
    client = await app.browser()

    wrong = await call(client, "POST", "/auth/login", json={**ADA, "password": "wrong"})
    unknown = await call(
        client, "POST", "/auth/login", json={"email": "bob@example.org", "password": PASSWORD}
    )

    assert (wrong.status, wrong.json) == (unknown.status, unknown.json)


async def test_guessing_passwords_is_slowed_down(app: RunningApp) -> None:
    await sign_up(await app.browser())
    client = await app.browser()
    guess = {**ADA, "password": "wrong"}

    replies = [await call(client, "POST", "/auth/login", json=guess) for _ in range(11)]

    assert [reply.status for reply in replies] == [401] * 10 + [429]
    assert int(replies[-1].headers["Retry-After"]) > 0
    assert (await call(client, "POST", "/auth/login", json=ADA)).status == 429


async def test_new_accounts_are_limited_per_ip_address(tmp_path: Path, migrated_file: Path) -> None:
    limits = {"register_per_hour": 1}
    async with running_app(tmp_path, migrated=migrated_file, limits=limits) as app:
        await sign_up(await app.browser())

        reply = await call(
            await app.browser(),
            "POST",
            "/auth/register",
            json={"email": "bob@example.org", "password": PASSWORD},
        )

    assert (reply.status, reply.code) == (429, "register_limit")
    assert int(reply.headers["Retry-After"]) > 0


async def test_a_bearer_token_takes_precedence_over_a_cookie(app: RunningApp) -> None:
    ada = await app.browser()
    await sign_up(ada)
    bob = await sign_up(await app.browser(), "bob@example.org")

    reply = await call(ada, "GET", "/auth/me", headers=bearer(bob))

    assert reply.json["email"] == "bob@example.org"


async def test_logging_out_ends_the_browsers_session(app: RunningApp) -> None:
    client = await app.browser()
    await sign_up(client)
    (cookie,) = client.cookie_jar

    reply = await call(client, "POST", "/auth/logout")

    assert reply.status == 204
    assert (await call(client, "GET", "/auth/me")).status == 401
    kept = {"Cookie": f"{COOKIE}={cookie.value}"}
    stale = await call(await app.browser(cookies=False), "GET", "/auth/me", headers=kept)
    assert stale.status == 404


async def test_logging_out_everywhere_ends_tokens_and_other_browsers(app: RunningApp) -> None:
    here, elsewhere = await app.browser(), await app.browser()
    login = await sign_up(here)
    await call(elsewhere, "POST", "/auth/login", json=ADA)

    assert (await call(here, "POST", "/auth/sign-out-everywhere")).status == 204

    anonymous = await app.browser(cookies=False)
    assert (await call(anonymous, "GET", "/auth/me", headers=bearer(login))).status == 401
    assert (await call(elsewhere, "GET", "/auth/me")).status == 404


async def test_a_new_password_ends_all_other_logins(app: RunningApp) -> None:
    here, elsewhere = await app.browser(), await app.browser()
    old = await sign_up(here)
    await call(elsewhere, "POST", "/auth/login", json=ADA)
    body = {"oldPassword": PASSWORD, "newPassword": "another good password"}

    reply = await call(here, "POST", "/auth/password", json=body)

    assert reply.status == 200
    anonymous = await app.browser(cookies=False)
    assert (await call(anonymous, "GET", "/auth/me", headers=bearer(old))).status == 401
    assert (await call(anonymous, "GET", "/auth/me", headers=bearer(reply.json))).status == 200
    assert (await call(here, "GET", "/auth/me")).status == 200
    assert (await call(elsewhere, "GET", "/auth/me")).status == 404
    assert (await call(anonymous, "POST", "/auth/login", json=ADA)).status == 401


async def test_changing_the_password_requires_the_old_one(app: RunningApp) -> None:
    client = await app.browser()
    await sign_up(client)
    body = {"oldPassword": "wrong", "newPassword": "another good password"}

    reply = await call(client, "POST", "/auth/password", json=body)

    assert (reply.status, reply.code) == (401, "wrong_login")
    assert (await call(client, "POST", "/auth/login", json=ADA)).status == 200


async def test_deleting_an_account_requires_the_password_and_leaves_nothing(
    app: RunningApp,
) -> None:
    client = await app.browser()
    login = await sign_up(client)
    uuid = await draw(client)
    for body in ({}, {"password": "wrong"}):
        refused = await call(client, "DELETE", "/auth/me", json=body)
        assert (refused.status, refused.code) == (401, "wrong_login")

    reply = await call(client, "DELETE", "/auth/me", json={"password": PASSWORD})

    assert reply.status == 204
    anonymous = await app.browser(cookies=False)
    assert (await call(anonymous, "GET", "/auth/me", headers=bearer(login))).status == 401
    assert (await call(anonymous, "GET", f"/ml/{uuid}")).status == 404
    assert (await call(anonymous, "POST", "/auth/login", json=ADA)).status == 401
    assert (await call(client, "GET", "/gallery")).status == 401


async def test_a_visitor_can_delete_everything_without_a_password(app: RunningApp) -> None:
    client = await app.browser()
    uuid = await draw(client)

    assert (await call(client, "DELETE", "/auth/me")).status == 204

    assert (await call(await app.browser(), "GET", f"/comics/{uuid}/image")).status == 404


async def test_a_visitor_without_comics_has_no_profile(app: RunningApp) -> None:
    headers = {"Cookie": f"{COOKIE}={'a' * 32}"}
    client = await app.browser(cookies=False)

    assert (await call(client, "GET", "/auth/me", headers=headers)).status == 404
    assert (await call(client, "DELETE", "/auth/me", headers=headers)).status == 204


# --- The cookie -----------------------------------------------------------------------------------


async def test_the_cookie_is_kept_from_scripts_and_other_sites(app: RunningApp) -> None:
    client = await app.browser()

    reply = await call(client, "POST", "/ml/generate", json={"inputParams": {"prompt": "a cat"}})

    name_value, *attributes = reply.headers["Set-Cookie"].split("; ")
    assert name_value.startswith(f"{COOKIE}=")
    assert set(attributes) == {"HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax"}


async def test_the_cookie_is_secure_over_https(tmp_path: Path, migrated_file: Path) -> None:
    web = {"public_url": "https://comics.example.org", "port": 0, "jwt_secret": "s" * 40}
    async with running_app(tmp_path, migrated=migrated_file, web=web) as app:
        client = await app.browser()
        body = {"inputParams": {"prompt": "a cat"}}
        reply = await call(client, "POST", "/ml/generate", json=body)

    assert "Secure" in reply.headers["Set-Cookie"].split("; ")
    assert reply.json["s3Url"].startswith("https://comics.example.org/images/")


async def test_each_visit_renews_the_cookie(app: RunningApp) -> None:
    client = await app.browser()
    await draw(client)
    (before,) = client.cookie_jar

    reply = await call(client, "GET", "/gallery")

    assert f"{COOKIE}={before.value};" in reply.headers["Set-Cookie"]
    assert "Max-Age=2592000" in reply.headers["Set-Cookie"]


async def test_only_hashes_of_cookies_and_passwords_are_stored(app: RunningApp) -> None:
    client = await app.browser()
    login = await sign_up(client)
    (cookie,) = client.cookie_jar

    stored = (app.services.config.data_dir / "comicai.db").read_bytes()
    stored += (app.services.config.data_dir / "comicai.db-wal").read_bytes()

    for secret in (cookie.value, PASSWORD, login["token"]):
        assert secret.encode() not in stored


# --- Languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept_language", "sentence"),
    [
        ("pt-PT", "Entre"),
        ("es-MX,es;q=0.9", "Primero"),
        ("ja", "ログイン"),
        ("de, en;q=0.5", "Please"),
        ("", "Please"),
        ("*;q=nonsense" * 200, "Please"),
    ],
)
async def test_messages_are_in_the_callers_language(
    app: RunningApp, accept_language: str, sentence: str
) -> None:
    client = await app.browser()

    reply = await call(client, "GET", "/auth/me", headers={"Accept-Language": accept_language})

    assert reply.status == 401
    assert sentence in reply.json["error"]["message"]
