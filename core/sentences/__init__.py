"""What we say to people: one catalogue in four languages, a message id a sentence.

The texts stand in the .ftl files beside this one (https://projectfluent.org). A new sentence is a
new entry in each of them, and a `sentence("its_id", locale, …)` where it is said. Errors need no
more than an entry: their `code` is the message id.
"""

from __future__ import annotations

from core.sentences.catalogue import LOCALES, negotiate, patterns, sentence
from core.sentences.reading import STYLES, Detail, details, read_as_text, style_name
from core.sentences.telling import (
    describe_progress,
    describe_receipt,
    describe_status,
    explain,
    explain_end,
    labelled,
    listed,
    tell,
)

__all__ = [
    "LOCALES",
    "STYLES",
    "Detail",
    "describe_progress",
    "describe_receipt",
    "describe_status",
    "details",
    "explain",
    "explain_end",
    "labelled",
    "listed",
    "negotiate",
    "patterns",
    "read_as_text",
    "sentence",
    "style_name",
    "tell",
]
