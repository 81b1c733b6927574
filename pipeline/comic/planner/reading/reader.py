"""Reader: turns a prompt into its story, told and said in order, with its cast."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.comic.planner.captions import tidy_caption
from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.detection import KNOWN, language_of
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.tagged_words import Tag
from pipeline.comic.planner.reading import cues
from pipeline.comic.planner.reading.attributions import (
    Attribution,
    introduction,
    introduction_after,
    open_introduction,
    phrases_of_speakers,
    quoting_tag,
    tag,
)
from pipeline.comic.planner.reading.cast_reader import CastReader
from pipeline.comic.planner.reading.characters import Mention, ToldCharacter
from pipeline.comic.planner.reading.japanese_attributions import quoting_particle
from pipeline.comic.planner.reading.passages import Kind, Passage, passages_of
from pipeline.comic.planner.reading.sentences import Sentence, sentences_of
from pipeline.comic.planner.reading.speakers import SpeakerReader

TABLES = lexicon.MEANINGS


@dataclass(slots=True)
class Told:
    """A piece of the story in order: narration, or a line of speech with its speaker."""

    kind: Kind
    text: str
    passage: Passage
    sentence: Sentence | None = None  # of narration
    mentions: list[Mention] = field(default_factory=list)
    speaker: int | None = None
    words: range = range(0)  # of the sentence, those that belong here
    is_whole: bool = True  # whether all of these words are printed
    introduces: bool = False  # it stands before the line that it attributes


@dataclass(frozen=True, slots=True)
class StoryReading:
    """What a prompt tells. *languages* are those of its sentences, the most frequent first."""

    told: tuple[Told, ...]
    characters: tuple[ToldCharacter, ...]
    title: str = ""
    languages: tuple[str, ...] = ()
    panels: int = 0  # of a script; 0: it has none

    @property
    def unknown_languages(self) -> tuple[str, ...]:
        return tuple(code for code in self.languages if code not in KNOWN and code != "und")


@dataclass(slots=True)
class Reader:
    """Reader of one prompt. *cast* may hold characters that the order describes."""

    language: str
    cast: CastReader
    _around: str = ""
    _passages: list[Passage] = field(default_factory=list)
    _sentences: dict[int, list[Sentence]] = field(default_factory=dict)  # by passage
    _introductions: dict[int, Attribution] = field(default_factory=dict)  # by spoken passage
    _tags: dict[int, Attribution] = field(default_factory=dict)
    _languages: dict[str, int] = field(default_factory=dict)  # code -> letters

    def read(self, prompt: str) -> StoryReading:
        """Return the reading of *prompt*."""
        return self.read_passages(passages_of(prompt), prompt)

    def read_passages(self, passages: list[Passage], around: str) -> StoryReading:
        """Return the reading of *passages*; *around* tells the language of short ones."""
        self._passages, self._around = passages, around
        self._read_sentences(around)
        self._find_attributions()
        mentions = self._read_cast()
        told = list(self._tell(mentions))
        title = next((p.text for p in self._passages if p.kind is Kind.TITLE), "")
        panels = max((p.panel + 1 for p in self._passages if p.panel is not None), default=0)
        ranked = sorted(self._languages, key=lambda code: -self._languages[code])
        return StoryReading(tuple(told), tuple(self.cast.characters), title, tuple(ranked), panels)

    # --- Sentences ----------------------------------------------------------------------------

    def _read_sentences(self, prompt: str) -> None:
        for number, passage in enumerate(self._passages):
            language = language_of(passage.text, self.language, prompt)
            self._languages[language] = self._languages.get(language, 0) + len(passage.text)
            if not passage.is_spoken and passage.kind not in {Kind.SFX, Kind.TITLE}:
                follows = self._passages[number + 1 : number + 2]
                self._sentences[number] = sentences_of(
                    passage.text,
                    language,
                    number,
                    TABLES,
                    before_speech=any(p.is_spoken and p.line == passage.line for p in follows),
                )

    def _find_attributions(self) -> None:
        for number, passage in enumerate(self._passages):
            if passage.is_spoken and passage.cue:
                self._find_tag_of_cued(number)
            elif passage.is_spoken:
                self._find_attribution(number, passage)

    def _find_attribution(self, number: int, passage: Passage) -> None:
        before, after = self._beside(number, -1), self._beside(number, 1)
        claimed = self._tags.get(number - 2)
        is_tag = bool(before) and claimed is not None and claimed.sentence is before[-1]
        lead = introduction(before[-1]) if before and not is_tag else None
        if is_tag and claimed is not None:
            lead = introduction_after(claimed)
        is_quoted = bool(after) and quoting_particle(after[0])
        if lead is None and is_quoted and before and not is_tag:
            lead = open_introduction(before[-1])
        if lead is not None and not is_quoted:
            self._introductions[number] = lead
            return
        open_end = passage.text.rstrip()[-1:] in ",、，" or passage.text[-1:].isalnum()
        follows = number + 2 < len(self._passages) and self._passages[number + 2].is_spoken
        found = None
        if is_quoted:
            found = quoting_tag(after[0], lead)
        elif after:
            ends = follows and len(after) == 1
            found = tag(after[0], open_end=open_end, before_quotation=ends)
        if found is not None:
            self._tags[number] = found
        if lead is not None:
            self._introductions[number] = lead

    def _find_tag_of_cued(self, number: int) -> None:
        """Note words such as "she says" after a speech whose cue says already who speaks."""
        after = self._beside(number, 1)
        if after and after[0].text[:1].islower():
            found = tag(after[0], open_end=True, before_quotation=False)
            if found is not None:
                self._tags[number] = found

    def _beside(self, number: int, step: int) -> list[Sentence]:
        """Return the sentences of the narration before or after a passage, on the same line."""
        other = number + step
        if not 0 <= other < len(self._passages):
            return []
        if self._passages[other].line != self._passages[number].line:
            return []
        return self._sentences.get(other, [])

    # --- Cast ---------------------------------------------------------------------------------

    def _read_cast(self) -> dict[int, list[Mention]]:
        """Return the mentions of each sentence by its identity; read in the order of the story."""
        speaking = phrases_of_speakers([*self._introductions.values(), *self._tags.values()])
        mentions: dict[int, list[Mention]] = {}
        for number, passage in enumerate(self._passages):
            for sentence in self._sentences.get(number, ()):
                mentions[id(sentence)] = self.cast.read(sentence, speaking)
            if passage.cue:
                self.cast.speaker(passage.cue, self._cue_sentence(passage))
        return mentions

    def _cue_sentence(self, passage: Passage) -> Sentence | None:
        language = language_of(passage.text, self.language, self._around)
        cue = cues.as_noun(passage.cue, language)
        return next(iter(sentences_of(cue, language, 0, TABLES)), None)

    # --- Story --------------------------------------------------------------------------------

    def _tell(self, mentions: dict[int, list[Mention]]) -> list[Told]:
        speakers = SpeakerReader(
            self.cast, self._passages, self._sentences, mentions, self._introductions, self._tags
        )
        told: list[Told] = []
        for number, passage in enumerate(self._passages):
            if passage.is_spoken:
                speaker, kind = speakers.of(number)
                text = _as_balloon(passage.text)
                told.append(Told(kind, text, passage, speaker=speaker))
            elif passage.kind is Kind.SFX:
                told.append(Told(Kind.SFX, passage.text, passage))
            for sentence in self._sentences.get(number, ()):
                there = mentions[id(sentence)]
                told.append(self._narrated(sentence, there, passage))
        return told

    def _narrated(self, sentence: Sentence, mentions: list[Mention], passage: Passage) -> Told:
        spans = self._attributions_in(sentence)
        introduces = any(a.sentence is sentence for a in self._introductions.values())
        if passage.kind is Kind.SCENE:
            text = ""
        elif passage.kind is Kind.CAPTION:
            text = sentence.text
        else:
            text = self._printed(sentence, spans)
        return Told(
            passage.kind if passage.kind is Kind.SCENE else Kind.NARRATION,
            text,
            passage,
            sentence,
            mentions,
            words=range(len(sentence.words)),
            is_whole=not spans,
            introduces=introduces,
        )

    def _attributions_in(self, sentence: Sentence) -> list[Attribution]:
        return [
            attribution
            for attribution in (*self._introductions.values(), *self._tags.values())
            if attribution.sentence is sentence
        ]

    @staticmethod
    def _printed(sentence: Sentence, spans: list[Attribution]) -> str:
        """Return what of a sentence is printed: all but its attributions."""
        text = sentence.text
        for attribution in sorted(spans, key=lambda a: -a.start):
            rest = text[attribution.end :]
            if attribution.rest_is_act and attribution.phrase is not None and rest.strip():
                phrase = attribution.phrase
                words = sentence.words[phrase.first : phrase.last + 1]
                joined = rest.lstrip(" ,").split(" ", 1)
                rest = f" {sentence.text[words[0].start : words[-1].end]} {joined[-1]}"
            text = text[: attribution.start] + attribution.subject + rest
        if not any(char.isalnum() for char in text) or _is_article(text, sentence.language):
            return ""
        return tidy_caption(text, sentence.language)


def _is_article(text: str, language: str) -> bool:
    """Return whether an article or a conjunction is all that is left of a sentence."""
    word = text.strip(" ,.:;").lower()
    tags = grammar_of(language).tags_of(word) if language in KNOWN else ()
    return bool(tags) and set(tags) <= {Tag.DETERMINER, Tag.CONJUNCTION, Tag.SUBJUNCTION}


def _as_balloon(text: str) -> str:
    """Return speech as a balloon shows it: "Tea," said the dragon, ends its sentence."""
    if text.count('"') == 1:
        text = text.strip('"').strip()
    if text.endswith((",", "、", "，")):
        return text[:-1] + ("。" if text.endswith(("、", "，")) else ".")
    return text
