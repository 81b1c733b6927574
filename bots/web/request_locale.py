"""Language of a response of the API."""

from __future__ import annotations

from aiohttp import web

from core.sentences import negotiate


def locale_of(request: web.BaseRequest) -> str:
    """Return the supported language that matches `Accept-Language` best."""
    return negotiate(request.headers.get("Accept-Language", ""))
