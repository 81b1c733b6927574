"""Checks of `comicai doctor`, one function per dependency.

Each returns a short description if all is well, and raises DiagnosedError if something is broken.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import sys
from contextlib import closing
from datetime import timedelta
from importlib import metadata
from tempfile import TemporaryFile
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp
from redis.asyncio import Redis
from redis.exceptions import AuthenticationError, RedisError

from bots.app import open_images
from bots.data_folder import DataFolder, DataFolderError
from bots.terminal.diagnoses import DiagnosedError, diagnose_mysql, diagnose_s3
from core.config.settings import Config, ConfigError
from core.errors import (
    GeneratorError,
    GeneratorRefusesError,
    GeneratorUnavailableError,
    ImageStoreError,
    StorageUnavailableError,
)
from core.jobs.generator.client import HttpGenerator
from core.models.comics import ImageRef
from storage.migrate import DamagedError, MigrationError, pending, sqlite_file
from storage.server_versions import ServerTooOldError, server_version

_CURES = {
    "unauthorized": "Correct generator.token: it has to be the one that the generator expects.",
    "no_credit": "Top up the account that the generator draws with.",
    "tls": "Renew its certificate, or use the host name of the certificate in generator.url.",
}
OLDEST_PYTHON = (3, 11)
CONNECT_SECONDS = 5
OFF = "off: no token is set"
# Smallest possible PNG: one grey pixel.
PROBE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c63f80f00010101001bb6ee560000000049454e44ae426082"
)


async def check_python(_config: Config) -> str:
    """Check the version of Python."""
    if sys.version_info < OLDEST_PYTHON:
        raise DiagnosedError(f"Python {sys.version.split()[0]} is too old", "Use 3.11 or later.")
    return f"Python {sys.version.split()[0]}"


async def check_packages(_config: Config) -> str:
    """Check that every required package is installed; the fonts are packages too."""
    names = [
        re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
        for requirement in metadata.requires("comicai") or ()
        if "extra ==" not in requirement
    ]
    missing = [name for name in names if not _is_installed(name)]
    if missing:
        raise DiagnosedError(f"not installed: {', '.join(missing)}", "Run: make setup")
    return f"{len(names)} installed, including fonts"


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


async def check_data_folder(config: Config) -> str:
    """Check that the data folder is writable and has enough free space."""
    path = config.data_dir.absolute()
    try:
        DataFolder(path).make()
        with TemporaryFile(dir=path):
            free_mb = shutil.disk_usage(path).free // 1024**2
    except (DataFolderError, OSError) as error:
        reason = error.reason if isinstance(error, DataFolderError) else error.strerror
        raise DiagnosedError(
            f"{path}: {reason}", "Make it writable for this user, or set data_dir."
        ) from error
    if free_mb < config.images.min_free_mb:
        raise DiagnosedError(
            f"{path}: only {free_mb} MB left, so new comics are refused",
            "Free some space, or lower images.min_free_mb.",
        )
    return f"{path}, {free_mb / 1024:.1f} GB free"


async def check_secrets(config: Config) -> str:
    """Check the secret that logins are signed with."""
    try:
        config.check_secrets()
    except ConfigError as error:
        problem, _, fix = str(error).partition("; ")
        raise DiagnosedError(problem, fix) from error
    if config.login_secret:
        return "web.jwt_secret is set"
    if config.web.jwt_secret.get_secret_value():
        return "web.jwt_secret is too weak and ignored; the secret in the data folder is used"
    return "the secret in the data folder is used; web.jwt_secret is not set"


# --- Database -------------------------------------------------------------------------------------


async def check_database(config: Config) -> str:
    """Check that the database answers and has the tables of this release."""
    url = config.database_url
    try:
        file = sqlite_file(url)
        if file is not None and not file.exists():
            return "SQLite, created at the first start"
        behind = await asyncio.to_thread(pending, url)
        version = await asyncio.to_thread(server_version, url)
    except DamagedError as error:
        raise DiagnosedError(error.problem, error.fix) from error
    except MigrationError as error:
        raise DiagnosedError(str(error), "Install the newer release of ComicAI again.") from error
    except ServerTooOldError as error:
        raise DiagnosedError(str(error), "Use a newer database server.") from error
    except StorageUnavailableError as error:
        raise diagnose_mysql(str(error)) from error
    if behind:
        raise DiagnosedError(f"{version}: migrations are pending", "Run: comicai migrate")
    return f"{version}, up to date"


# --- Images ---------------------------------------------------------------------------------------


async def check_images(config: Config) -> str:
    """Write a small image to the store, read it and delete it."""
    is_s3 = config.images.store == "s3"
    bucket = config.images.bucket if is_s3 else "local"
    ref = ImageRef(bucket, f"jobs/{uuid4()}/doctor.png")
    store = open_images(config, "only for a probe that is never linked to")
    try:
        await store.put(ref, PROBE, "image/png")
        if await store.read(ref) != PROBE:
            raise DiagnosedError(
                "an image came back different from what was written",
                "Check that images.endpoint_url is an S3 service.",
            )
        await store.delete([ref])
    except ImageStoreError as error:
        if is_s3:
            raise diagnose_s3(str(error)) from error
        raise DiagnosedError(
            f"{config.images_folder}: {error}", "Make it writable for this user."
        ) from error
    finally:
        await store.close(seconds=1)
    return f"bucket {bucket}" if is_s3 else f"folder {config.images_folder.absolute()}"


# --- Job queue and generator ----------------------------------------------------------------------


async def check_engine(config: Config) -> str:
    """Check that Redis answers, if it carries the job queue's wake-up signals."""
    url = config.engine.url.get_secret_value()
    if urlsplit(url).scheme == "memory":
        return "in memory: one process does everything"
    redis = Redis.from_url(
        url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS
    )
    try:
        version = (await redis.info("server"))["redis_version"]
    except AuthenticationError as error:
        raise DiagnosedError("Redis rejected the password", "Correct engine.url.") from error
    except (RedisError, OSError) as error:
        raise DiagnosedError(
            "Redis does not answer; requests are accepted, but drawn late",
            "Start it, or correct engine.url.",
        ) from error
    finally:
        await redis.aclose()
    return f"Redis {version}"


