"""Vocabulary of orders: the phrases of the data files, and their meanings."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from core.content.orders.tokens import PromptToken, tokens_of

WORDS = Path(__file__).parent / "words"
OPTIONS: Mapping[str, str] = {  # by the table of the data files
    "styles": "style",
    "colorMode": "colorMode",
    "lettering": "lettering",
    "layout": "layout",
    "aspect": "aspect",
    "readingDirection": "readingDirection",
    "quality": "quality",
    "languages": "language",
}
LEAVES_OUT = "leaves_out"  # not an option itself: speech, captions


class PhraseRole(StrEnum):
    """Role of a phrase in an order; most values are keys of the data files."""

    REQUEST = "requests"
    DRAW = "draw"
    ARTICLE = "articles"
    FILLER = "fillers"
    ADJECTIVE = "adjectives"
    COMIC = "comics"
    PICTURE = "pictures"
    ABOUT = "about"
    WITH = "with"
    INTRO = "intros"
    TAIL = "tails"
    PANEL_KEY = "panel_keys"
    KEY = "keys"
    STYLE_WORD = "style_words"
    PANEL = "panels"
    WRITTEN = "written"
    COURTESY = "courtesies"
    POSSESSIVE = "possessives"
    NUMBER = "numbers"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class OptionValue:
    """Value of an option. A weak one is named by words that are often part of a story."""

    option: str
    value: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class OrderPhrase:
    """Meanings of a phrase."""

    roles: frozenset[PhraseRole]
    value: OptionValue | None = None
    number: int = 0


Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases of all languages."""

    phrases: Mapping[Words, OrderPhrase]
    longest: Mapping[str, int]  # number of words of the longest phrase, by the first word
    not_after: frozenset[str]
    asks: frozenset[str]

    def at(self, words: Sequence[PromptToken], start: int) -> tuple[OrderPhrase, int] | None:
        """Return the longest phrase that begins at *start*, and where it ends."""
        for length in range(self.longest.get(words[start].text, 0), 0, -1):
            key = tuple(word.text for word in words[start : start + length])
            if len(key) == length and (phrase := self.phrases.get(key)):
                return phrase, start + length
        return None


@cache
def vocabulary() -> Vocabulary:
    """Return the phrases of all data files."""
    roles, values, numbers = (
        defaultdict[Words, set[PhraseRole]](set),
        dict[Words, OptionValue](),
        {},
    )
    not_after = set[str]()
    languages = [
        tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(WORDS.glob("*.toml"))
    ]
    weak = {_words(text) for language in languages for text in language.get("weak", ())}
    for language in languages:
        not_after.update(word for text in language.get("not_after", ()) for word in _words(text))
        for role in PhraseRole:
            entries = language.get(role.value, ())
            if isinstance(entries, list):
                for text in entries:
                    roles[_words(text)].add(role)
        for number, texts in language.get("numbers", {}).items():
            for text in texts:
                roles[_words(text)].add(PhraseRole.NUMBER)
                numbers[_words(text)] = int(number)
        for words, option, value in _values(language):
            roles[words].add(PhraseRole.VALUE)
            values.setdefault(words, OptionValue(option, value, words in weak))
    longest = defaultdict[str, int](int)
    for words in roles:
        longest[words[0]] = max(longest[words[0]], len(words))
    return Vocabulary(
        phrases={
            words: OrderPhrase(frozenset(found), values.get(words), numbers.get(words, 0))
            for words, found in roles.items()
        },
        longest=dict(longest),
        not_after=frozenset(not_after),
        asks=frozenset(word for language in languages for word in language.get("asks", ())),
    )


def _values(language: Mapping[str, Any]) -> Iterator[tuple[Words, str, str]]:
    for table, option in (*OPTIONS.items(), (LEAVES_OUT, LEAVES_OUT)):
        for value, texts in language.get(table, {}).items():
            for text in texts:
                yield _words(text), option, value


def _words(text: str) -> Words:
    return tuple(token.text for token in tokens_of(text))
