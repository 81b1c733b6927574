"""Beats: the story cut into what one panel tells, as many as there are panels.

Where less is told than there are panels, an act is drawn in phases: set-up, act, pause, reaction,
detail.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from pipeline.comic.planner.captions import tidy_caption
from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_index import UNSPACED
from pipeline.comic.planner.language.lexicon_search import Found
from pipeline.comic.planner.language.tagged_words import Tag, Word
from pipeline.comic.planner.reading.characters import Mention
from pipeline.comic.planner.reading.passages import Kind
from pipeline.comic.planner.reading.reader import StoryReading, Told
from pipeline.comic.planner.reading.sentences import Sentence
from pipeline.comic.planner.text_portions import portions

SPEECH_LIMIT = 110  # characters in one balloon; longer text is split over several
_CROWD = 2  # lines of speech in a beat before another one starts a new beat
_FULL = 220  # characters in a panel that are read easily
_FULL_OF_SPEECH = 4  # lines of speech
_LEAST_WORDS = 3  # of a clause that stands alone in a panel
_STRONG = frozenset(";；:：—–")
_IN_NAMES = frozenset((lexicon.WEATHER, lexicon.TIMES))
_VERBAL = frozenset((Tag.VERB, Tag.PARTICIPLE, Tag.INFINITIVE))


class Phase(StrEnum):
    """Phase of an act; all but the act itself are drawn without words."""

    SETUP = "setup"
    ACT = "act"
    PAUSE = "pause"
    REACTION = "reaction"
    DETAIL = "detail"


# The phases of one act over two, three and more panels.
_PHASES: dict[int, tuple[Phase, ...]] = {
    1: (Phase.ACT,),
    2: (Phase.ACT, Phase.REACTION),
    3: (Phase.ACT, Phase.PAUSE, Phase.REACTION),
}
_OPENING: dict[int, tuple[Phase, ...]] = {  # of the first act
    3: (Phase.SETUP, Phase.ACT, Phase.REACTION),
    4: (Phase.SETUP, Phase.ACT, Phase.REACTION, Phase.DETAIL),
}
_LONG = (Phase.SETUP, Phase.ACT, Phase.PAUSE, Phase.REACTION, Phase.DETAIL)


@dataclass(slots=True)
class Beat:
    """What one panel tells. A phase without words has the facts of the act that it belongs to."""

    told: list[Told] = field(default_factory=list)
    phase: Phase = Phase.ACT

    @property
    def weight(self) -> int:
        """The amount of text."""
        return sum(len(item.text) for item in self.told)

    @property
    def silent(self) -> bool:
        return self.phase is not Phase.ACT or not self.weight

    @property
    def said(self) -> list[Told]:
        return [item for item in self.told if item.passage.is_spoken]

    @property
    def lines(self) -> list[Told]:
        """What is lettered, in order."""
        return [] if self.phase is not Phase.ACT else [item for item in self.told if item.text]

    @property
    def sentences(self) -> list[tuple[Sentence, range]]:
        """The sentences of its narration, each with the words that belong to this beat."""
        return [(t.sentence, t.words) for t in self.told if t.sentence is not None]

    @property
    def mentions(self) -> list[Mention]:
        return [mention for item in self.told for mention in item.mentions]

    def meanings(self, *tables: str) -> list[str]:
        """Return the meanings in *tables* of the words of narration, each once, in order."""
        found = (
            sense.name
            for item in self.told
            if item.sentence is not None
            for sense in item.sentence.senses
            if sense.table in tables and sense.first in item.words and not _is_named(item, sense)
        )
        return list(dict.fromkeys(found))

    @property
    def excess(self) -> float:
        """How much more is told and said than a panel has room for, in panels; 0: it fits."""
        return max(0.0, self.weight / _FULL - 1, len(self.said) / _FULL_OF_SPEECH - 1)

    def absorb(self, other: Beat) -> None:
        self.told += other.told


def _is_named(item: Told, sense: Found) -> bool:
    """Return whether weather or an hour is only in somebody's name: Captain Thunder."""
    sentence = item.sentence
    if sentence is None or sense.table not in _IN_NAMES or sense.first != sense.last:
        return False
    people = {mention.first for mention in item.mentions if mention.characters}
    is_capital = sentence.words[sense.first].text[:1].isupper()
    return is_capital and any(
        phrase.first in people
        and phrase.first <= sense.first <= phrase.last
        and not {sense.first, sense.first + 1}.isdisjoint(phrase.names)
        for phrase in sentence.phrases
    )


