"""Job state and its transitions. Plain data: no clock, no disk, no network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pipeline.errors import ApiFault
from pipeline.models import NO_COST, DrawingOrder, PageNotice, PictureCost, ScriptPanelText


class PipelineStatus(StrEnum):
    """Status of a job; the last three are terminal."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def is_terminal(self) -> bool:
        return self not in {PipelineStatus.QUEUED, PipelineStatus.RUNNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingProgress:
    """Progress of a drawing; *panel* counts from 1 and is 0 outside rendering."""

    percent: int
    stage: str
    panel: int
    panels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPanel:
    """A stored panel image, without lettering."""

    index: int
    seed: int
    s3_url: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTiming:
    """Durations of the phases of a job, in milliseconds."""

    queued_ms: int
    load_ms: int
    run_ms: int
    upload_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JobResult:
    """A stored comic and the metadata of its page."""

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
    script: tuple[ScriptPanelText, ...]
    panels: tuple[StoredPanel, ...]
    timing: JobTiming
    notices: tuple[PageNotice, ...] = ()
    continuation: Mapping[str, Any] = field(default_factory=dict)


# The percentage at which each stage begins; rendering takes the range up to lettering.
_PLANNED = 5
_RENDERED = 85
_STAGE_BEGINS = {"rendering": _PLANNED, "lettering": _RENDERED, "composing": 90, "uploading": 95}


def percent_at(stage: str, panel: int, panels: int) -> int:
    """Return the percentage at the start of *stage*, in rendering at the start of *panel*."""
    percent = _STAGE_BEGINS.get(stage, 0)
    if stage == "rendering" and panel > 0:
        percent += (_RENDERED - _PLANNED) * (min(panel, panels) - 1) // panels
    return percent


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineJob:
    """One attempt at drawing a comic. Every change increments *seq*; percent never decreases."""

    uuid: str
    attempt: int
    digest: str  # of the inputParams as sent
    order: DrawingOrder
    accepted_at: datetime
    updated_at: datetime
    status: PipelineStatus = PipelineStatus.QUEUED
    seq: int = 1
    deadline: datetime | None = None  # not to be started after this
    callback: str | None = None
    cancel_requested: bool = False
    progress: DrawingProgress | None = None
    finished_at: datetime | None = None
    result: JobResult | None = None
    fault: ApiFault | None = None
    cost: PictureCost = NO_COST  # of this attempt so far
    model: str = ""  # that was paid
    painted: tuple[StoredPanel, ...] = ()  # kept already, beside the page to come

    def touched(self, now: datetime) -> PipelineJob:
        """Return the job with the next *seq*, as after a change of its place in the queue."""
        return replace(self, seq=self.seq + 1, updated_at=now)

    def advanced(self, stage: str, panel: int, now: datetime) -> PipelineJob:
        """Return the job as running, at the start of *stage*."""
        panels = self.order.panel_count
        reached = self.progress.percent if self.progress else 0
        progress = DrawingProgress(
            percent=max(reached, percent_at(stage, panel, panels)),
            stage=stage,
            panel=min(panel, panels),
            panels=panels,
        )
        return replace(self.touched(now), status=PipelineStatus.RUNNING, progress=progress)

    def paid(self, cost: PictureCost, model: str, now: datetime) -> PipelineJob:
        """Return the job with another paid picture."""
        return replace(self.touched(now), cost=self.cost + cost, model=model)

    def with_painted(self, panel: StoredPanel, now: datetime) -> PipelineJob:
        """Return the job with another kept panel, which replaces one of an earlier start."""
        others = {each.index: each for each in self.painted} | {panel.index: panel}
        painted = tuple(each for _, each in sorted(others.items()))
        return replace(self.touched(now), painted=painted)

    def requeued(self, now: datetime, *, unsaved_changes: int) -> PipelineJob:
        """Return the job as queued again after a restart.

        *unsaved_changes* is the largest number of changes that were visible but may not be saved.
        """
        return replace(
            self.touched(now), status=PipelineStatus.QUEUED, seq=self.seq + unsaved_changes
        )

    def postponed(self, now: datetime) -> PipelineJob:
        """Return the job as queued again because no artist can draw at present.

        It was started in time, so its deadline is met.
        """
        return replace(self.touched(now), status=PipelineStatus.QUEUED, deadline=None)

    def with_cancel_requested(self, now: datetime) -> PipelineJob:
        """Return the job with the cancellation request recorded."""
        return replace(self.touched(now), cancel_requested=True)

    def succeeded(self, result: JobResult, now: datetime) -> PipelineJob:
        return replace(self._finished(PipelineStatus.SUCCEEDED, now), result=result)

    def failed(self, fault: ApiFault, now: datetime) -> PipelineJob:
        return replace(self._finished(PipelineStatus.FAILED, now), fault=fault)

    def canceled(self, now: datetime) -> PipelineJob:
        return self._finished(PipelineStatus.CANCELED, now)

    def _finished(self, status: PipelineStatus, now: datetime) -> PipelineJob:
        return replace(self.touched(now), status=status, finished_at=now)
