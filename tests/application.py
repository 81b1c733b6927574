"""Test application: the whole product in one process, with a generator that tests control."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
from aiohttp import web
from yarl import URL

from bots.app import App, open_app
from bots.chat.delays import DEFAULT_DELAYS, ChatDelays
from bots.parts import ALL_PARTS
from bots.web.api.event_stream import HEARTBEAT_SECONDS, STREAMS_PER_JOB
from bots.web.app import build_web_app
from bots.web.request_limits import RequestLimits
from bots.web.server import WebServer
from core.config.settings import Config
from core.gpu.wake_hints import HINT
from core.models.identity import JobId
from core.services import Services
from storage.migrate import migrate
from tests.pictures import make_picture

SECRET = "a secret with which only the tests sign their tokens"
PASSWORD = "correct horse battery staple"
STOP_SECONDS = 5.0
TIMEOUT = 20.0  # seconds, for operations that usually take a moment
PICTURE = make_picture()


class DrawingServer:
    """Generator that follows the contract: one POST, one picture.

    It draws at once unless a test holds it or sets another answer.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.submissions: list[Mapping[str, Any]] = []
        self._started: asyncio.Queue[str] = asyncio.Queue()
        self.may_finish = asyncio.Event()
        self.may_finish.set()
        self.refusal: tuple[int, str] | None = None
        self.picture = PICTURE
        self.notices: list[dict[str, Any]] = []  # remarks to the user that its answers carry
        self.url = ""

    def hold(self) -> None:
        """Start drawings, but finish none before `go_on`."""
        self.may_finish.clear()

    def resume(self) -> None:
        self.may_finish.set()

    async def next_submission(self) -> str:
        """Wait for the next drawing to start, and return its UUID."""
        async with asyncio.timeout(TIMEOUT):
            return await self._started.get()

    def refuse(self, status: int, code: str) -> None:
        """Answer with an error from now on."""
        self.refusal = (status, code)

    def delete_pictures(self) -> None:
        """Remove all drawn pictures."""
        shutil.rmtree(self.folder)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[DrawingServer]:
        app = web.Application()
        app.router.add_post("/generate", self._draw)
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/generate"
            yield self
        finally:
            self.may_finish.set()
            await runner.cleanup()

    async def _draw(self, request: web.Request) -> web.Response:
        submission = await request.json()
        self.submissions.append(submission)
        self._started.put_nowait(submission["uuid"])
        await self.may_finish.wait()
        if self.refusal is not None:
            status, code = self.refusal
            error = {"code": code, "message": "as the test specified", "retryable": False}
            return web.json_response({"error": error}, status=status)
        key = f"jobs/{submission['uuid']}/page.png"
        place = self.folder / key
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(self.picture)
        answer: dict[str, Any] = {"s3Url": f"s3://local/{key}"}
        return web.json_response(answer | {"notices": self.notices} if self.notices else answer)


@dataclass
class RunningApp:
    """A running application: its URL, its services and HTTP clients for it."""

    url: str
    app: App
    generator: DrawingServer
    server: WebServer
    web_app: web.Application
    _stack: AsyncExitStack = field(repr=False)

    @property
    def services(self) -> Services:
        return self.app.services

    async def wait_for_end(self, uuid: str) -> None:
        """Wait until the job is in a terminal state."""
        job_id = JobId(UUID(uuid))
        timeout = timedelta(seconds=TIMEOUT)
        assert await self.services.job_events.wait_for_end(job_id, timeout=timeout)

    async def wait_for_wake_hint(self) -> None:
        """Wait until somebody has hinted that a rented GPU will be needed."""
        async with asyncio.timeout(TIMEOUT):
            while await self.services.database.read(lambda unit: unit.timestamps.get(HINT)) is None:
                await asyncio.sleep(0.02)

    async def browser(self, *, cookies: bool = True, **headers: str) -> aiohttp.ClientSession:
        """Return a new HTTP client; with *cookies* it keeps cookies like a browser."""
        jar = aiohttp.CookieJar(unsafe=True) if cookies else aiohttp.DummyCookieJar()
        return await self._stack.enter_async_context(
            aiohttp.ClientSession(
                self.url,
                cookie_jar=jar,
                headers={name.replace("_", "-"): value for name, value in headers.items()},
                timeout=aiohttp.ClientTimeout(total=30),
            )
        )


