"""Prometheus metrics of a process. The table in docs/operating.md explains each of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from core.models.deliveries import DeliveryState
from core.models.identity import Platform
from core.models.jobs import JobState, Stage
from core.operations.fleet_stats import FleetSnapshot
from core.runtime.metrics import Metrics

LAG_SECONDS = 1.0  # between two measurements of the event loop's lag
# Error codes that become label values. A generator may invent others, each of which would be
# another time series, so they are counted as OTHER.
CODES = frozenset(
    {
        "bad_gateway",
        "bad_response",
        "conflict",
        "deadline_exceeded",
        "generation_failed",
        "gpu_oom",
        "internal",
        "invalid_request",
        "job_lost",
        "lease",
        "letters_missing",
        "load_failed",
        "no_answer",
        "no_credit",
        "no_such_route",
        "not_found",
        "not_ready",
        "output_rejected",
        "overloaded",
        "prompt_rejected",
        "stalled",
        "unauthorized",
        "unreachable",
        "upload_failed",
        "warming",
    }
)
OTHER = "other"

SHORT = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
MIDDLE = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
LONG = (0.1, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300, 600, 1800)


class PrometheusMetrics(Metrics):
    """Counters, histograms and gauges of one process, in their own registry."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = self._counter("requests", "Requested comics", "platform", "outcome")
        self._ended = self._counter("jobs_ended", "Jobs that reached a terminal state", "state")
        self._waits = self._histogram(
            "job_wait_seconds", "Time from the request to the first claim", LONG
        )
        self._stages = self._histogram(
            "job_stage_seconds", "Time that a job spent in a stage", LONG, "stage"
        )
        self._generator_errors = self._counter(
            "generator_errors", "Failed generation attempts", "code"
        )
        self._retries = self._counter("retries", "Retried operations", "what")
        self._deliveries = self._counter("deliveries", "Delivery attempts", "platform", "outcome")
        self._delivery_seconds = self._histogram(
            "delivery_seconds", "Duration of a delivery attempt", MIDDLE, "platform"
        )
        self._rate_limit_waits = self._histogram(
            "rate_limit_wait_seconds",
            "Time that calls to a platform waited for the rate limiter",
            MIDDLE,
            "platform",
        )
        self._restarts = self._counter("restarts", "Restarted background tasks", "part")
        self._lag = self._histogram(
            "event_loop_lag_seconds", "Delay with which the event loop ran a timer", SHORT
        )
        self._connections = self._gauge("database_connections", "Database connections in use")
        self._breaker = self._gauge(
            "generator_breaker_open",
            "Whether the generator is unavailable and only one job at a time tries it",
        )
        self._block = self._gauge(
            "generator_blocked",
            "Whether the generator draws nothing for a reason such as missing credit",
        )
        self._degraded = self._gauge("degraded", "Whether a part of this process is down", "part")
        self._database_up = self._gauge("database_up", "Whether the database answered this scrape")
        self._open_jobs = self._gauge(
            "open_jobs", "Jobs of the fleet that are not in a terminal state", "state"
        )
        self._oldest = self._gauge(
            "oldest_job_age_seconds", "Time since the oldest open job was requested", "state"
        )
        self._sweep_age = self._gauge(
            "sweep_age_seconds", "Time since the janitor last ran in any process of the fleet"
        )
        self._images_today = self._gauge(
            "paid_images_today", "Pictures that the fleet paid for since midnight UTC"
        )
        self._usd_today = self._gauge(
            "paid_usd_today", "US dollars that the fleet paid for pictures since midnight UTC"
        )

    # --- Gauges, read at each scrape --------------------------------------------------------------

    def watch_pool(self, in_use: Callable[[], int]) -> None:
        """Report the number of database connections in use."""
        self._connections.set_function(in_use)

    def watch_breaker(self, is_open: Callable[[], bool]) -> None:
        """Report whether the circuit breaker of the generator is open."""
        self._breaker.set_function(is_open)

    def watch_block(self, is_blocked: Callable[[], bool]) -> None:
        """Report whether the generator says that it draws nothing until somebody acts."""
        self._block.set_function(is_blocked)

    def show(self, view: FleetSnapshot | None, parts: Mapping[str, bool]) -> None:
        """Set the gauges of fleet and process; *view* is None while the database is unreachable."""
        self._database_up.set(view is not None)
        self._open_jobs.clear()
        self._oldest.clear()
        for state, count in (view.open if view else {}).items():
            self._open_jobs.labels(state.value).set(count)
        for state, seconds in (view.oldest if view else {}).items():
            self._oldest.labels(state.value).set(seconds)
        age = view.sweep_age if view else None
        self._sweep_age.set(float("nan") if age is None else age)
        cost = view.cost_today if view else None
        self._images_today.set(float("nan") if cost is None else cost.images)
        self._usd_today.set(float("nan") if cost is None else cost.usd)
        for part, is_healthy in parts.items():
            self._degraded.labels(part).set(not is_healthy)

    # --- Counters and histograms ------------------------------------------------------------------

    def count_request(self, platform: Platform, outcome: str) -> None:
        self._requests.labels(platform.value, outcome).inc()

    def observe_queue_wait(self, seconds: float) -> None:
        self._waits.observe(seconds)

    def observe_stage(self, stage: Stage, seconds: float) -> None:
        self._stages.labels(stage.value).observe(seconds)

    def count_job_end(self, state: JobState) -> None:
        self._ended.labels(state.value).inc()

    def count_generator_failure(self, code: str) -> None:
        self._generator_errors.labels(code if code in CODES else OTHER).inc()

    def count_retry(self, what: str) -> None:
        self._retries.labels(what).inc()

    def observe_delivery(self, platform: Platform, outcome: DeliveryState, seconds: float) -> None:
        self._deliveries.labels(platform.value, outcome.value).inc()
        self._delivery_seconds.labels(platform.value).observe(seconds)

    def observe_rate_limit_wait(self, platform: Platform, seconds: float) -> None:
        self._rate_limit_waits.labels(platform.value).observe(seconds)

    def count_restart(self, part: str) -> None:
        self._restarts.labels(part).inc()

    async def measure_lag(self) -> None:
        """Measure the event loop's lag until cancelled."""
        while True:
            due = time.perf_counter() + LAG_SECONDS
            await asyncio.sleep(LAG_SECONDS)
            self._lag.observe(max(time.perf_counter() - due, 0))

    # --- Collectors -------------------------------------------------------------------------------

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"comicai_{name}", text, labels, registry=self.registry)

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"comicai_{name}", text, labels, registry=self.registry)

    def _histogram(
        self, name: str, text: str, buckets: tuple[float, ...], *labels: str
    ) -> Histogram:
        return Histogram(f"comicai_{name}", text, labels, buckets=buckets, registry=self.registry)
