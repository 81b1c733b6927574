"""HTTP calls are limited in size and time, and fail in two defined ways."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import aiohttp
import pytest
from aiohttp import web

from core.jobs.generator.http_calls import (
    GeneratorResponse,
    NoConnectionError,
    NoResponseError,
    call,
    retry_after,
)


async def answer(_request: web.Request) -> web.Response:
    return web.json_response(
        {"status": "queued"}, headers={"ComicAI-Contract": "1", "Retry-After": "3"}
    )


async def page(_request: web.Request) -> web.Response:
    """Respond with JSON by content type, but with an HTML page as the body."""
    return web.Response(text=" <html></html>", content_type="application/json")


async def huge(_request: web.Request) -> web.Response:
    return web.Response(body=b'{"a": "' + b"a" * 1024 * 1024 + b'"}')


async def nested(_request: web.Request) -> web.Response:
    return web.Response(text="[" * 100_000)


async def broken(_request: web.Request) -> web.Response:
    return web.Response(body=b'{"a": "\xff"}')


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.01)


async def moved(_request: web.Request) -> web.Response:
    raise web.HTTPFound("/answer")


@pytest.fixture
async def server() -> AsyncIterator[str]:
    application = web.Application()
    for handler in (answer, page, huge, nested, broken, endless, moved):
        application.router.add_get(f"/{handler.__name__}", handler)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def get(http: aiohttp.ClientSession, url: str) -> GeneratorResponse:
    return await call(http, "GET", url, headers={}, seconds=1)


async def test_a_response_is_read_with_its_headers(
    http: aiohttp.ClientSession, server: str
) -> None:
    assert await get(http, f"{server}/answer") == GeneratorResponse(
        status=200, knows_contract=True, retry_after=3, body={"status": "queued"}
    )


async def test_an_html_page_is_detected_whatever_its_content_type(
    http: aiohttp.ClientSession, server: str
) -> None:
    got = await get(http, f"{server}/page")

    assert got.is_html
    assert got.body is None


@pytest.mark.parametrize("path", ["huge", "nested", "broken"])
async def test_an_unreadable_response_has_no_body(
    http: aiohttp.ClientSession, server: str, path: str
) -> None:
    got = await get(http, f"{server}/{path}")

    assert (got.status, got.body, got.is_html) == (200, None, False)


async def test_redirects_are_not_followed(http: aiohttp.ClientSession, server: str) -> None:
    assert (await get(http, f"{server}/moved")).status == 302


async def test_an_endless_response_is_cut_off(http: aiohttp.ClientSession, server: str) -> None:
    with pytest.raises(NoResponseError):
        await get(http, f"{server}/endless")


async def test_a_closed_port_is_a_connection_failure(http: aiohttp.ClientSession) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with pytest.raises(NoConnectionError):
        await get(http, f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("url", ["http://no-such-host.invalid/", "http://[broken/", "nonsense"])
async def test_an_unknown_host_is_a_connection_failure(
    http: aiohttp.ClientSession, url: str
) -> None:
    with pytest.raises(NoConnectionError) as caught:
        await get(http, url)

    assert url not in str(caught.value)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(None, None), ("7", 7), ("1.5", 1.5), ("-3", 0), ("soon", None), ("nan", None), ("inf", None)],
)
def test_retry_after_may_be_a_number(header: str | None, seconds: float | None) -> None:
    assert retry_after(header) == seconds


def test_retry_after_may_be_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)

    seconds = retry_after(date)

    assert seconds is not None
    assert 25 < seconds <= 30
