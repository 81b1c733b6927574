"""Port for metrics, independent of the library that collects and exports them."""

from __future__ import annotations

from core.models.deliveries import DeliveryState
from core.models.identity import Platform
from core.models.jobs import JobState, Stage


class Metrics:
    """No-op metrics; an adapter overrides all methods, which must not block or fail."""

    def count_request(self, platform: Platform, outcome: str) -> None:
        """Count a request; *outcome* is `accepted`, `repeated`, or an error code."""

    def observe_queue_wait(self, seconds: float) -> None:
        """Observe the time from a job's creation to its first claim."""

    def observe_stage(self, stage: Stage, seconds: float) -> None:
        """Observe how long a job stayed in a stage."""

    def count_job_end(self, state: JobState) -> None:
        """Count a job that reached a terminal state."""

    def count_generator_failure(self, code: str) -> None:
        """Count a failure of the generator by error code."""

    def count_retry(self, what: str) -> None:
        """Count a retry; *what* is `attempt`, `job` or `delivery`."""

    def observe_delivery(self, platform: Platform, outcome: DeliveryState, seconds: float) -> None:
        """Observe the duration of a delivery attempt; outcome PENDING means it will be retried."""

    def count_restart(self, part: str) -> None:
        """Count a restart of a failed part of this process."""

    def observe_rate_limit_wait(self, platform: Platform, seconds: float) -> None:
        """Observe how long a call to a platform waited for its rate limit."""


NO_METRICS = Metrics()
