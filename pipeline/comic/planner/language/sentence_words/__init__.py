"""Words at the ends of sentences, by language: abbreviations, and conjunctions that dangle.

A file such as `en.toml` has lists of words without their final stop:

- `titles`: before a name, `Mr`; they end a sentence only before one of `starters`
- `inside`: in the middle of a sentence, `e.g`
- `before_number`: abbreviations before a number, `No`; otherwise ordinary words
- `after_number`: they may end a sentence after a number only, `г`
- `may_end`: a capital letter after them starts a sentence, `p.m`
- `in_names`: names may follow, so only one of `starters` starts a sentence, `U.S`
- `starters`: capitalized words that start sentences and are no names
- `ordinals = true`: a number with a stop is an ordinal, `3. Mai`
- `leading`, `trailing`: conjunctions that a caption does not start or end with
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_UNKNOWN = ("", "und")  # languages of a text that is read as English


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """The words of one language; all empty if it has no file."""

    titles: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    before_number: frozenset[str] = frozenset()
    after_number: frozenset[str] = frozenset()
    may_end: frozenset[str] = frozenset()
    in_names: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    leading: tuple[str, ...] = ()
    trailing: tuple[str, ...] = ()
    ordinals: bool = False


def sentence_words(language: str) -> SentenceWords:
    """Return the words of *language*, a tag such as `pt-BR`."""
    code = language.split("-", maxsplit=1)[0].lower()
    return _read("en" if code in _UNKNOWN else code)


@cache
def _read(code: str) -> SentenceWords:
    file = _FOLDER / f"{code}.toml"
    if not code.isalpha() or not file.exists():
        return SentenceWords()
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return SentenceWords(
        titles=frozenset(word.lower() for word in table.get("titles", ())),
        inside=frozenset(table.get("inside", ())),
        before_number=frozenset(table.get("before_number", ())),
        after_number=frozenset(table.get("after_number", ())),
        may_end=frozenset(table.get("may_end", ())),
        in_names=frozenset(table.get("in_names", ())),
        starters=frozenset(table.get("starters", ())),
        leading=tuple(table.get("leading", ())),
        trailing=tuple(table.get("trailing", ())),
        ordinals=bool(table.get("ordinals", False)),
    )
