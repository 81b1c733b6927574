"""Prometheus metrics of the web server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class HttpMetrics:
    """Counters, histogram and gauges of one web server."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.requests = Counter(
            "comicai_http_requests",
            "Completed requests",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "comicai_http_request_seconds",
            "Time from the start of a request to the end of its handler",
            ("method", "route"),
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
            registry=self.registry,
        )
        self.in_flight = Gauge(
            "comicai_http_requests_in_flight", "Requests in progress", registry=self.registry
        )
        self.streams = Gauge(
            "comicai_http_event_streams", "Open event streams", registry=self.registry
        )

    @contextmanager
    def track_request(self) -> Iterator[None]:
        with self.in_flight.track_inprogress():
            yield

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        self.requests.labels(method, route, str(status)).inc()
        self.seconds.labels(method, route).observe(seconds)
