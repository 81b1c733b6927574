"""What the web process measures of itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

LAG_SECONDS = 0.25  # how often the loop's lag is measured


class WebMetrics:
    """Counters and timings of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "comicai_http_requests",
            "Requests answered",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "comicai_http_request_seconds",
            "Time from a request's arrival to the end of its answer",
            ("method", "route"),
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
            registry=self.registry,
        )
        self.in_flight = Gauge(
            "comicai_http_requests_in_flight", "Requests being answered", registry=self.registry
        )
        self.streams = Gauge(
            "comicai_http_event_streams", "Event streams that are open", registry=self.registry
        )
        self.open_jobs = Gauge(
            "comicai_open_jobs",
            "Jobs of the whole fleet that are not at an end, as the database has them",
            ("state",),
            registry=self.registry,
        )
        self.loop_lag = Histogram(
            "comicai_event_loop_lag_seconds",
            "How much later than asked the event loop got round to a timer",
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
            registry=self.registry,
        )

    @contextmanager
    def answering(self) -> Iterator[None]:
        with self.in_flight.track_inprogress():
            yield

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        self.requests.labels(method, route, str(status)).inc()
        self.seconds.labels(method, route).observe(seconds)

    async def measure_lag(self) -> None:
        """Measure until cancelled."""
        while True:
            due = time.perf_counter() + LAG_SECONDS
            await asyncio.sleep(LAG_SECONDS)
            self.loop_lag.observe(max(time.perf_counter() - due, 0))
