"""Which page stands under which address, beside the API or alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import wraps

import structlog
from aiohttp import web

from bots.web.errors import status_of
from bots.web.operations import UUID_PATTERN, Handler, Operation
from bots.web.pages import handlers
from bots.web.pages.assets import asset, load_assets
from bots.web.pages.language import page_locale
from bots.web.pages.negotiation import prefers_page
from bots.web.pages.policy import STORE
from bots.web.pages.rendering import page
from core.errors import ComicAIError, DependencyError
from core.sentences import explain

log = structlog.get_logger(__name__)

# Where the API answers as well: a browser gets the page, a program the data.
SHARED: Mapping[str, Handler] = {"/": handlers.chat, "/gallery": handlers.gallery}
ALONE: Mapping[str, Handler] = {
    "/account": handlers.account,
    "/link": handlers.link,
    f"/comics/{{uuid:{UUID_PATTERN}}}": handlers.comic,
}
FILES = "/static/{version}/{path:.+}"


def beside(operation: Operation) -> Handler:
    """Return the operation's handler, which a page goes before for who prefers one."""
    if operation.method != "GET" or operation.path not in SHARED:
        return operation.handler
    show = _told_to_people(SHARED[operation.path])

    @wraps(operation.handler)
    async def either(request: web.Request) -> web.StreamResponse:
        if prefers_page(request.headers.get("Accept", "")):
            return await show(request)
        response = await operation.handler(request)
        response.headers["Vary"] = "Accept"
        return response

    return either


def add_pages(app: web.Application) -> None:
    """Route what is no part of the API."""
    load_assets()
    app[STORE] = {}
    for path, handler in ALONE.items():
        app.router.add_get(path, _told_to_people(handler))
    app.router.add_get(FILES, asset)


def _told_to_people(handler: Handler) -> Handler:
    """Say on a page what goes wrong on the way to one."""

    @wraps(handler)
    async def telling(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except ComicAIError as error:
            if isinstance(error, DependencyError):
                log.warning("page_not_shown", error=error.code, detail=str(error))
            said = explain(error, page_locale(request))
            return await page(request, "problem.html", status=status_of(error), said=said)

    return telling
