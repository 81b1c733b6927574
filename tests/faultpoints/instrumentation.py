"""Instrumentation of a process: reports its effects that others can see.

It wraps the methods of libraries below ComicAI's code, so the product's effects need no list.
Reads, and commits that change no row, are not effects.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote, urlsplit

import aiohttp
import httpx
import redis.asyncio
from aiohttp import web
from sqlalchemy import Connection, Engine, PoolProxiedConnection, event
from sqlalchemy.engine.default import DefaultDialect

from storage.images_local import LocalImageStore
from storage.images_s3 import S3ImageStore
from tests.faultpoints.fault_points import AFTER, BEFORE, CrashInjector

SAFE = {"GET", "HEAD", "OPTIONS"}
REDIS_READS = {"GET", "MGET", "TTL", "PING", "EXISTS", "LLEN"}
IDENTIFIER = re.compile(r"(?=.*\d).{12,}|\d{5,}")  # a segment of a path
CHANGE = re.compile(
    r"\s*(INSERT|UPDATE|DELETE)\s+(?:IGNORE\s+|OR\s+\w+\s+)?(?:INTO\s+|FROM\s+)?(\w+)"
)


def instrument(injector: CrashInjector) -> None:
    """Report every effect of this process to *injector*."""
    _instrument_database(injector)
    _wrap(injector, aiohttp.ClientSession, "_request", _aiohttp_call)
    _wrap(injector, httpx.AsyncClient, "send", _httpx_call)
    _wrap(injector, redis.asyncio.Redis, "execute_command", _redis_command)
    _wrap(injector, web.Response, "write_eof", _answer)
    for store in (LocalImageStore, S3ImageStore):
        for name in ("put", "delete"):
            _wrap(injector, store, name, functools.partial(_store_call, name))


def _wrap(injector: CrashInjector, owner: type, name: str, effect_of: Callable[..., str]) -> None:
    """Wrap a method in two fault points; not for calls of which *effect_of* returns no name."""
    original: Callable[..., Awaitable[Any]] = getattr(owner, name)

    @functools.wraps(original)
    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        effect = effect_of(*args, **kwargs)
        if not effect:
            return await original(*args, **kwargs)
        injector.reach(BEFORE, effect)
        result = await original(*args, **kwargs)
        injector.reach(AFTER, effect)
        return result

    setattr(owner, name, wrapped)


# --- The database ---------------------------------------------------------------------------------


def _instrument_database(injector: CrashInjector) -> None:
    changes: dict[PoolProxiedConnection, dict[str, None]] = {}

    def on_begin(connection: Connection) -> None:
        changes[connection.connection] = {}

    def on_execute(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        match = CHANGE.match(statement)
        if match and cursor.rowcount > 0:
            changes[connection.connection][f"{match[1].lower()} {match[2]}"] = None

    event.listen(Engine, "begin", on_begin)
    event.listen(Engine, "after_cursor_execute", on_execute)
    original: Callable[[DefaultDialect, PoolProxiedConnection], None] = DefaultDialect.do_commit

    def do_commit(dialect: DefaultDialect, connection: PoolProxiedConnection) -> None:
        tables = changes.pop(connection, {})
        effect = f"commit: {', '.join(tables)}"
        if tables:
            injector.reach(BEFORE, effect)
        original(dialect, connection)
        if tables:
            injector.reach(AFTER, effect)

    DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]


# --- HTTP, Redis and the image store --------------------------------------------------------------


def _aiohttp_call(_: Any, method: str, url: Any, **_options: Any) -> str:
    return "" if method in SAFE else f"{method} {_path(str(url))}"


def _httpx_call(_: Any, request: httpx.Request, **_options: Any) -> str:
    return "" if request.method in SAFE else f"{request.method} {_path(str(request.url))}"


def _redis_command(_: Any, command: str, *_args: Any, **_options: Any) -> str:
    return "" if command in REDIS_READS else f"redis: {command}"


def _answer(response: web.Response, *_: Any) -> str:
    return f"answer: {response.status}"


def _store_call(name: str, *_: Any, **_options: Any) -> str:
    return f"pictures: {name}"


def _path(url: str) -> str:
    """Return a URL's path without tokens and other identifiers, which differ between runs."""
    parts = unquote(urlsplit(url).path).split("/")
    return "/".join("…" if IDENTIFIER.fullmatch(part) else part for part in parts)
