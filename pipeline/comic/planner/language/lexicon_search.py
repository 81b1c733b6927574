"""Lexicon search: finds known characters, places, weather and feelings in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.given_names import is_given_name
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.lexicon_index import (
    UNSPACED,
    Sense,
    fold,
    index_of,
    senses_by_stem,
    senses_of,
    senses_of_compound,
    stem,
    stem_phrase,
    without_affixes,
)
from pipeline.comic.planner.language.tagged_words import Tag, Word
from pipeline.comic.planner.language.tagging import tag_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["OVERHEAD", "Found", "find", "fold", "found_in", "name_in", "names_in", "senses"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PLURALS = ("s", "es", "'s", "’s")
# "dançam", "bailan": plural verbs
_ENDINGS = {
    "pt": (*_PLURALS, "m", "ns", "-lhe", "-lhes", "-se", "-me", "-te", "-nos"),
    "es": (*_PLURALS, "n"),
    "fr": (*_PLURALS, "-il", "-elle", "-t-il", "-t-elle", "-ils", "-elles"),
}
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_SCRIPTS = ((re.compile(r"[\u0600-\u06ff]"), "ar"), (re.compile(r"[\u0590-\u05ff]"), "he"))
OVERHEAD = "overhead"  # the "place" of a moon or sun that is only visible in the sky
_LONGEST = 4  # words of the longest known phrase
_JOINING_TAGS = frozenset((Tag.PREPOSITION, Tag.CONJUNCTION, Tag.SUBJUNCTION))
_VERB_TAGS = frozenset((Tag.VERB, Tag.INFINITIVE, Tag.PARTICIPLE))
_NOMINAL = frozenset(
    (*lexicon.BEINGS, *lexicon.LIFELESS, lexicon.PLACES, lexicon.ROOMS, lexicon.SITES)
)
_EITHER = frozenset((lexicon.EMOTIONS, lexicon.WEATHER, lexicon.TIMES))
_KANA = re.compile(r"[\u3041-\u30ff]+")
_COMPOUND = 16  # characters of the longest noun that is taken apart
_KANA_ENDING = 3  # letters of an ending in kana that is not there by chance
_INFLECTION = re.compile(r"[\u3041-\u309f]+$")


@dataclass(frozen=True, slots=True)
class Found:
    """A known word in a text: its meaning and position.

    *first* and *last* are the indexes of its words where words were searched.
    """

    name: str
    start: int
    end: int
    table: str = ""
    first: int = -1
    last: int = -1


@cache
def _words(table: str, language: str) -> dict[str, str]:
    """Return the meaning of each word of *table* in *language*."""
    words: dict[str, str] = {}
    for name, entries in lexicon.meanings(table, language).items():
        for entry in entries:
            key = entry if language in UNSPACED else fold(entry)
            words.setdefault(key, name)
            if "-" in key:
                words.setdefault(key.replace("-", " "), name)
    return words


def senses(word: Word, language: str) -> frozenset[Sense]:
    """Return the meanings of a word in all tables, as pairs of table and name.

    A form that is not in the lexicon is looked up by its lemma, then by its stem, where a verb
    finds verbs only and a noun none. A preposition or conjunction means only what its form does:
    "para" is not the stem of Paris.
    """
    if word.tag in _JOINING_TAGS and language not in UNSPACED:
        return index_of(language).forms.get(word.text.lower(), frozenset())
    known = senses_of(word.text, language, word.lemma)
    if language in UNSPACED:
        return known
    is_verb = word.tag in _VERB_TAGS
    if is_verb and known:  # "erzählt" is saying, and the verb "erzählen"
        of_lemma = senses_of(word.lemma, language)
        return known | {sense for sense in of_lemma if sense[0] == lexicon.VERBS}
    if word.tag is Tag.NAME and is_given_name(word.text):
        return known
    known = known or frozenset(
        sense
        for sense in senses_by_stem(word.text, language)
        if sense[0] in _EITHER or (sense[0] in lexicon.DOINGS) == is_verb
    )
    if not known and word.tag in {Tag.NOUN, Tag.NAME}:
        known = senses_of_compound(word.text, language, word.lemma)
    return known


def found_in(words: Sequence[Word], language: str, tables: Collection[str]) -> list[Found]:
    """Return every known word and phrase of *tables* among *words*, in order, the longest first.

    A word with a meaning in several of the tables is found once in each.
    """
    search = _search_segments if language in UNSPACED else _search_phrases
    found: list[Found] = []
    i = 0
    while i < len(words):
        last, known = search(words, i, language, tables)
        start, end = words[i].start, words[last].end
        found.extend(Found(name, start, end, table, i, last) for table, name in sorted(known))
        i = last + 1
    return found


def _search_phrases(
    words: Sequence[Word], i: int, language: str, tables: Collection[str]
) -> tuple[int, frozenset[Sense]]:
    """Return the last word of the longest known phrase that begins at *i*, and its meanings."""
    index = index_of(language)
    forms = (words[i].text.split("-", maxsplit=1)[0], words[i].lemma)
    longest = max(index.longest.get(stem(form, language), 1) for form in forms)
    for last in range(min(i + longest, len(words)) - 1, i - 1, -1):
        known = (
            _phrase_senses(words[i : last + 1], language)
            if last > i
            else senses(words[i], language)
        )
        if last > i and _is_verb_with_particle(words[i], words[i + 1]):
            known = frozenset(sense for sense in known if sense[0] not in _NOMINAL)
        wanted = frozenset(sense for sense in known if sense[0] in tables)
        if wanted:
            return last, wanted
    return i, frozenset()


def _is_verb_with_particle(word: Word, following: Word) -> bool:
    """Return whether somebody "drives through" a city, which is no "drive-through"."""
    particles = {Tag.PREPOSITION, Tag.ADVERB, Tag.PARTICLE}
    return word.tag is Tag.VERB and following.tag in particles


def _phrase_senses(words: Sequence[Word], language: str) -> frozenset[Sense]:
    """Return the meanings of a phrase, whose last word or all words may be inflected."""
    index = index_of(language)
    texts = [word.text.lower() for word in words]
    # "buses stop", "looks for"
    for parts in (texts, [*texts[:-1], words[-1].lemma], [words[0].lemma, *texts[1:]]):
        phrase = " ".join(parts).replace("-", " ")
        if known := index.forms.get(phrase) or index.phrases.get(
            stem_phrase(phrase.split(), language)
        ):
            return known
    return frozenset()


def _search_segments(
    words: Sequence[Word], i: int, language: str, tables: Collection[str]
) -> tuple[int, frozenset[Sense]]:
    """Do the same in a language without spaces: segments join to a known word."""
    for last in range(min(i + _LONGEST, len(words)) - 1, i - 1, -1):
        joined = "".join(word.text for word in words[i : last + 1])
        inflected = joined.removesuffix(words[last].text) + words[last].lemma  # 散歩|し
        known = (
            senses_of(joined, language, inflected) if last > i else _of_segment(words[i], language)
        )
        if last > i and known <= senses_of(words[last].text, language):
            continue  # 黒猫 is not more than 猫, and hides its color
        wanted = frozenset(sense for sense in known if sense[0] in tables)
        if wanted:
            return last, wanted
    return i, frozenset()


def _of_segment(word: Word, language: str) -> frozenset[Sense]:
    """Return the meanings of a segment, of its root before an ending, or without its prefix."""
    known = senses_of(word.text, language, word.lemma)
    if known or word.tag is Tag.PUNCTUATION:
        return known
    for cut in range(len(word.text) - 1, 0, -1):
        # Japanese roots: 走 in 走った, 見つけ in 見つける
        is_root = not _KANA.fullmatch(word.lemma[:cut])  # なく is none of なくなる
        if is_root and (_INFLECTION.match(word.text, cut) or _INFLECTION.match(word.lemma, cut)):
            known = senses_of(word.lemma[:cut], language)
        prefix = word.text[: len(word.text) - cut]
        if not known and prefix in grammar_of(language).prefixes:
            known = senses_of(word.text[len(prefix) :], language)
        if known:
            return known
    return _of_ending(word, language)


def _of_ending(word: Word, language: str) -> frozenset[Sense]:
    """Return the meanings of the being at the end of an unknown noun: 外|孙女."""
    if word.tag is not Tag.NOUN or len(word.text) > _COMPOUND:
        return frozenset()
    for cut in range(1, len(word.text) - 1):
        ending = word.text[cut:]
        if len(ending) < _KANA_ENDING and _KANA.fullmatch(ending):
            continue
        known = frozenset(s for s in senses_of(ending, language) if s[0] in lexicon.BEINGS)
        if known:
            return known
    return frozenset()


def name_in(table: str, name: str, language: str) -> str:
    """Return the name of *name* in *language*, or itself if unknown."""
    code = language.split("-", maxsplit=1)[0].lower()
    words = lexicon.meanings(table, code).get(name) if code in lexicon.languages() else None
    return words[0].replace("-", " ") if words else name


@lru_cache(maxsize=128)
def languages_of(text: str, told: str) -> tuple[str, ...]:
    """Return the languages to search in *text*; *told* is the language of the order."""
    told = told.split("-", maxsplit=1)[0].lower()
    if _JAPANESE.search(text):
        return ("ja", "en")
    for script, language in _SCRIPTS:
        if script.search(text):
            return (language,)
    words = [match.group().lower() for match in _WORD.finditer(text)]
    score = {
        language: sum(word in known for word in words)
        for language, known in lexicon.telltales().items()
    }
    is_known = told in lexicon.languages()
    best = max(score.values(), default=0)
    if best == 0:
        return (told,) if is_known and told != "en" else ("en", "pt", "es")
    leaders = [language for language, value in score.items() if value == best]
    if told in leaders and len(leaders) > 1:
        leaders = [told]
    if best < 2 and is_known and told not in leaders:
        leaders.append(told)
    return tuple(leaders)


def find(text: str, table: str, languages: tuple[str, ...]) -> list[Found]:
    """Return every known word of *table* in *text*, in order."""
    found: list[Found] = []
    for language in languages:
        known = _words(table, language)
        if not known:
            continue
        if language in UNSPACED:
            found.extend(found_in(tag_words(text, language), language, (table,)))
        else:
            found.extend(_find_words(text, known, _ENDINGS.get(language, _PLURALS)))
    found.sort(key=lambda item: (item.start, -item.end))
    apart: list[Found] = []
    for item in found:
        if not apart or item.start >= apart[-1].end:
            apart.append(item)
    return apart


def names_in(text: str, table: str, languages: tuple[str, ...]) -> list[str]:
    """Return the meanings of known words of *table* in *text*, each once, in order."""
    found = dict.fromkeys(item.name for item in find(text, table, languages))
    return [name for name in found if name != OVERHEAD]


def _find_words(text: str, known: dict[str, str], endings: tuple[str, ...]) -> list[Found]:
    folded = fold(text)
    spans = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(folded)]
    found = []
    i = 0
    while i < len(spans):
        for count in range(min(_LONGEST, len(spans) - i), 0, -1):
            start, end = spans[i][0], spans[i + count - 1][1]
            phrase = " ".join(word for _, _, word in spans[i : i + count])
            name = known.get(phrase) or (_singular(phrase, known, endings) if count == 1 else None)
            if name:
                found.append(Found(name, start, end))
                i += count
                break
        else:
            i += 1
    return found


def _singular(word: str, known: dict[str, str], endings: tuple[str, ...]) -> str | None:
    """Return the meaning of *word* without its plural ending or attached particles."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            name = known.get(word[: -len(ending)])
            if name:
                return name
    return next((known[form] for form in without_affixes(word) if form in known), None)