def panels_needed(reading: StoryReading, least: int, most: int) -> int:
    """Return the number of panels, from *least* to *most*, in which no text is crowded, or as
    little as possible. A script has its own panels.
    """
    if reading.panels or most <= least:
        return least
    best, left = least, math.inf
    for count in range(least, most + 1):
        excess = sum(beat.excess for beat in beats_of(reading, count))
        if excess < left:
            best, left = count, excess
        if not excess:
            break
    return best


def beats_of(reading: StoryReading, count: int) -> list[Beat]:
    """Return exactly *count* beats, by joining, cutting, and drawing acts in phases."""
    beats = list(_scripted(reading)) if reading.panels else list(_told(reading.told))
    beats = beats or [Beat(list(reading.told))]
    while len(beats) > count:
        i = min(range(len(beats) - 1), key=lambda k: beats[k].weight + beats[k + 1].weight)
        beats[i].absorb(beats.pop(i + 1))
    while len(beats) < count:
        more = _cut_heaviest(beats)
        if more is None:
            break
        beats = more
    return list(_in_phases(beats, count))


def premise_of(reading: StoryReading) -> Beat:
    """Return what a script tells before its first panel, which is shown in none."""
    return Beat([item for item in reading.told if (item.passage.panel or 0) < 0])


def _scripted(reading: StoryReading) -> Iterator[Beat]:
    for panel in range(reading.panels):
        yield Beat(
            [part for item in reading.told if item.passage.panel == panel for part in _parts(item)]
        )


def _told(told: Sequence[Told]) -> Iterator[Beat]:
    beat = Beat()
    for item in told:
        for part in _parts(item):
            if beat.told and _starts_new(beat, part):
                yield beat
                beat = Beat()
            beat.told.append(part)
    if beat.told:
        yield beat


def _starts_new(beat: Beat, item: Told) -> bool:
    if item.passage.is_spoken or item.kind is Kind.SFX:
        return len(beat.said) >= _CROWD
    if not item.text:  # an attribution: before its line, or after it
        return item.introduces and len(beat.said) >= _CROWD
    return bool(beat.lines)


def _parts(item: Told) -> list[Told]:
    """Return a line of speech in parts that fit a balloon; narration as it is."""
    if not item.passage.is_spoken:
        return [item]
    return [replace(item, text=text) for text in portions(item.text, SPEECH_LIMIT) if text]


# --- Cutting --------------------------------------------------------------------------------------


def _cut_heaviest(beats: list[Beat]) -> list[Beat] | None:
    """Return one more beat by cutting the one with the most text; None if none can be cut."""
    for k in sorted(range(len(beats)), key=lambda k: -beats[k].weight):
        halves = _halves(beats[k])
        if halves:
            return [*beats[:k], *halves, *beats[k + 1 :]]
    return None


def _halves(beat: Beat) -> tuple[Beat, Beat] | None:
    lettered = [i for i, item in enumerate(beat.told) if item.text]
    if len(lettered) > 1:
        total, before = beat.weight, 0
        best = lettered[1]
        for i in lettered[:-1]:
            before += len(beat.told[i].text)
            best = i + 1
            if before * 2 >= total:
                break
        best = _before_introduction(beat.told, best)
        return Beat(beat.told[:best]), Beat(beat.told[best:])
    for i in lettered:
        parts = _clauses(beat.told[i])
        if parts is not None:
            first, second = parts
            return Beat([*beat.told[:i], first]), Beat([second, *beat.told[i + 1 :]])
    return None


def _before_introduction(told: list[Told], cut: int) -> int:
    """Return the place of a cut that keeps the tag of a line with it."""
    while cut < len(told) and not told[cut].text and not told[cut].introduces:
        cut += 1
    return cut


def _clauses(item: Told) -> tuple[Told, Told] | None:
    """Return the two halves of a sentence, each a clause with a verb of its own."""
    sentence = item.sentence
    if sentence is None or not item.is_whole:
        return None
    first, last = item.words.start, item.words.stop
    cuts = [k for k in range(first + 1, last) if _is_cut(sentence, first, k, last)]
    if not cuts:
        return None
    strong = [k for k in cuts if sentence.words[k - 1].text in _STRONG]
    cut = min(strong or cuts, key=lambda k: abs((first + last) / 2 - k))
    at = sentence.words[cut].start
    start, end = sentence.words[first].start, sentence.words[last - 1].end
    head = _clause(item, sentence.text[start:at], range(first, cut))
    rest = _clause(item, sentence.text[at:end], range(cut, last))
    return head, _with_subject(rest, head, sentence, cut)


