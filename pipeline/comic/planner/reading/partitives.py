"""Partitives: one of several acts: "one of them falls asleep", "uno de ellos se cae"."""

from __future__ import annotations

from pipeline.comic.planner.language.lexicon_search import fold
from pipeline.comic.planner.language.tagged_words import Tag
from pipeline.comic.planner.language.usage import usage_of
from pipeline.comic.planner.reading.characters import Mention
from pipeline.comic.planner.reading.noun_phrases import Phrase
from pipeline.comic.planner.reading.sentences import Sentence

_REACH = 3  # words before a phrase


def is_one_of(phrase: Phrase, sentence: Sentence) -> bool:
    """Return whether only one of those whom *phrase* means is told of."""
    usage = usage_of(sentence.language)
    words = [fold(word.text) for word in sentence.words]
    near = range(max(0, phrase.first - _REACH), phrase.head)
    return any(words[i] in usage.one and words[i + 1] in usage.out_of for i in near)


def subject_of_next_verb(found: tuple[int, ...], phrase: Phrase, sentence: Sentence) -> Mention:
    """Return the mention of one of several: the subject of the verb that follows."""
    verb = phrase.verb if phrase.is_subject else None
    following = range(phrase.last + 1, len(sentence.words))
    verb = verb or next((i for i in following if sentence.words[i].tag is Tag.VERB), None)
    return Mention(found, phrase.first, is_subject=verb is not None, verb=verb)
