"""Clauses of a prompt: its sentences, and their parts between commas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.content.orders.tokens import without_quotations

# The end of a sentence, with what closes it; a mark between clauses.
_END = re.compile(r"""[.!?…]{1,9}["”»')\]]{0,4}(?=\s|$)\s*|[。！？]{1,9}[」』）]{0,4}\s*|\n\s*""")
_MARK = re.compile(r",(?!\d)\s*|;\s*|[、，；]\s*|\s[|•·]\s|\s[-–—]\s")


@dataclass(slots=True)
class Clause:
    """Stretch of a text, and the end of the mark that follows it."""

    start: int
    end: int
    mark_end: int


def sentences_of(text: str) -> list[list[Clause]]:
    """Return the clauses of each sentence. Marks within quotations separate nothing."""
    masked = without_quotations(text)
    sentences, start = list[list[Clause]](), 0
    for end in _END.finditer(masked):
        sentences.append(list(_clauses(masked, start, end.start(), end.end())))
        start = end.end()
    if start < len(text):
        sentences.append(list(_clauses(masked, start, len(text), len(text))))
    return [sentence for sentence in sentences if sentence]


def _clauses(masked: str, start: int, end: int, mark_end: int) -> Iterator[Clause]:
    for mark in _MARK.finditer(masked, start, end):
        if mark.start() > start:
            yield Clause(start, mark.start(), mark.end())
        start = mark.end()
    yield Clause(start, end, mark_end)
