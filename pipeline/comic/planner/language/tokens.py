"""Tokenizer: splits a text in a script that writes spaces into words and marks.

Words keep hyphens and inner apostrophes ("t-shirt", "O'Hara"); the endings and beginnings that are
words of their own are split off by language: "do|n't", "cat|'s", "l'|ami", "geht|'s",
"demande|-t-il".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

# Combining marks of words that Python's \w leaves out: accents, vowel signs, joiners.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u05f3\u05f4"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u0900-\u0963\u0971-\u0df3\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0edf"
    "\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e\u0f3f\u0f71-\u0f84\u0f86-\u0fbc"
    "\u1000-\u1049\u1050-\u109f\u135d-\u135f\u1712-\u1715\u1732-\u1734\u17b4-\u17d3\u17dd"
    "\u1dc0-\u1dff\u200c\u200d\u20d0-\u20f0\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
)
_LETTERS = rf"[^\W_](?:(?!_)[\w{_MARKS}])*"
_APOSTROPHES = "'’ʼ＇"
_JOINED = rf"{_LETTERS}(?:[{_APOSTROPHES}\-‐‑]{_LETTERS})*"
_NUMBER = rf"\d+(?:[.,:{_APOSTROPHES}]\d+)*(?![^\W_])"
_INITIALS = r"(?:[^\W\d_]\.){2,}"
_EMOTICON = r"(?<!\S)[:;=]-?[)(DPp/|](?!\S)|<3"
_TOKEN = re.compile(rf"{_EMOTICON}|{_INITIALS}|{_NUMBER}|{_JOINED}|\S")

# What is split off a word, by language.
_ENDS = {
    "en": re.compile(
        rf"(?:(?<=[a-z])n[{_APOSTROPHES}]t|(?<=^can)not|[{_APOSTROPHES}](?:s|ll|re|ve|d|m))$",
        re.IGNORECASE,
    ),
    "de": re.compile(rf"[{_APOSTROPHES}](?:s|n|ne|nen)$", re.IGNORECASE),
    "fr": re.compile(r"(?<=[a-zé])-(?:t-)?(?:ils?|elles?|on)$", re.IGNORECASE),
}
_ELISIONS = {
    "fr": re.compile(
        rf"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)[{_APOSTROPHES}]", re.IGNORECASE
    ),
    "it": re.compile(
        rf"(?:[cdlmnstv]|un|(?:de|da|a|ne|su|que)ll|dev|dov|com|quand|qualcun|bell|sant)"
        rf"[{_APOSTROPHES}]",
        re.IGNORECASE,
    ),
}
# "D'Artagnan" and "O'Hara" are names; "L'Italie" and "d'Anna" are two words.
_NAME_PREFIX = re.compile(rf"(?:D|O)[{_APOSTROPHES}][^\W\d_a-z]")


def is_emoticon(text: str) -> bool:
    """Return whether a token is one of those such as ":)"."""
    return len(text) > 1 and re.fullmatch(_EMOTICON, text) is not None


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark, ``text[start:end]``."""

    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it has a letter or digit."""
        return any(char.isalnum() for char in self.text) and not is_emoticon(self.text)


def tokenize(text: str, language: str, abbreviations: frozenset[str]) -> list[Token]:
    """Return the words and marks of *text*, in order; all but white space is in one of them.

    *abbreviations* are lower-case words that keep the full stop that follows: "mr".
    """
    tokens: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        start = match.start()
        if start < end:
            continue
        word, end = match.group(), match.end()
        if word.lower() in abbreviations and text[end : end + 1] == ".":
            word, end = f"{word}.", end + 1
        tokens.extend(_parts(word, start, language))
    return tokens


def _parts(word: str, start: int, language: str) -> list[Token]:
    cuts = [0]
    elision = _ELISIONS[language].match(word) if language in _ELISIONS else None
    if elision and elision.end() < len(word) and not _NAME_PREFIX.match(word):
        cuts.append(elision.end())
    ending = _ENDS[language].search(word) if language in _ENDS else None
    if ending and ending.start() > cuts[-1]:
        cuts.append(ending.start())
    cuts.append(len(word))
    return [Token(word[a:b], start + a, start + b) for a, b in pairwise(cuts) if a < b]
