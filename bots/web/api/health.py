"""Whether the process runs, and whether it takes requests."""

from __future__ import annotations

from aiohttp import web

from bots.web.api.operation import Access, Operation, ResponseSpec
from bots.web.api.schemas import AliveView, ReadyView
from bots.web.app_keys import SERVICES
from bots.web.json_answers import json_response


async def live(_request: web.Request) -> web.StreamResponse:
    """Say that the event loop turns."""
    return json_response(AliveView())


async def ready(request: web.Request) -> web.StreamResponse:
    """Say whether requests are taken; what else is down is named, and no reason to say no."""
    readiness = await request.config_dict[SERVICES].health.ready()
    view = ReadyView(
        status="ready" if readiness.ready else "unready",
        degraded=list(readiness.degraded),
        reason=readiness.reason,
    )
    return json_response(view, status=200 if readiness.ready else 503)


OPERATIONS = (
    Operation(
        id="isAlive",
        method="GET",
        path="/health/live",
        handler=live,
        summary="Whether the process runs",
        tag="server",
        access=Access.OPEN,
        answers={200: ResponseSpec(description="It does", model=AliveView)},
    ),
    Operation(
        id="isReady",
        method="GET",
        path="/health/ready",
        handler=ready,
        summary="Whether requests are taken",
        tag="server",
        access=Access.OPEN,
        answers={
            200: ResponseSpec(description="They are", model=ReadyView),
            503: ResponseSpec(
                description="Starting, draining, or without a database", model=ReadyView
            ),
        },
    ),
)
