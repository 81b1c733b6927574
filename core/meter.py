"""What operators want counted. Who counts, and who shows it, is not for the core to know."""

from __future__ import annotations

from core.models import DeliveryState, JobState, Platform, Stage


class Meter:
    """Takes note of nothing; an adapter overrides all of it. Nothing here may wait or fail."""

    def asked(self, platform: Platform, outcome: str) -> None:
        """Somebody asked for a comic: `accepted`, `repeated`, or the code of the refusal."""

    def waited(self, seconds: float) -> None:
        """A job was claimed for the first time, so long after it was asked for."""

    def spent(self, stage: Stage, seconds: float) -> None:
        """A drawing left a stage."""

    def ended(self, state: JobState) -> None:
        """A job came to an end."""

    def generator_failed(self, code: str) -> None:
        """The generator, or what it promised, let us down."""

    def retried(self, what: str) -> None:
        """Something is tried again: an `attempt`, a `job` or a `delivery`."""

    def brought(self, platform: Platform, outcome: DeliveryState, seconds: float) -> None:
        """One try at bringing a delivery took so long; pending: it has to be tried again."""

    def restarted(self, part: str) -> None:
        """A part of this process failed, and is started anew."""

    def held_back(self, platform: Platform, seconds: float) -> None:
        """A call to a platform waited so long for its turn."""


UNMETERED = Meter()
