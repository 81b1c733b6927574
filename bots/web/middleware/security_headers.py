"""Security and cache headers of every response, added when it is prepared."""

from __future__ import annotations

from aiohttp import web

from bots.web.middleware.cross_origin import cors_headers

SERVER = {"Server": "ComicAI"}  # instead of the library and its version
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",  # for browsers that do not support frame-ancestors
    "Cache-Control": "no-store",
}


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the security, cache and CORS headers; keep values that the handler has set."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.update(SERVER)
    varies = response.headers.get("Vary")
    response.headers.update(cors_headers(request))
    if varies:
        response.headers["Vary"] += f", {varies}"
