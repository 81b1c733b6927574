"""Plurals and diminutives: the words that a regular one may come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.comic.planner.language.tagged_words import Word

# Plural ending, singular ending. Longer endings come first.
_ENDINGS = {
    "en": (("ies", "y"), ("ves", "f"), ("ves", "fe"), ("men", "man"), ("es", ""), ("s", "")),
    "es": (("ces", "z"), ("iones", "ión"), ("ones", "ón"), ("es", ""), ("s", "")),
    "pt": (
        ("ões", "ão"), ("ães", "ão"), ("ãos", "ão"), ("ais", "al"), ("éis", "el"), ("óis", "ol"),
        ("uis", "ul"), ("ns", "m"), ("is", "il"), ("es", ""), ("s", ""),
    ),
    "fr": (("eaux", "eau"), ("aux", "al"), ("x", ""), ("s", "")),
    "it": (
        ("chi", "co"), ("ghi", "go"), ("che", "ca"), ("ghe", "ga"), ("i", "o"), ("i", "e"),
        ("i", "io"), ("i", "a"), ("e", "a"),
    ),
    "ru": (
        ("ьчик", ""), ("чик", ""), ("ик", ""), ("ик", "ь"), ("ик", "а"), ("ушка", "а"),
        ("очка", "ка"), ("очка", "а"),
    ),
    "de": (
        ("chen", ""), ("chen", "e"), ("lein", ""), ("lein", "e"), ("en", ""), ("er", ""), ("e", ""),
        ("n", ""), ("s", ""),
    ),
}  # fmt: skip
_SHORTEST = 3  # letters of a singular
_INVARIABLE = ("fr", "it")  # languages that have nouns with one form for both numbers
_BEFORE_ES = ("r", "l", "n", "d", "z", "s", "x")  # Iberian words that take more than an s: pintores


def singulars(plural: str, language: str) -> Iterator[str]:
    """Yield the singulars that *plural*, in lower case, may come from by rule."""
    for ending, singular in _ENDINGS.get(language, ()):
        stem = plural.removesuffix(ending)
        if stem != plural and len(stem) + len(singular) >= _SHORTEST:
            yield stem + singular


def singular(word: Word, language: str) -> str:
    """Return the word for one, of a plural as it is written; the word itself otherwise."""
    lower = word.text.lower()
    if not word.plural:
        return word.text
    by_rule = list(singulars(lower, language))
    if language in {"es", "pt"}:
        by_rule = [one for one in by_rule if f"{one}es" != lower or one.endswith(_BEFORE_ES)]
    is_invariable = language in _INVARIABLE and word.lemma == lower  # "souris", "re"
    one = word.lemma if word.lemma in by_rule or language in {"en", "de"} or is_invariable else ""
    one = one or next(iter(by_rule), "") or word.lemma
    return one.capitalize() if word.text[0].isupper() else one
