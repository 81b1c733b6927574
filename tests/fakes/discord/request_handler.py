"""Request processing: faults, authorization, rate limits, the route, and the call log."""

from __future__ import annotations

import asyncio
import json
import re
from math import ceil
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.discord.api_errors import ApiError, refusal, unauthorized
from tests.fakes.discord.api_request import ApiRequest
from tests.fakes.discord.call_log import Call
from tests.fakes.discord.faults import Fault
from tests.fakes.discord.message_rules import Upload
from tests.fakes.discord.rate_limits import BucketState
from tests.fakes.discord.routes import BY_TOKEN, ROUTES

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

VIA = {"Via": "1.1 google"}  # in every response of Discord itself
NO_BODY = {204, 304}
FILE_FIELD = re.compile(r"files\[(\d+)\]")


class RequestHandler:
    """Middleware in front of the routes."""

    def __init__(self, fake: FakeDiscord) -> None:
        self._fake = fake

    async def serve(self, request: web.Request) -> web.StreamResponse:
        fake, loop = self._fake, asyncio.get_running_loop()
        began = loop.time()
        route = request.match_info.route.name or ""
        api_request = await _read(request)
        if api_request is None:
            error = ApiError(400, 50109, "The request body contains invalid JSON.")
            return _refusal(error, {})
        token = _token_kind(route, request, fake.token)
        response, code = await self._answer(route, api_request, token, request)
        if (
            response.status in {401, 403, 429}
            and response.headers.get("X-RateLimit-Scope") != "shared"
        ):
            fake.limits.count_invalid()
        call = Call(
            route,
            request.method,
            _without_token(request.path, api_request),
            token,
            0 if response.status == BROKEN else response.status,
            code,
            fake.clock.now(),
            api_request.body if isinstance(api_request.body, dict) else {"": api_request.body},
            tuple(upload.filename for upload in api_request.uploads),
            {name: value for name, value in request.headers.items() if name != "Authorization"},
            loop.time() - began,
        )
        fake.call_log.calls.append(call)
        fake.changes.notify()
        if response.status == BROKEN and request.transport is not None:
            request.transport.abort()
        return response

    async def attachment(self, request: web.Request) -> web.Response:
        """Serve an attachment's bytes, as the CDN does."""
        wanted = request.match_info["id"]
        query = request.query
        good = self._fake.cdn.is_good(request.path, query.get("ex", "0"), query.get("hm", ""))
        for channel in self._fake.channels.values() if good else ():
            for message in channel.messages.values():
                for file in message.attachments:
                    if str(file.id) == wanted and str(channel.id) == request.match_info["channel"]:
                        return web.Response(body=file.data, content_type=file.kind)
        return web.Response(status=404, text="This content is no longer available.")

    async def unknown_route(self, request: web.Request) -> web.Response:
        """Respond to a request for a route that the fake does not have."""
        self._fake.unknown_routes.append(f"{request.method} {request.path}")
        return _refusal(ApiError(404, 0, "404: Not Found"), {})

    async def _answer(
        self, route: str, api_request: ApiRequest, token: str, request: web.Request
    ) -> tuple[web.Response, int]:
        fake = self._fake
        if fake.limits.is_banned:
            return _banned(), 0
        await fake.faults.delay(route)
        fault = fake.faults.of(route)
        if fault is not None:
            await asyncio.sleep(fault.seconds)
            if not fault.is_acted_upon:
                return self._failed(fault), fault.code
        answer, code = await self._limited(route, api_request, token)
        return (self._failed(fault), fault.code) if fault is not None else (answer, code)

    async def _limited(
        self, route: str, api_request: ApiRequest, token: str
    ) -> tuple[web.Response, int]:
        fake = self._fake
        if token == "none":
            return _refusal(unauthorized(), {}), 0
        resource = _resource(route, api_request)
        bucket = fake.limits.take(route, resource, counts_globally=route not in BY_TOKEN)
        if bucket.retry_after is not None:
            return _too_many(bucket), 0
        try:
            answer = ROUTES[route][2](fake, api_request)
        except ApiError as error:
            return _refusal(error, bucket.headers), error.code
        except Exception as error:
            fake.crashes.append(error)
            raise
        return _json(answer.status, answer.body, bucket.headers), 0

    def _failed(self, fault: Fault) -> web.Response:
        if fault.status is None:
            return web.Response(status=BROKEN)
        if fault.status == 429 and fault.is_ban:
            return _banned()
        if fault.status == 429:
            scope = "global" if fault.is_global else "shared"
            headers = {"X-RateLimit-Global": "true"} if fault.is_global else {}
            return _too_many(BucketState(headers, fault.retry_after, scope))
        if fault.code:
            return _refusal(refusal(fault.status, fault.code), {})
        page = "<html><title>Discord</title><center>cloudflare</center></html>"
        return web.Response(status=fault.status, text=page, content_type="text/html")


BROKEN = 599  # represents a broken connection


def _too_many(bucket: BucketState) -> web.Response:
    what = "The resource is" if bucket.scope == "shared" else "You are"
    body = {
        "message": f"{what} being rate limited.",
        "retry_after": round(bucket.retry_after or 0, 3),
        "global": bucket.scope == "global",
    }
    more = {
        "Retry-After": str(ceil(bucket.retry_after or 0)),
        "X-RateLimit-Scope": bucket.scope,
    }
    return _json(429, body, bucket.headers | more)


def _banned() -> web.Response:
    return web.Response(status=429, text="error code: 1015", content_type="text/plain")


def _refusal(error: ApiError, headers: dict[str, str]) -> web.Response:
    return _json(error.status, error.body(), headers)


def _json(status: int, body: Any, headers: dict[str, str]) -> web.Response:
    """Return JSON as Discord does: the library compares the whole content type."""
    if status in NO_BODY:
        return web.Response(status=status, headers=headers | VIA)
    kind = {"Content-Type": "application/json"}
    return web.Response(status=status, body=json.dumps(body).encode(), headers=headers | VIA | kind)


async def _read(request: web.Request) -> ApiRequest | None:
    """Parse the request; None if it cannot be read."""
    try:
        return await _parse(request)
    except ValueError:
        return None


async def _parse(request: web.Request) -> ApiRequest:
    uploads: list[Upload] = []
    body: Any = {}
    if request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            name = getattr(part, "name", "") or ""
            if name == "payload_json":
                body = json.loads(await part.read(decode=True))  # type: ignore[union-attr]
            elif found := FILE_FIELD.fullmatch(name):
                data = bytes(await part.read(decode=True))  # type: ignore[union-attr]
                uploads.append(Upload(found[1], getattr(part, "filename", None) or "file", data))
    elif raw := await request.read():
        body = json.loads(raw)
    return ApiRequest(dict(request.match_info), dict(request.query), body, uploads)


def _token_kind(route: str, request: web.Request, token: str) -> str:
    if route in BY_TOKEN:
        return "interaction"
    return "bot" if request.headers.get("Authorization") == f"Bot {token}" else "none"


def _resource(route: str, api_request: ApiRequest) -> str:
    key = "token" if route in BY_TOKEN else "channel"
    return api_request.match.get(key, "")


def _without_token(path: str, api_request: ApiRequest) -> str:
    token = api_request.match.get("token")
    return path.replace(token, "{token}") if token else path
