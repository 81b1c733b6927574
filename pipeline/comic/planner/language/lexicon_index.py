"""Index of the lexicon: the meanings of a word by its form, its lemma and its stem.

An index holds all tables of one language and is built when that language is read first.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.plurals import singulars

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from snowballstemmer import stemmer as Stemmer  # noqa: N812 # a class in lower case

# "disse-lhe", "sentou-se", "dit-il"
_CLITICS = re.compile(r"-(?:se|lhes?|me|te|nos|vos|l[oa]s?|[oa]s?|t-ils?|t-elles?|ils?|elles?)$")
# "parc d'attractions": an article or preposition is a word of its own
_ELISION = re.compile(r"((?<!\w)(?:[cdjlmnst]|un|qu|dell|all|dall|sull|nell)')(?=\w)")
Sense = tuple[str, str]  # table, name of the meaning
_AFFIXED = frozenset({"ar", "he"})
STEMMED_NOUNS = frozenset({"ru"})  # languages whose nouns have more forms than a plural
_INFLECTED = frozenset(
    (
        lexicon.VERBS,
        lexicon.SAYING,
        lexicon.ACTIONS,
        lexicon.EMOTIONS,
        lexicon.COLORS,
        lexicon.TRAITS,
    )
)
UNSPACED = frozenset({"ja", "zh"})  # languages that write no spaces
# HanTa gives English and German lemmas, so that they need no stems.
_STEMMED = {
    "es": "spanish", "pt": "portuguese", "fr": "french", "it": "italian", "ru": "russian",
}  # fmt: skip


# Arabic and Hebrew: articles, "and", "in", "to" are written together with the word
_PREFIXES = ("وال", "بال", "فال", "لل", "ال", "و", "ف", "ب", "ל", "וה", "ה", "ב", "ו", "מה", "ש")
_SUFFIXES = ("ا", "ים", "ות", "ات", "تان", "ان")  # noun endings: plural, dual, accusative


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return lower case without accents; every character keeps its position."""
    if text.isascii():
        return text.lower()
    return "".join(map(_plain, text))


@cache
def never_names() -> frozenset[str]:
    """Return `lexicon.never_names`, folded."""
    return frozenset(map(fold, lexicon.never_names()))


def _plain(char: str) -> str:
    """Return *char* in lower case, without its accents; letters of syllables stay whole."""
    parts = unicodedata.normalize("NFD", char)
    plain = parts[0].lower() if len(parts) == 1 or unicodedata.combining(parts[1]) else char
    return plain if len(plain) == 1 else char


@dataclass(slots=True)
class Index:
    """The words and phrases of one language."""

    forms: dict[str, frozenset[Sense]] = field(default_factory=dict)
    folded: dict[str, frozenset[Sense]] = field(default_factory=dict)
    phrases: dict[str, frozenset[Sense]] = field(default_factory=dict)  # by their words' stems
    longest: dict[str, int] = field(default_factory=dict)  # words of a phrase, by its first stem


@cache
def index_of(language: str) -> Index:
    """Return the index of *language*; an empty one if its words are not known."""
    forms: dict[str, set[Sense]] = {}
    for table in lexicon.MEANINGS if language in lexicon.languages() else ():
        for name, entries in lexicon.meanings(table, language).items():
            for entry in entries:
                forms.setdefault(entry.lower(), set()).add((table, name))
                if "-" in entry and language not in UNSPACED:
                    spaced = _ELISION.sub(r"\1 ", entry.lower().replace("-", " "))
                    forms.setdefault(spaced, set()).add((table, name))
    if language in UNSPACED:
        return Index(_frozen(forms.items()))
    phrases = {entry: senses for entry, senses in forms.items() if " " in entry}
    longest: dict[str, int] = {}
    for entry in phrases:
        words = entry.split()
        first = stem(words[0], language)
        longest[first] = max(len(words), longest.get(first, 0))
    return Index(
        _frozen(forms.items()),
        _frozen((fold(entry), senses) for entry, senses in forms.items()),
        _frozen(
            (stem_phrase(entry.split(), language), senses) for entry, senses in phrases.items()
        ),
        longest,
    )


def start_of(word: str) -> str:
    """Return the first letters of a word, which its stem shares; few words have to be stemmed."""
    return fold(word)[:2]


@cache
def _words_with_stems(language: str) -> dict[str, list[str]]:
    """Return the single words that are found by their stem, by their first letters.

    Nouns of Romance languages change their ending only, so that their stems are of verbs and
    adjectives: "boulangère" is not of "boulangerie".
    """
    wanted = _tables_with_stems(language)
    words: dict[str, list[str]] = {}
    for form, senses in index_of(language).forms.items():
        if " " not in form and any(table in wanted for table, _ in senses):
            words.setdefault(start_of(form), []).append(form)
    return words


def _tables_with_stems(language: str) -> Collection[str]:
    return lexicon.MEANINGS if language in STEMMED_NOUNS else _INFLECTED


