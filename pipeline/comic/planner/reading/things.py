"""Things of a story: what a beat shows besides its characters, known or by its word only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_search import fold
from pipeline.comic.planner.language.tagged_words import Tag
from pipeline.comic.planner.language.usage import is_abstract, usage_of
from pipeline.comic.planner.language.word_kinds import SURFACES, words_of
from pipeline.comic.planner.reading.characters import Mention
from pipeline.comic.planner.reading.crowds import is_crowd
from pipeline.comic.planner.reading.evidence import Evidence
from pipeline.comic.planner.reading.phrases import ClauseRole, Phrase
from pipeline.comic.planner.reading.sentences import Sentence

_KNOWN = (lexicon.THINGS, lexicon.OBJECTS)
_SIZES = {"giant": 2.4, "big": 1.5, "small": 0.7, "tiny": 0.45}
_NEAR = 3  # words between "full" and what it is full of
_OTHERS = (
    lexicon.PLACES,
    lexicon.ROOMS,
    lexicon.SITES,
    lexicon.TIMES,
    lexicon.WEATHER,
    lexicon.EMOTIONS,
    lexicon.GARMENTS,
    lexicon.TRAITS,
    lexicon.COLORS,
    lexicon.NUMBERS,
    lexicon.ABSTRACTS,
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing: a key of the lexicon, or its word; *label* is the word as written.

    *is_handled* says that somebody does something with it, so that it may be in a hand.
    """

    name: str
    label: str
    is_handled: bool = False
    first: int = -1  # index of the first word of its phrase
    role: ClauseRole = ClauseRole.APART
    preposition: str = ""
    size: float = 1.0  # of the usual: a giant cheese
    many: bool = False  # "full of", "covered in"


def things_in(sentence: Sentence, words: range, people: frozenset[int]) -> Iterator[Thing]:
    """Yield the things of a sentence. *people* are the first words of phrases that are somebody."""
    for phrase in sentence.phrases:
        if phrase.first not in words or not phrase.nouns or phrase.negated:
            continue
        if phrase.first in people or phrase.is_figurative or is_crowd(phrase, sentence):
            continue
        thing = _thing(sentence, phrase)
        if thing is not None:
            yield replace(
                thing,
                first=phrase.first,
                role=phrase.role,
                preposition=phrase.preposition,
                size=_size(sentence, phrase),
                many=_are_many(sentence, phrase),
            )


def things_of(sentence: Sentence, words: range, mentions: Sequence[Mention]) -> list[Thing]:
    """Return the things of a sentence of which *mentions* are somebody."""
    return list(things_in(sentence, words, frozenset(mention.first for mention in mentions)))


def _thing(sentence: Sentence, phrase: Phrase) -> Thing | None:
    label = sentence.written(phrase.nouns)
    known = sentence.of(phrase, *_KNOWN) or sentence.of(phrase, *lexicon.BEINGS)
    if not known and (_is_of_verb(sentence, phrase) or _is_told_of(phrase)):
        known = sentence.of(phrase, lexicon.GARMENTS)  # not worn, but knitted or found
    if known:
        sense = max(known, key=lambda found: (found.last - found.first, found.table == _KNOWN[0]))
        if sense.name in words_of(SURFACES) and phrase.role is ClauseRole.ADVERBIAL:
            return None
        return Thing(sense.name, label, _is_handled(phrase, sentence.language))
    part = _part_of_compound(sentence, phrase)
    if part is not None or sentence.of(phrase, *_OTHERS, lexicon.VERBS, lexicon.ACTIONS):
        return part  # a walk is no thing
    word = sentence.words[phrase.head]
    if is_abstract(word, sentence.language):
        return None
    if not _is_concrete(sentence, phrase) or Evidence(sentence).is_being(phrase):
        return None
    return Thing(fold(word.lemma) or fold(word.text), label, _is_handled(phrase, sentence.language))


def _is_told_of(phrase: Phrase) -> bool:
    return phrase.role in {ClauseRole.OBJECT, ClauseRole.SUBJECT}


def _is_of_verb(sentence: Sentence, phrase: Phrase) -> bool:
    """Return whether the preposition before *phrase* belongs to the verb: "puts on the hat"."""
    return any(
        sense.table == lexicon.VERBS and sense.first < sense.last == phrase.first - 1
        for sense in sentence.senses
    )


def _size(sentence: Sentence, phrase: Phrase) -> float:
    """Return how large a thing is next to others of its kind, by its adjectives."""
    before = max(0, phrase.first - 1)
    told = (
        sense.name
        for sense in sentence.senses
        if sense.table == lexicon.TRAITS and before <= sense.first and sense.last <= phrase.last
    )
    return next((_SIZES[name] for name in told if name in _SIZES), 1.0)


def _are_many(sentence: Sentence, phrase: Phrase) -> bool:
    """Return whether a place is full of a thing: "full of", "covered in", "everywhere"."""
    words = sentence.words
    after = sentence.names_of(min(phrase.last + 1, len(words) - 1), lexicon.TRAITS)
    near = range(max(0, phrase.first - _NEAR), phrase.first)
    before = (name for i in near for name in sentence.names_of(i, lexicon.TRAITS))
    return "everywhere" in after or "full" in before


def _part_of_compound(sentence: Sentence, phrase: Phrase) -> Thing | None:
    """Return the thing that a doing is about: the bicycle of "a bicycle race"."""
    head = sentence.words[phrase.head]
    is_doing = is_abstract(head, sentence.language) or sentence.of(
        phrase, lexicon.ABSTRACTS, lexicon.ACTIONS, lexicon.VERBS
    )
    if not is_doing:
        return None
    known = [sense for sense in sentence.within(phrase, *_KNOWN) if sense.last < phrase.head]
    if not known:
        return None
    words = sentence.words[known[-1].first : known[-1].last + 1]
    label = sentence.text[words[0].start : words[-1].end]
    return Thing(known[-1].name, label, _is_handled(phrase, sentence.language))


def _is_handled(phrase: Phrase, language: str) -> bool:
    return phrase.role in {ClauseRole.OBJECT, ClauseRole.APART} or (
        phrase.preposition in usage_of(language).carrying
    )


def _is_concrete(sentence: Sentence, phrase: Phrase) -> bool:
    """Return whether an unknown noun is used like that of a thing: the, a, three, or an object."""
    first = sentence.words[phrase.first]
    counted = first.tag in {Tag.DETERMINER, Tag.NUMBER} and phrase.first != phrase.head
    head = sentence.words[phrase.head]
    return (counted or (head.plural and phrase.role is ClauseRole.OBJECT)) and len(head.text) > 1
