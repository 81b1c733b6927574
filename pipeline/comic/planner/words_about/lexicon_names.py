"""Names of places and objects in the language of a description, by their keys in the lexicon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.words_about.phrases import phrases

_SMALL = re.compile(r"\b(?:de|do|da|del|la|las|los|of|the)\b")


def site_words(name: str, code: str) -> str:
    """Return the name of a place, "" for an English key that has none in the language *code*."""
    english = lexicon.meanings(lexicon.SITES, "en")
    key = name if name in english else _keys(lexicon.SITES, code).get(name, "")
    words = _shown(lexicon.SITES, key, code) if key else name
    return _titled(words) if key in phrases("en").words("sites", "proper") else words


def thing_words(thing: str, labels: Mapping[str, str], code: str) -> str:
    """Return the word of the story for *thing*, or its name in the language *code*."""
    label = labels.get(thing, thing)
    for table in (lexicon.OBJECTS, lexicon.THINGS, lexicon.GARMENTS):
        if label in lexicon.meanings(table, "en"):
            return _shown(table, label, code) or label
    return label


def _shown(table: str, key: str, code: str) -> str:
    words = lexicon.meanings(table, code).get(key)
    return words[0].replace("-", " ") if words else ""


@cache
def _keys(table: str, code: str) -> dict[str, str]:
    """Return the key of each word of *table*."""
    return {
        word.replace("-", " "): key
        for key, words in lexicon.meanings(table, code).items()
        for word in reversed(words)
    }


def _titled(words: str) -> str:
    """Return "Rio de Janeiro"."""
    return _SMALL.sub(lambda match: match.group().lower(), words.title()) if words else ""
