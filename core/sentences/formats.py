"""Formats of values: labels and enumerations, punctuated as in the language, and durations."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from core.sentences.catalogue import sentence

MINUTE = 60  # seconds


def labelled(label: str, value: str, locale: str) -> str:
    """Return a label and its value, punctuated as in the language."""
    return sentence("labelled", locale, label=label, value=value)


def listed(items: Iterable[str], locale: str) -> str:
    """Return an enumeration, punctuated as in the language; empty if there are no items."""

    def join(first: str, following: str) -> str:
        return sentence("listed", locale, first=first, next=following)

    return reduce(join, known) if (known := tuple(items)) else ""


def joined(sentences: Iterable[str], locale: str) -> str:
    """Return sentences as one line, spaced as in the language; empty if there are none."""

    def join(first: str, following: str) -> str:
        return sentence("sentences", locale, first=first, next=following)

    return reduce(join, known) if (known := tuple(sentences)) else ""


def remaining_time(seconds: int | None, locale: str) -> str:
    """Return the remaining time, rounded, since it is an estimate; empty if unknown."""
    if not seconds or seconds < 0:
        return ""
    if seconds < 2 * MINUTE:
        return sentence("eta_seconds", locale, seconds=max(round(seconds, -1), 5))
    return sentence("eta_minutes", locale, minutes=round(seconds / MINUTE))
