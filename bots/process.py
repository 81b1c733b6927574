"""Life of a process from start to stop: `comicai run`, `web`, `worker`, `discord`, `telegram`."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog

from bots.data_folder import AlreadyRunningError, DataFolder
from bots.embedded_pipeline import embedded_pipeline
from bots.garbage_collection import tuned_for_serving
from bots.parts import ALL_PARTS, DISCORD, TELEGRAM, WEB, WORKER
from core.config.artist_settings import ArtistSettings
from core.config.picture_checks import require_picture_checks, shows_unchecked
from core.config.settings import Config, ConfigError
from core.errors import ComicAIError

if TYPE_CHECKING:
    from bots.app import App
    from bots.web.server import WebServer

log = structlog.get_logger(__name__)

UNCHECKED_LINE = "NOTE: nothing checks its pictures before they are shown (moderation.pictures)."
WEB_STOP_SECONDS = 4.0  # for responses that are being sent
EXIT_AFTER_SECONDS = 19.0  # from the signal, even if a part has not stopped: leases expire


class NotMigratedError(ComicAIError):
    """The database has pending migrations."""


async def run(
    config: Config,
    parts: frozenset[str] = ALL_PARTS,
    *,
    say: Callable[[str], None] = print,
    stop: asyncio.Event | None = None,
) -> None:
    """Run *parts* until SIGTERM or SIGINT, or until *stop* is set.

    Raises ConfigError, NotMigratedError, EmbeddedPipelineError and PortTakenError before anything
    is served. A second `comicai run` on the same data folder prints where the first one runs, and
    returns.
    """
    config.check_secrets()
    require_picture_checks(config)
    if parts == {DISCORD} and not config.discord.token:
        raise ConfigError("discord.token: required to run the Discord bot")
    if parts == {TELEGRAM} and not config.telegram.token:
        raise ConfigError("telegram.token: required to run the Telegram bot")
    stop = stop or _stop_on_signals()
    folder = DataFolder(config.data_dir)
    folder.make()
    async with AsyncExitStack() as stack:
        if parts == ALL_PARTS:
            try:
                stack.enter_context(folder.running())
            except AlreadyRunningError as error:
                say(_already_running_line(error))
                return
        start_collecting_garbage = stack.enter_context(tuned_for_serving())
        pipeline = None
        if WORKER in parts and config.draws_itself:
            pipeline = await stack.enter_async_context(embedded_pipeline(config))
        # Imported here, since the built-in generator imports its own modules at the same time.
        from bots.app import open_app

        await migrate_if_needed(config)
        app = await stack.enter_async_context(open_app(config, parts, pipeline=pipeline))
        if WEB in parts:
            url = await _serve(config, app, stack)
            if parts == ALL_PARTS:
                folder.announce(url)
            say(start_lines(config, url))
        else:
            say(_start_line_without_web(parts))
        if config.ops.metrics_address:
            say(f"  Metrics: {await _serve_operations(config, app, stack)}/metrics")
        app.services.health.started = True
        start_collecting_garbage()
        log.info("process_started", parts=sorted(parts), pid=os.getpid())
        await stop.wait()
        app.services.health.draining = True
        log.info("process_stop_requested")
    log.info("process_stopped")


async def migrate_if_needed(config: Config) -> None:
    """Migrate SQLite here; a database server is migrated by `comicai migrate`, before the update.

    Raises NotMigratedError.
    """
    from storage.migrate import migrate, pending

    url = config.database_url
    if urlsplit(url).scheme.startswith("sqlite"):
        await asyncio.to_thread(migrate, url, data_dir=config.data_dir)
    elif await asyncio.to_thread(pending, url):
        raise NotMigratedError(
            "the database is older than this version of ComicAI: run `comicai migrate`"
        )


async def _serve(config: Config, app: App, stack: AsyncExitStack) -> str:
    """Serve HTTP until *stack* closes; return the address."""
    from bots.web.app import build_web_app
    from bots.web.server import WebServer

    web_app = build_web_app(
        app.services, local_images=app.local_images, process_metrics=app.metrics
    )
    server = WebServer(web_app, config.web.host, config.web.port)
    return await _listen(server, config.web.host, stack)


async def _serve_operations(config: Config, app: App, stack: AsyncExitStack) -> str:
    """Serve `/metrics` and `/health` on a port of their own until *stack* closes; return where."""
    from bots.web.operations_app import build_operations_app
    from bots.web.server import WebServer

    address = urlsplit(f"//{config.ops.metrics_address}")
    operations_app = build_operations_app(app.services, app.metrics)
    host = address.hostname or ""
    server = WebServer(operations_app, host, address.port or 0, setting="ops.metrics_address")
    return await _listen(server, host, stack)


async def _listen(server: WebServer, host: str, stack: AsyncExitStack) -> str:
    port = await server.start()
    stack.push_async_callback(server.stop, WEB_STOP_SECONDS)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def start_lines(config: Config, url: str) -> str:
    """Return what the terminal shows once everything runs."""
    port = urlsplit(url).port
    lines = [f"ComicAI is ready: {config.web.public_url or url}"]
    if config.web.public_url:
        lines.append(f"  It listens on {url}; the reverse proxy forwards requests there.")
    elif config.web.is_loopback:
        lines.append(
            "  It accepts connections from this machine only; from yours: "
            f"ssh -L {port}:127.0.0.1:{port} you@this-machine"
        )
    else:
        lines.append("  It accepts connections from other machines if the firewall allows them.")
    if config.discord.token:
        lines.append("  The Discord bot is on; `comicai doctor` prints its installation links.")
    if config.telegram.token:
        lines.append("  The Telegram bot is on; `comicai doctor` prints its link.")
    lines.append("  Discord and Telegram bots need no open port.")
    if config.draws_itself:
        lines.append(f"  {_painter_line(config.artist)}")
    if config.jarvis.instance_name:
        lines.append(f"  The GPU instance {config.jarvis.instance_name} is woken on demand.")
    if not config.draws_itself and config.web.public_url and not config.callback_url:
        lines.append("  The generator is polled; generator.webhook_secret would let it call back.")
    if shows_unchecked(config):
        lines.append(f"  {UNCHECKED_LINE}")
    lines.append('  Try: comicai comic "a cat opens a bakery on the moon". Stop with Ctrl+C.')
    return "\n".join(lines)


def _painter_line(artist: ArtistSettings) -> str:
    """Return what paints the comics; never a secret, for a URL only its host."""
    model = artist.model or "its default model"
    host = urlsplit(artist.url).netloc or "api.openai.com"
    match artist.kind:
        case "images":
            return f"An images API paints: {model} at {host}. Each picture may cost money."
        case "a1111":
            return f"Stable Diffusion paints: {model} at {host}."
        case "diffusers":
            return f"A model on this machine paints: {artist.model or artist.preset or 'klein'}."
        case _:
            return "The built-in sketch artist draws; to have a model paint, set artist.kind."


def _start_line_without_web(parts: frozenset[str]) -> str:
    if DISCORD in parts:
        return "ComicAI answers in Discord. Stop with Ctrl+C."
    if TELEGRAM in parts:
        return "ComicAI answers in Telegram. Stop with Ctrl+C."
    return "ComicAI draws. Stop with Ctrl+C."


def _already_running_line(error: AlreadyRunningError) -> str:
    if error.server is None:
        return "ComicAI is already starting or running with this data folder."
    return f"ComicAI is already running: {error.server.url} (process {error.server.pid})"


def _stop_on_signals() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set.

    A process that has not stopped EXIT_AFTER_SECONDS later exits anyway.
    """
    stop = asyncio.Event()

    def request_stop() -> None:
        stop.set()
        timer = threading.Timer(EXIT_AFTER_SECONDS, os._exit, (0,))
        timer.daemon = True
        timer.start()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, request_stop)
    return stop
