"""Routes of the pages, either shared with the API or of their own."""

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

# Paths shared with the API: a browser gets the page, a program JSON.
SHARED: Mapping[str, Handler] = {"/": handlers.chat, "/gallery": handlers.gallery}
PAGES_ONLY: Mapping[str, Handler] = {
    "/account": handlers.account,
    f"/comics/{{uuid:{UUID_PATTERN}}}": handlers.comic,
}
FILES = "/static/{version}/{path:.+}"

# The API has other methods of this path, so the OpenAPI document has to list this one too.
OPERATIONS = (
    Operation(
        id="getLinkPage",
        method="GET",
        path="/link",
        handler=handlers.link,
        summary="Show the page on which a link code is previewed and claimed",
        tag="people",
        access=Access.OPEN,
        responses={200: ResponseSpec(description="The page", media_type="text/html")},
    ),
)


def with_page(operation: Operation) -> Handler:
    """Return the operation's handler; on a shared path, one that serves the page to browsers."""
    if operation.method != "GET" or operation.path not in SHARED:
        return operation.handler
    show_page = SHARED[operation.path]

    @wraps(operation.handler)
    async def page_or_data(request: web.Request) -> web.StreamResponse:
        if prefers_page(request.headers.get("Accept", "")):
            return await show_page(request)
        response = await operation.handler(request)
        response.headers["Vary"] = "Accept"
        return response

    return page_or_data


def add_pages(app: web.Application, catalogue: Catalogue) -> None:
    """Add the routes that are not part of the API: pages and static files."""
    load_assets(catalogue)
    app[CATALOGUE_KEY] = catalogue
    app[STORE] = {}
    for path, handler in PAGES_ONLY.items():
        app.router.add_get(path, handler)
    app.router.add_get(FILES, asset)
