"""Queue card: the user's open jobs, each with a button to cancel it."""

from __future__ import annotations

from collections.abc import Sequence

from bots.chat.callback_data import Action, encode
from bots.chat.cards import Button, Card
from core.content.titles import title_of
from core.models.job_status import JobStatus
from core.sentences import describe_status, sentence

QUEUE_SHOWN = 5  # jobs that have a cancel button


def queue_card(jobs: Sequence[JobStatus], locale: str) -> Card:
    """Return the list of open jobs, with a cancel button each."""
    if not jobs:
        return Card(text=sentence("queue_empty", locale))
    lines, rows = [], []
    for number, status in enumerate(jobs, start=1):
        lines.append(f"{number}. {title_of(status.job.prompt)}")
        lines.append(f"   {describe_status(status, locale)}")
        if number <= QUEUE_SHOWN:
            label = sentence("button_cancel_one", locale, number=number)
            code = encode(Action.QUEUE_CANCEL, status.job.id)
            rows.append((Button("✖️", label, code),))
    return Card(text="\n".join(lines), rows=tuple(rows))