@cache
def _stems(language: str, start: str) -> dict[str, frozenset[Sense]]:
    """Return the meanings of single words that begin with *start* by stem."""
    forms, wanted = index_of(language).forms, _tables_with_stems(language)
    return _frozen(
        (key, [sense for sense in forms[form] if sense[0] in wanted])
        for form in _words_with_stems(language).get(start, ())
        for key in stems_of(form, language)
    )


def _frozen(pairs: Iterable[tuple[str, Collection[Sense]]]) -> dict[str, frozenset[Sense]]:
    merged: dict[str, set[Sense]] = {}
    for key, senses in pairs:
        merged.setdefault(key, set()).update(senses)
    return {key: frozenset(senses) for key, senses in merged.items()}


def senses_of(form: str, language: str, lemma: str = "") -> frozenset[Sense]:
    """Return the meanings of a word: by its form, else its lemma, else without accents."""
    index = index_of(language)
    lower = without_clitics(form.lower())
    found = index.forms.get(lower) or index.forms.get(lemma)
    if not found and language not in UNSPACED:
        found = index.folded.get(fold(lower)) or index.folded.get(fold(lemma))
    if not found and language not in UNSPACED:
        simpler = without_affixes(lower) if language in _AFFIXED else singulars(lower, language)
        known = [index.folded.get(fold(form), frozenset()) for form in simpler]
        nouns = map(_nouns_among, known) if language in _COMPOUNDING else known
        found = next(filter(None, nouns), None)
    return found or frozenset()


def senses_of_compound(form: str, language: str, lemma: str = "") -> frozenset[Sense]:
    """Return the meanings of the noun that a compound ends with: a "Pizzabäcker" is a baker.

    Of a compound with a hyphen it may be the other part as well: "Иван-царевич".
    """
    lower = form.lower()
    if language not in _COMPOUNDING or len(lower) < _SHORTEST_COMPOUND:
        return frozenset()
    if "-" in lower:
        parts = [_nouns_among(senses_of(part, language)) for part in reversed(lower.split("-"))]
        # somebody rather than something: "робот-пылесос"
        parts.sort(key=lambda found: not any(table in lexicon.BEINGS for table, _ in found))
        if parts[0]:
            return parts[0]
    heads = (
        word[start:]
        for word in (lower, lemma)
        if language == "de"
        for start in range(_SHORTEST_MODIFIER, len(word) - _SHORTEST_HEAD + 1)
    )
    known = (_nouns_among(index_of(language).forms.get(head, ())) for head in heads)
    return next(filter(None, known), frozenset())


def _nouns_among(senses: Iterable[Sense]) -> frozenset[Sense]:
    return frozenset(sense for sense in senses if sense[0] in _NOUNS)


def without_affixes(word: str) -> Iterator[str]:
    """Yield an Arabic or Hebrew word without its article, prepositions and endings."""
    for prefix in ("", *_PREFIXES) if word[:1] >= "\u0590" else ():
        stem = word.removeprefix(prefix) if word.startswith(prefix) else ""
        for form in (stem, *(stem.removesuffix(ending) for ending in _SUFFIXES)):
            if len(form) > 1:
                yield form


def without_clitics(word: str) -> str:
    """Return a verb without the pronouns that a hyphen joins to it: "disse-lhe", "dit-il"."""
    return _CLITICS.sub("", word)


def senses_by_stem(form: str, language: str) -> frozenset[Sense]:
    """Return the meanings of the words that have the same stem."""
    if language not in _STEMMED:
        return frozenset()
    return _stems(language, start_of(form)).get(stem(form, language), frozenset())


def stem_phrase(words: Iterable[str], language: str) -> str:
    """Return the stems of *words*, joined by a space."""
    return " ".join(stem(word, language) for word in words)


@lru_cache(maxsize=16384)
def stem(word: str, language: str) -> str:
    """Return the stem of *word*, in lower case and without accents."""
    stemmer = _stemmer(language)
    lower = word.lower()
    return fold(stemmer.stemWord(lower) if stemmer and len(lower) < _LONGEST else lower)


def stems_of(form: str, language: str) -> set[str]:
    """Return the stems that the cases of a noun have.

    In Russian they are two where its first case ends like a verb: the stemmer makes "вокза" of
    "вокзал", and "вокзал" of "вокзалу".
    """
    stems = {stem(form, language)}
    if language == "ru":
        stems.add(stem(form.rstrip(_RUSSIAN_VOWELS) + "у", language))
    return stems


_RUSSIAN_VOWELS = "аеёиоуыэюяьй"
_COMPOUNDING = frozenset(("de", "ru"))
_SHORTEST_COMPOUND = 7
_SHORTEST_MODIFIER = 3
_SHORTEST_HEAD = 4
_NOUNS = frozenset(
    (lexicon.SPECIES, lexicon.ANIMALS, lexicon.ROLES, lexicon.PEOPLE, lexicon.THINGS,
     lexicon.OBJECTS, lexicon.GARMENTS, lexicon.PLACES, lexicon.ROOMS, lexicon.SITES)
)  # fmt: skip
_LONGEST = 40  # letters of a word that is worth stemming


@cache
def _stemmer(language: str) -> Stemmer | None:
    if language not in _STEMMED:
        return None
    from snowballstemmer import stemmer  # imports every language's module

    return stemmer(_STEMMED[language])
