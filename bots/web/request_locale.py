"""In which language a caller is answered."""

from __future__ import annotations

from aiohttp import web

from core.sentences import negotiate


def locale_of(request: web.BaseRequest) -> str:
    """Return the language that suits `Accept-Language` best, of those that we speak."""
    return negotiate(request.headers.get("Accept-Language", ""))
