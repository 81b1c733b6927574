"""Tests of starting and stopping the web server."""

from __future__ import annotations

import asyncio
import socket

import pytest

from bots.web.app import build_web_app
from bots.web.app_keys import HTTP_METRICS
from bots.web.server import PortTakenError, WebServer
from tests.application import RunningApp, call


async def test_a_port_in_use_raises_an_error_with_the_setting(app: RunningApp) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        server = WebServer(build_web_app(app.services), "127.0.0.1", port)

        with pytest.raises(PortTakenError, match=rf"Port {port} .* in use .* web\.port"):
            await server.start()


async def test_a_foreign_address_is_not_reported_as_a_port_in_use(app: RunningApp) -> None:
    server = WebServer(build_web_app(app.services), "203.0.113.9", 0)

    with pytest.raises(OSError, match=r"203\.0\.113\.9"):
        await server.start()


async def test_stopping_twice_or_before_the_start_is_harmless(app: RunningApp) -> None:
    server = WebServer(build_web_app(app.services), "127.0.0.1", 0)
    await server.stop(1)
    await server.start()

    await server.stop(1)
    await server.stop(1)


async def test_a_stop_lets_a_short_response_finish(app: RunningApp) -> None:
    client = await app.browser()
    body = {"email": "ada@example.org", "password": "long enough"}
    answering = asyncio.create_task(call(client, "POST", "/auth/register", json=body))
    registry = app.web_app[HTTP_METRICS].registry
    async with asyncio.timeout(30):
        while registry.get_sample_value("comicai_http_requests_in_flight") != 1:
            await asyncio.sleep(0)

    await app.server.stop(5)

    assert (await answering).status == 201


async def test_a_stop_does_not_wait_for_idle_connections(app: RunningApp) -> None:
    await call(await app.browser(), "GET", "/health/live")

    async with asyncio.timeout(2):
        await app.server.stop(10)
