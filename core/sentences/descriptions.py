"""Descriptions: sentences about errors, jobs, receipts, progress and notices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

from core.errors import GeneratorError, ServiceError
from core.models.job_status import JobStatus
from core.models.jobs import Job, JobState, Progress, Receipt, Stage
from core.models.requests import Notice
from core.sentences.catalogue import sentence

# Message ids that are built at run time: the stages of a drawing.
STAGES: Mapping[Stage, str] = {stage: f"stage_{stage}" for stage in Stage}

# Message ids by the error code of the generator, or of the verification of its picture. A generator
# may send other codes; those are described by the job's state.
REASONS: Mapping[str, str] = {
    "prompt_rejected": "prompt_rejected",
    "output_rejected": "output_rejected",
    "gpu_oom": "gpu_oom",
    "deadline_exceeded": "expired",
    "upload_failed": "bad_response",
    "bad_response": "bad_response",
    "bad_image": "bad_response",
    "image_missing": "bad_response",
    "overloaded": "generator_unavailable",
    "warming": "generator_unavailable",
    "unauthorized": "generator_unavailable",
}
ENDS: Mapping[JobState, str] = {
    JobState.REJECTED: "prompt_rejected",
    JobState.FAILED: "generator_failed",
    JobState.CANCELED: "canceled",
    JobState.EXPIRED: "expired",
}
# Message ids of the options' display names, by their names in `inputParams`.
OPTIONS: Mapping[str, str] = {
    "style": "option_style",
    "panelCount": "option_panels",
    "layout": "option_layout",
    "aspect": "option_aspect",
    "seed": "option_seed",
}
MINUTE = 60  # seconds


def labelled(label: str, value: str, locale: str) -> str:
    """Return a label and its value, punctuated as in the language."""
    return sentence("labelled", locale, label=label, value=value)


def listed(items: Iterable[str], locale: str) -> str:
    """Return an enumeration, punctuated as in the language; empty if there are no items."""

    def join(first: str, following: str) -> str:
        return sentence("listed", locale, first=first, next=following)

    return reduce(join, known) if (known := tuple(items)) else ""


def explain(error: ServiceError, locale: str) -> str:
    """Return the message for an error: what went wrong, and what to do about it."""
    if isinstance(error, GeneratorError):
        return sentence(REASONS.get(error.reason, error.code), locale)
    return sentence(error.code, locale, **error.facts)


def explain_end(job: Job, locale: str) -> str:
    """Return how a job ended, for users who cannot be shown its comic."""
    if job.state is JobState.DRAWN:
        return sentence("already_finished", locale)
    if job.state is JobState.FAILED:
        return sentence(REASONS.get(job.error_code or "", ENDS[job.state]), locale)
    if job.state is JobState.REJECTED and job.error_code == "output_rejected":
        return sentence("output_rejected", locale)
    return sentence(ENDS[job.state], locale)


def describe_notice(notices: Iterable[Notice], locale: str) -> list[str]:
    """Return one sentence per notice, such as about options that were adjusted."""
    return [
        sentence(notice.key, locale, **_with_display_names(notice, locale)) for notice in notices
    ]


def _with_display_names(notice: Notice, locale: str) -> Mapping[str, str | int]:
    """Return the facts of a notice, with the display name of the option."""
    option = OPTIONS.get(str(notice.facts.get("option", "")))
    return {**notice.facts, "option": sentence(option, locale)} if option else notice.facts


def describe_receipt(receipt: Receipt, locale: str) -> str:
    """Return that a request was accepted, and how long it may take."""
    if receipt.state.is_terminal:
        return sentence("already_finished", locale)
    if receipt.state is JobState.WAITING:
        return _with_eta(sentence("waiting", locale), receipt.eta_seconds, locale)
    if receipt.position > 1:
        text = sentence("accepted_in_line", locale, position=receipt.position)
        return _with_eta(text, receipt.eta_seconds, locale)
    eta = _eta(receipt.eta_seconds, locale)
    return sentence("accepted_ready_in", locale, eta=eta) if eta else sentence("accepted", locale)


def describe_status(status: JobStatus, locale: str) -> str:
    """Return the status of a job."""
    job = status.job
    if job.state.is_terminal:
        return explain_end(job, locale)
    if job.state is JobState.WAITING:
        return _with_eta(sentence("waiting", locale), status.eta_seconds, locale)
    if job.state is JobState.QUEUED:
        text = sentence("queued", locale, position=max(status.position, 1))
        return _with_eta(text, status.eta_seconds, locale)
    return describe_progress(job.progress, locale, eta_seconds=status.eta_seconds)


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
    eta = _eta(seconds, locale)
    return sentence("with_eta", locale, text=text, eta=eta) if eta else text


def _eta(seconds: int | None, locale: str) -> str:
    """Return the remaining time, rounded, since it is an estimate; empty if unknown."""
    if not seconds or seconds < 0:
        return ""
    if seconds < 2 * MINUTE:
        return sentence("eta_seconds", locale, seconds=max(round(seconds, -1), 5))
    return sentence("eta_minutes", locale, minutes=round(seconds / MINUTE))
