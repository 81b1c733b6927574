"""Outcomes of a claim on a job, and of an attempt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.errors import (
    ComicAIError,
    GeneratorError,
    GeneratorOverdueError,
    GeneratorRejectedError,
)
from core.models.comics import DrawnComic, ImageInfo
from core.models.jobs import JobState

_END_STATES: Mapping[type[GeneratorError], JobState] = {
    GeneratorRejectedError: JobState.REJECTED,
    GeneratorOverdueError: JobState.EXPIRED,
}


@dataclass(frozen=True, slots=True)
class Succeeded:
    """The comic is drawn, and its object is verified."""

    drawn: DrawnComic
    info: ImageInfo


@dataclass(frozen=True, slots=True)
class Ended:
    """The job ends without a comic."""

    state: JobState
    reason: str


@dataclass(frozen=True, slots=True)
class Postponed:
    """A dependency is unavailable, which says nothing about the job itself."""

    delay: timedelta
    reason: str


Outcome = Succeeded | Ended | Postponed


class NewAttemptError(ComicAIError):
    """This attempt failed; another one may succeed, with the given *changes* to its parameters."""

    def __init__(self, reason: str, changes: Mapping[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.changes = changes


def end_after(error: GeneratorError) -> Ended:
    """Return how a job ends after an error that is final."""
    states = (state for kind, state in _END_STATES.items() if isinstance(error, kind))
    return Ended(next(states, JobState.FAILED), error.reason)


def end_of(reason: str) -> Ended:
    """Return how a job ends after its last attempt failed for *reason*."""
    if reason == "output_rejected":
        return Ended(JobState.REJECTED, reason)
    return Ended(JobState.FAILED, reason)
