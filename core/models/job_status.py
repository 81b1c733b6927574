"""The status of a job as its owner sees it."""

from __future__ import annotations

from dataclasses import dataclass

from core.models.comics import Comic
from core.models.jobs import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStatus:
    """A job as a person may see it."""

    job: Job
    comic: Comic | None
    position: int  # in line, counting from 1; 0 when it is not in line
    eta_seconds: int | None
