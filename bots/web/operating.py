"""What operators ask a process without a web server: `/metrics` and `/health`, and no more."""

from __future__ import annotations

from aiohttp import web

from bots.measures import Measures
from bots.web import health, metrics
from bots.web.errors import answer_errors
from bots.web.keys import MEASURES, SERVICES, TRUSTED_PROXIES
from bots.web.proxies import networks_of
from bots.web.security import add_headers
from core.services import Services


def build_operating_app(services: Services, measures: Measures) -> web.Application:
    """Return the application for `ops.metrics_address`."""
    app = web.Application(middlewares=[answer_errors])
    app[SERVICES] = services
    app[MEASURES] = measures
    app[TRUSTED_PROXIES] = networks_of(services.config.web.trusted_proxies)
    for operation in (*health.OPERATIONS, *metrics.OPERATIONS):
        app.router.add_get(operation.route, operation.handler)
    app.on_response_prepare.append(add_headers)
    return app
