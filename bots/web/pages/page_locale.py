"""Language of a page: the choice on the account page, else the browser's language."""

from __future__ import annotations

from aiohttp import web

from core.sentences import Catalogue

CATALOGUE_KEY = web.AppKey("catalogue", Catalogue)
# Set by the account page, so that the language of a page needs no look-up in the database.
COOKIE = "comicai_language"


def catalogue_of(request: web.Request) -> Catalogue:
    return request.config_dict[CATALOGUE_KEY]


def page_locale(request: web.Request) -> str:
    catalogue, chosen = catalogue_of(request), request.cookies.get(COOKIE, "")
    if chosen in catalogue.languages:
        return chosen
    return catalogue.negotiate(request.headers.get("Accept-Language", ""))
