"""Report reasons: their stored names and their labels."""

from __future__ import annotations

from collections.abc import Mapping

from core.sentences import labelled, sentence

OTHER = "other"
# The names are stored with reports.
REASONS: Mapping[str, str] = {
    "sexual": "reason_sexual",
    "hate": "reason_hate",
    "violence": "reason_violence",
    "person": "reason_person",
    "stolen": "reason_stolen",
    OTHER: "reason_other",
}


def stored_reason(kind: str, text: str) -> str:
    """Return the reason as stored: one of the names above, and the reporter's text."""
    kind = kind if kind in REASONS else OTHER
    return f"{kind}: {text}" if text else kind


def displayed_reason(stored: str, locale: str) -> str:
    """Return a stored reason as moderators read it."""
    kind, _, text = stored.partition(": ")
    label = sentence(REASONS[kind], locale)
    return labelled(label, text, locale) if text else label
