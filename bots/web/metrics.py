"""`GET /metrics`: what this process measured, for Prometheus."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping

from aiohttp import web
from prometheus_client import generate_latest

from bots.web.keys import METRICS, SERVICES
from bots.web.measures import WebMetrics
from bots.web.operations import Access, Answer, Operation
from bots.web.proxies import client_of
from core.errors import NotSignedInError, StorageError
from core.models import JobState
from core.ports import Database, Unit

MEDIA_TYPE = "text/plain"
COUNT_SECONDS = 5.0


async def show_metrics(request: web.Request) -> web.StreamResponse:
    """Show the measurements to this machine, and to whoever has `web.metrics_token`."""
    if not _may_look(request):
        raise NotSignedInError
    metrics = request.config_dict[METRICS]
    await _count_jobs(metrics, request.config_dict[SERVICES].database)
    text = generate_latest(metrics.registry)
    response = web.Response(body=text)
    response.headers["Content-Type"] = f"{MEDIA_TYPE}; version=0.0.4; charset=utf-8"
    return response


async def _count_jobs(metrics: WebMetrics, database: Database) -> None:
    """Look how many jobs are open; without the database, nobody knows, and none is shown."""

    async def work(unit: Unit) -> Mapping[JobState, int]:
        return await unit.jobs.open_by_state()

    metrics.open_jobs.clear()
    try:
        async with asyncio.timeout(COUNT_SECONDS):
            counts = await database.read(work)
    except (StorageError, TimeoutError):
        return
    for state, count in counts.items():
        metrics.open_jobs.labels(state.value).set(count)


def _may_look(request: web.Request) -> bool:
    token = request.config_dict[SERVICES].config.web.metrics_token.get_secret_value()
    if not token:
        return client_of(request).is_loopback
    said = request.headers.get("Authorization", "").encode("utf-8", "replace")
    return hmac.compare_digest(said, f"Bearer {token}".encode())


OPERATIONS = (
    Operation(
        id="getMetrics",
        method="GET",
        path="/metrics",
        handler=show_metrics,
        summary="Measurements in Prometheus' format; on this machine, or with `web.metrics_token`",
        tag="server",
        access=Access.OPEN,
        answers={200: Answer(description="The measurements", media_type=MEDIA_TYPE)},
        errors={401: "From elsewhere, without the token"},
    ),
)
