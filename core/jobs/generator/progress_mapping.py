"""Mapping of a generator's progress to the stages and percentages shown to users."""

from __future__ import annotations

from core.jobs.generator.contract import RemoteJob, RemoteStatus
from core.models.jobs import Progress, Stage
from core.ports.jobs import GenerationRequest

# Stage of the contract → our stage, and the percentage at which it begins, which applies if the
# generator reports none. Rendering takes 80 of 100, divided evenly among the panels.
_STAGES: dict[str, tuple[Stage, float]] = {
    "loading": (Stage.WAKING, 0),
    "planning": (Stage.PLANNING, 0),
    "rendering": (Stage.RENDERING, 5),
    "lettering": (Stage.LETTERING, 85),
    "composing": (Stage.LETTERING, 90),
    "uploading": (Stage.UPLOADING, 95),
}
_RENDERING_SHARE = 80
_MAX_PERCENT = 99  # the rest is for verifying the image, which happens here


def most_panels(request: GenerationRequest) -> int:
    """Return the number of panels that the order allows."""
    most = request.params.get("maxPanels")
    return max(request.panels, most) if isinstance(most, int) else request.panels


class ProgressMapper:
    """Mapper from the status objects of one attempt to progress that never decreases."""

    def __init__(self, panels: int, *, most: int) -> None:
        self._panels = panels
        self._most = most  # panels that the order allows; greater counts are ignored
        self._percent = 0
        self._seq = -1

    def restart(self) -> None:
        """Accept a restarted `seq`: the generator lost the job, and it is submitted again."""
        self._seq = -1

    def is_outdated(self, job: RemoteJob) -> bool:
        """Return whether this status is older than the latest one mapped."""
        return job.seq is not None and job.seq < self._seq

    def is_newer(self, job: RemoteJob) -> bool:
        """Return whether this status is newer than the latest one mapped."""
        return job.seq is None or job.seq > self._seq

    def progress_in(self, stage: Stage) -> Progress:
        """Return the progress to show before the generator has reported any."""
        return Progress(stage=stage, percent=self._percent, panels=self._panels)

    def progress_of(self, job: RemoteJob) -> Progress:
        """Return the progress to show for a status that `is_newer`."""
        if job.seq is not None:
            self._seq = job.seq
        panels = job.panels if 0 < job.panels <= self._most else self._panels
        panel = job.panel if job.panel <= panels else 0
        stage, percent = Stage.REMOTE_QUEUE, 0.0
        if job.status is not RemoteStatus.QUEUED:
            stage, percent = _STAGES.get(job.stage, (Stage.RENDERING, 0.0))
            if job.stage == "rendering" and panel:
                percent += _RENDERING_SHARE * (panel - 1) / panels
        if job.percent is not None:
            percent = job.percent
        self._percent = max(self._percent, min(int(percent), _MAX_PERCENT))
        return Progress(
            stage=stage,
            percent=self._percent,
            panel=panel if stage is Stage.RENDERING else 0,
            panels=panels,
            eta_seconds=job.eta_seconds,
            cost=job.cost,
            painted=job.painted,
        )
