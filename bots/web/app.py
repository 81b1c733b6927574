"""The web application: every operation on its path, every rule that holds for all of them."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from functools import cache

from aiohttp import web

from bots.measures import Measures
from bots.web import (
    api_auth,
    api_gallery,
    api_images,
    api_links,
    api_ml,
    api_sequels,
    health,
    home,
    hooks,
    images,
    metrics,
    pages,
)
from bots.web.caller import hand_out_cookies
from bots.web.errors import answer_errors
from bots.web.keys import (
    LOCAL_IMAGES,
    MEASURES,
    METRICS,
    OPENAPI,
    SERVICES,
    STOPPING,
    STREAMS,
    TRUSTED_PROXIES,
    LocalImages,
)
from bots.web.measures import WebMetrics
from bots.web.observe import observe
from bots.web.openapi import openapi_document
from bots.web.operations import Operation
from bots.web.origin import check_origin
from bots.web.pages.lost import lead_back
from bots.web.proxies import networks_of
from bots.web.security import add_headers
from core.sentences import CATALOGUE, Catalogue
from core.services import Services

BODY_LIMIT = 64 * 1024  # bytes

OPERATIONS: tuple[Operation, ...] = (
    *home.OPERATIONS,
    *api_auth.OPERATIONS,
    *api_ml.OPERATIONS,
    *api_sequels.OPERATIONS,
    *api_gallery.OPERATIONS,
    *api_images.OPERATIONS,
    *api_links.OPERATIONS,
    *images.OPERATIONS,
    *hooks.OPERATIONS,
    *health.OPERATIONS,
    *metrics.OPERATIONS,
    *pages.OPERATIONS,
)


def build_web_app(
    services: Services,
    *,
    local_images: LocalImages | None = None,
    measures: Measures | None = None,
    catalogue: Catalogue = CATALOGUE,
) -> web.Application:
    """Return the application; *local_images* where this server has to send the pictures itself.

    *measures* are those of the process, to be shown with the server's own. *catalogue* has the
    languages of the pages.
    """
    app = web.Application(
        middlewares=[observe, hand_out_cookies, answer_errors, check_origin, lead_back],
        client_max_size=BODY_LIMIT,
    )
    app[SERVICES] = services
    app[LOCAL_IMAGES] = local_images
    app[MEASURES] = measures or Measures()
    app[METRICS] = WebMetrics(app[MEASURES].registry)
    app[STOPPING] = asyncio.Event()
    app[STREAMS] = Counter()
    app[TRUSTED_PROXIES] = networks_of(services.config.web.trusted_proxies)
    app[OPENAPI] = _openapi()
    for operation in OPERATIONS:
        handler = pages.beside(operation)
        app.router.add_route(operation.method, operation.route, handler, expect_handler=_go_on)
        if operation.method == "GET":
            app.router.add_route("HEAD", operation.route, handler)
    pages.add_pages(app, catalogue)
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(_stop_waiting)
    return app


@cache
def _openapi() -> bytes:
    """Return the document, which is the same for every application; making it takes a while."""
    return json.dumps(openapi_document(OPERATIONS), ensure_ascii=False).encode()


async def _go_on(request: web.Request) -> None:
    """Let a client send its body that asks first; what else it may expect is not refused."""
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # nothing of the answer has been sent


async def _stop_waiting(app: web.Application) -> None:
    """End event streams, and answer those who wait for a comic with where to ask for it."""
    app[STOPPING].set()
