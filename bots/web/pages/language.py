"""In which language a page is written: as its reader chose there, else as their browser asks."""

from __future__ import annotations

from aiohttp import web

from bots.web.locale import locale_of
from core.sentences import LOCALES

# Set by the account page; so a page needs nothing but the request to know its language.
COOKIE = "comicai_language"


def page_locale(request: web.Request) -> str:
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LOCALES else locale_of(request)
