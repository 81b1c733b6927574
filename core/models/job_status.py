"""Status of a job, as shown to its owner."""

from __future__ import annotations

from dataclasses import dataclass

from core.models.comics import Comic
from core.models.gpu import Wake
from core.models.jobs import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStatus:
    """Status of a job: its row, its comic and its position in the queue."""

    job: Job
    comic: Comic | None
    position: int  # in the queue, from 1; 0 if it is not queued
    eta_seconds: int | None
    is_away: bool = False  # the generator does not answer, so nobody knows how long it takes
    wake: Wake | None = None  # what a queued job waits for while the rented GPU is not ready
