"""Tests of invalid input: status, envelope, message, and nothing stored."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import jwt
import pytest
import pytest_asyncio
from yarl import URL

from bots.web.request_limits import RequestLimits
from core.people.tokens import Tokens
from tests.application import SECRET, Reply, RunningApp, bearer, call, draw, running_app, sign_up

pytestmark = pytest.mark.asyncio(loop_scope="module")

JSON = {"Content-Type": "application/json"}
UNKNOWN = UUID("6f1d2c1e-8a5b-4b7e-9d1a-2f3c4d5e6f70")  # the same in every process of the tests
PNG_KEY = f"jobs/{UNKNOWN}/page.png"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(shared_app: RunningApp) -> aiohttp.ClientSession:
    return await shared_app.browser(cookies=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def login(client: aiohttp.ClientSession) -> Any:
    return await sign_up(client)


@pytest_asyncio.fixture(loop_scope="module")
async def _nothing_drawn(shared_app: RunningApp) -> AsyncIterator[None]:
    """Check that the test has not used the generator."""
    before = len(shared_app.generator.submissions)
    yield
    assert len(shared_app.generator.submissions) == before


def is_refused(reply: Reply, status: int, code: str) -> bool:
    """Return whether status, envelope and message are those of the error."""
    assert reply.status == status, reply.text
    assert reply.headers["Content-Type"] == "application/json; charset=utf-8"
    error = reply.json["error"]
    assert set(error) <= {"code", "message", "retryable", "fields"}
    assert error["code"] == code
    assert error["message"][0].isupper()
    assert "." in error["message"]
    assert isinstance(error["retryable"], bool)
    return True


# --- Prompts and options --------------------------------------------------------------------------


@pytest.mark.usefixtures("_nothing_drawn")
@pytest.mark.parametrize(
    "prompt",
    ["", "   ", "\n\t\r", "\u0000", "\u200b\ufeff", "\u0007\u001b", "\u0301\u0301", "\ue000"],
)
async def test_a_prompt_without_anything_to_draw(
    client: aiohttp.ClientSession, prompt: str
) -> None:
    reply = await call(client, "POST", "/ml/generate", json={"inputParams": {"prompt": prompt}})

    assert is_refused(reply, 422, "empty_prompt")


@pytest.mark.usefixtures("_nothing_drawn")
async def test_a_prompt_that_is_too_long(client: aiohttp.ClientSession) -> None:
    reply = await call(
        client, "POST", "/ml/generate", json={"inputParams": {"prompt": "cat " * 1250}}
    )

    assert is_refused(reply, 422, "prompt_too_long")
    assert "4,999" in reply.json["error"]["message"]


@pytest.mark.usefixtures("_nothing_drawn")
@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"style": "rembrandt"}, "style"),
        ({"style": 7}, "style"),
        ({"style": None}, "style"),
        ({"panelCount": 0}, "panelCount"),
        ({"panelCount": 99}, "panelCount"),
        ({"panelCount": -1}, "panelCount"),
        ({"panelCount": "4"}, "panelCount"),
        ({"panelCount": 2.5}, "panelCount"),
        ({"panelCount": True}, "panelCount"),
        ({"panelCount": 10**30}, "panelCount"),
        ({"panelSize": 1000}, "panelSize"),
        ({"seed": 2**32}, "seed"),
        ({"guidance": 21}, "guidance"),
        ({"layout": "spiral"}, "layout"),
        ({"language": "klingon!"}, "language"),
        ({"characters": {}}, "characters"),
        ({"characters": [{"name": ""}]}, "characters.0.name"),
        (
            {"characters": [{"name": "A", "refImageUrl": "https://x.org/"}]},
            "characters.0.refImageUrl",
        ),
        ({"script": [{"scene": "x"}], "panelCount": 4}, "script"),
        ({"output": {"format": "gif"}}, "output.format"),
        ({"output": []}, "output"),
        ({"steps": 20}, "steps"),
        ({"prompt": 7}, "prompt"),
        ({"prompt": None}, "prompt"),
        ({"prompt": ["a", "cat"]}, "prompt"),
        ({"prompt": {"text": "a cat"}}, "prompt"),
    ],
)
async def test_an_invalid_option_is_named(
    client: aiohttp.ClientSession, options: dict[str, Any], field: str
) -> None:
    body = {"inputParams": {"prompt": "a cat", **options}}

    reply = await call(client, "POST", "/ml/generate", json=body)

    assert is_refused(reply, 422, "invalid_request")
    assert set(reply.json["error"]["fields"]) == {f"inputParams.{field}"}


@pytest.mark.usefixtures("_nothing_drawn")
async def test_all_errors_are_named_at_once(client: aiohttp.ClientSession) -> None:
    options = {"prompt": "", "style": "rembrandt", "panelCount": 99, "seed": "lucky"}
    body = {"userId": 7, "private": "yes", "inputParams": options}

    reply = await call(client, "POST", "/ml/generate", json=body)

    assert is_refused(reply, 422, "invalid_request")
    assert set(reply.json["error"]["fields"]) == {
        "userId",
        "private",
        "inputParams.prompt",
        "inputParams.style",
        "inputParams.panelCount",
        "inputParams.seed",
    }


@pytest.mark.usefixtures("_nothing_drawn")
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "inputParams"),
        ({"inputParams": None}, "inputParams"),
        ({"inputParams": "a cat"}, "inputParams"),
        ({"inputParams": ["a cat"]}, "inputParams"),
        ([], "body"),
        ("a cat", "body"),
        (7, "body"),
        (None, "body"),
    ],
)
async def test_a_body_of_another_shape(
    client: aiohttp.ClientSession, body: Any, field: str
) -> None:
    reply = await call(client, "POST", "/ml/generate", data=json.dumps(body), headers=JSON)

    assert is_refused(reply, 422, "invalid_request")
    assert set(reply.json["error"]["fields"]) == {field}


@pytest.mark.parametrize(
    "prompt",
    [
        "قطة تفتح مخبزًا على القمر",
        "חתול פותח מאפייה על הירח",
        "月でパン屋を開く猫「いらっしゃいませ」",
        "👩‍🚀🏴󠁧󠁢󠁷󠁬󠁳󠁿 a cat 🐈‍⬛",
        "'; DROP TABLE jobs; --",
        "<script>alert(1)</script> & <b>cats</b>",
        "{{ 7*7 }} ${jndi:ldap://x} %s %n",
        "a\u0000cat\u0007 with control characters",
        "a cat \u202eturned around",
        "e" + "\u0301" * 5000,
    ],
)
async def test_valid_but_unusual_text_is_drawn(shared_app: RunningApp, prompt: str) -> None:
    client = await shared_app.browser()

    uuid = await draw(client, prompt)

    (comic,) = (await call(client, "GET", "/gallery")).json["items"]
    assert comic["uuid"] == uuid
    assert not any(ord(char) < 32 for char in comic["prompt"])
    assert len(comic["prompt"]) <= 2000


# --- Bodies ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_nothing_drawn")
@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b'{"inputParams": {"prompt": "a cat"}',
        b"{'inputParams': {'prompt': 'a cat'}}",
        b'{"inputParams": {"prompt": "a cat", "guidance": NaN}}',
        b'{"inputParams": {"prompt": "a cat", "guidance": Infinity}}',
        b'{"inputParams": {"prompt": "\xff"}}',
        b'{"inputParams": {"prompt": "\\ud800"}}',
        '{"inputParams": {"prompt": "a cat"}}'.encode("utf-16"),
        b"[" * 50_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"inputParams": {"seed": ' + b"9" * 5000 + b"}}",
        b"\x00",
        b"",
    ],
    ids=range(13),
)
async def test_invalid_json(client: aiohttp.ClientSession, raw: bytes) -> None:
    reply = await call(client, "POST", "/ml/generate", data=raw, headers=JSON)

    assert is_refused(reply, 400, "bad_json")


@pytest.mark.usefixtures("_nothing_drawn")
@pytest.mark.parametrize("size", [64 * 1024 + 1, 1024 * 1024])
@pytest.mark.parametrize("how", ["whole", "chunked", "asking first"])
async def test_a_body_that_is_too_large(client: aiohttp.ClientSession, size: int, how: str) -> None:
    raw = b'{"inputParams": {"prompt": "' + b"a" * size + b'"}}'

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(raw), 16 * 1024):
            yield raw[start : start + 16 * 1024]

    reply = await call(
        client,
        "POST",
        "/ml/generate",
        data=pieces() if how == "chunked" else BytesIO(raw),
        headers=JSON,
        expect100=how == "asking first",
    )

    assert is_refused(reply, 413, "body_too_large")


async def test_expect_100_continue_is_supported(client: aiohttp.ClientSession) -> None:
    reply = await call(
        client, "POST", "/ml/generate", json={"inputParams": {"prompt": "a cat"}}, expect100=True
    )

    assert reply.status == 200


@pytest.mark.usefixtures("_nothing_drawn")
@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text"],
)
async def test_a_body_that_is_not_sent_as_json(
    client: aiohttp.ClientSession, content_type: str
) -> None:
    raw = b'{"inputParams": {"prompt": "a cat"}}'

    reply = await call(
        client, "POST", "/ml/generate", data=raw, headers={"Content-Type": content_type}
    )

    assert is_refused(reply, 415, "wrong_media_type")


@pytest.mark.parametrize(
    "raw",
    [
        b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n",
        b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /link HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
        b"hello\r\n\r\n",
    ],
    ids=range(5),
)
async def test_malformed_http_gets_the_same_envelope(shared_app: RunningApp, raw: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", URL(shared_app.url).port)
    writer.write(raw)
    async with asyncio.timeout(30):
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()

    assert head.split()[1] == b"400"
    assert b"aiohttp" not in head
    assert json.loads(body)["error"]["code"] == "bad_request"


async def test_a_body_that_never_comes(tmp_path: Path, migrated_file: Path) -> None:
    rest = asyncio.Event()

    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"inputParams": '
        await rest.wait()

    limits = RequestLimits(body_seconds=0.05)
    async with running_app(tmp_path, migrated=migrated_file, request_limits=limits) as app:
        client = await app.browser(cookies=False)
        reply = await call(client, "POST", "/ml/generate", data=pieces(), headers=JSON)
        submissions = app.generator.submissions

    assert is_refused(reply, 400, "bad_request")
    assert submissions == []


@pytest.mark.usefixtures("_nothing_drawn")
async def test_a_body_with_a_wrong_content_encoding(client: aiohttp.ClientSession) -> None:
    headers = {**JSON, "Content-Encoding": "gzip"}

    reply = await call(client, "POST", "/ml/generate", data=b"not gzip at all", headers=headers)

    assert is_refused(reply, 400, "bad_request")


@pytest.mark.usefixtures("_nothing_drawn")
async def test_a_small_body_that_decompresses_to_a_large_one(client: aiohttp.ClientSession) -> None:
    headers = {**JSON, "Content-Encoding": "gzip"}
    bomb = gzip.compress(b" " * 10_000_000)

    reply = await call(client, "POST", "/ml/generate", data=bomb, headers=headers)

    assert is_refused(reply, 413, "body_too_large")


# --- Routes and ids -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/nope", "/ml/", "/gallery/", "/%00", "/%ff", "/a{b}"])
async def test_an_unknown_route(client: aiohttp.ClientSession, path: str) -> None:
    assert is_refused(await call(client, "GET", path), 404, "no_such_route")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/ml/generate", "POST"),
        ("PUT", "/gallery", "GET, HEAD"),
        ("POST", "/openapi.json", "GET, HEAD"),
        ("DELETE", "/auth/login", "POST"),
        ("OPTIONS", "/link", "GET, HEAD, POST"),
        ("TRACE", "/", "GET, HEAD"),
        ("PROPFIND", "/", "GET, HEAD"),
    ],
)
async def test_an_unsupported_method(
    client: aiohttp.ClientSession, method: str, path: str, allowed: str
) -> None:
    reply = await call(client, method, path)

    assert is_refused(reply, 405, "wrong_method")
    assert reply.headers["Allow"] == allowed


@pytest.mark.parametrize(
    "uuid",
    [
        "00000000-0000-0000-0000-000000000000",
        str(UNKNOWN),
        UNKNOWN.hex,
        f"{{{UNKNOWN}}}",
        f"urn:uuid:{UNKNOWN}",
        "1",
        "-1",
        "%00",
        "..%2f..",
        "' OR 1=1 --",
        "x" * 5000,
        "１２３４５６７８-1234-1234-1234-123456789012",
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/ml/{}"),
        ("GET", "/ml/{}/events"),
        ("POST", "/ml/{}/cancel"),
        ("POST", "/ml/{}/retry"),
        ("GET", "/gallery/{}"),
        ("DELETE", "/gallery/{}"),
        ("GET", "/comics/{}/image"),
        ("GET", "/comics/{}/image?width=320"),
    ],
)
async def test_an_unknown_uuid(
    client: aiohttp.ClientSession, login: Any, method: str, path: str, uuid: str
) -> None:
    reply = await call(client, method, path.format(uuid), headers=bearer(login))

    assert is_refused(reply, 404, reply.code)
    assert reply.code in {"not_found", "no_such_route"}


@pytest.mark.parametrize(
    "key",
    [
        "..%2f..%2fsecret",
        "%2e%2e/%2e%2e/secret",
        "jobs/../../secret",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "jobs/" + "../" * 10 + "etc/passwd",
        "jobs\\..\\secret",
        "%00",
        f"{PNG_KEY}%00.png",
        f"{PNG_KEY}/",
        PNG_KEY,
        "",
        "x" * 4000,
    ],
)
@pytest.mark.parametrize(
    "query", ["", "?expires=9999999999&signature=x", "?expires=%00&signature=%ff"]
)
async def test_path_traversal_finds_no_image(
    shared_app: RunningApp, client: aiohttp.ClientSession, key: str, query: str
) -> None:
    url = URL(f"{shared_app.url}/images/{key}{query}", encoded=True)

    reply = await call(client, "GET", url)

    assert reply.status == 404
    assert reply.code in {"not_found", "no_such_route"}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("limit=1_0", "limit"),
        ("limit=%EF%BC%91", "limit"),
        ("limit=1.0", "limit"),
        ("limit=", "limit"),
        ("limit=1&limit=2", "limit"),
        ("favorite=maybe", "favorite"),
        ("favorite=True", "favorite"),
        ("cursor=nonsense", "cursor"),
        ("cursor=" + "A" * 33, "cursor"),
        ("cursor=" + "A" * 500, "cursor"),
        ("q=" + "a" * 201, "q"),
    ],
)
async def test_an_invalid_query(
    client: aiohttp.ClientSession, login: Any, query: str, field: str
) -> None:
    reply = await call(client, "GET", f"/gallery?{query}", headers=bearer(login))

    assert is_refused(reply, 422, "invalid_request")
    assert set(reply.json["error"]["fields"]) == {field}


@pytest.mark.parametrize("text", ["'; DROP TABLE comics", "%", "_", "\\", "\u0000", "🐈", "a b"])
async def test_any_text_can_be_searched_for(
    client: aiohttp.ClientSession, login: Any, text: str
) -> None:
    reply = await call(client, "GET", "/gallery", params={"q": text}, headers=bearer(login))

    assert reply.status == 200
    assert reply.json == {"items": [], "nextCursor": None}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"favorite": "yes"}, {"favorite"}),
        ({"title": ""}, {"title"}),
        ({"title": "a" * 201}, {"title"}),
        ({"deleted": True}, {"deleted"}),
        ({"deleted": 0}, {"deleted"}),
        ({"deleted": False, "favorite": True}, {"deleted"}),
        ({"favourite": True}, {"favourite"}),
        ({"shared": 1, "title": 7}, {"shared", "title"}),
    ],
)
async def test_an_invalid_change_of_a_comic_changes_nothing(
    shared_app: RunningApp, body: dict[str, Any], fields: set[str]
) -> None:
    client = await shared_app.browser()
    uuid = await draw(client)
    before = await call(client, "GET", f"/gallery/{uuid}")

    reply = await call(client, "PATCH", f"/gallery/{uuid}", json=body)

    assert is_refused(reply, 422, "invalid_request")
    assert set(reply.json["error"]["fields"]) == fields
    after = await call(client, "GET", f"/gallery/{uuid}")
    assert without_link(after) == without_link(before)


def without_link(reply: Reply) -> Any:
    """Return a comic without its link, which differs each time."""
    return {name: value for name, value in reply.json.items() if name != "s3Url"}


# --- Accounts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"email", "password"}),
        ({"email": "ada", "password": "short"}, {"email", "password"}),
        ({"email": "a@b@c.org", "password": "long enough"}, {"email"}),
        ({"email": "a\u0000@b.org", "password": "long enough"}, {"email"}),
        ({"email": "ada@example.org", "password": "a" * 1025}, {"password"}),
        ({"email": 7, "password": None}, {"email", "password"}),
        (
            {"email": "a@b.org", "password": "long enough", "displayName": "a" * 81},
            {"displayName"},
        ),
        ({"email": "a@b.org", "password": "long enough", "admin": True}, {"admin"}),
    ],
)
async def test_an_invalid_registration(
    client: aiohttp.ClientSession, body: dict[str, Any], fields: set[str]
) -> None:
    reply = await call(client, "POST", "/auth/register", json=body)

    assert is_refused(reply, 422, "invalid_request")
    assert set(reply.json["error"]["fields"]) == fields


@pytest.mark.usefixtures("login")
@pytest.mark.parametrize("email", ["ada@example.org", "ADA@Example.org", " ada@example.org "])
async def test_an_address_that_is_taken(client: aiohttp.ClientSession, email: str) -> None:
    body = {"email": email, "password": "another password"}

    assert is_refused(await call(client, "POST", "/auth/register", json=body), 409, "email_taken")


@pytest.mark.usefixtures("login")
@pytest.mark.parametrize(
    "email", ["ada@example.org", "nobody@example.org", "", "\u0000", "x" * 9999]
)
async def test_a_wrong_login_never_says_which_part_is_wrong(
    client: aiohttp.ClientSession, email: str
) -> None:
    body = {"email": email, "password": "wrong password"}

    assert is_refused(await call(client, "POST", "/auth/login", json=body), 401, "wrong_login")


def forged(**claims: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    usual = {
        "iss": "comicai",
        "sub": str(uuid4()),
        "ver": 0,
        "iat": now,
        "exp": now + timedelta(hours=1),
    }
    return {**usual, **claims}


def invalid_tokens(user_id: str) -> dict[str, str]:
    mine = {"sub": user_id}
    past = datetime.now(UTC) - timedelta(minutes=1)
    genuine = Tokens(SECRET).issue(user_id, 0)  # type: ignore[arg-type]
    head, claims, signature = genuine.split(".")
    unsigned = jwt.encode(forged(**mine), "", "none")
    return {
        "expired": jwt.encode(forged(exp=past, **mine), SECRET, "HS256"),
        "alg none": unsigned,
        "alg none with a signature": unsigned + signature,
        "another algorithm": jwt.encode(forged(**mine), SECRET * 2, "HS512"),
        "another secret": jwt.encode(forged(**mine), "not the secret" * 4, "HS256"),
        "another issuer": jwt.encode(forged(iss="evil", **mine), SECRET, "HS256"),
        "another version": jwt.encode(forged(ver=1, **mine), SECRET, "HS256"),
        "a version of another type": jwt.encode(forged(ver="0", **mine), SECRET, "HS256"),
        "nobody": jwt.encode(forged(), SECRET, "HS256"),
        "no subject": jwt.encode(forged(sub=""), SECRET, "HS256"),
        "cut short": genuine[:-1],
        "without a signature": f"{head}.{claims}.",
        "garbage": "garbage",
        "far too long": "a" * 5000,
    }


@pytest.mark.usefixtures("_nothing_drawn")
@pytest.mark.parametrize("which", invalid_tokens(str(UNKNOWN)))
async def test_an_invalid_token_is_refused_even_if_none_is_required(
    client: aiohttp.ClientSession, login: Any, which: str
) -> None:
    headers = {"Authorization": f"Bearer {invalid_tokens(login['userId'])[which]}"}
    request_body = {"inputParams": {"prompt": "a cat"}}

    replies = [
        await call(client, "POST", "/ml/generate", json=request_body, headers=headers),
        await call(client, "GET", "/auth/me", headers=headers),
        await call(client, "GET", f"/ml/{uuid4()}", headers=headers),
    ]

    for reply in replies:
        assert is_refused(reply, 401, "unauthorized")
        assert reply.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b"])
async def test_another_authentication_scheme_is_refused(
    client: aiohttp.ClientSession, authorization: str
) -> None:
    reply = await call(client, "GET", "/auth/me", headers={"Authorization": authorization})

    assert is_refused(reply, 401, "unauthorized")


@pytest.mark.parametrize("cookie", ["", "a", "a" * 31, "a" * 33, "ü" * 32, "a" * 5000])
async def test_a_foreign_cookie_is_ignored(client: aiohttp.ClientSession, cookie: str) -> None:
    headers = {"Cookie": f"comicai={cookie}"}

    assert is_refused(await call(client, "GET", "/gallery", headers=headers), 401, "unauthorized")


@pytest.mark.parametrize("code", ["", "ABCD-EFGH", "\u0000", "a" * 9999, "ＡＢＣＤ"])
async def test_an_invalid_link_code(shared_app: RunningApp, code: str) -> None:
    client = await shared_app.browser()
    await draw(client)

    reply = await call(client, "POST", "/link/claim", json={"code": code})

    assert is_refused(reply, 404, "link_code_invalid")


@pytest.mark.parametrize(
    "path", ["web/nobody", "myspace/7", "discord/%00", "telegram/" + "7" * 5000]
)
async def test_an_identity_of_another_user(
    client: aiohttp.ClientSession, login: Any, path: str
) -> None:
    reply = await call(client, "DELETE", f"/identities/{path}", headers=bearer(login))

    assert is_refused(reply, 404, "not_found")
