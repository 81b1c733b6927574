"""Crowds: people who are nobody in particular, and stand in the background."""

from __future__ import annotations

from collections.abc import Container

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.usage import usage_of
from pipeline.comic.planner.language.word_kinds import CROWDS, words_of
from pipeline.comic.planner.reading.noun_phrases import Phrase
from pipeline.comic.planner.reading.sentences import Sentence

_SOME_NEARER = frozenset(("peasant", "guest"))  # crowds of whom two are seen nearer


def is_crowd(phrase: Phrase, sentence: Sentence) -> bool:
    """Return whether *phrase* is a crowd; "two people" are not, nor is a crowd of penguins."""
    names = {sense.name for sense in sentence.within(phrase, *lexicon.BEINGS)}
    if not names or not names <= words_of(CROWDS) or phrase.names:
        return False
    counted = any(sentence.names_of(i, lexicon.NUMBERS) for i in range(phrase.first, phrase.head))
    following = next((p for p in sentence.phrases if p.first == phrase.last + 2), None)
    is_of = following is not None and following.preposition in usage_of(sentence.language).of
    return not counted and not is_of


def tells_of_crowd(sentence: Sentence, words: range) -> bool:
    """Return whether a crowd is told of among *words*."""
    return any(
        is_crowd(phrase, sentence) or _are_many(phrase, sentence)
        for phrase in sentence.phrases
        if phrase.first in words and not (phrase.is_figurative or phrase.negated)
    )


def crowd_acts(sentence: Sentence, verbs: Container[int]) -> bool:
    """Return whether a crowd is the subject of one of *verbs*: "the audience claps"."""
    return any(
        phrase.is_subject and phrase.verb in verbs and is_crowd(phrase, sentence)
        for phrase in sentence.phrases
    )


def _are_many(phrase: Phrase, sentence: Sentence) -> bool:
    names = {sense.name for sense in sentence.of(phrase, *lexicon.BEINGS)}
    return bool(names & _SOME_NEARER) and sentence.words[phrase.head].plural
