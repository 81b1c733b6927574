"""Presence: who of those told of earlier is still there in a panel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.comic.planner.language.lexicon_index import fold
from pipeline.comic.planner.language.usage import usage_of
from pipeline.comic.planner.language.word_kinds import ARRIVING, LEAVING, words_of
from pipeline.comic.planner.reading.beats import Beat
from pipeline.comic.planner.reading.predicates import Predicate, predicates_of
from pipeline.comic.story import Setting


class Presence:
    """Tracker of the company: those who are together, and those who have left it.

    Who leaves is gone from the next panel on, and so are the others where that one is seen again.
    """

    def __init__(self) -> None:
        self._beat: Beat | None = None
        self._setting: Setting | None = None
        self._gone: set[int] = set()
        self._parting: set[int] = set()  # those who leave in the latest panel

    def still_there(
        self, beat: Beat, told: Sequence[int], before: Sequence[int], setting: Setting
    ) -> list[int]:
        """Return those of *before*, seen in the last panel, who are still there with *told*."""
        is_same = self._beat is not None and beat.told is self._beat.told
        has_moved = not is_same and self._has_moved(setting)
        if not is_same:
            self._gone |= self._parting
            self._parting = set(_leaving(beat, told, before))
        self._beat, self._setting = beat, setting
        back = set(_doers(beat, ARRIVING))
        if len(told) > 1 or back & self._gone or _belongs(beat, told):
            self._gone -= {*told, *back}
        if _is_alone(beat) or (told and (has_moved or self._gone & set(told))):
            return []
        return [person for person in before if person not in self._gone] or [*before]

    def _has_moved(self, setting: Setting) -> bool:
        before = self._setting
        return before is not None and _where(before) != _where(setting)


def _where(setting: Setting) -> tuple[str, str, str]:
    return setting.place, setting.building, setting.name


def _leaving(beat: Beat, told: Sequence[int], before: Sequence[int]) -> Iterator[int]:
    """Yield those who leave in *beat*; to whom somebody says goodbye is left."""
    doers = set(_doers(beat, LEAVING))
    if doers != set(told) or set(before) - doers:
        yield from doers
    words = {fold(word.text) for sentence, _ in beat.sentences for word in sentence.words}
    language = next((sentence.language for sentence, _ in beat.sentences), "")
    if words & usage_of(language).farewells:
        subjects = {i for m in beat.mentions if m.is_subject for i in m.characters}
        yield from (person for person in told if person not in subjects)


def _belongs(beat: Beat, told: Sequence[int]) -> bool:
    """Return whether one of *told* is somebody's, who is there as well: "his wife"."""
    first = {m.first for m in beat.mentions if set(m.characters) & set(told)}
    return any(
        phrase.possessive is not None and phrase.first in first
        for sentence, _ in beat.sentences
        for phrase in sentence.phrases
    )


def _doers(beat: Beat, kind: str) -> Iterator[int]:
    """Yield the characters whose verb in *beat* is of a kind."""
    for item in beat.told:
        if item.sentence is None:
            continue
        for predicate in predicates_of(item.sentence, item.words):
            if not predicate.negated and set(_names(predicate)) & words_of(kind):
                yield from (
                    i
                    for m in item.mentions
                    if m.is_subject and m.verb in {predicate.finite, predicate.main}
                    for i in m.characters
                )


def _names(predicate: Predicate) -> Iterator[str]:
    yield from predicate.names
    words = predicate.sentence.words
    if predicate.sentence.language == "en":
        lemma = fold(words[predicate.main].lemma)
        yield lemma
        yield from (f"{lemma} {word.text}" for word in words[predicate.main + 1 :][:1])


def _is_alone(beat: Beat) -> bool:
    """Return whether a word of *beat* says that nobody else is there."""
    return any(
        fold(sentence.words[index].text) in usage_of(sentence.language).alone
        for sentence, words in beat.sentences
        for index in words
    )
