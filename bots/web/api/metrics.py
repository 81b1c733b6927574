"""Handler of `GET /metrics`, scraped by Prometheus."""

from __future__ import annotations

import hmac

from aiohttp import web
from prometheus_client import generate_latest

from bots.web.api.operation import Access, Operation, ResponseSpec
from bots.web.app_keys import PROCESS_METRICS, SERVICES
from bots.web.client_address import client_of
from core.errors import NotSignedInError

MEDIA_TYPE = "text/plain"


async def show_metrics(request: web.Request) -> web.StreamResponse:
    """Return the metrics to callers on this machine, or with `web.metrics_token` if it is set."""
    if not _is_allowed(request):
        raise NotSignedInError
    services, process_metrics = request.config_dict[SERVICES], request.config_dict[PROCESS_METRICS]
    process_metrics.show(await services.fleet_stats.refresh(), services.health.parts())
    text = generate_latest(process_metrics.registry)
    response = web.Response(body=text)
    response.headers["Content-Type"] = f"{MEDIA_TYPE}; version=0.0.4; charset=utf-8"
    return response


def _is_allowed(request: web.Request) -> bool:
    token = request.config_dict[SERVICES].config.web.metrics_token.get_secret_value()
    if not token:
        return client_of(request).is_loopback
    authorization = request.headers.get("Authorization", "").encode("utf-8", "replace")
    return hmac.compare_digest(authorization, f"Bearer {token}".encode())


OPERATIONS = (
    Operation(
        id="getMetrics",
        method="GET",
        path="/metrics",
        handler=show_metrics,
        summary="Get metrics in Prometheus' text format; needs `web.metrics_token` if it is set",
        tag="server",
        access=Access.OPEN,
        responses={200: ResponseSpec(description="The metrics", media_type=MEDIA_TYPE)},
        errors={401: "Wrong token; or none is set, and the caller is not on this machine"},
    ),
)
