"""Rendering of pages from templates."""

from __future__ import annotations

from functools import cache, partial, wraps
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

from bots.web.api.operation import Handler
from bots.web.middleware.error_responses import status_of
from bots.web.pages.assets import load_assets
from bots.web.pages.content_security_policy import page_headers
from bots.web.pages.page_locale import catalogue_of, page_locale
from core.errors import DependencyError, ServiceError
from core.sentences import Catalogue, explain

if TYPE_CHECKING:
    from jinja2 import Environment

log = structlog.get_logger(__name__)


async def page(
    request: web.Request, template: str, *, status: int = 200, **facts: Any
) -> web.Response:
    """Return the page rendered from *template* in the language of the request."""
    catalogue, locale = catalogue_of(request), page_locale(request)
    text = (
        _environment(catalogue)
        .get_template(template)
        .render(
            locale=locale,
            direction=catalogue.languages[locale].direction,
            t=partial(_translate, catalogue, locale),
            path=request.path,
            **facts,
        )
    )
    response = web.Response(text=text, content_type="text/html", charset="utf-8", status=status)
    response.headers["Content-Language"] = locale
    response.headers.update(await page_headers(request))
    return response


def with_error_page(handler: Handler) -> Handler:
    """Decorate a page handler to show its errors as a page."""

    @wraps(handler)
    async def wrapper(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except ServiceError as error:
            if isinstance(error, DependencyError):
                log.warning("page_request_failed", error=error.code, detail=str(error))
            message = explain(error, page_locale(request))
            return await page(request, "problem.html", status=status_of(error), message=message)

    return wrapper


@cache
def _environment(catalogue: Catalogue) -> Environment:
    # Imported with the first page, which many installations never show.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("bots.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["asset"] = load_assets(catalogue).url
    return environment


def _translate(catalogue: Catalogue, locale: str, key: str, **facts: str | int) -> str:
    return catalogue.sentence(key, locale, **facts)
