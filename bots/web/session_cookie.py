"""Session cookie: its name, shape and attributes, and the middleware that sets or removes it."""

from __future__ import annotations

import re

from aiohttp import web

from bots.web.api.operation import Handler
from bots.web.client_address import base_url
from core.people.sessions import LIFETIME

COOKIE = "comicai"

# Shape of the cookies that this server sets. Others are ignored, since they may be guessable.
_COOKIE_SHAPE = re.compile(r"[A-Za-z0-9_-]{32}")

NEW_COOKIE: web.RequestKey[str] = web.RequestKey("new_cookie", str)  # empty: remove the cookie


def cookie_of(request: web.Request) -> str | None:
    """Return the browser's cookie if it has the right shape."""
    cookie = request.cookies.get(COOKIE, "")
    return cookie if _COOKIE_SHAPE.fullmatch(cookie) else None


@web.middleware
async def set_cookies(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Set or remove the cookie as the handler requested with NEW_COOKIE."""
    response = await handler(request)
    cookie = request.get(NEW_COOKIE)
    if cookie is not None and not response.prepared:
        response.set_cookie(
            COOKIE,
            cookie,
            max_age=int(LIFETIME.total_seconds()) if cookie else 0,
            path="/",
            secure=base_url(request).startswith("https:"),
            httponly=True,
            samesite="Lax",
        )
    return response
