"""Sentences of a story, with their words, what these mean, and their phrases."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_search import Found, found_in
from pipeline.comic.planner.language.sentence_breaks import sentence_spans
from pipeline.comic.planner.language.tagged_words import Tag, Word
from pipeline.comic.planner.language.tagging import tag_words
from pipeline.comic.planner.language.word_kinds import OF_THINGS, words_of
from pipeline.comic.planner.reading import cues
from pipeline.comic.planner.reading.phrases import INFLECTED, ClauseRole, Phrase, phrases_of
from pipeline.comic.planner.reading.quotations import Quotation, quotations_of
from pipeline.comic.planner.reading.tag_repairs import in_small_letters, repaired, without_dates

_LIFELESS = frozenset((lexicon.THINGS, lexicon.OBJECTS, lexicon.GARMENTS))
_FINISHED = (".", "!", "?", "…", "。", "！", "？", ";", "।", "؟")


@dataclass(slots=True)
class Sentence:
    """A sentence of narration. *passage* is the index of the passage that it is in."""

    text: str
    language: str
    passage: int
    words: list[Word]
    senses: list[Found]
    phrases: list[Phrase] = field(default_factory=list)

    @property
    def is_finished(self) -> bool:
        return self.text.rstrip("\"”»’')] ").endswith(_FINISHED)

    def of(self, phrase: Phrase, *tables: str) -> list[Found]:
        """Return the senses of the head of *phrase* in *tables*."""
        return [
            sense
            for sense in self.senses
            if sense.table in tables and sense.first <= phrase.head <= sense.last
        ]

    def within(self, phrase: Phrase, *tables: str) -> list[Found]:
        """Return the senses of any noun of *phrase* in *tables*."""
        return [
            sense
            for sense in self.senses
            if sense.table in tables and phrase.first <= sense.first and sense.last <= phrase.last
        ]

    def names_of(self, index: int, *tables: str) -> frozenset[str]:
        """Return the meanings in *tables* of the word at *index*."""
        return frozenset(
            sense.name
            for sense in self.senses
            if sense.table in tables and sense.first <= index <= sense.last
        )

    def written(self, indexes: Collection[int]) -> str:
        """Return the text from the first to the last of the words at *indexes*."""
        if not indexes:
            return ""
        return self.text[self.words[min(indexes)].start : self.words[max(indexes)].end]

    def verbs(self) -> Iterator[int]:
        """Yield the indexes of finite verbs."""
        return (i for i, word in enumerate(self.words) if word.tag is Tag.VERB)

    def is_topic(self, first: int) -> bool:
        """Return whether the phrase that begins at *first* is in no clause, nor after another."""
        return any(
            phrase.first == first and phrase.role is ClauseRole.APART and not phrase.preposition
            for phrase in self.phrases
        )

    def subjects(self) -> list[Phrase]:
        return [phrase for phrase in self.phrases if phrase.role is ClauseRole.SUBJECT]


def sentences_of(
    text: str,
    language: str,
    passage: int,
    tables: Collection[str],
    *,
    before_speech: bool = False,
) -> list[Sentence]:
    """Return the sentences of a passage; *tables* are those of the lexicon to search.

    *before_speech*: a quotation follows on the same line.
    """
    found = []
    for start, end in sentence_spans(text, language):
        piece = text[start:end]
        if not piece.strip():
            continue
        words = tag_words(in_small_letters(piece, language), language)
        written = _written_in(piece)
        senses = _unwritten(found_in(words, language, tables), words, written)
        leads_on = before_speech and end == len(text.rstrip())
        words = repaired(words, senses, language, leads_on=leads_on)
        phrases = phrases_of(without_dates(words, senses), language)
        for phrase in phrases:
            if phrase.nouns and _is_written(words[phrase.head], written):
                phrase.is_figurative = True  # the wolf of a book
        sentence = Sentence(piece, language, passage, words, senses, phrases)
        if language in INFLECTED:
            _turn_round(sentence)
        found.append(sentence)
    return found


def _written_in(text: str) -> list[Quotation]:
    """Return the quotations of *text* that only stand written: a cup with "Giraffe"."""
    return [q for q in quotations_of(text) if cues.is_inscribed(text[: q.start], q.text)]


def _is_written(word: Word, written: Collection[Quotation]) -> bool:
    return any(q.start <= word.start < q.end for q in written)


def _unwritten(
    senses: list[Found], words: list[Word], written: Collection[Quotation]
) -> list[Found]:
    """Return *senses* without those of words that only stand written."""
    return [sense for sense in senses if not _is_written(words[sense.first], written)]


def _turn_round(sentence: Sentence) -> None:
    """Give a being behind the verb the part of the lifeless noun before it.

    "Торт съела собака", "Das Brot klaut die Maus": languages with cases may begin with the object,
    which not all nouns show.
    """
    for subject in sentence.subjects():
        if subject.verb is None or subject.last > subject.verb or not subject.nouns:
            continue
        following = (p for p in sentence.phrases if p.verb == subject.verb and p is not subject)
        objects = [p for p in following if p.role is ClauseRole.OBJECT and p.first > subject.verb]
        if len(objects) != 1 or sentence.words[objects[0].head].oblique:
            continue
        verb = sentence.names_of(subject.verb, *lexicon.DOINGS)
        is_lifeless = sentence.of(subject, *_LIFELESS) and not sentence.of(subject, *lexicon.BEINGS)
        if (
            is_lifeless
            and sentence.of(objects[0], *lexicon.BEINGS)
            and not verb & words_of(OF_THINGS)
        ):
            subject.role, objects[0].role = ClauseRole.OBJECT, ClauseRole.SUBJECT
