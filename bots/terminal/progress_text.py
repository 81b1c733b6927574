"""How a job stands, in the few words beside the progress bar."""

from __future__ import annotations

from bots.terminal.client import ComicProgress
from core.models.jobs import JobState
from core.sentences import describe_progress, sentence


def in_words(standing: ComicProgress, locale: str) -> str:
    """Return what is being waited for, and how long it may take."""
    if standing.state is JobState.WAITING:
        return sentence("waiting", locale)
    if standing.state is JobState.QUEUED:
        return sentence("queued", locale, position=max(standing.position, 1))
    return describe_progress(standing.progress, locale, eta_seconds=standing.eta_seconds)
