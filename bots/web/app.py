"""Web application: routes of the API and the pages, and the middlewares of all of them."""

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
    generator_callbacks,
    health,
    home,
    images,
    links,
    local_images,
    metrics,
    ml,
    wake_hint,
    webhooks,
)
from bots.web.api.event_stream import HEARTBEAT_SECONDS, STREAMS_PER_JOB
from bots.web.api.openapi import openapi_document
from bots.web.api.operation import Operation
from bots.web.app_keys import (
    HEARTBEAT,
    HTTP_METRICS,
    LOCAL_IMAGES,
    OPENAPI,
    PROCESS_METRICS,
    REQUEST_LIMITS,
    SERVICES,
    STOPPING,
    STREAM_LIMIT,
    STREAMS,
    TRUSTED_PROXIES,
    LocalImages,
)
from bots.web.client_address import networks_of
from bots.web.middleware.cross_origin import check_origin
from bots.web.middleware.error_responses import answer_errors
from bots.web.middleware.metrics import HttpMetrics
from bots.web.middleware.request_log import observe
from bots.web.middleware.security_headers import add_headers
from bots.web.pages.not_found import not_found_page
from bots.web.request_limits import RequestLimits
from bots.web.session_cookie import set_cookies
from core.sentences import CATALOGUE, Catalogue
from core.services import Services

OPERATIONS: tuple[Operation, ...] = (
    *home.OPERATIONS,
    *auth.OPERATIONS,
    *ml.OPERATIONS,
    *follow_ups.OPERATIONS,
    *gallery.OPERATIONS,
    *images.OPERATIONS,
    *links.OPERATIONS,
    *local_images.OPERATIONS,
    *wake_hint.OPERATIONS,
    *webhooks.OPERATIONS,
    *generator_callbacks.OPERATIONS,
    *health.OPERATIONS,
    *metrics.OPERATIONS,
    *pages.OPERATIONS,
)


def build_web_app(
    services: Services,
    *,
    local_images: LocalImages | None = None,
    process_metrics: PrometheusMetrics | None = None,
    request_limits: RequestLimits | None = None,
    heartbeat_seconds: float = HEARTBEAT_SECONDS,
    streams_per_job: int = STREAMS_PER_JOB,
    catalogue: Catalogue = CATALOGUE,
) -> web.Application:
    """Return the application.

    *local_images* is the local image store, whose files this server sends itself; None with S3.
    *process_metrics* are served at `/metrics` together with those of the web server. *catalogue*
    has the languages of the pages.
    """
    request_limits = request_limits or RequestLimits()
    app = web.Application(
        middlewares=[observe, set_cookies, answer_errors, check_origin, not_found_page],
        client_max_size=request_limits.body_bytes,
    )
    app[SERVICES] = services
    app[REQUEST_LIMITS] = request_limits
    app[HEARTBEAT] = heartbeat_seconds
    app[STREAM_LIMIT] = streams_per_job
    app[LOCAL_IMAGES] = local_images
    app[PROCESS_METRICS] = process_metrics or PrometheusMetrics()
    app[HTTP_METRICS] = HttpMetrics(app[PROCESS_METRICS].registry)
    app[STOPPING] = asyncio.Event()
    app[STREAMS] = Counter()
    app[TRUSTED_PROXIES] = networks_of(services.config.web.trusted_proxies)
    app[OPENAPI] = _openapi
    for operation in OPERATIONS:
        handler = pages.with_page(operation)
        app.router.add_route(
            operation.method, operation.route, handler, expect_handler=_send_continue
        )
        if operation.method == "GET":
            app.router.add_route("HEAD", operation.route, handler)
    pages.add_pages(app, catalogue)
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(_signal_stop)
    return app


def _openapi() -> bytes:
    """Return the OpenAPI document, built on the first call: that takes a tenth of a second."""
    return _built_openapi()


@cache
def _built_openapi() -> bytes:
    return json.dumps(openapi_document(OPERATIONS), ensure_ascii=False).encode()


async def _send_continue(request: web.Request) -> None:
    """Answer `Expect: 100-continue`; other expectations are ignored instead of refused."""
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # nothing of the response itself has been sent


async def _signal_stop(app: web.Application) -> None:
    """End event streams, and answer requests that wait for a comic with 202."""
    app[STOPPING].set()
