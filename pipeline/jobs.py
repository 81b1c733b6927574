"""What is known of one job, and how it may change. Plain data: no clock, no disk, no network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pipeline.errors import Fault
from pipeline.models import DrawingOrder, ScriptPanel


class Status(StrEnum):
    """Where a job stands. The last three never change."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def is_terminal(self) -> bool:
        return self not in {Status.QUEUED, Status.RUNNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a drawing is; *panel* counts from 1 and is 0 outside rendering."""

    percent: int
    stage: str
    panel: int
    panels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPanel:
    """One panel by itself, without lettering, where it can be fetched."""

    index: int
    seed: int
    s3_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Where the time went, in milliseconds."""

    queued_ms: int
    load_ms: int
    run_ms: int
    upload_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A stored comic and what is on it."""

    s3_url: str
    content_type: str
    width: int
    height: int
    size: int  # bytes
    sha256: str
    seed: int
    model: str
    title: str
    alt_text: str
    script: tuple[ScriptPanel, ...]
    panels: tuple[StoredPanel, ...]
    timing: Timing


# The share of the whole at which each stage begins; rendering spans what is left between.
_PLANNED = 5
_RENDERED = 85
_STAGE_BEGINS = {"rendering": _PLANNED, "lettering": _RENDERED, "composing": 90, "uploading": 95}


def percent_at(stage: str, panel: int, panels: int) -> int:
    """Return how much is done when *stage* begins, or *panel* of it in rendering."""
    percent = _STAGE_BEGINS.get(stage, 0)
    if stage == "rendering" and panel > 0:
        percent += (_RENDERED - _PLANNED) * (min(panel, panels) - 1) // panels
    return percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One attempt at drawing one comic. Each change raises *seq*; percent never falls."""

    uuid: str
    attempt: int
    digest: str  # of the inputParams as sent
    order: DrawingOrder
    accepted_at: datetime
    updated_at: datetime
    status: Status = Status.QUEUED
    seq: int = 1
    deadline: datetime | None = None  # not to be started after this
    callback: str | None = None
    cancel_requested: bool = False
    progress: Progress | None = None
    finished_at: datetime | None = None
    result: Result | None = None
    fault: Fault | None = None

    def touched(self, now: datetime) -> Job:
        """Return the job as worth looking at again, because its surroundings changed."""
        return replace(self, seq=self.seq + 1, updated_at=now)

    def advanced(self, stage: str, panel: int, now: datetime) -> Job:
        """Return the job as running, at the beginning of *stage*."""
        panels = self.order.panel_count
        reached = self.progress.percent if self.progress else 0
        progress = Progress(
            percent=max(reached, percent_at(stage, panel, panels)),
            stage=stage,
            panel=min(panel, panels),
            panels=panels,
        )
        return replace(self.touched(now), status=Status.RUNNING, progress=progress)

    def requeued(self, now: datetime, *, unseen: int) -> Job:
        """Return the job as waiting again after a restart.

        *unseen* is how many changes may have been shown without having been written down.
        """
        return replace(self.touched(now), status=Status.QUEUED, seq=self.seq + unseen)

    def stopping(self, now: datetime) -> Job:
        """Return the job with the wish to stop it on record."""
        return replace(self.touched(now), cancel_requested=True)

    def succeeded(self, result: Result, now: datetime) -> Job:
        return replace(self._finished(Status.SUCCEEDED, now), result=result)

    def failed(self, fault: Fault, now: datetime) -> Job:
        return replace(self._finished(Status.FAILED, now), fault=fault)

    def canceled(self, now: datetime) -> Job:
        return self._finished(Status.CANCELED, now)

    def _finished(self, status: Status, now: datetime) -> Job:
        return replace(self.touched(now), status=status, finished_at=now)
