"""Headers of every response, added when it is prepared."""

from __future__ import annotations

from aiohttp import web

from bots.web.middleware.origin import cors_headers
from bots.web.response_headers import HEADERS, SERVER


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the security, cache and CORS headers; keep values that the handler has set."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.update(SERVER)
    varies = response.headers.get("Vary")
    response.headers.update(cors_headers(request))
    if varies:
        response.headers["Vary"] += f", {varies}"
