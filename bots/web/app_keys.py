"""What the application carries for its handlers, by typed key."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Protocol, TypeAlias

from aiohttp import web

from bots.metrics_prometheus import PrometheusMetrics
from bots.web.middleware.metrics import HttpMetrics
from core.models.comics import ImageRef
from core.models.identity import JobId
from core.services import Services

Network: TypeAlias = IPv4Network | IPv6Network


class LocalImages(Protocol):
    """Pictures that this very server has to send: what the local image store can do for it."""

    def verify_link(self, key: str, expires: str, signature: str, now: datetime) -> bool:
        """Return whether the link is one of ours and has not expired; takes any text."""
        ...

    async def open_path(self, ref: ImageRef) -> Path:
        """Return the path of a picture's file. Raises ImageMissingError."""
        ...


SERVICES = web.AppKey("services", Services)
LOCAL_IMAGES: web.AppKey[LocalImages | None] = web.AppKey("local_images")
METRICS = web.AppKey("metrics", HttpMetrics)
MEASURES = web.AppKey("measures", PrometheusMetrics)
STOPPING = web.AppKey("stopping", asyncio.Event)  # waits and streams end once it is set
STREAMS: web.AppKey[Counter[JobId]] = web.AppKey("streams")  # open event streams, by their job
TRUSTED_PROXIES: web.AppKey[tuple[Network, ...]] = web.AppKey("trusted_proxies")
OPENAPI: web.AppKey[bytes] = web.AppKey("openapi", bytes)
