"""Phrases of descriptions, one file per language, read when the language is first described."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


class Phrases:
    """The phrases of a language, by table and key."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self._tables = tables

    def text(self, table: str, key: str, default: str = "") -> str:
        """Return a phrase. Of "a|b" the first is for one, the second for several."""
        return str(self._tables.get(table, {}).get(key, default))

    def form(self, table: str, key: str, *, plural: bool) -> str:
        """Return the form of a phrase for one or for several."""
        forms = self.text(table, key).split("|")
        return forms[-1] if plural else forms[0]

    def key_of(self, table: str, text: str) -> str:
        """Return the key of the phrase *text*, "" if there is none."""
        found = (key for key, value in self._tables.get(table, {}).items() if value == text)
        return next(found, "")

    def words(self, table: str, key: str) -> tuple[str, ...]:
        """Return a list of words."""
        return tuple(self._tables.get(table, {}).get(key, ()))

    def has(self, table: str, key: str) -> bool:
        return key in self._tables.get(table, {})


@cache
def phrases(code: str) -> Phrases:
    """Return the phrases of the language *code*, which has a file."""
    text = (_FOLDER / f"{code}.toml").read_text(encoding="utf-8")
    return Phrases(tomllib.loads(text))
