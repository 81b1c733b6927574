"""Agreement: number and gender that articles, endings and pronouns show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.comic.planner.language.given_names import gender_of_name
from pipeline.comic.planner.language.nouns import gender_of_noun
from pipeline.comic.planner.language.russian_nouns import show_russian_noun
from pipeline.comic.planner.language.tagged_words import FEMALE, MALE, Tag, WordDraft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.comic.planner.language.grammar import Grammar, WordReading

_BETWEEN = (Tag.ADJECTIVE, Tag.NUMBER, Tag.PARTICIPLE)
# Last letters of plural nouns; Russian and Italian change their last vowel instead.
_PLURAL_ENDINGS = {
    "es": ("s",), "pt": ("s",), "fr": ("s", "x"), "it": ("i", "e"), "ru": ("ы", "и"),
    "he": ("ים", "ות"), "ar": ("ات", "ون", "ين"),
}  # fmt: skip
# What the last letter of a name tells that no list has.
_TELLING_NAMES = frozenset(("es", "pt", "it"))
_ENDINGS_OF_NAMES = {"a": FEMALE, "o": MALE}
# Languages in which the noun itself tells its number after a preposition: "de pingouins".
_BARE_PLURALS = ("es", "pt", "fr", "it")


def show_agreement(words: Sequence[WordDraft], language: str, grammar: Grammar) -> None:
    """Set the number and gender of the nouns and pronouns of a sentence."""
    for i, word in enumerate(words):
        if word.tag is Tag.PRONOUN or word.tag is Tag.DETERMINER:
            _own(word, grammar)
        elif word.tag is Tag.NAME and language in _TELLING_NAMES:
            by_ending = _ENDINGS_OF_NAMES.get(word.lower[-1], "")
            word.gender = gender_of_name(word.text) or by_ending
        elif word.tag is Tag.NOUN:
            _of_noun(words, i, language, grammar)
        title = word.lower.removesuffix(".")
        if title in grammar.titles and i + 1 < len(words) and words[i + 1].text[0].isupper():
            word.gender = grammar.titles[title]
            word.tag = Tag.NAME if word.text.endswith(".") else Tag.NOUN
            words[i + 1].tag, words[i + 1].lemma = Tag.NAME, words[i + 1].lower


def _own(word: WordDraft, grammar: Grammar) -> None:
    for reading in grammar.readings.get(word.lower, ()):
        if reading.tag is word.tag:
            word.plural = word.plural or reading.plural
            word.gender = word.gender or reading.gender


def _of_noun(words: Sequence[WordDraft], i: int, language: str, grammar: Grammar) -> None:
    word = words[i]
    at = i - 1
    numbered = False
    while at >= 0 and words[at].tag in _BETWEEN:
        numbered = numbered or words[at].tag is Tag.NUMBER
        at -= 1
    readings = _readings(words[at].lower, grammar) if at >= 0 else []
    word.gender = gender_of_noun(word.lower, word.lemma, language)
    if not word.gender and not word.text.endswith("'"):
        genders = {reading.gender for reading in readings if reading.gender}
        word.gender = genders.pop() if len(genders) == 1 else ""
    if numbered or any(reading.plural for reading in readings):
        word.plural = True
    elif not readings or (language in _BARE_PLURALS and words[at].tag is Tag.PREPOSITION):
        ends = word.lower.endswith(_PLURAL_ENDINGS[language])
        changed = word.lemma != word.lower and word.lower[:-1].startswith(word.lemma[:-1])
        word.plural = ends and changed
    elif words[at].tag is Tag.PREPOSITION:
        word.plural = words[at].lower.endswith("s") and language == "pt"
    if language == "ru":
        show_russian_noun(words, i, at, grammar)


def _readings(lower: str, grammar: Grammar) -> list[WordReading]:
    wanted = (Tag.DETERMINER, Tag.PREPOSITION)
    return [reading for reading in grammar.readings.get(lower, ()) if reading.tag in wanted]
