"""Repairs of tags: what the meanings of words tell about their part of speech in a sentence.

Taggers read words one by one or by their neighbours. That an ostrich is no adjective, and that a
sentence has a verb, is known from the lexicon.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.given_names import is_given_name
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.lexicon_index import fold, senses_of
from pipeline.comic.planner.language.lexicon_search import Found
from pipeline.comic.planner.language.tagged_words import Tag, Word
from pipeline.comic.planner.language.usage import usage_of

_FEWEST_CAPITALS = 2  # words of a sentence in capitals
_WORD = re.compile(r"[^\W\d_]+")
_CODE_NAME = re.compile(r"[A-Z]{1,3}-?\d{1,3}")  # of robots: B2, R2-D2 is one already
_VERBS = frozenset(lexicon.DOINGS)
_TIMES = frozenset((lexicon.TIMES, lexicon.ABSTRACTS))
_COMPOUNDS = frozenset(
    (*lexicon.BEINGS, lexicon.THINGS, lexicon.OBJECTS, lexicon.PLACES, lexicon.ROOMS, lexicon.SITES)
)
_NOUN_FIRST = frozenset(("es", "pt", "fr", "it"))
_NOMINAL = frozenset((Tag.NOUN, Tag.NAME))
_INFINITIVES = {"fr": ("er", "ir", "re"), "it": ("are", "ere", "ire")}
_NOUN_AND_VERB = ([Tag.NOUN, Tag.NOUN], [Tag.NAME, Tag.NOUN])


def repaired(
    words: list[Word], senses: list[Found], language: str, *, leads_on: bool
) -> list[Word]:
    """Return *words* with better tags. *leads_on*: a quotation follows the last of them."""
    words = _with_farewell(_with_name(words, senses), language)
    words = _with_names_of_beings(words, senses)
    words = _with_nouns(words, senses, language)
    words = _with_verbs(_with_compounds(words, senses, language), senses)
    words = _with_infinitives(_with_others(words, senses, language), senses, language)
    return _with_verb(words, senses, leads_on=leads_on)


def _with_names_of_beings(words: list[Word], senses: list[Found]) -> list[Word]:
    """Return *words*, in which what stands like a name behind a being is one, and in its list.

    "robots A1 and B2 play", "los piratas Tomás y Luis": "tomas" is a verb as well.
    """
    beings = {sense.last for sense in senses if sense.table in lexicon.BEINGS}
    found = list(words)
    for index in range(1, len(words)):
        before, text = found[index - 1], words[index].text
        joins = before.tag is Tag.CONJUNCTION or before.text == ","
        is_listed = index > 1 and joins and bool(_CODE_NAME.fullmatch(found[index - 2].text))
        is_behind = index - 1 in beings and before.tag is Tag.NOUN
        is_code = bool(_CODE_NAME.fullmatch(text)) and (is_behind or is_listed)
        after = words[index + 1].tag if index + 1 < len(words) else Tag.OTHER
        is_given = is_behind and text.istitle() and is_given_name(text)
        is_verb = words[index].tag is Tag.VERB and after is Tag.CONJUNCTION
        if is_code or (is_given and is_verb):
            found[index] = replace(words[index], tag=Tag.NAME)
    return found


def in_small_letters(text: str, language: str) -> str:
    """Return a sentence in capitals in small letters, but for its names; it keeps its length."""
    words = text.split()
    if not text.isupper() or len(words) < _FEWEST_CAPITALS:
        return text
    small = text.lower()
    if len(small) != len(text):
        return text
    for match in _WORD.finditer(small):
        tables = {table for table, _ in senses_of(match.group(), language)}
        if is_given_name(match.group()) and not tables & _VERBS:
            small = small[: match.start()] + match.group().title() + small[match.end() :]
    return small


def _with_name(words: list[Word], senses: list[Found]) -> list[Word]:
    """Return *words*, in which a thing that is said to be somebody is a name: "Bolt, a robot, "."""
    opening = [word.tag for word in words[:3]]
    if opening != [Tag.NOUN, Tag.PUNCTUATION, Tag.DETERMINER] or not words[0].text.istitle():
        return words
    commas = [index for index, word in enumerate(words) if word.text == ","]
    beings = {sense.last for sense in senses if sense.table in lexicon.BEINGS}
    if len(commas) < 2 or commas[0] != 1 or commas[1] - 1 not in beings or 0 in beings:
        return words
    return [replace(words[0], tag=Tag.NAME), *words[1:]]


def _with_farewell(words: list[Word], language: str) -> list[Word]:
    """Return *words*, in which "goodbye" is no part of a noun: "kisses his wife goodbye"."""
    known = usage_of(language).farewells
    return [
        replace(word, tag=Tag.ADVERB)
        if index
        and words[index - 1].tag in _NOMINAL
        and fold(word.text) in known
        and word.tag is Tag.NOUN
        else word
        for index, word in enumerate(words)
    ]


def _with_compounds(words: list[Word], senses: list[Found], language: str) -> list[Word]:
    """Return *words*, in which what follows the noun of a known compound only describes it.

    "ours polaire", "gardien de but", "père Noël": the compound is one noun phrase.
    """
    if language not in _NOUN_FIRST:
        return words
    found = list(words)
    for sense in senses:
        if sense.first == sense.last or sense.table not in _COMPOUNDS:
            continue
        compound = range(sense.first, sense.last + 1)
        noun = next((i for i in compound if found[i].tag in _NOMINAL), sense.last)
        if noun > sense.first and found[sense.first].tag is not Tag.ADJECTIVE:
            continue
        is_linked = any(found[i].tag is Tag.PREPOSITION for i in compound)  # "fada do dente"
        for index in range(noun + 1, sense.last + 1):
            found[index] = replace(found[index], tag=Tag.NOUN if is_linked else Tag.ADJECTIVE)
    return found


def _with_nouns(words: list[Word], senses: list[Found], language: str) -> list[Word]:
    """Return *words*, in which a being without a noun behind it is no adjective: an ostrich."""
    beings = {sense.last for sense in senses if sense.table in lexicon.BEINGS}
    verbs = {sense.first for sense in senses if sense.table in _VERBS}
    articles = grammar_of(language)
    found = [
        replace(word, tag=Tag.DETERMINER)
        if word.tag is Tag.NOUN and articles.tags_of(word.text) == {Tag.DETERMINER}
        else word
        for word in words
    ]
    for index in sorted(beings):
        word, after = words[index], words[index + 1] if index + 1 < len(words) else None
        if word.tag is not Tag.ADJECTIVE:
            continue
        if after is None or after.tag not in {*_NOMINAL, Tag.ADJECTIVE}:
            found[index] = replace(word, tag=Tag.NOUN)
        elif index + 1 in verbs and index + 2 < len(words):
            beyond = words[index + 2].tag
            is_last = beyond is Tag.PUNCTUATION and words[index + 1].text.endswith("s")
            if is_last or beyond in {
                Tag.DETERMINER,
                Tag.PREPOSITION,
                Tag.NUMBER,
            }:  # "alien orders a pizza"
                found[index] = replace(word, tag=Tag.NOUN)
                found[index + 1] = replace(words[index + 1], tag=Tag.VERB)
    return found


def _with_verbs(words: list[Word], senses: list[Found]) -> list[Word]:
    """Return *words*, in which what can be a verb behind a being or a name is one.

    "A sloth orders sushi", "Émile and Zoë drink coffee".
    """
    beings = {sense.last for sense in senses if sense.table in lexicon.BEINGS}
    verbs = {sense.first for sense in senses if sense.table in _VERBS}
    has_verb = any(word.tag in {Tag.VERB, Tag.PARTICIPLE} for word in words)
    found = list(words)
    for index in sorted(verbs):
        word, before = words[index], words[index - 1]
        after = words[index + 1].tag if index + 1 < len(words) else Tag.OTHER
        if index == 0 or after is Tag.VERB:
            continue
        if word.tag is Tag.PRONOUN and index - 1 in beings and not has_verb:
            found[index] = replace(word, tag=Tag.VERB)  # "Uma menina nada": swims
        if word.tag is not Tag.NOUN:
            continue
        is_one = index - 1 in beings and before.tag is Tag.NOUN and not before.plural
        is_name = before.tag is Tag.NAME and (
            is_given_name(before.text) or bool(_CODE_NAME.fullmatch(before.text))
        )
        if (word.plural and is_one) or is_name:
            found[index] = replace(word, tag=Tag.VERB)
    return found


def _with_others(words: list[Word], senses: list[Found], language: str) -> list[Word]:
    """Return *words*, in which one of several acts: "the other laughs", "both fall".

    Of these, taggers take the verb for a noun.
    """
    stand_ins = usage_of(language).one | usage_of(language).other | usage_of(language).all_of_them
    verbs = {sense.first for sense in senses if sense.table in _VERBS}
    if any(word.tag is Tag.VERB for word in words):
        return words
    for index in sorted(verbs - {0}):
        before, word = words[index - 1], words[index]
        if fold(before.text) not in stand_ins or before.tag is Tag.PREPOSITION:
            continue
        if word.tag is Tag.NOUN:
            pronoun, verb = replace(before, tag=Tag.PRONOUN), replace(word, tag=Tag.VERB)
            return [*words[: index - 1], pronoun, verb, *words[index + 1 :]]
    return words


def _with_infinitives(words: list[Word], senses: list[Found], language: str) -> list[Word]:
    """Return *words*, in which a verb behind a being is no adjective: "le chat manger"."""
    endings = _INFINITIVES.get(language)
    if endings is None:
        return words
    beings = {sense.last for sense in senses if sense.table in lexicon.BEINGS}
    verbs = {sense.first for sense in senses if sense.table in _VERBS}
    return [
        replace(word, tag=Tag.INFINITIVE)
        if word.tag is Tag.ADJECTIVE
        and index in verbs
        and index - 1 in beings
        and word.text.endswith(endings)
        else word
        for index, word in enumerate(words)
    ]


def _with_verb(words: list[Word], senses: list[Found], *, leads_on: bool) -> list[Word]:
    """Return *words* with a verb, if a noun among them can be the one that is missing.

    "Grandma races a motorcycle": without a verb, the second noun is one; so is the last before a
    quotation: The rooster crows "Wake up!".
    """
    if any(word.tag in {Tag.VERB, Tag.PARTICIPLE} for word in words):
        return words
    if leads_on and [word.tag for word in words[-2:]] in _NOUN_AND_VERB:
        return [*words[:-1], replace(words[-1], tag=Tag.VERB)]
    for sense in senses:
        index = sense.last
        if sense.table not in _VERBS or sense.first != index or index == 0:
            continue
        before = words[index - 1]
        follows = words[index + 1].tag if index + 1 < len(words) else Tag.OTHER
        if words[index].tag is Tag.NOUN and before.tag in _NOMINAL and follows not in _NOMINAL:
            return [*words[:index], replace(words[index], tag=Tag.VERB), *words[index + 1 :]]
    return words


def without_dates(words: list[Word], senses: list[Found]) -> list[Word]:
    """Return *words*, in which days and months are no names of people and have none.

    "In December Kofi builds", "El lunes Carlos vuelve": the time is an adverb there.
    """
    no_names = lexicon.never_names()
    times = {sense.last for sense in senses if sense.table in _TIMES}
    found = list(words)
    for index, word in enumerate(words):
        is_named = bool(index) and words[index - 1].tag is Tag.NOUN and is_given_name(word.text)
        # "my cat Luna" is named like the moon
        is_date = word.tag is Tag.NAME and word.text.lower() in no_names and not is_named
        following = words[index + 1].tag if index + 1 < len(words) else Tag.OTHER
        is_date = is_date or _is_eve(words, index)
        is_time = word.tag is Tag.NOUN and index in times
        is_day = is_time and following is Tag.NOUN and word.text.lower() in no_names
        if is_date or is_day or (is_time and following is Tag.NAME):
            found[index] = replace(word, tag=Tag.ADVERB)
    return found


def _is_eve(words: list[Word], index: int) -> bool:
    """Return whether the name "Eve" is a day: "Christmas Eve", "Saint Nicholas' Eve"."""
    if words[index].text != "Eve" or not index:
        return False
    before = words[index - 1].text.lower()
    return before in {"'", "’", "'s", "’s", "s"} or before in lexicon.never_names()