async def check_generator(config: Config) -> str:
    """Request the generator's health."""
    if config.draws_itself:
        return "the built-in one, which starts with ComicAI"
    if config.jarvis.instance_name:
        return "on the rented GPU, which is woken on demand"
    store = open_images(config, "only for URLs that are never linked to")
    try:
        async with aiohttp.ClientSession() as http:
            generator = HttpGenerator(
                http,
                config.generator.url,
                token=config.generator.token.get_secret_value(),
                locate=store.locate,
                start_within=timedelta(hours=-1),  # nothing is to be drawn
            )
            health = await generator.health()
            if health.level and health.ready:
                await generator.check_access()
    except GeneratorRefusesError as error:
        raise DiagnosedError(
            f"{config.generator.url} refuses our requests ({error.reason})", _CURES[error.reason]
        ) from error
    except GeneratorUnavailableError as error:
        raise DiagnosedError(
            f"{config.generator.url} does not answer ({error.reason})",
            _CURES.get(error.reason, "Start it, or correct ML_PIPELINE_URL (generator.url)."),
        ) from error
    except GeneratorError as error:
        raise DiagnosedError(
            f"{config.generator.url}: {error}", "Run: comicai pipeline check URL"
        ) from error
    finally:
        await store.close(seconds=1)
    model = health.model or "unnamed model"
    if health.reason not in {"", "loading"}:
        raise DiagnosedError(
            f"{config.generator.url} cannot draw at present: {health.reason}",
            "Its log says more; requests are kept meanwhile.",
        )
    return f"contract level {health.level}, {model}, {'ready' if health.ready else 'not ready yet'}"


# --- Front ends -----------------------------------------------------------------------------------


async def check_web_port(config: Config) -> str:
    """Check that the port is free, or used by this installation's server."""
    host, port = config.web.host, config.web.port
    server = DataFolder(config.data_dir).running_server()
    if server is not None:
        return f"ComicAI is running: {server.url} (process {server.pid})"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with closing(socket.socket(family, kind, protocol)) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as error:
        raise DiagnosedError(
            f"{host}:{port}: {error.strerror or error}",
            "Stop the other program, or set PORT (web.port) and web.host.",
        ) from error
    return f"{host}:{port} is free"


async def check_discord(config: Config) -> str:
    """Check the token with Discord; return the links that install the bot."""
    token = config.discord.token.get_secret_value()
    if not token:
        return OFF
    # Imported here because the library is slow to load.
    from bots.discord.api_errors import DiscordApiError
    from bots.discord.endpoints import use_api_base
    from bots.discord.install_links import look_up

    use_api_base(config.discord.api_base)
    try:
        application = await look_up(token)
    except DiscordApiError as error:
        raise DiagnosedError(
            f"the token was rejected, or Discord is unavailable: {error}",
            "Copy the token again from https://discord.com/developers/applications, page Bot.",
        ) from error
    if application.takes_webhooks:
        raise DiagnosedError(
            f"{application.name} has an interactions endpoint URL, so no command reaches the bot",
            "Clear that field on the application's page General Information.",
        )
    return (
        f"{application.name}. Add it to a server: {application.to_server} "
        f"or to yourself: {application.to_user}"
    )


async def check_telegram(config: Config) -> str:
    """Check the token with Telegram; return the link to the bot."""
    token = config.telegram.token.get_secret_value()
    if not token:
        return OFF
    from bots.telegram.api_client import TelegramApi
    from bots.telegram.api_errors import TelegramApiError

    api = TelegramApi(token, config.telegram.api_base)
    try:
        bot = (await api.bot()).bot
    except TelegramApiError as error:
        raise DiagnosedError(
            f"the token was rejected, or Telegram is unavailable: {error.detail}",
            "Copy the token again from @BotFather: /mybots, API Token.",
        ) from error
    finally:
        await api.close()
    inline = "on" if bot.supports_inline_queries else "off (@BotFather: /setinline)"
    return f"@{bot.username}, https://t.me/{bot.username}; inline mode is {inline}"
