"""Inner clauses: of whom a participle, an infinitive or a relative clause tells.

"They see the cat eating soup", "he makes her laugh", "the boy who eats an apple": the one before it
does it, not the subject of the sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.tagged_words import Tag
from pipeline.comic.planner.language.word_kinds import OF_CONTROL, OF_FINDING, OF_THINGS, words_of
from pipeline.comic.planner.reading.noun_phrases import ClauseRole, Phrase
from pipeline.comic.planner.reading.predicates import Predicate
from pipeline.comic.planner.reading.sentences import Sentence

_BREAKS = frozenset((Tag.PUNCTUATION, Tag.CONJUNCTION, Tag.SUBJUNCTION))


def inner_subject(
    predicates: Sequence[Predicate], number: int, told: Collection[int]
) -> Phrase | None:
    """Return the phrase that does what the predicate at *number* says, if it is in another clause.

    *told* are the first words of the phrases that are somebody or a thing.
    """
    predicate = predicates[number]
    antecedent = _antecedent(predicate, told)
    if antecedent is not None or number == 0:
        return antecedent
    return _object_before(predicate, predicates[number - 1], told)


def described_object(
    sentence: Sentence, predicates: Sequence[Predicate], index: int
) -> Phrase | None:
    """Return the object that the word at *index* tells of: "the owl finds him asleep"."""
    finding = [
        p for p in predicates if p.main < index and not words_of(OF_FINDING).isdisjoint(p.names)
    ]
    if not finding or finding[-1].is_passive:
        return None
    for phrase in sentence.phrases:
        is_object = phrase.role is ClauseRole.OBJECT and phrase.first > finding[-1].main
        between = sentence.words[phrase.last + 1 : index]
        if is_object and phrase.last < index and all(w.tag is Tag.ADVERB for w in between):
            return phrase
    return None


def is_of_nobody(predicate: Predicate) -> bool:
    """Return whether the subject says that nobody does it: "nobody answers"."""
    sentence = predicate.sentence
    none = grammar_of(sentence.language).negations
    return any(
        phrase.is_subject
        and phrase.pronoun is not None
        and phrase.verb in {predicate.finite, predicate.main}
        and phrase.pronoun.text.lower() in none
        for phrase in sentence.phrases
    )


def _antecedent(predicate: Predicate, told: Collection[int]) -> Phrase | None:
    """Return what a relative pronoun stands for that is the subject of *predicate*."""
    sentence = predicate.sentence
    pronoun = next(
        (
            phrase
            for phrase in sentence.phrases
            if phrase.is_subject
            and phrase.pronoun is not None
            and phrase.verb in {predicate.finite, predicate.main}
        ),
        None,
    )
    if pronoun is None or sentence.names_of(pronoun.head, lexicon.PRONOUNS):
        return None
    before = [p for p in sentence.phrases if p.last < pronoun.first and p.first in told]
    return before[-1] if before and pronoun.first - before[-1].last <= 2 else None


def _object_before(predicate: Predicate, before: Predicate, told: Collection[int]) -> Phrase | None:
    """Return the object of the verb *before* that does what a participle or infinitive says."""
    sentence, main = predicate.sentence, predicate.main
    tag = sentence.words[main].tag
    is_inner = tag in {Tag.PARTICIPLE, Tag.INFINITIVE} and predicate.finite == before.finite
    if not is_inner or predicate.is_passive or main <= before.main:
        return None
    between = [p for p in sentence.phrases if before.main < p.first and p.last < main]
    candidates = [p for p in between if p.first in told and p.role is not ClauseRole.SUBJECT]
    if tag is Tag.INFINITIVE:
        if words_of(OF_CONTROL).isdisjoint(before.names):
            return None
        phrase = candidates[0] if candidates else None
    else:
        phrase = candidates[-1] if candidates else None
    if phrase is None or _is_broken(sentence, phrase.last + 1, main):
        return None
    is_lifeless = bool(sentence.of(phrase, lexicon.THINGS, lexicon.OBJECTS))
    return None if is_lifeless and words_of(OF_THINGS).isdisjoint(predicate.names) else phrase


def _is_broken(sentence: Sentence, first: int, last: int) -> bool:
    return any(word.tag in _BREAKS for word in sentence.words[first:last])
