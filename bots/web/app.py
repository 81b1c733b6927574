"""The web application: every operation on its path, every rule that holds for all of them."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from functools import cache

from aiohttp import web

from bots.metrics_prometheus import PrometheusMetrics
from bots.web import pages
from bots.web.api import (
    auth,
    follow_ups,
    gallery,
    health,
    home,
    images,
    links,
    local_images,
    metrics,
    ml,
    webhooks,
)
from bots.web.api.openapi import openapi_document
from bots.web.api.operation import Operation
from bots.web.app_keys import (
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
from bots.web.caller import hand_out_cookies
from bots.web.middleware.error_responses import answer_errors
from bots.web.middleware.metrics import HttpMetrics
from bots.web.middleware.origin import check_origin
from bots.web.middleware.request_log import observe
from bots.web.middleware.security_headers import add_headers
from bots.web.pages.not_found import lead_back
from bots.web.proxies import networks_of
from core.sentences import CATALOGUE, Catalogue
from core.services import Services

BODY_LIMIT = 64 * 1024  # bytes

OPERATIONS: tuple[Operation, ...] = (
    *home.OPERATIONS,
    *auth.OPERATIONS,
    *ml.OPERATIONS,
    *follow_ups.OPERATIONS,
    *gallery.OPERATIONS,
    *images.OPERATIONS,
    *links.OPERATIONS,
    *local_images.OPERATIONS,
    *webhooks.OPERATIONS,
    *health.OPERATIONS,
    *metrics.OPERATIONS,
    *pages.OPERATIONS,
)


def build_web_app(
    services: Services,
    *,
    local_images: LocalImages | None = None,
    metrics: PrometheusMetrics | None = None,
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
    app[MEASURES] = metrics or PrometheusMetrics()
    app[METRICS] = HttpMetrics(app[MEASURES].registry)
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
