"""Counting: the number of characters a noun refers to: "three cats", "kids", 「二匹の犬」."""

from __future__ import annotations

import re

from pipeline.comic.planner import lexicon
from pipeline.comic.planner.lexicon_search import find, fold

MAX_ALIKE = 4  # the most characters of one kind that are drawn
_WORDS_BEFORE = 4  # distance between a number and its noun: "the three little grey cats"
_ONE = frozenset(re.findall(r"\S+", "a an and or with um uma e com un una y con und et mit avec"))
_IRREGULAR = frozenset(
    map(fold, re.findall(r"\S+", "mice wolves children women men cães kinder أطفال قطط كلاب"))
)
_SINGULAR = frozenset(map(fold, ("ours", "héros", "fils")))  # French singulars that look plural
_JA_DIGITS = "二三四五六七八九十2-9２-９"
_JA_BEFORE = re.compile(rf"([{_JA_DIGITS}])(?:匹|人|羽|頭|体|台|つ)?の$")
_JA_AFTER = re.compile(rf"(?:が|は|を|と)?([{_JA_DIGITS}])(?:匹|人|羽|頭|体|台)")
_JA_MANY = re.compile(r"たち|達|ら(?=[がはをの、])")


def how_many(text: str, start: int, end: int, languages: tuple[str, ...]) -> int:
    """Return the number the noun at ``text[start:end]`` refers to, 1 to MAX_ALIKE."""
    if languages[0] == "ja":
        told = _JA_BEFORE.search(text[max(0, start - 6) : start]) or _JA_AFTER.match(text, end)
        if told:
            return _bounded(told.group(1), languages)
        return 3 if _JA_MANY.match(text, end) else 1
    clause = re.split(r"[.,;:!?()\"“”«»]", text[max(0, start - 60) : start])[-1]
    for word in reversed(clause.split()[-_WORDS_BEFORE:]):
        if fold(word) in _ONE:
            break
        if find(word, lexicon.NUMBERS, languages):
            return _bounded(word, languages)
    return 2 if is_plural(text[start:end]) else 1


def is_plural(noun: str) -> bool:
    """Return whether *noun* looks like a plural."""
    word = fold(noun.rsplit(maxsplit=1)[-1])
    if word in _IRREGULAR:
        return True
    if word[0] >= "\u0590":  # Hebrew
        return len(word) > 3 and word.endswith(("ים", "ות"))
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "'s", "’s"))
        and word not in _SINGULAR
    )


def _bounded(word: str, languages: tuple[str, ...]) -> int:
    found = find(word, lexicon.NUMBERS, languages)
    return min(MAX_ALIKE, int(found[0].name)) if found else 2