def make_config(folder: Path, sections: Mapping[str, Mapping[str, Any]]) -> Config:
    """Return a configuration for tests, overridden by *sections*."""
    values: dict[str, Any] = {
        "data_dir": folder / "data",
        "web": {"port": 0, "wait_seconds": 10, "jwt_secret": SECRET},
        "images": {"min_free_mb": 0},
        "limits": {"in_flight": 100, "waiting": 1000, "per_day": 0, "anonymous_per_day": 0},
    }
    values["limits"]["register_per_hour"] = 0
    for name, settings in sections.items():
        values[name] = {**values.get(name, {}), **settings}
    return Config.model_validate(values)


@asynccontextmanager
async def running_app(
    folder: Path,
    *,
    parts: frozenset[str] = ALL_PARTS,
    migrated: Path | None = None,
    delays: ChatDelays = DEFAULT_DELAYS,
    request_limits: RequestLimits | None = None,
    heartbeat_seconds: float = HEARTBEAT_SECONDS,
    streams_per_job: int = STREAMS_PER_JOB,
    **sections: Mapping[str, Any],
) -> AsyncIterator[RunningApp]:
    """Run everything except the built-in pipeline; *sections* override the configuration.

    *migrated* is an SQLite file with the current schema, copied to save the time of migrating.
    """
    async with AsyncExitStack() as stack:
        drawing = DrawingServer(folder / "data" / "images")
        await stack.enter_async_context(drawing.running())
        config = make_config(folder, {"generator": {"url": drawing.url}, **sections})
        await _make_database(config, migrated)
        app = await stack.enter_async_context(open_app(config, parts, delays=delays))
        web_app = build_web_app(
            app.services,
            local_images=app.local_images,
            process_metrics=app.metrics,
            request_limits=request_limits,
            heartbeat_seconds=heartbeat_seconds,
            streams_per_job=streams_per_job,
        )
        server = WebServer(web_app, config.web.host, config.web.port)
        port = await server.start()
        stack.push_async_callback(server.stop, STOP_SECONDS)
        app.services.health.started = True
        running = RunningApp(
            f"http://127.0.0.1:{port}", app, drawing, server, web_app, AsyncExitStack()
        )
        stack.push_async_exit(running._stack)
        yield running


async def _make_database(config: Config, migrated: Path | None) -> None:
    config.data_dir.mkdir(parents=True, exist_ok=True)
    if migrated is not None:
        shutil.copy(migrated, config.data_dir / "comicai.db")
    else:
        await asyncio.to_thread(migrate, config.database_url, data_dir=config.data_dir)


@dataclass(frozen=True, slots=True)
class Reply:
    """A response that has been read completely."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        """The error code of the response."""
        code: str = self.json["error"]["code"]
        return code


async def call(
    client: aiohttp.ClientSession, method: str, path: str | URL, **options: Any
) -> Reply:
    """Send one request without following redirects."""
    async with client.request(method, path, allow_redirects=False, **options) as response:
        raw = await response.read()
        return Reply(response.status, response.headers, raw.decode("utf-8", "replace"))


async def draw(client: aiohttp.ClientSession, prompt: str = "a cat", **body: Any) -> str:
    """Have a comic drawn and return its UUID."""
    data = {"inputParams": {"prompt": prompt}, **body}
    reply = await call(client, "POST", "/ml/generate", json=data)
    assert reply.status == 200, reply.text
    uuid: str = reply.json["uuid"]
    return uuid


async def sign_up(client: aiohttp.ClientSession, email: str = "ada@example.org") -> Any:
    """Register an account in this browser, and return the API's answer."""
    body = {"email": email, "password": PASSWORD}
    reply = await call(client, "POST", "/auth/register", json=body)
    assert reply.status == 201, reply.text
    return reply.json


def bearer(login: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {login['token']}"}
