"""Page for unknown paths."""

from __future__ import annotations

from aiohttp import web

from bots.web.api.operation import Handler
from bots.web.exceptions import NoSuchRouteError
from bots.web.pages.negotiation import prefers_page
from bots.web.pages.page_locale import page_locale
from bots.web.pages.rendering import page
from core.sentences import explain


@web.middleware
async def not_found_page(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer unknown paths with a page that links to the chat, if the client prefers a page."""
    try:
        return await handler(request)
    except web.HTTPNotFound:
        if not prefers_page(request.headers.get("Accept", "")):
            raise
        message = explain(NoSuchRouteError(), page_locale(request))
        return await page(request, "problem.html", status=404, message=message)
