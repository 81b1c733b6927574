"""HTTP server that the fakes of this package share: port, call log and planned faults."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

FAULT = web.RequestKey("fault", str)
"""The fault of a request that is answered, but not as it should be."""

_MAX_BODY = 200 << 20  # bytes; requests carry reference pictures


@dataclass(frozen=True, slots=True)
class EndpointCall:
    """One request that arrived. *params* are the fields of its body; files are left out."""

    route: str
    path: str
    headers: Mapping[str, str]
    params: Mapping[str, Any]


class FakeEndpoint:
    """A fake on a free local port.

    A subclass defines *prefix*, the path of its base URL, and adds its routes in `add_routes`. Each
    route has a name, under which `fail` plans faults.
    """

    prefix = ""

    def __init__(self, token: str = "") -> None:
        self.token = token
        self.url = ""  # base URL, once it is running
        self.port = 0
        self.calls: list[EndpointCall] = []
        self.stopping = asyncio.Event()
        self._faults: dict[str, deque[str]] = {}

    def add_routes(self, router: web.UrlDispatcher) -> None:
        raise NotImplementedError

    async def respond_to(self, fault: str, request: web.Request) -> web.StreamResponse | None:
        """Return the response that *fault* causes; None: the fault is about a good response."""
        raise NotImplementedError

    def fail(self, fault: str, *, route: str, times: int = 1) -> None:
        """Let the next requests of *route* fail."""
        self._faults.setdefault(route, deque()).extend([fault] * times)

    @asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator[None]:
        application = web.Application(middlewares=[self._plan_faults], client_max_size=_MAX_BODY)
        self.add_routes(application.router)
        application.router.add_post("/control", self._control, name="control")
        self.stopping.clear()
        runner = web.AppRunner(application, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        assert runner.addresses
        self.port = runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}{self.prefix}"
        try:
            yield
        finally:
            self.stopping.set()
            await runner.cleanup()

    def called(self, route: str) -> list[EndpointCall]:
        return [call for call in self.calls if call.route == route]

    def log_call(self, request: web.Request, params: Mapping[str, Any]) -> EndpointCall:
        route = request.match_info.route.name or ""
        call = EndpointCall(route, request.path, dict(request.headers), dict(params))
        self.calls.append(call)
        return call

    @web.middleware
    async def _plan_faults(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        planned = self._faults.get(request.match_info.route.name or "")
        if not planned:
            return await handler(request)
        fault = planned.popleft()
        if request.content_type != "multipart/form-data":  # which can be parsed only once
            await request.read()
        call = self.log_call(request, {})
        response = await self.respond_to(fault, request)
        if response is not None:
            return response
        self.calls = [other for other in self.calls if other is not call]  # logged with its params
        request[FAULT] = fault
        return await handler(request)

    async def _control(self, request: web.Request) -> web.Response:
        """Let another process plan faults: `{"fault", "route", "times"?}`."""
        body = json.loads(await request.read())
        self.fail(body["fault"], route=body["route"], times=body.get("times", 1))
        return web.json_response({})


def drop(request: web.Request) -> web.Response:
    """Break the connection without a response."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
