"""Which page stands under which address, beside the API or alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import wraps

from aiohttp import web

from bots.web.api.operation import UUID_PATTERN, Access, Handler, Operation, ResponseSpec
from bots.web.pages import handlers
from bots.web.pages.assets import asset, load_assets
from bots.web.pages.content_security_policy import STORE
from bots.web.pages.negotiation import prefers_page
from bots.web.pages.page_locale import CATALOGUE_KEY
from core.sentences import Catalogue

# Where the API answers as well: a browser gets the page, a program the data.
SHARED: Mapping[str, Handler] = {"/": handlers.chat, "/gallery": handlers.gallery}
ALONE: Mapping[str, Handler] = {
    "/account": handlers.account,
    f"/comics/{{uuid:{UUID_PATTERN}}}": handlers.comic,
}
FILES = "/static/{version}/{path:.+}"

# A page under a path that the API describes for other methods has to be described with it.
OPERATIONS = (
    Operation(
        id="getLinkPage",
        method="GET",
        path="/link",
        handler=handlers.link,
        summary="The page that shows what a code would link, and asks",
        tag="people",
        access=Access.OPEN,
        answers={200: ResponseSpec(description="The page", media_type="text/html")},
    ),
)


def beside(operation: Operation) -> Handler:
    """Return the operation's handler, which a page goes before for who prefers one."""
    if operation.method != "GET" or operation.path not in SHARED:
        return operation.handler
    show = SHARED[operation.path]

    @wraps(operation.handler)
    async def either(request: web.Request) -> web.StreamResponse:
        if prefers_page(request.headers.get("Accept", "")):
            return await show(request)
        response = await operation.handler(request)
        response.headers["Vary"] = "Accept"
        return response

    return either


def add_pages(app: web.Application, catalogue: Catalogue) -> None:
    """Route what is no part of the API."""
    load_assets(catalogue)
    app[CATALOGUE_KEY] = catalogue
    app[STORE] = {}
    for path, handler in ALONE.items():
        app.router.add_get(path, handler)
    app.router.add_get(FILES, asset)
