"""Jobs as text: the receipt, the position in the queue, the progress, the ETA and the end."""

from __future__ import annotations

from collections.abc import Mapping

from core.models.gpu import StuckReason, Wake
from core.models.job_status import JobStatus
from core.models.jobs import Job, JobState, Progress, Receipt, Stage
from core.sentences.catalogue import sentence
from core.sentences.error_text import REASONS
from core.sentences.formats import remaining_time

# Message ids that are built at run time: the stages of a drawing.
STAGES: Mapping[Stage, str] = {stage: f"stage_{stage}" for stage in Stage}
_HANDED_OVER = {Stage.WAKING, Stage.SUBMITTING, Stage.RESTARTING}
# Message ids by the state in which a job ended.
ENDS: Mapping[JobState, str] = {
    JobState.REJECTED: "prompt_rejected",
    JobState.FAILED: "generator_failed",
    JobState.CANCELED: "canceled",
    JobState.EXPIRED: "expired",
}


def describe_receipt(receipt: Receipt, locale: str) -> str:
    """Return that a request was accepted, and how long it may take."""
    if receipt.state.is_terminal:
        return sentence("already_finished", locale)
    if receipt.state is JobState.WAITING:
        return _with_eta(sentence("waiting", locale), receipt.eta_seconds, locale)
    if receipt.position > 1:
        text = sentence("accepted_in_line", locale, position=receipt.position)
        return _with_eta(text, receipt.eta_seconds, locale)
    eta = remaining_time(receipt.eta_seconds, locale)
    return sentence("accepted_ready_in", locale, eta=eta) if eta else sentence("accepted", locale)


def describe_status(status: JobStatus, locale: str) -> str:
    """Return the status of a job."""
    job = status.job
    if job.state.is_terminal:
        return explain_end(job, locale)
    if job.state is JobState.WAITING:
        return _with_eta(sentence("waiting", locale), status.eta_seconds, locale)
    if status.is_away and not _is_begun(job):
        return sentence("artist_away", locale)
    if job.state is JobState.QUEUED and status.wake is not None:
        return _describe_wake(status.wake, locale)
    if job.state is JobState.QUEUED:
        text = sentence("queued", locale, position=max(status.position, 1))
        return _with_eta(text, status.eta_seconds, locale)
    return describe_progress(job.progress, locale, eta_seconds=status.eta_seconds)


def _is_begun(job: Job) -> bool:
    """Return whether the generator has begun to draw the job, as far as was seen."""
    return job.progress is not None and job.progress.stage not in _HANDED_OVER


def _describe_wake(wake: Wake, locale: str) -> str:
    """Return that the artist is being woken, and how long that usually takes, if it is known."""
    if wake.stuck is not None:
        key = "gpu_budget" if wake.stuck is StuckReason.BUDGET else "gpu_stuck"
        return sentence(key, locale)
    eta = remaining_time(wake.usual_seconds, locale)
    if not eta:
        return sentence("gpu_waking", locale)
    return sentence("gpu_waking_usually", locale, eta=eta)


def describe_progress(
    progress: Progress | None, locale: str, *, eta_seconds: int | None = None
) -> str:
    """Return the progress of a drawing, such as "panel 2 of 4, about 20 s"."""
    if progress is None:
        return _with_eta(sentence(STAGES[Stage.SUBMITTING], locale), eta_seconds, locale)
    if progress.stage is Stage.RENDERING and progress.panel and progress.panels:
        text = sentence("panel", locale, panel=progress.panel, panels=progress.panels)
    else:
        text = sentence(STAGES[progress.stage], locale)
    seconds = progress.eta_seconds if eta_seconds is None else eta_seconds
    return _with_eta(text, seconds, locale)


def _with_eta(text: str, seconds: int | None, locale: str) -> str:
    eta = remaining_time(seconds, locale)
    return sentence("with_eta", locale, text=text, eta=eta) if eta else text


def explain_end(job: Job, locale: str) -> str:
    """Return how a job ended, for users who cannot be shown its comic."""
    if job.state is JobState.DRAWN:
        return sentence("already_finished", locale)
    if job.state in {JobState.FAILED, JobState.REJECTED}:
        return sentence(REASONS.get(job.error_code or "", ENDS[job.state]), locale)
    return sentence(ENDS[job.state], locale)
