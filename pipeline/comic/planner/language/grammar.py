"""Grammar: the function words and endings of a language, from `words/<language>/grammar.toml`.

`determiners`, `possessives` (by the owner), `possessives_gendered` (by what is owned), `pronouns`
and `prepositions` may be followed by `_female`, `_male`, `_plural` or `_female_plural`, which is
what the word shows. `without` are words after which nothing is there, `named` those before a name,
`titles` those that make a name of the next word, `abbreviations` those that keep their full stop,
`endings_*` those that tell the part of speech of an unknown word, `greetings` frequent words of
short exclamations, which tell their language, `destinations` nouns that one goes to without an
article ("to school"), `impersonal` the
beginnings of clauses whose pronoun means nobody, `homographs` prepositions that are verbs as well,
`beginnings_*` prefixes that tell the part of speech. Of Chinese and Japanese: `suffixes` belong to
the noun or name before them, `calling` stand between a name and its noun, `localizers` make a place
of a noun, and `nicknames` before one of `name_characters` are a name. `clitics` are
pronouns that are never a subject, `degrees` adverbs before an adjective; `oblique` articles that no
subject has, `absent` follow what is not there, and
`negations_of_verbs` are those of `negations` that follow a verb and say nothing of its object.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_index import fold
from pipeline.comic.planner.language.tagged_words import FEMALE, MALE, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable

_TAGS = {
    "determiners": Tag.DETERMINER,
    "possessives": Tag.DETERMINER,
    "possessives_gendered": Tag.DETERMINER,
    "pronouns": Tag.PRONOUN,
    "prepositions": Tag.PREPOSITION,
    "conjunctions": Tag.CONJUNCTION,
    "subjunctions": Tag.SUBJUNCTION,
    "negations": Tag.NEGATION,
    "auxiliaries": Tag.VERB,
    "numerals": Tag.NUMBER,
    "adverbs": Tag.ADVERB,
    "particles": Tag.PARTICLE,
}
_ENDINGS = {
    "endings_infinitive": Tag.INFINITIVE,
    "endings_participle": Tag.PARTICIPLE,
    "endings_finite": Tag.VERB,
    "endings_adverb": Tag.ADVERB,
    "endings_adjective": Tag.ADJECTIVE,
    "endings_noun": Tag.NOUN,
}
_BEGINNINGS = {"beginnings_finite": Tag.VERB, "beginnings_noun": Tag.NOUN}


@dataclass(frozen=True, slots=True)
class WordReading:
    """One part of speech of a function word, with what the word shows."""

    tag: Tag
    plural: bool = False
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The function words of one language; all words are in lower case."""

    readings: dict[str, tuple[WordReading, ...]] = field(default_factory=dict)
    endings: tuple[tuple[str, Tag], ...] = ()  # longest first
    named: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    being: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    titles: dict[str, str] = field(default_factory=dict)  # gender of each, "" if it has none
    abbreviations: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    greetings: frozenset[str] = frozenset()
    clitics: frozenset[str] = frozenset()
    degrees: frozenset[str] = frozenset()
    destinations: frozenset[str] = frozenset()
    oblique: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    negations_of_verbs: frozenset[str] = frozenset()
    homographs: frozenset[str] = frozenset()
    impersonal: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)  # by 1st word
    beginnings: tuple[tuple[str, Tag], ...] = ()
    suffixes: frozenset[str] = frozenset()
    calling: frozenset[str] = frozenset()
    localizers: frozenset[str] = frozenset()
    nicknames: frozenset[str] = frozenset()
    name_characters: frozenset[str] = frozenset()

    def tags_of(self, word: str) -> frozenset[Tag]:
        """Return the parts of speech of a function word; none if it is not one."""
        return frozenset(reading.tag for reading in self.readings.get(word.lower(), ()))


@cache
def grammar_of(language: str) -> Grammar:
    """Return the grammar of *language*; an empty one if its words are not known."""
    if language not in lexicon.languages():
        return Grammar()
    lists = lexicon.meanings(lexicon.GRAMMAR, language)
    readings: dict[str, list[WordReading]] = {}
    for name, words in lists.items():
        reading = _reading(name)
        if reading is None:
            continue
        for word in words:
            readings.setdefault(word, []).append(reading)
    endings = [(end, tag) for name, tag in _ENDINGS.items() for end in lists.get(name, ())]
    genders = (("titles", ""), ("titles_female", FEMALE), ("titles_male", MALE))

    def words_of(name: str) -> frozenset[str]:
        return frozenset(lists.get(name, ()))

    return Grammar(
        readings={word: tuple(found) for word, found in readings.items()},
        endings=tuple(sorted(endings, key=lambda pair: -len(pair[0]))),
        named=words_of("named"),
        without=words_of("without"),
        negations=words_of("negations"),
        being=words_of("being"),
        auxiliaries=words_of("auxiliaries"),
        titles=_titles({word: gender for name, gender in genders for word in lists.get(name, ())}),
        abbreviations=words_of("abbreviations"),
        prefixes=words_of("prefixes"),
        greetings=words_of("greetings"),
        clitics=words_of("clitics"),
        degrees=words_of("degrees"),
        destinations=words_of("destinations"),
        oblique=words_of("oblique"),
        absent=words_of("absent"),
        negations_of_verbs=words_of("negations_of_verbs"),
        homographs=words_of("homographs"),
        impersonal=_by_first_word(lists.get("impersonal", ())),
        beginnings=tuple(
            (start, tag) for name, tag in _BEGINNINGS.items() for start in lists.get(name, ())
        ),
        suffixes=words_of("suffixes"),
        calling=words_of("calling"),
        localizers=words_of("localizers"),
        nicknames=words_of("nicknames"),
        name_characters=words_of("name_characters"),
    )


def _by_first_word(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for words in (tuple(phrase.split()) for phrase in phrases):
        found[words[0]] = (*found.get(words[0], ()), words)
    return found


def _titles(known: dict[str, str]) -> dict[str, str]:
    """Return titles with and without accents: "avó" and "avô" are both "avo"."""
    plain: dict[str, set[str]] = {}
    for title, gender in known.items():
        plain.setdefault(fold(title), set()).add(gender)
    return {form: found.pop() if len(found) == 1 else "" for form, found in plain.items()} | known


def _reading(name: str) -> WordReading | None:
    stem = name.removesuffix("_plural").removesuffix("_female").removesuffix("_male")
    if stem not in _TAGS:
        return None
    gender = FEMALE if "_female" in name else MALE if "_male" in name else ""
    return WordReading(_TAGS[stem], name.endswith("_plural"), gender)
