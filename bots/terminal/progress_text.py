"""Text next to the progress bar."""

from __future__ import annotations

from bots.terminal.client import ComicProgress
from core.models.jobs import JobState
from core.sentences import describe_progress, sentence


def progress_text(current: ComicProgress, locale: str) -> str:
    """Return the job's state in words: its place in the queue, or its stage and ETA."""
    if current.state is JobState.WAITING:
        return sentence("waiting", locale)
    if current.state is JobState.QUEUED:
        return sentence("queued", locale, position=max(current.position, 1))
    return describe_progress(current.progress, locale, eta_seconds=current.eta_seconds)
