"""Formats that combine texts: labels and enumerations, punctuated as in the language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from core.sentences.catalogue import sentence


def labelled(label: str, value: str, locale: str) -> str:
    """Return a label and its value, punctuated as in the language."""
    return sentence("labelled", locale, label=label, value=value)


def listed(items: Iterable[str], locale: str) -> str:
    """Return an enumeration, punctuated as in the language; empty if there are no items."""

    def join(first: str, following: str) -> str:
        return sentence("listed", locale, first=first, next=following)

    return reduce(join, known) if (known := tuple(items)) else ""
