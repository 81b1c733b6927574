"""Usage of words: what certain words of a language say about those next to them.

From `words/<language>/usage.toml`. `place` are prepositions before places, so that a name after one
is no person; `topic` those before what is only spoken of; `another` says that somebody is new;
`abstract` nouns cannot be drawn; `first_person` are the words of a narrator; `home` is where one
goes; `personal` prepositions mark an object that is somebody; `of` are those before an owner,
`carrying` those before what is in a hand, `to_somebody` those before whom one speaks or gives to;
`one` of several and the `other` stand for one of those told of before, `all_of_them` for all,
and `out_of` is between `one` and those; `likening` words stand before (in Japanese behind) what
something is only like, as do `than` after `more`; `days` are the nouns in the names of days;
`kin` are relatives, as one calls them; `alone` says that nobody else is there, and one of the
`farewells` that those to whom it is said are left; nouns with one of the `human_endings` are
somebody; `inscribing` words stand before a quotation that nobody says: the word "Giraffe".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_index import fold

if TYPE_CHECKING:
    from pipeline.comic.planner.language.tagged_words import Word


@dataclass(frozen=True, slots=True)
class Usage:
    """The words of one language, folded."""

    place: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    another: frozenset[str] = frozenset()
    abstract: frozenset[str] = frozenset()
    first_person: frozenset[str] = frozenset()
    home: frozenset[str] = frozenset()
    collectives: frozenset[str] = frozenset()
    definite: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    carrying: frozenset[str] = frozenset()
    to_somebody: frozenset[str] = frozenset()
    human_endings: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    vocatives: frozenset[str] = frozenset()
    quotatives: frozenset[str] = frozenset()
    likening: frozenset[str] = frozenset()
    more: frozenset[str] = frozenset()
    than: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    farewells: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    inscribing: frozenset[str] = frozenset()
    speech_openers: frozenset[str] = frozenset()
    one: frozenset[str] = frozenset()
    other: frozenset[str] = frozenset()
    all_of_them: frozenset[str] = frozenset()
    out_of: frozenset[str] = frozenset()
    first_person_openers: frozenset[str] = frozenset()
    kin: frozenset[str] = frozenset()


@cache
def usage_of(language: str) -> Usage:
    """Return the usage of *language*; an empty one if its words are not known."""
    if language not in lexicon.languages():
        return Usage()
    lists = lexicon.meanings(lexicon.USAGE, language)
    return Usage(**{name: frozenset(map(fold, words)) for name, words in lists.items()})


def is_abstract(word: Word, language: str) -> bool:
    """Return whether *word* or its lemma is one of the `abstract` nouns."""
    return not {fold(word.text), fold(word.lemma)}.isdisjoint(usage_of(language).abstract)
