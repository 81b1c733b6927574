"""Web application with `/metrics` and `/health` only, for processes without the web server."""

from __future__ import annotations

from aiohttp import web

from bots.metrics_prometheus import PrometheusMetrics
from bots.web.api import health, metrics
from bots.web.app_keys import PROCESS_METRICS, SERVICES, TRUSTED_PROXIES
from bots.web.client_address import networks_of
from bots.web.middleware.error_responses import answer_errors
from bots.web.middleware.security_headers import add_headers
from core.services import Services


def build_operations_app(services: Services, process_metrics: PrometheusMetrics) -> web.Application:
    """Return the application for `ops.metrics_address`."""
    app = web.Application(middlewares=[answer_errors])
    app[SERVICES] = services
    app[PROCESS_METRICS] = process_metrics
    app[TRUSTED_PROXIES] = networks_of(services.config.web.trusted_proxies)
    for operation in (*health.OPERATIONS, *metrics.OPERATIONS):
        app.router.add_get(operation.route, operation.handler)
    app.on_response_prepare.append(add_headers)
    return app
