"""Prepositions by what they say of where something is: `prepositions.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tomli


@cache
def prepositions(language: str) -> dict[str, frozenset[str]]:
    """Return the prepositions of *language*, folded, by what they say."""
    file = Path(__file__).with_suffix(".toml")
    table = tomli.loads(file.read_text(encoding="utf-8")).get(language, {})
    return {relation: frozenset(words) for relation, words in table.items()}


def leads_to(preposition: str, language: str) -> bool:
    """Return whether what follows *preposition* is where somebody goes."""
    return preposition in prepositions(language).get("to", ())
