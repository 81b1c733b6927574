"""CORS headers for the allowed sites, and protection against cross-site request forgery."""

from __future__ import annotations

from aiohttp import web

from bots.web.api.operation import SAFE_METHODS, Handler
from bots.web.app_keys import SERVICES
from bots.web.client_address import base_url
from bots.web.exceptions import ForeignOriginError

ALLOWED_HEADERS = "Accept-Language, Authorization, Content-Type, Idempotency-Key, Prefer"
EXPOSED_HEADERS = "Location, Preference-Applied, Retry-After"
PREFLIGHT_SECONDS = "600"


@web.middleware
async def check_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer CORS preflights, and refuse writes from pages of sites that are not allowed.

    That includes writes without a cookie, since a foreign page could otherwise sign the browser in
    to another account. Only with a bearer token, which no foreign page can make a browser send,
    the origin does not matter.
    """
    if request.method == "OPTIONS" and _is_preflight(request):
        return web.Response(status=204)
    if request.method not in SAFE_METHODS and not _has_bearer(request) and _is_foreign(request):
        raise ForeignOriginError
    return await handler(request)


def cors_headers(request: web.Request) -> dict[str, str]:
    """Return the headers that allow a page of an allowed site to read the response."""
    headers = {"Vary": "Origin, Accept-Language"}
    if not _is_allowed(request, request.headers.get("Origin", "")):
        return headers
    headers |= {
        "Access-Control-Allow-Origin": request.headers["Origin"],
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Expose-Headers": EXPOSED_HEADERS,
    }
    if _is_preflight(request):
        headers |= {
            "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
            "Access-Control-Allow-Headers": ALLOWED_HEADERS,
            "Access-Control-Max-Age": PREFLIGHT_SECONDS,
        }
    return headers


def _is_preflight(request: web.Request) -> bool:
    return (
        request.method == "OPTIONS"
        and "Origin" in request.headers
        and "Access-Control-Request-Method" in request.headers
    )


def _has_bearer(request: web.Request) -> bool:
    return request.headers.get("Authorization", "").lower().startswith("bearer ")


def _is_foreign(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    if origin is None:
        # Not a browser, or one that sends only the other header.
        return request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}
    return origin.lower() != base_url(request).lower() and not _is_allowed(request, origin)


def _is_allowed(request: web.Request, origin: str) -> bool:
    allowed = request.config_dict[SERVICES].config.web.cors_origins
    return origin.lower() in {site.rstrip("/").lower() for site in allowed}
