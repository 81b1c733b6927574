"""Server process: wiring, start line, signals and shutdown within seconds."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import structlog
from aiohttp import web

from pipeline.files import LOCK_SECONDS, exclusive_lock
from pipeline.moderation.words import WordRules
from pipeline.service.artist_process import START_SECONDS, ArtistProcess
from pipeline.service.artists import DEFAULT_ARTIST, image_format
from pipeline.service.callbacks import Callbacks
from pipeline.service.idle_exit import EXITED_IDLE, IdleTimer
from pipeline.service.job_log import JobLog
from pipeline.service.job_service import PipelineService
from pipeline.service.object_stores import LocalStore, ObjectStore, S3Store, base_url
from pipeline.service.paid_pictures import PaidPictures
from pipeline.service.params import OrderRules
from pipeline.service.server import Server

log = structlog.get_logger(__name__)

_SHUTDOWN_SECONDS = 3.0  # for responses in flight
_EXIT_SECONDS = 10  # for a graceful shutdown after the parent exited
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of a server. Without *folder*, images are stored in the bucket."""

    host: str = "127.0.0.1"
    port: int = 6006
    data: Path
    folder: Path | None = None
    bucket: str = ""
    region: str = "us-east-1"
    endpoint_url: str | None = None
    capacity: int = 1
    queue_limit: int = 100
    rejected: tuple[str, ...] = ()
    artist: str = DEFAULT_ARTIST
    start_seconds: float = START_SECONDS
    cache_hours: float = 48.0  # of paid pictures
    cache_mb: int = 2000
    parent_pipe: bool = False
    idle_seconds: float = 0  # without a request, after which the server exits; 0: never
    lock_seconds: float = LOCK_SECONDS
    token: str | None = field(default=None, repr=False)
    webhook_secret: str | None = field(default=None, repr=False)


def run(settings: Settings) -> int:
    """Serve until SIGTERM, SIGINT, the exit of the parent or idleness; return the exit status."""
    try:
        with exclusive_lock(settings.data, lock_seconds=settings.lock_seconds):
            is_idle = asyncio.run(_serve_until_stopped(settings))
    except BlockingIOError:
        return _fail(f"another pipeline is using {settings.data}")
    except OSError as error:
        return _fail(f"cannot start: {error}")
    log.info("pipeline_stopped", idle=is_idle)
    return EXITED_IDLE if is_idle else 0


def _fail(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


async def _serve_until_stopped(settings: Settings) -> bool:
    """Return whether the server stops because it was idle."""
    stop, idle = asyncio.Event(), asyncio.Event()

    def stop_idle() -> None:
        idle.set()
        stop.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if settings.parent_pipe:
        _stop_with_parent(loop, stop)
    async with serving(settings, on_idle=stop_idle) as url:
        if _print_start_line(url):
            await stop.wait()
    return idle.is_set()


def _print_start_line(url: str) -> bool:
    """Print the start line; return False if its reader has already exited."""
    start = {"event": "pipeline_ready", "url": url, "pid": os.getpid()}
    try:
        sys.stdout.write(json.dumps(start) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Otherwise the interpreter flushes the buffer again at exit and prints an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True


def _stop_with_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Set *stop* when stdin closes, as it does when the parent exits for any reason."""

    def watch() -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 4096):
                continue
        loop.call_soon_threadsafe(stop.set)
        time.sleep(_EXIT_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="parent-pipe", daemon=True).start()


@contextlib.asynccontextmanager
async def serving(
    settings: Settings, *, on_idle: Callable[[], None] | None = None
) -> AsyncIterator[str]:
    """Serve while the context is open; yield the submit URL.

    *on_idle* is called once no request has arrived for `settings.idle_seconds`.

    On exit, the server stops accepting connections, answers the requests it holds and ends the
    artist processes. Raises OSError if the address or the data folder cannot be used.
    """
    if settings.host not in LOOPBACK and not settings.token:
        log.warning("authentication_disabled", host=settings.host)
    async with contextlib.AsyncExitStack() as stack:
        job_log = JobLog(settings.data / "jobs")
        stack.callback(job_log.close)
        store = _store(settings)
        stack.callback(store.close)
        paid = PaidPictures(
            settings.data / "paid",
            lifetime=settings.cache_hours * 3600,
            max_bytes=settings.cache_mb * 1_000_000,
            now=time.time,
        )
        service = PipelineService(
            artists=[
                ArtistProcess(
                    settings.artist,
                    cache_folder=paid.folder,
                    start_seconds=settings.start_seconds,
                )
                for _ in range(settings.capacity)
            ],
            store=store,
            job_log=job_log,
            callbacks=await _callbacks(settings, stack),
            paid_pictures=paid,
            queue_limit=settings.queue_limit,
        )
        await service.load()
        idle_timer = IdleTimer()
        server = Server(
            service,
            idle_timer=idle_timer,
            token=settings.token,
            word_rules=WordRules(settings.rejected),
            rules=_rules(settings),
        )
        url = await stack.enter_async_context(_listening(server, settings))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(service.run())]
            if settings.idle_seconds and on_idle:
                watch = _watch_idleness(idle_timer, settings.idle_seconds, service, on_idle)
                tasks.append(group.create_task(watch))
            yield url
            for task in tasks:
                task.cancel()


async def _watch_idleness(
    timer: IdleTimer, limit: float, service: PipelineService, on_idle: Callable[[], None]
) -> None:
    await timer.expired(limit, is_working=lambda: service.is_working)
    log.warning("pipeline_idle_stopped", seconds=limit)
    on_idle()


def _store(settings: Settings) -> ObjectStore:
    if settings.folder is not None:
        return LocalStore(settings.folder)
    return S3Store(settings.bucket, region=settings.region, endpoint_url=settings.endpoint_url)


def _rules(settings: Settings) -> OrderRules:
    store_url = ""
    if settings.folder is None:
        store_url = base_url(
            settings.bucket, region=settings.region, endpoint_url=settings.endpoint_url
        )
    return OrderRules(image_format=image_format(settings.artist), store_url=store_url)


async def _callbacks(settings: Settings, stack: contextlib.AsyncExitStack) -> Callbacks | None:
    if settings.webhook_secret is None:
        return None
    session = await stack.enter_async_context(aiohttp.ClientSession())
    return Callbacks(session, settings.webhook_secret)


@contextlib.asynccontextmanager
async def _listening(server: Server, settings: Settings) -> AsyncIterator[str]:
    runner = web.AppRunner(
        server.application(), access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
        yield f"http://{_url_host(settings.host)}:{runner.addresses[0][1]}/generate"
        await site.stop()
        server.close()
    finally:
        await runner.cleanup()


def _url_host(host: str) -> str:
    """Return *host* for a URL that reaches the server from this machine."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104
    return f"[{reachable}]" if ":" in reachable else reachable
