"""Sentences: the messages to users, as a catalogue with one folder per language.

Each folder contains Fluent resources by subject (https://projectfluent.org) and a `language.toml`.
A new sentence needs an entry in every folder, and `sentence("its_id", locale, …)` where it is used.
An error needs only the entries: its `code` is the message id. A new language is a new folder.
"""

from __future__ import annotations

from core.sentences.catalogue import CATALOGUE, Catalogue, negotiate, patterns, sentence
from core.sentences.comic_text import STYLES, Detail, details, read_as_text, read_script, style_name
from core.sentences.error_text import explain
from core.sentences.formats import joined, labelled, listed
from core.sentences.job_text import (
    describe_progress,
    describe_receipt,
    describe_status,
    explain_end,
)
from core.sentences.notice_text import describe_notice, notices_line
from core.sentences.recipients_text import recipients_text

__all__ = [
    "CATALOGUE",
    "STYLES",
    "Catalogue",
    "Detail",
    "describe_notice",
    "describe_progress",
    "describe_receipt",
    "describe_status",
    "details",
    "explain",
    "explain_end",
    "joined",
    "labelled",
    "listed",
    "negotiate",
    "notices_line",
    "patterns",
    "read_as_text",
    "read_script",
    "recipients_text",
    "sentence",
    "style_name",
]
