"""What `comicai doctor` looks at: one function a dependency.

Each returns a few words when all is well, and raises DiagnosedError when something is broken.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import sys
from contextlib import closing
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
    GeneratorUnavailableError,
    ImageStoreError,
    StorageUnavailableError,
)
from core.jobs.generator.client import HttpGenerator
from core.models.comics import ImageRef
from core.sentences import sentence
from storage.migrate import DamagedError, MigrationError, pending, sqlite_file
from storage.server_versions import ServerTooOldError, server_version

OLDEST_PYTHON = (3, 11)
CONNECT_SECONDS = 5
OFF = "off: there is no token"
# The smallest PNG there is: one grey pixel.
PROBE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c63f80f00010101001bb6ee560000000049454e44ae426082"
)


async def check_python(_config: Config) -> str:
    """Look at the interpreter."""
    if sys.version_info < OLDEST_PYTHON:
        raise DiagnosedError(f"Python {sys.version.split()[0]} is too old", "Use 3.11 or later.")
    return f"Python {sys.version.split()[0]}"


async def check_packages(_config: Config) -> str:
    """Look for every package that we need, fonts among them."""
    names = [
        re.split(r"[^A-Za-z0-9._-]", wanted, maxsplit=1)[0]
        for wanted in metadata.requires("comicai") or ()
        if "extra ==" not in wanted
    ]
    missing = [name for name in names if not _is_installed(name)]
    if missing:
        raise DiagnosedError(f"not installed: {', '.join(missing)}", "Run: make setup")
    return f"{len(names)} installed, fonts among them"


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


async def check_data_folder(config: Config) -> str:
    """Look whether the data folder can be written to, and has room."""
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
            "Make room, or lower images.min_free_mb.",
        )
    return f"{path}, {free_mb / 1024:.1f} GB free"


async def check_secrets(config: Config) -> str:
    """Look at what logins are signed with."""
    try:
        config.check_secrets()
    except ConfigError as error:
        problem, _, fix = str(error).partition("; ")
        raise DiagnosedError(problem, fix) from error
    if config.login_secret:
        return "web.jwt_secret is set"
    if config.web.jwt_secret.get_secret_value():
        return "web.jwt_secret is too weak to be used; one in the data folder is used instead"
    return "web.jwt_secret is made and kept in the data folder"


# --- Database -------------------------------------------------------------------------------------


async def check_database(config: Config) -> str:
    """Look whether the database answers and has the tables of this release."""
    url = config.database_url
    try:
        file = sqlite_file(url)
        if file is not None and not file.exists():
            return "SQLite, made at the first start"
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
        raise DiagnosedError(f"{version}: older than this program", "Run: comicai migrate")
    return f"{version}, up to date"


# --- Pictures -------------------------------------------------------------------------------------


async def check_images(config: Config) -> str:
    """Put a small picture into the store, read it, and remove it again."""
    is_s3 = config.images.store == "s3"
    bucket = config.images.bucket if is_s3 else "local"
    ref = ImageRef(bucket, f"jobs/{uuid4()}/doctor.png")
    store = open_images(config, "only for a probe that is never linked to")
    try:
        await store.put(ref, PROBE, "image/png")
        if await store.read(ref) != PROBE:
            raise DiagnosedError("a picture came back changed", "Is it really an S3 service?")
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


# --- Engine and generator -------------------------------------------------------------------------


async def check_engine(config: Config) -> str:
    """Look whether Redis answers, where workers are woken through it."""
    url = config.engine.url.get_secret_value()
    if urlsplit(url).scheme == "memory":
        return "in memory: one process does everything"
    redis = Redis.from_url(
        url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS
    )
    try:
        version = (await redis.info("server"))["redis_version"]
    except AuthenticationError as error:
        raise DiagnosedError("Redis refuses the password", "Correct engine.url.") from error
    except (RedisError, OSError) as error:
        raise DiagnosedError(
            "Redis does not answer; requests are taken on, but drawn late",
            "Start it, or correct engine.url.",
        ) from error
    finally:
        await redis.aclose()
    return f"Redis {version}"


async def check_generator(config: Config) -> str:
    """Ask the generator how it is."""
    if config.draws_itself:
        return sentence("sketch_note")
    store = open_images(config, "only for URLs that are never linked to")
    try:
        async with aiohttp.ClientSession() as http:
            generator = HttpGenerator(
                http,
                config.generator.url,
                token=config.generator.token.get_secret_value(),
                locate=store.locate,
            )
            health = await generator.health()
    except GeneratorUnavailableError as error:
        raise DiagnosedError(
            f"{config.generator.url} does not answer ({error.reason})",
            "Start it, or correct ML_PIPELINE_URL (generator.url).",
        ) from error
    except GeneratorError as error:
        raise DiagnosedError(
            f"{config.generator.url}: {error}", "Run: comicai pipeline check URL"
        ) from error
    finally:
        await store.close(seconds=1)
    model = health.model or "a model that it does not name"
    return f"contract level {health.level}, {model}, {'ready' if health.ready else 'not ready yet'}"


# --- Front ends -----------------------------------------------------------------------------------


async def check_web_port(config: Config) -> str:
    """Look whether the port is free, or ours."""
    host, port = config.web.host, config.web.port
    server = DataFolder(config.data_dir).running_server()
    if server is not None:
        return f"ComicAI runs: {server.url} (process {server.pid})"
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
    """Ask Discord about the token, and print the links that install the bot."""
    token = config.discord.token.get_secret_value()
    if not token:
        return OFF
    # Imported where it is used: the client's library is slow to load.
    from bots.discord.api_errors import DiscordApiError
    from bots.discord.endpoints import use_api_base
    from bots.discord.install_links import look_up

    use_api_base(config.discord.api_base)
    try:
        application = await look_up(token)
    except DiscordApiError as error:
        raise DiagnosedError(
            f"the token is refused, or Discord is away: {error}",
            "Copy the token anew from https://discord.com/developers/applications, page Bot.",
        ) from error
    if application.takes_webhooks:
        raise DiagnosedError(
            f"{application.name} has an interactions endpoint URL, so no command reaches the bot",
            "Empty that field on the application's page General Information.",
        )
    return (
        f"{application.name}. Add it to a server: {application.to_server} "
        f"or to yourself: {application.to_person}"
    )


async def check_telegram(config: Config) -> str:
    """Ask Telegram about the token, and print the link to the bot."""
    token = config.telegram.token.get_secret_value()
    if not token:
        return OFF
    from bots.telegram.api_client import TelegramApi
    from bots.telegram.api_errors import TelegramApiError

    rest = TelegramApi(token, config.telegram.api_base)
    try:
        bot = (await rest.bot()).bot
    except TelegramApiError as error:
        raise DiagnosedError(
            f"the token is refused, or Telegram is away: {error.detail}",
            "Copy the token anew from @BotFather: /mybots, API Token.",
        ) from error
    finally:
        await rest.close()
    inline = "on" if bot.supports_inline_queries else "off (@BotFather: /setinline)"
    return f"@{bot.username}, https://t.me/{bot.username}; inline mode is {inline}"
