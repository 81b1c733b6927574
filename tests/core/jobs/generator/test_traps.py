"""Trap servers: no request goes to a host or path that a response of the generator chose."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from itertools import product

import pytest
from aiohttp import web

from core.errors import GeneratorError
from tests.core.jobs.generator.conftest import Client
from tests.fakes.generator import FakeGenerator

ROUTES = ("health", "submit", "status", "cancel")
REDIRECTS = (301, 302, 303, 307, 308)
URL_FIELDS = ("statusUrl", "cancelUrl", "s3Url", "previewUrl")
# Spellings of this machine, of which each reaches a listening trap.
HOSTS = ("127.0.0.1", "[::1]", "2130706433", "localhost")


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Trap:
    """Server that counts what arrives, at all addresses of this machine."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.port = 0

    async def _count(self, request: web.Request) -> web.Response:
        self.requests.append(f"{request.method} {request.host}{request.path}")
        return web.json_response({"status": "succeeded", "s3Url": "s3://local/jobs/x/page.png"})

    async def start(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._count)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        if socket.has_ipv6:
            with suppress(OSError):
                await web.TCPSite(runner, "::1", self.port).start()
        return runner


Trapped = tuple[FakeGenerator, Trap]


@pytest.fixture
async def trap() -> AsyncIterator[Trap]:
    trap = Trap()
    runner = await trap.start()
    yield trap
    await runner.cleanup()


@pytest.fixture
def trapped(fake: FakeGenerator, trap: Trap) -> Trapped:
    return fake, trap


def answering(
    fake: FakeGenerator, change: Callable[[str, web.StreamResponse], web.StreamResponse]
) -> None:
    """Let *change* replace each response of the generator, by its route."""
    guard = fake._guard

    @web.middleware
    async def changed(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await guard(request, handler)
        return change(request.match_info.route.name or "", response)

    fake._guard = changed  # type: ignore[method-assign]


async def exercise(client: Client) -> None:
    """Make each kind of request, whatever comes of it."""
    for attempt, fresh in ((1, True), (1, False), (2, True)):
        with suppress(GeneratorError):
            await client.draw(attempt=attempt, fresh=fresh)
    await client.generator.cancel(client.job_id, 1)
    with suppress(GeneratorError):
        await client.generator.health()


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(("route", "status"), list(product(ROUTES, REDIRECTS)))
async def test_redirects_are_not_followed(
    client: Client, trapped: Trapped, host: str, route: str, status: int
) -> None:
    def redirect(answered: str, response: web.StreamResponse) -> web.StreamResponse:
        if answered != route:
            return response
        return web.Response(
            status=status, headers={"Location": f"http://{host}:{trapped[1].port}/x"}
        )

    fake, trap = trapped
    await restarted(fake, client, redirect)
    await exercise(client)

    assert fake.calls_to(route)
    assert trap.requests == []


@pytest.mark.parametrize("host", HOSTS)
async def test_urls_in_responses_are_not_requested(
    client: Client, fake: FakeGenerator, trap: Trap, host: str
) -> None:
    url = f"http://{host}:{trap.port}/jobs/x"

    def bait(_route: str, response: web.StreamResponse) -> web.StreamResponse:
        if not isinstance(response, web.Response) or response.content_type != "application/json":
            return response
        text = (response.text or "").rstrip().removesuffix("}")
        baits = ", ".join(f'"{field}": "{url}"' for field in URL_FIELDS)
        response.text = f"{text}, {baits}}}"
        response.headers["Location"] = url
        return response

    await restarted(fake, client, bait)
    await exercise(client)

    assert fake.calls_to("status")
    assert trap.requests == []


async def test_a_trap_notices_a_request(trap: Trap, client: Client) -> None:
    http = client.generator._api._http
    for host in ("127.0.0.1", "localhost"):
        async with http.get(f"http://{host}:{trap.port}/x") as response:
            assert response.status == 200

    assert len(trap.requests) == 2


async def restarted(
    fake: FakeGenerator,
    client: Client,
    change: Callable[[str, web.StreamResponse], web.StreamResponse],
) -> None:
    """Restart the generator so that its middleware is the changed one."""
    await fake.stop()
    answering(fake, change)
    await fake.start()
    assert fake.url == await client.generator._api._url()
