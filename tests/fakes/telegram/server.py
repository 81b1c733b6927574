"""The fake's HTTP server, and the interface for tests."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import aiohttp
from aiohttp import web

from tests.fakes.telegram import bot_profile, chats, editing, getting_updates, queries, sending
from tests.fakes.telegram.api_errors import ApiError, too_many_requests, unauthorized
from tests.fakes.telegram.call_log import Call, CallLog
from tests.fakes.telegram.faults import Fault, FaultPlan
from tests.fakes.telegram.files import MAX_UPLOAD, as_jpeg
from tests.fakes.telegram.groups import Groups
from tests.fakes.telegram.models import Message, User
from tests.fakes.telegram.params import Params, read_params
from tests.fakes.telegram.state import Method, State
from tests.fakes.telegram.user_actions import TIMEOUT, UserActions
from tests.fakes.telegram.webhooks import Pusher

TOKEN = "7000000001:AAFakeFakeFakeFakeFakeFakeFakeFake_-k"
LINK_SECONDS = 3600  # during which a file can be downloaded
SHAPE = re.compile(r"\d+:[\w-]{30,}")

METHODS: Mapping[str, Method] = {
    **bot_profile.METHODS,
    **getting_updates.METHODS,
    **sending.METHODS,
    **editing.METHODS,
    **queries.METHODS,
    **chats.METHODS,
}


class FakeTelegram(UserActions, Groups):
    """Telegram with one bot, on a free port of this machine; *url* is its `telegram.api_base`."""

    def __init__(self, token: str = TOKEN, *, username: str = "ComicBot") -> None:
        self.token = token
        bot = User(int(token.partition(":")[0]), "Comic", username=username, is_bot=True)
        self.state = state = State(bot)
        self.clock = state.clock
        self.updates = state.updates
        self.webhook = state.webhook
        self.flood = state.flood
        self.files = state.files
        self.settings = state.settings
        self.faults = FaultPlan()
        self.call_log = CallLog()
        self.url = ""
        self._port = 0
        self._runner: web.AppRunner | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    # --- For tests --------------------------------------------------------------------------------

    @property
    def bot(self) -> User:
        return self.state.bot

    def fail(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Inject this fault into the next calls of a method; `*` is any method."""
        self.faults.add(method, fault, times)

    async def until(
        self, holds: Callable[[], object], what: str, *, seconds: float = TIMEOUT
    ) -> None:
        """Wait until the condition holds; raises AssertionError that names *what* was missing."""
        await self.state.changes.until(holds, seconds, what)

    async def called(self, method: str, times: int = 1) -> Call:
        """Wait until a method has succeeded *times* times; return the last of these calls."""
        await self.until(
            lambda: len(self.call_log.to(method, status=200)) >= times, f"{times} calls of {method}"
        )
        return self.call_log.to(method, status=200)[times - 1]

    def notifications(self, user: User) -> list[Message]:
        """Return the messages that notified a user, in any chat."""
        return [
            message
            for chat in self.state.chat_store.chats.values()
            for message in chat.messages
            if user.id in message.notified
        ]

    # --- Running ----------------------------------------------------------------------------------

    @asynccontextmanager
    async def running(
        self, port: int = 0, *, add_routes: Callable[[web.Application], None] | None = None
    ) -> AsyncIterator[FakeTelegram]:
        """Listen inside the context; *add_routes* may add routes that are not Telegram's."""
        try:
            await self.open(port, add_routes=add_routes)
            yield self
        finally:
            await self.close()

    async def open(
        self, port: int = 0, *, add_routes: Callable[[web.Application], None] | None = None
    ) -> None:
        """Listen; after `close`, on the same port and with the same state."""
        application = web.Application(client_max_size=MAX_UPLOAD + 2**20)
        application.router.add_route("*", "/bot{token}/{method}", self._call)
        application.router.add_get("/file/bot{token}/{path:.+}", self._download)
        if add_routes is not None:
            add_routes(application)
        self.state.http = aiohttp.ClientSession()
        self._runner = web.AppRunner(
            application, access_log=None, shutdown_timeout=0.2, handler_cancellation=True
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port or self._port).start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}"
        pusher = Pusher(self.webhook, self.updates, self.clock, self.state.changes)
        self._keep(asyncio.create_task(pusher.run(self.state.http)))

    async def close(self) -> None:
        """Close the port: connections break, and new ones are refused."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        if self.state.http is not None:
            await self.state.http.close()
            self.state.http = None

    def _keep(self, task: asyncio.Task[Any]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- Routes -----------------------------------------------------------------------------------

    async def _call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        method = name.lower()
        work = asyncio.create_task(self._answer(request, name, method))
        self._keep(work)
        if method == "getupdates":
            return await work  # a disconnected poller stops polling
        return await asyncio.shield(work)  # a call is executed even if the client disconnects

    async def _answer(self, request: web.Request, name: str, method: str) -> web.StreamResponse:
        params = Params({}, {})
        fault = self.faults.of(method)
        try:
            params = await read_params(request)
            await self.faults.delay(method)
            if fault is not None:
                return await self._fail(fault, request, name, params)
            self._check_token(request.match_info["token"])
            result = await self._run(method, params)
            await self.faults.delay_answer(method)
        except ApiError as error:
            self._note(name, params, error.code, error.description, None)
            return refusal(error)
        if method != "getupdates" or result:
            self._note(name, params, 200, "", result)
        return web.json_response({"ok": True, "result": result})

    async def _run(self, method: str, params: Params) -> Any:
        if method not in METHODS:
            raise ApiError(404, "Not Found: method not found")
        return await METHODS[method](self.state, params)

    def _check_token(self, token: str) -> None:
        if not SHAPE.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self.token:
            raise unauthorized()

    def _note(self, name: str, params: Params, status: int, description: str, result: Any) -> None:
        files = {field: len(upload.data) for field, upload in params.files.items()}
        now = self.state.clock.now()
        self.call_log.calls.append(
            Call(name, params.values, files, now, status, description, result)
        )
        self.state.changed()

    async def _fail(
        self, fault: Fault, request: web.Request, name: str, params: Params
    ) -> web.StreamResponse:
        await asyncio.sleep(fault.seconds)
        result = await self._run(name.lower(), params) if fault.is_acted_upon else None
        if fault.status is None:
            self._note(name, params, 0, "", result)
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        error = ApiError(fault.status, fault.description or HTTPStatus(fault.status).phrase)
        if fault.status == HTTPStatus.TOO_MANY_REQUESTS:
            error = too_many_requests(fault.retry_after)
        self._note(name, params, error.code, error.description, result)
        return refusal(error)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        file = self.state.files.at(path)
        named_at = self.state.files.links.get(path, 0.0)
        is_valid = self.state.clock.now() - named_at <= LINK_SECONDS
        if request.match_info["token"] != self.token or file is None or not is_valid:
            return refusal(ApiError(404, "Not Found"))
        data = await as_jpeg(file) if file.kind == "Photo" else file.data
        return web.Response(body=data, content_type="application/octet-stream")


def refusal(error: ApiError) -> web.Response:
    headers = {}
    if "retry_after" in error.parameters:
        headers["Retry-After"] = str(error.parameters["retry_after"])
    return web.json_response(error.body(), status=error.code, headers=headers)
