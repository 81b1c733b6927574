"""Speakers: who says each line, by what introduces it, what follows it, or in turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.comic.planner.reading.attributions import Attribution
from pipeline.comic.planner.reading.cast_reader import CastReader
from pipeline.comic.planner.reading.characters import Mention
from pipeline.comic.planner.reading.passages import SPOKEN, Kind, Passage
from pipeline.comic.planner.reading.sentences import Sentence

_SHOUTED = ("!!", "！！", "!?!")


@dataclass(slots=True)
class SpeakerReader:
    """Reader of the speakers, in the order of the story."""

    cast: CastReader
    passages: Sequence[Passage]
    sentences: Mapping[int, Sequence[Sentence]]
    mentions: Mapping[int, Sequence[Mention]]  # by the identity of a sentence
    introductions: Mapping[int, Attribution]
    tags: Mapping[int, Attribution]
    _spoke: list[int] = field(default_factory=list)  # who spoke so far, latest last

    def of(self, number: int) -> tuple[int | None, Kind]:
        """Return the speaker of a spoken passage, by index in the cast, and the kind of line."""
        passage = self.passages[number]
        if passage.cue:
            speaker = self.cast.named(passage.cue)
            kind = passage.kind
        else:
            speaker, kind = self._attributed(number)
        if speaker is not None:
            self._spoke.append(speaker)
        return speaker, _louder(passage.text, kind)

    def _attributed(self, number: int) -> tuple[int | None, Kind]:
        passage = self.passages[number]
        lead, tag = self.introductions.get(number), self.tags.get(number)
        kind = passage.kind
        for attribution in (lead, tag):
            if attribution is None:
                continue
            if attribution.kind in SPOKEN:
                kind = _kind(attribution.kind) if passage.kind is Kind.SPEECH else passage.kind
            if attribution.is_unseen:
                return None, kind
        for attribution in (lead, tag):
            speaker = self._who(attribution) if attribution is not None else None
            if speaker is not None:
                return speaker, kind
        if lead is not None or tag is not None:
            return self._unnamed(number), kind
        return self._in_turn(number), kind

    def _who(self, attribution: Attribution) -> int | None:
        mentions = self.mentions[id(attribution.sentence)]
        phrase = attribution.phrase
        if phrase is None:
            return None
        exact = [m for m in mentions if m.first == phrase.first]
        if exact:
            return exact[0].characters[0]
        return None

    def _unnamed(self, number: int) -> int | None:
        """Return who speaks by a verb without a subject: the subject told last, else the last."""
        before = self._subject_before(number)
        if before is None and self._spoke:
            return self._spoke[-1]
        return before

    def _subject_before(self, number: int) -> int | None:
        """Return the one subject of the sentence before, on the same line."""
        previous = number - 1
        if previous < 0 or self.passages[previous].line != self.passages[number].line:
            return None
        told = self.sentences.get(previous, ())
        if not told or any(tag.sentence is told[-1] for tag in self.tags.values()):
            return None
        subjects = [m for m in self.mentions[id(told[-1])] if m.is_subject and not m.absent]
        who = list(dict.fromkeys(i for mention in subjects for i in mention.characters))
        return who[0] if len(who) == 1 else None

    def _in_turn(self, number: int) -> int | None:
        """Return the speaker of a line that nothing attributes."""
        before = self._last_tag(number)
        if before is not None and before.goes_on and self._spoke:
            return self._spoke[-1]  # "Tea," said the dragon, "is all I have."
        acting = self._subject_before(number)
        if acting is not None:
            return acting
        if not self._spoke:
            return self._first(number)
        asked = self._previous_text(number).endswith(("?", "？", "؟"))
        if before is not None and not asked:
            return self._spoke[-1]  # the paragraph goes on
        others = [i for i in reversed(self._spoke) if i != self._spoke[-1]]
        if others:
            return others[0]
        beside = [i for i in self._present(number) if i != self._spoke[-1]]
        return beside[0] if beside else self._spoke[-1]

    def _last_tag(self, number: int) -> Attribution | None:
        """Return the attribution of the speech before, if nothing but it stands between."""
        tag = self.tags.get(number - 2)
        if tag is None or self.passages[number - 2].line != self.passages[number].line:
            return None
        return tag if tag.sentence is self.sentences[number - 1][-1] else None

    def _previous_text(self, number: int) -> str:
        spoken = (p.text for p in reversed(self.passages[:number]) if p.is_spoken)
        return next(spoken, "")

    def _present(self, number: int) -> list[int]:
        """Return those told of before a passage, and then the others of the cast."""
        there: list[int] = []
        for index in range(number, -1, -1):
            for sentence in self.sentences.get(index, ()):
                there += [
                    i for m in self.mentions[id(sentence)] if not m.absent for i in m.characters
                ]
        return list(dict.fromkeys([*there, *range(len(self.cast.characters))]))

    def _first(self, number: int) -> int | None:
        """Return who speaks first: who was told of last before it, or else comes next."""
        previous = self.sentences.get(number - 1, ())
        for sentence in reversed(previous):
            there = [i for m in self.mentions[id(sentence)] if not m.absent for i in m.characters]
            if there:
                return there[0]
        present = self._present(number)
        return present[0] if present else None


def _kind(name: str) -> Kind:
    return Kind(name) if name in SPOKEN else Kind.SPEECH


def _louder(text: str, kind: Kind) -> Kind:
    letters = [char for char in text if char.isalpha()]
    loud = len(letters) > 3 and all(char.isupper() for char in letters)
    if kind is not Kind.THOUGHT and (loud or text.rstrip().endswith(_SHOUTED)):
        return Kind.SHOUT
    return kind
