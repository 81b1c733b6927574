"""Tests of security headers, CORS and protection against cross-site request forgery."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from tests.application import SECRET, RunningApp, bearer, call, draw, running_app, sign_up

ALLOWED_SITE = "https://friend.example.org"
FOREIGN_SITE = "https://stranger.example.org"
COMIC_REQUEST = {"inputParams": {"prompt": "a cat"}}


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> AsyncIterator[RunningApp]:
    web = {"port": 0, "jwt_secret": SECRET, "cors_origins": [f"{ALLOWED_SITE}/"]}
    folder = tmp_path_factory.mktemp("app")
    async with running_app(folder, migrated=migrated_file, web=web) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def client(app: RunningApp) -> aiohttp.ClientSession:
    return await app.browser()


@pytest.mark.parametrize("path", ["/", "/nope", "/gallery", "/images/x", "/metrics"])
async def test_every_response_has_the_security_headers(
    client: aiohttp.ClientSession, path: str
) -> None:
    reply = await call(client, "GET", path)

    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert reply.headers["Cache-Control"] == "no-store"
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "aiohttp" not in reply.headers["Server"]


# --- Writes with a cookie -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": FOREIGN_SITE},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1"},  # another port is another site
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/ml/generate"),
        ("POST", "/auth/login"),
        ("POST", "/auth/logout"),
        ("DELETE", "/auth/me"),
        ("POST", "/link"),
    ],
)
async def test_writes_from_pages_of_other_sites_are_refused(
    app: RunningApp, client: aiohttp.ClientSession, method: str, path: str, headers: dict[str, str]
) -> None:
    await draw(client)
    drawn = len(app.generator.submissions)

    reply = await call(client, method, path, json=COMIC_REQUEST, headers=headers)

    assert (reply.status, reply.code) == (403, "foreign_origin")
    assert len(app.generator.submissions) == drawn
    assert (await call(client, "GET", "/auth/me")).status == 200


async def test_own_pages_and_allowed_sites_may_write(
    app: RunningApp, client: aiohttp.ClientSession
) -> None:
    await draw(client)

    for origin in (app.url, ALLOWED_SITE):
        reply = await call(
            client, "POST", "/ml/generate", json=COMIC_REQUEST, headers={"Origin": origin}
        )
        assert reply.status == 200


async def test_the_origin_does_not_matter_with_a_bearer_token(
    app: RunningApp, client: aiohttp.ClientSession
) -> None:
    login = await sign_up(client)

    reply = await call(
        await app.browser(cookies=False),
        "POST",
        "/ml/generate",
        json=COMIC_REQUEST,
        headers={"Origin": FOREIGN_SITE, **bearer(login)},
    )

    assert reply.status == 200


async def test_the_public_url_is_the_own_origin(tmp_path: Path, migrated_file: Path) -> None:
    public = "https://comics.example.org"
    web = {"port": 0, "jwt_secret": SECRET, "public_url": public}
    async with running_app(tmp_path, migrated=migrated_file, web=web) as app:
        client = await app.browser()
        own = await call(
            client, "POST", "/ml/generate", json=COMIC_REQUEST, headers={"Origin": public}
        )
        other = await call(
            client, "POST", "/ml/generate", json=COMIC_REQUEST, headers={"Origin": app.url}
        )

    assert (own.status, other.status) == (200, 403)


# --- Cross-origin reading -------------------------------------------------------------------------


async def test_pages_of_allowed_sites_may_read_responses(client: aiohttp.ClientSession) -> None:
    reply = await call(client, "GET", "/gallery", headers={"Origin": ALLOWED_SITE})

    assert reply.headers["Access-Control-Allow-Origin"] == ALLOWED_SITE
    assert reply.headers["Access-Control-Allow-Credentials"] == "true"
    assert "Origin" in reply.headers["Vary"]


async def test_pages_of_other_sites_may_not_read_responses(client: aiohttp.ClientSession) -> None:
    reply = await call(client, "GET", "/gallery", headers={"Origin": FOREIGN_SITE})

    assert not [name for name in reply.headers if name.startswith("Access-Control")]
    assert "Origin" in reply.headers["Vary"]


async def test_preflights_of_allowed_sites_succeed(client: aiohttp.ClientSession) -> None:
    headers = {
        "Origin": ALLOWED_SITE,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization, content-type, idempotency-key",
    }

    reply = await call(client, "OPTIONS", "/gallery/x", headers=headers)

    assert reply.status == 204
    assert "PATCH" in reply.headers["Access-Control-Allow-Methods"]
    allowed = reply.headers["Access-Control-Allow-Headers"].lower()
    assert {"authorization", "content-type", "idempotency-key"} <= set(allowed.split(", "))


async def test_preflights_of_other_sites_fail(client: aiohttp.ClientSession) -> None:
    headers = {"Origin": FOREIGN_SITE, "Access-Control-Request-Method": "POST"}

    reply = await call(client, "OPTIONS", "/ml/generate", headers=headers)

    assert not [name for name in reply.headers if name.startswith("Access-Control")]


# --- The address that links are made with ---------------------------------------------------------


async def test_links_use_the_host_of_the_request(client: aiohttp.ClientSession) -> None:
    reply = await call(
        client, "POST", "/ml/generate", json=COMIC_REQUEST, headers={"Host": "comics.local:8080"}
    )

    assert reply.json["s3Url"].startswith("http://comics.local:8080/images/")


@pytest.mark.parametrize("host", ["", "a b", "x/../y", "evil.org/@", "user@evil.org", "x" * 300])
async def test_an_invalid_host_is_not_used_in_links(
    client: aiohttp.ClientSession, host: str
) -> None:
    reply = await call(client, "POST", "/ml/generate", json=COMIC_REQUEST, headers={"Host": host})

    assert reply.status in {200, 400}
    if reply.status == 200:
        assert reply.json["s3Url"].startswith("http://127.0.0.1:")
