"""What operators want counted. Who counts, and who shows it, is not for the core to know."""

from __future__ import annotations

from core.models.deliveries import DeliveryState
from core.models.identity import Platform
from core.models.jobs import JobState, Stage


class Metrics:
    """Takes note of nothing; an adapter overrides all of it. Nothing here may wait or fail."""

    def count_request(self, platform: Platform, outcome: str) -> None:
        """Somebody asked for a comic: `accepted`, `repeated`, or the code of the refusal."""

    def observe_queue_wait(self, seconds: float) -> None:
        """A job was claimed for the first time, so long after it was asked for."""

    def observe_stage(self, stage: Stage, seconds: float) -> None:
        """A drawing left a stage."""

    def count_job_end(self, state: JobState) -> None:
        """A job came to an end."""

    def count_generator_failure(self, code: str) -> None:
        """The generator, or what it promised, let us down."""

    def count_retry(self, what: str) -> None:
        """Something is tried again: an `attempt`, a `job` or a `delivery`."""

    def observe_delivery(self, platform: Platform, outcome: DeliveryState, seconds: float) -> None:
        """One try at bringing a delivery took so long; pending: it has to be tried again."""

    def count_restart(self, part: str) -> None:
        """A part of this process failed, and is started anew."""

    def observe_rate_limit_wait(self, platform: Platform, seconds: float) -> None:
        """A call to a platform waited so long for its turn."""


NO_METRICS = Metrics()
