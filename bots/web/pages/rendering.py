"""Templates, and what all of them may use."""

from __future__ import annotations

from functools import cache, partial, wraps
from typing import Any

import structlog
from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from bots.web.api.operation import Handler
from bots.web.middleware.error_responses import status_of
from bots.web.pages.assets import load_assets
from bots.web.pages.content_security_policy import page_headers
from bots.web.pages.page_locale import catalogue_of, page_locale
from core.errors import ComicAIError, DependencyError
from core.sentences import Catalogue, explain

log = structlog.get_logger(__name__)


async def page(
    request: web.Request, template: str, *, status: int = 200, **facts: Any
) -> web.Response:
    """Return the template as a page in its reader's language."""
    catalogue, locale = catalogue_of(request), page_locale(request)
    text = (
        _environment(catalogue)
        .get_template(template)
        .render(
            locale=locale,
            direction=catalogue.languages[locale].direction,
            t=partial(_say, catalogue, locale),
            path=request.path,
            **facts,
        )
    )
    response = web.Response(text=text, content_type="text/html", charset="utf-8", status=status)
    response.headers["Content-Language"] = locale
    response.headers.update(await page_headers(request))
    return response


def told_to_people(handler: Handler) -> Handler:
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


@cache
def _environment(catalogue: Catalogue) -> Environment:
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


def _say(catalogue: Catalogue, locale: str, key: str, **facts: str | int) -> str:
    return catalogue.sentence(key, locale, **facts)
