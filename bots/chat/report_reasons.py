"""What can be wrong with a comic, in the words of who reports it."""

from __future__ import annotations

from collections.abc import Mapping

from core.sentences import labelled, sentence

OTHER = "other"
# The names are kept with reports.
REASONS: Mapping[str, str] = {
    "sexual": "reason_sexual",
    "hate": "reason_hate",
    "violence": "reason_violence",
    "person": "reason_person",
    "stolen": "reason_stolen",
    OTHER: "reason_other",
}


def stored_reason(kind: str, text: str) -> str:
    """Return the reason as it is kept: one of the names above, and what was written besides."""
    kind = kind if kind in REASONS else OTHER
    return f"{kind}: {text}" if text else kind


def displayed_reason(kept: str, locale: str) -> str:
    """Return a reason as moderators read it."""
    kind, _, text = kept.partition(": ")
    said = sentence(REASONS[kind], locale)
    return labelled(said, text, locale) if text else said
