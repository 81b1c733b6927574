"""What a process measures, for Prometheus. The table in docs/operating.md says what each means."""

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

LAG_SECONDS = 0.25  # how often the loop's lag is measured
# A generator is free to make codes up, and each would be a series of its own.
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
        "no_answer",
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
    """Counters, timings and gauges of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = self._counter("requests", "Comics asked for", "platform", "outcome")
        self._ended = self._counter("jobs_ended", "Jobs that came to an end", "state")
        self._waits = self._histogram(
            "job_wait_seconds", "From the request to the first claim", LONG
        )
        self._stages = self._histogram(
            "job_stage_seconds", "Time that a drawing spent in a stage", LONG, "stage"
        )
        self._generator_errors = self._counter("generator_errors", "Failed drawings", "code")
        self._retries = self._counter("retries", "What had to be tried again", "what")
        self._deliveries = self._counter(
            "deliveries", "Tries at bringing a comic", "platform", "outcome"
        )
        self._bringing = self._histogram(
            "delivery_seconds", "Time that one try at bringing a comic took", MIDDLE, "platform"
        )
        self._held_back = self._histogram(
            "rate_limit_wait_seconds", "Time that calls to a platform waited", MIDDLE, "platform"
        )
        self._restarts = self._counter("restarts", "Parts of this process started anew", "part")
        self._lag = self._histogram(
            "event_loop_lag_seconds", "How late the event loop got round to a timer", SHORT
        )
        self._connections = self._gauge("database_connections", "Database connections in use")
        self._breaker = self._gauge(
            "generator_breaker_open", "Whether the generator is away: one job at a time tries it"
        )
        self._degraded = self._gauge("degraded", "Whether a part of this process is down", "part")
        self._database_up = self._gauge("database_up", "Whether the database answered just now")
        self._open_jobs = self._gauge("open_jobs", "Jobs of the fleet not at an end", "state")
        self._oldest = self._gauge(
            "oldest_job_age_seconds", "How long the oldest open job has been in the line", "state"
        )
        self._sweep_age = self._gauge("sweep_age_seconds", "Since somebody of the fleet swept")

    # --- Shown when somebody looks ----------------------------------------------------------------

    def watch_pool(self, in_use: Callable[[], int]) -> None:
        """Show how many database connections are in use."""
        self._connections.set_function(in_use)

    def watch_breaker(self, is_open: Callable[[], bool]) -> None:
        """Show whether the generator is away."""
        self._breaker.set_function(is_open)

    def show(self, view: FleetSnapshot | None, parts: Mapping[str, bool]) -> None:
        """Show how fleet and process stand; without the database, nobody knows of the former."""
        self._database_up.set(view is not None)
        self._open_jobs.clear()
        self._oldest.clear()
        for state, count in (view.open if view else {}).items():
            self._open_jobs.labels(state.value).set(count)
        for state, seconds in (view.oldest if view else {}).items():
            self._oldest.labels(state.value).set(seconds)
        age = view.sweep_age if view else None
        self._sweep_age.set(float("nan") if age is None else age)
        for part, is_well in parts.items():
            self._degraded.labels(part).set(not is_well)

    # --- Counted as it happens --------------------------------------------------------------------

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
        self._bringing.labels(platform.value).observe(seconds)

    def observe_rate_limit_wait(self, platform: Platform, seconds: float) -> None:
        self._held_back.labels(platform.value).observe(seconds)

    def count_restart(self, part: str) -> None:
        self._restarts.labels(part).inc()

    async def measure_lag(self) -> None:
        """Measure until cancelled."""
        while True:
            due = time.perf_counter() + LAG_SECONDS
            await asyncio.sleep(LAG_SECONDS)
            self._lag.observe(max(time.perf_counter() - due, 0))

    # --- Below ------------------------------------------------------------------------------------

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"comicai_{name}", text, labels, registry=self.registry)

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"comicai_{name}", text, labels, registry=self.registry)

    def _histogram(
        self, name: str, text: str, buckets: tuple[float, ...], *labels: str
    ) -> Histogram:
        return Histogram(f"comicai_{name}", text, labels, buckets=buckets, registry=self.registry)
