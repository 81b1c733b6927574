"""Lexicon: the words that the planner knows, in `words/`, one folder per language.

A table is a file such as `words/pt/species.toml`, with one line per meaning: `cat = ["gato", ...]`.
The first word is the name that is shown; "-" in a word stands for itself or for a space. A table is
read when a text in its language is searched for the first time. `given_names` holds names by gender
that Faker does not have.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tomli

SPECIES = "species"
ROLES = "roles"
PLACES = "places"
ROOMS = "rooms"
TIMES = "times"
WEATHER = "weather"
THINGS = "things"
EMOTIONS = "emotions"
ACTIONS = "actions"
PRONOUNS = "pronouns"
NUMBERS = "numbers"
COLORS = "colors"
GARMENTS = "garments"
TRAITS = "traits"
SAYING = "saying"
# Known by name, without a drawing of their own.
PEOPLE = "people"
ANIMALS = "animals"
OBJECTS = "objects"
SITES = "sites"
VERBS = "verbs"
ABSTRACTS = "abstracts"
# Groups of tables: who acts, what does not, and what is done.
BEINGS = (SPECIES, ANIMALS, ROLES, PEOPLE)
LIFELESS = (THINGS, OBJECTS, PLACES, ROOMS, SITES, TIMES, WEATHER, GARMENTS)
DOINGS = (VERBS, ACTIONS, SAYING)
# About words, not about what they mean.
GENDERS = "genders"
GRAMMAR = "grammar"
COMMON_WORDS = "common_words"
USAGE = "usage"
CUES = "cues"
GIVEN_NAMES = "given_names"
INTERJECTIONS = "interjections"  # by feeling, searched in speech only

# Tables whose words have a meaning that `lexicon_search` finds.
MEANINGS = (
    SPECIES, ANIMALS, ROLES, PEOPLE, PLACES, ROOMS, SITES, TIMES, WEATHER, THINGS, OBJECTS,
    EMOTIONS, ACTIONS, VERBS, SAYING, PRONOUNS, NUMBERS, COLORS, GARMENTS, TRAITS,
    ABSTRACTS,
)  # fmt: skip

_WORDS = Path(__file__).parent / "words"
_WORLD = Path(__file__).parent / "world.toml"
# A text that could be in several languages is searched in this order, then in that of the alphabet.
_ORDER = ("en", "pt", "es", "ja", "fr", "de")


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a folder."""
    found = sorted(folder.name for folder in _WORDS.iterdir() if folder.is_dir())
    return tuple(
        sorted(found, key=lambda code: _ORDER.index(code) if code in _ORDER else len(found))
    )


@cache
def meanings(table: str, language: str) -> dict[str, list[str]]:
    """Return the words of each meaning in *table*; empty if the language has no such table."""
    file = _WORDS / language / f"{table}.toml"
    return tomli.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


@cache
def world() -> dict[str, dict[str, str]]:
    """Return the tables of world.toml: where things are found, and what a site looks like."""
    return tomli.loads(_WORLD.read_text(encoding="utf-8"))


@cache
def telltales() -> dict[str, frozenset[str]]:
    """Return, by language, frequent words that tell it from the others."""
    return {
        language: frozenset(words)
        for language in languages()
        if (words := _common_words(language).get("telltales"))
    }


@cache
def never_names() -> frozenset[str]:
    """Return words of all languages that are never the name of a character."""
    return frozenset(
        word
        for language in languages()
        for words in _common_words(language).values()
        for word in words
    )


def _common_words(language: str) -> dict[str, list[str]]:
    return meanings(COMMON_WORDS, language)
