"""The borders of a process: where what it does becomes visible to others.

Watched from below everything of ours, at the libraries that carry it out, so that nobody has to
list what the product does. Reading is no effect, and a COMMIT that changes no row is none.
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
from sqlalchemy import Connection, Engine, event
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.images_local import LocalImageStore
from storage.images_s3 import S3ImageStore
from tests.faultpoints.fault_points import AFTER, BEFORE, Fate

SAFE = {"GET", "HEAD", "OPTIONS"}
LOOKING = {"GET", "MGET", "TTL", "PING", "EXISTS", "LLEN"}  # Redis
VARYING = re.compile(r"(?=.*\d).{12,}|\d{5,}")  # what a part of a path is that names one thing
CHANGING = re.compile(
    r"\s*(INSERT|UPDATE|DELETE)\s+(?:IGNORE\s+|OR\s+\w+\s+)?(?:INTO\s+|FROM\s+)?(\w+)"
)


def watch(fate: Fate) -> None:
    """Have *fate* told of every effect of this process."""
    _watch_database(fate)
    _wrap(fate, aiohttp.ClientSession, "_request", _aiohttp_call)
    _wrap(fate, httpx.AsyncClient, "send", _httpx_call)
    _wrap(fate, redis.asyncio.Redis, "execute_command", _redis_command)
    _wrap(fate, web.Response, "write_eof", _answer)
    for store in (LocalImageStore, S3ImageStore):
        for name in ("put", "delete"):
            _wrap(fate, store, name, functools.partial(_store_call, name))


def _wrap(fate: Fate, owner: type, name: str, effect_of: Callable[..., str]) -> None:
    """Let calls of a method pass through two points, where *effect_of* gives them a name."""
    whole: Callable[..., Awaitable[Any]] = getattr(owner, name)

    @functools.wraps(whole)
    async def watched(*args: Any, **kwargs: Any) -> Any:
        effect = effect_of(*args, **kwargs)
        if not effect:
            return await whole(*args, **kwargs)
        fate.meet(BEFORE, effect)
        result = await whole(*args, **kwargs)
        fate.meet(AFTER, effect)
        return result

    setattr(owner, name, watched)


# --- The database ---------------------------------------------------------------------------------


def _watch_database(fate: Fate) -> None:
    changes: dict[Connection, dict[str, None]] = {}

    def begun(connection: Connection) -> None:
        changes[connection] = {}

    def executed(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        match = CHANGING.match(statement)
        if match and cursor.rowcount > 0:
            changes[connection][f"{match[1].lower()} {match[2]}"] = None

    event.listen(Engine, "begin", begun)
    event.listen(Engine, "after_cursor_execute", executed)

    def commit(connection: AsyncConnection) -> str:
        assert connection.sync_connection is not None
        changed = changes.pop(connection.sync_connection, {})
        return f"commit: {', '.join(changed)}" if changed else ""

    _wrap(fate, AsyncConnection, "commit", commit)


# --- Everybody else -------------------------------------------------------------------------------


def _aiohttp_call(_: Any, method: str, url: Any, **_options: Any) -> str:
    return "" if method in SAFE else f"{method} {_path(str(url))}"


def _httpx_call(_: Any, request: httpx.Request, **_options: Any) -> str:
    return "" if request.method in SAFE else f"{request.method} {_path(str(request.url))}"


def _redis_command(_: Any, command: str, *_args: Any, **_options: Any) -> str:
    return "" if command in LOOKING else f"redis: {command}"


def _answer(response: web.Response, *_: Any) -> str:
    return f"answer: {response.status}"


def _store_call(name: str, *_: Any, **_options: Any) -> str:
    return f"pictures: {name}"


def _path(url: str) -> str:
    """Return a URL's path without what differs from run to run, tokens among it."""
    parts = unquote(urlsplit(url).path).split("/")
    return "/".join("…" if VARYING.fullmatch(part) else part for part in parts)
