"""Tests of the text next to the progress bar."""

from __future__ import annotations

import pytest

from bots.terminal.client import ComicProgress
from bots.terminal.progress_text import progress_text
from core.models.jobs import JobState, Progress, Stage

PANEL = Progress(stage=Stage.RENDERING, percent=40, panel=2, panels=4, eta_seconds=20)


@pytest.mark.parametrize(
    ("snapshot", "words"),
    [
        (ComicProgress(state=JobState.QUEUED, position=3), "Number 3 in line"),
        (ComicProgress(state=JobState.QUEUED, position=0), "You’re next in line"),
        (ComicProgress(state=JobState.DRAWING), "Handing your story to the artist"),
        (ComicProgress(state=JobState.DRAWING, progress=PANEL), "Drawing panel 2 of 4, about 20 s"),
    ],
)
def test_the_text_describes_the_state_of_the_job(snapshot: ComicProgress, words: str) -> None:
    assert progress_text(snapshot, "en") == words


def test_a_job_that_waits_for_the_users_other_comics_says_so() -> None:
    assert "other comics" in progress_text(ComicProgress(state=JobState.WAITING), "en")
