"""Metrics and log entry of every request, without query strings, which may have signatures."""

from __future__ import annotations

import time

import structlog
from aiohttp import web

from bots.web.api.operation import Handler
from bots.web.app_keys import HTTP_METRICS

log = structlog.get_logger(__name__)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNKNOWN_ROUTE = "(none)"  # one label value for all unknown paths, whose number is unlimited


@web.middleware
async def observe(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count, time and log a request by its route."""
    metrics = request.config_dict[HTTP_METRICS]
    started = time.perf_counter()
    status = 499  # if cancelled: the client closed the connection, or the server stops
    with metrics.track_request():
        try:
            response = await handler(request)
            status = response.status
        finally:
            seconds = time.perf_counter() - started
            route = route_of(request)
            metrics.observe(_method_of(request), route, status, seconds)
            log.debug(
                "http_request_served",
                method=request.method,
                route=route,
                status=status,
                seconds=round(seconds, 4),
            )
    return response


def _method_of(request: web.Request) -> str:
    return request.method if request.method in METHODS else "other"


def route_of(request: web.Request) -> str:
    """Return the pattern of the path, such as `/ml/{uuid}`."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else UNKNOWN_ROUTE
