"""Typed keys of the application's shared objects."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Protocol, TypeAlias

from aiohttp import web

from bots.metrics_prometheus import PrometheusMetrics
from bots.web.middleware.metrics import HttpMetrics
from bots.web.request_limits import RequestLimits
from core.models.comics import ImageRef
from core.models.identity import JobId
from core.services import Services

Network: TypeAlias = IPv4Network | IPv6Network


class LocalImages(Protocol):
    """The part of the local image store that the web server uses to send images itself."""

    def verify_link(self, key: str, expires: str, signature: str, now: datetime) -> bool:
        """Return whether the signature is valid and has not expired; accepts any text."""
        ...

    async def open_path(self, ref: ImageRef) -> Path:
        """Return the path of an image's file. Raises ImageMissingError."""
        ...


SERVICES = web.AppKey("services", Services)
REQUEST_LIMITS = web.AppKey("request_limits", RequestLimits)
HEARTBEAT = web.AppKey("heartbeat", float)  # seconds between heartbeats of an event stream
STREAM_LIMIT = web.AppKey("stream_limit", int)  # open streams of a job
LOCAL_IMAGES: web.AppKey[LocalImages | None] = web.AppKey("local_images")
HTTP_METRICS = web.AppKey("http_metrics", HttpMetrics)
PROCESS_METRICS = web.AppKey("process_metrics", PrometheusMetrics)
STOPPING = web.AppKey("stopping", asyncio.Event)  # set at shutdown; waits and streams then end
STREAMS: web.AppKey[Counter[JobId]] = web.AppKey("streams")  # number of open streams by job
TRUSTED_PROXIES: web.AppKey[tuple[Network, ...]] = web.AppKey("trusted_proxies")
# Builds the OpenAPI document on the first call.
OPENAPI: web.AppKey[Callable[[], bytes]] = web.AppKey("openapi")
