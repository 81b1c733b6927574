"""From a generator's progress to ours."""

from __future__ import annotations

from core.jobs.generator.contract import RemoteJob, RemoteStatus
from core.models.jobs import Progress, Stage

# Stage of the contract → ours, and the percent at which it begins where none is said. Rendering
# takes 80 of 100, shared evenly by the panels.
_STAGES: dict[str, tuple[Stage, float]] = {
    "loading": (Stage.WAKING, 0),
    "planning": (Stage.PLANNING, 0),
    "rendering": (Stage.RENDERING, 5),
    "lettering": (Stage.LETTERING, 85),
    "composing": (Stage.LETTERING, 90),
    "uploading": (Stage.UPLOADING, 95),
}
_RENDERING_SHARE = 80
_ALMOST = 99  # the rest is ours: to verify the picture


class ProgressMapper:
    """Turns the status objects of one attempt into progress that never goes backwards."""

    def __init__(self, panels: int) -> None:
        self._panels = panels
        self._percent = 0
        self._seq = -1

    def restart(self) -> None:
        """Expect `seq` to begin again: the generator lost the job and was given it anew."""
        self._seq = -1

    def is_outdated(self, job: RemoteJob) -> bool:
        """Return whether this status is older than one seen before."""
        return job.seq is not None and job.seq < self._seq

    def is_news(self, job: RemoteJob) -> bool:
        """Return whether this status is newer than all seen before."""
        return job.seq is None or job.seq > self._seq

    def progress_in(self, stage: Stage) -> Progress:
        """Return the progress to show while the generator has nothing to say."""
        return Progress(stage=stage, percent=self._percent, panels=self._panels)

    def progress_of(self, job: RemoteJob) -> Progress:
        """Return the progress to show for a status that is news."""
        if job.seq is not None:
            self._seq = job.seq
        panels = job.panels or self._panels
        panel = min(job.panel, panels)
        stage, percent = Stage.REMOTE_QUEUE, 0.0
        if job.status is not RemoteStatus.QUEUED:
            stage, percent = _STAGES.get(job.stage, (Stage.RENDERING, 0.0))
            if job.stage == "rendering" and panel:
                percent += _RENDERING_SHARE * (panel - 1) / panels
        if job.percent is not None:
            percent = job.percent
        self._percent = max(self._percent, min(int(percent), _ALMOST))
        return Progress(
            stage=stage,
            percent=self._percent,
            panel=panel if stage is Stage.RENDERING else 0,
            panels=panels,
            eta_seconds=job.eta_seconds,
        )