def _with_subject(rest: Told, head: Told, sentence: Sentence, cut: int) -> Told:
    """Return a clause without a subject of its own with that of the one before it.

    Its caption begins with its conjunction: "And saves the cat."
    """
    joint, verb = sentence.words[cut], cut + 1
    while verb < rest.words.stop and sentence.words[verb].tag is Tag.ADVERB:
        verb += 1
    is_joined = joint.tag is Tag.CONJUNCTION and verb < rest.words.stop
    if not is_joined or sentence.words[verb].tag is not Tag.VERB:
        return rest
    subjects = [replace(m, verb=verb) for m in head.mentions if m.is_subject]
    text = rest.text
    if " " in sentence.text[joint.start : sentence.words[verb].start] and not text.startswith(
        joint.text.title()
    ):
        text = f"{joint.text.title()} {text[:1].lower()}{text[1:]}"
    return replace(rest, text=text, mentions=[*subjects, *rest.mentions])


def _clause(item: Told, text: str, words: range) -> Told:
    language = item.sentence.language if item.sentence else ""
    goes_on = language == "ja" and item.sentence is not None and words.stop < item.words.stop
    return replace(
        item,
        text=_goes_on(tidy_caption(text, language)) if goes_on else tidy_caption(text, language),
        words=words,
        mentions=[mention for mention in item.mentions if mention.first in words],
    )


def _goes_on(text: str) -> str:
    """Return the head of a Japanese sentence, whose verb leads on to the rest: 雨が降って…"""
    return text.rstrip("。、") + "…"


def _is_cut(sentence: Sentence, first: int, cut: int, last: int) -> bool:
    """Return whether a new clause with a verb begins at the word *cut*."""
    before, word = sentence.words[cut - 1], sentence.words[cut]
    starts = before.text in {",", ";", "、", "，", "；", ":", "—", "–"} or word.tag in {
        Tag.CONJUNCTION,
        Tag.SUBJUNCTION,
    }
    if not starts or word.tag is Tag.PUNCTUATION or _is_open(sentence, cut):
        return False
    if word.tag is Tag.SUBJUNCTION and before.tag is Tag.VERB:  # "asks if it is late"
        return False
    if word.tag is Tag.CONJUNCTION and _joins_subjects(sentence, first, cut):
        return False
    return _is_clause(sentence, first, cut) and _is_clause(sentence, cut, last)


def _joins_subjects(sentence: Sentence, first: int, cut: int) -> bool:
    """Return whether a conjunction joins two who do the same: "but the cat and the dog sing"."""
    if sentence.language in UNSPACED:
        return False
    at = cut
    while at > first and not _divides(sentence.words[at - 1]):
        at -= 1
    before = sentence.words[at:cut]
    is_subject = any(p.last + 1 == cut and p.first >= at for p in sentence.phrases)
    follows = any(p.first == cut + 1 and p.is_subject for p in sentence.phrases)
    return is_subject and follows and not any(word.tag in _VERBAL for word in before)


def _divides(word: Word) -> bool:
    return word.tag in {Tag.CONJUNCTION, Tag.SUBJUNCTION, Tag.PUNCTUATION}


def _is_open(sentence: Sentence, cut: int) -> bool:
    """Return whether the particle of a noun is last before the cut: 雨の中を帰る侍が、"""
    if sentence.language != "ja" or cut < _LEAST_WORDS:
        return False
    noun, particle = sentence.words[cut - 3 : cut - 1]
    return particle.tag is Tag.PARTICLE and noun.tag in {Tag.NOUN, Tag.NAME, Tag.PRONOUN}


def _is_clause(sentence: Sentence, first: int, last: int) -> bool:
    words = [word for word in sentence.words[first:last] if word.tag is not Tag.PUNCTUATION]
    return len(words) >= _LEAST_WORDS and any(word.tag in _VERBAL for word in words)


# --- Phases ---------------------------------------------------------------------------------------


def _in_phases(beats: list[Beat], count: int) -> Iterator[Beat]:
    """Yield *count* beats: each act over its share of the panels."""
    starts = [k * count // len(beats) for k in range(len(beats))] + [count]
    for number, beat in enumerate(beats):
        for phase in _phases(starts[number + 1] - starts[number], opening=number == 0):
            yield beat if phase is Phase.ACT else Beat(beat.told, phase)


def _phases(panels: int, *, opening: bool) -> Sequence[Phase]:
    if opening and panels in _OPENING:
        return _OPENING[panels]
    if panels in _PHASES:
        return _PHASES[panels]
    rest = (Phase.REACTION, Phase.DETAIL, Phase.PAUSE)
    return (*_LONG[:panels], *(rest[k % len(rest)] for k in range(panels - len(_LONG))))
