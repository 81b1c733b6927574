"""Handlers of the liveness and readiness probes."""

from __future__ import annotations

from aiohttp import web

from bots.web.api.operation import Access, Operation, ResponseSpec
from bots.web.api.schemas import AliveView, ReadyView
from bots.web.app_keys import SERVICES
from bots.web.json_responses import json_response


async def live(_request: web.Request) -> web.StreamResponse:
    """Respond with 200, which shows that the event loop runs."""
    return json_response(AliveView())


async def ready(request: web.Request) -> web.StreamResponse:
    """Respond with 200 if requests are accepted, else 503; parts that are down are listed."""
    readiness = await request.config_dict[SERVICES].health.ready()
    view = ReadyView(
        status="ready" if readiness.ready else "unready",
        degraded=list(readiness.degraded),
        reason=readiness.reason,
        causes=dict(readiness.causes),
    )
    return json_response(view, status=200 if readiness.ready else 503)


OPERATIONS = (
    Operation(
        id="isAlive",
        method="GET",
        path="/health/live",
        handler=live,
        summary="Liveness: whether the process runs",
        tag="server",
        access=Access.OPEN,
        responses={200: ResponseSpec(description="The process runs", model=AliveView)},
    ),
    Operation(
        id="isReady",
        method="GET",
        path="/health/ready",
        handler=ready,
        summary="Readiness: whether requests are accepted",
        tag="server",
        access=Access.OPEN,
        responses={
            200: ResponseSpec(description="Requests are accepted", model=ReadyView),
            503: ResponseSpec(
                description="Starting, draining, or without a database", model=ReadyView
            ),
        },
    ),
)
