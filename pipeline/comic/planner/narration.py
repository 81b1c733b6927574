"""Narration: splits the story into as many beats of narration and speech as there are panels."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.comic.planner import lexicon
from pipeline.comic.planner.characters import Cast, Mention
from pipeline.comic.planner.lexicon_search import Found, find, fold
from pipeline.comic.planner.quotes import Piece, clauses, pieces_of, portions, sentences
from pipeline.comic.typesetting.grapheme_clusters import clean
from pipeline.models import ScriptPanelText

SPEECH_LIMIT = 110  # characters in one balloon; longer text is split over several
_INTRODUCES = (":", "：")
_PAUSES = (",", "、")
_SHORT_TAG = 12  # length of a Japanese "said the ..." without further content
_CROWD = 2  # lines of speech in a beat before another one starts a new beat
_SMALL_WORDS = frozenset(
    re.findall(
        r"\S+",
        "the a an o os as um uma el la los las un una e y and he she they it ele ela él ella "
        "to at in then with her his said que de do da first second third other",
    )
)
_SMALL_KANA = re.compile(r"[\sとがはもにをっまいしたですうんてだ。、！？]")  # endings and particles


@dataclass(slots=True)
class Said:
    """A line of speech; *speaker* is an index into the cast."""

    text: str
    kind: str
    speaker: int | None
    name: str = ""


@dataclass(slots=True)
class Beat:
    """A piece of the story that fits in one panel."""

    told: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    scene: str = ""  # given by a script

    @property
    def texts(self) -> list[str]:
        return [*self.told, *(said.text for said in self.said)]

    @property
    def weight(self) -> int:
        """The amount of text."""
        return sum(map(len, self.texts))

    @property
    def silent(self) -> bool:
        return not self.told and not self.said

    @property
    def seen(self) -> str:
        """The narration: objects that it names are visible."""
        return " ".join(text for text in (self.scene, *self.told) if text)

    @property
    def context(self) -> str:
        """All text that determines the content of the panel."""
        return " ".join(text for text in (self.scene, *self.texts) if text)

    @property
    def placing(self) -> str:
        """The text that names place, hour and weather: of a script, not what characters say."""
        return self.seen if self.scene else self.context

    def absorb(self, other: Beat) -> None:
        self.told += other.told
        self.said += other.said


def scripted(script: tuple[ScriptPanelText, ...], cast: Cast) -> list[Beat]:
    """Return a beat for every panel of *script*; its speakers are added to the cast."""
    beats = []
    for panel in script:
        said = [
            Said(
                clean(speech.text),
                speech.kind,
                cast.add_speaker(speech.speaker) if speech.speaker.strip() else None,
                speech.speaker,
            )
            for speech in panel.dialogue
        ]
        caption = clean(panel.caption)
        beats.append(
            Beat([caption] if caption else [], [line for line in said if line.text], panel.scene)
        )
    return beats


def read(prompt: str, count: int, cast: Cast) -> list[Beat]:
    """Return exactly *count* beats, by joining, splitting and adding silent ones."""
    beats = _Reader(cast, pieces_of(prompt)).beats() or [Beat([clean(prompt)])]
    while len(beats) > count:
        i = min(range(len(beats) - 1), key=lambda k: beats[k].weight + beats[k + 1].weight)
        beats[i].absorb(beats.pop(i + 1))
    while len(beats) < count:
        more = _split_longest(beats)
        if more is None:
            break
        beats = more
    return _spread(beats, count)


class _Reader:
    """Attributes the speech in a prompt to its speakers."""

    def __init__(self, cast: Cast, pieces: list[Piece]) -> None:
        self._cast = cast
        self._pieces = pieces
        self._last: int | None = None  # the last speaker
        self._tag_of: int | None = None  # the last piece of narration that named who spoke before

    def beats(self) -> list[Beat]:
        beats: list[Beat] = []
        for i, piece in enumerate(self._pieces):
            if piece.spoken:
                self._hear(beats, i)
            else:
                self._follow(beats, self._without_attribution(i))
        return beats

    def _follow(self, beats: list[Beat], told: str) -> None:
        for sentence in map(clean, sentences(told)):
            if any(char.isalnum() for char in sentence) or not (beats and beats[-1].told):
                if sentence.strip(".,:;。、—–- "):
                    beats.append(Beat([sentence]))
            elif sentence:  # emoji and symbols belong to the text before them
                beats[-1].told[-1] += f" {sentence}"

    def _hear(self, beats: list[Beat], i: int) -> None:
        piece = self._pieces[i]
        speaker, kind = self._attribution(i)
        kind = "thought" if piece.thought else _loudness(piece.text, kind)
        self._last = speaker if speaker is not None else self._last
        words = clean(piece.text)
        if words.endswith((",", "、")):  # "Tea," said the dragon: the balloon ends the sentence
            words = words[:-1] + ("。" if words.endswith("、") else ".")
        said = [Said(part, kind, speaker) for part in portions(words, SPEECH_LIMIT) if part]
        if said and (not beats or len(beats[-1].said) >= _CROWD):
            beats.append(Beat([], said))
        elif said:
            beats[-1].said += said

    def _beside(self, i: int, step: int) -> str:
        """Return the narration right before or after piece *i*, on the same line."""
        k = i + step
        if not 0 <= k < len(self._pieces):
            return ""
        other = self._pieces[k]
        return "" if other.spoken or other.line != self._pieces[i].line else other.text

    def _attribution(self, i: int) -> tuple[int | None, str]:
        """Return speaker and kind of piece *i*: by the words after or before it, else in turn."""
        before, after = self._beside(i, -1), self._beside(i, 1)
        tag, intro = _sentence_at(after, first=True), _sentence_at(before, first=False)
        if self._tag_of == i - 1 and intro.rstrip().endswith(_PAUSES):
            return self._last or 0, "speech"  # "Tea," said the dragon, "is all I have."
        # 'the dog says: "..."' belongs to the following piece
        if tag.rstrip().endswith(_INTRODUCES):
            tag = ""
        sources = [(tag, True), (intro, False)]
        # 'the dog says "..."' too, unless these words belong to the preceding piece
        if intro.rstrip().endswith(_INTRODUCES) or (
            self._leads_on(intro) and self._tag_of != i - 1
        ):
            sources.reverse()
        for clause, first in sources:
            verbs = self._verbs(clause)
            if verbs:
                verb = verbs[0] if first else verbs[-1]
                self._tag_of = i + 1 if first else None
                people = self._cast.mentions(clause)
                if not people and first and not _is_finished(intro):
                    # 犬は「…」と言う: the speaker before the words, the verb after them
                    people = self._cast.mentions(intro)[-1:]
                    return people[0].actor if people else self._last or 0, verb.name
                if not people:
                    return self._last or 0, verb.name
                nearest = min(
                    people, key=lambda m: min(abs(m.start - verb.end), abs(verb.start - m.end))
                )
                return nearest.actor, verb.name
        people = self._cast.mentions(before)
        if people and (self._last is None or before.rstrip().endswith(_INTRODUCES)):
            return people[-1].actor, "speech"
        return self._turn(i), "speech"

    def _verbs(self, clause: str) -> list[Found]:
        """Return the verbs of saying in *clause*; laughing counts only within a sentence:
        "Never!" laughs the king.
        """
        inverted = clause.lstrip(" ,").lower()[:1] == clause.lstrip(" ,")[:1]
        return [
            replace(verb, name="speech") if verb.name == "aside" else verb
            for verb in find(clause, lexicon.SAYING, self._cast.languages)
            if verb.name != "aside" or inverted
        ]

    def _turn(self, i: int) -> int:
        """Return the next speaker in turn if none is named."""
        if self._last is None:
            return 0
        previous = self._pieces[i - 1] if i else None
        goes_on = previous and previous.spoken and previous.line == self._pieces[i].line
        talkers = min(2, len(self._cast.actors))
        if goes_on or talkers < 2:
            return self._last
        return (self._last + 1) % talkers if self._last < talkers else 0

    def _without_attribution(self, i: int) -> str:
        """Return the narration without a bare "said the cat", which the balloon's tail shows."""
        text, line = self._pieces[i].text, self._pieces[i].line
        beside = {
            step: 0 <= i + step < len(self._pieces)
            and self._pieces[i + step].spoken
            and self._pieces[i + step].line == line
            for step in (-1, 1)
        }
        if beside[-1]:
            clause = _sentence_at(text, first=True)
            if clause and self._bare(clause):
                text = text[text.index(clause) + len(clause) :]
            else:
                text = text.lstrip(",.、。 ")
        if beside[1]:
            clause = _sentence_at(text, first=False)
            if self._leads_on(clause) and self._bare(clause):
                text = text[: text.rindex(clause)]
        return text.strip()

    def _leads_on(self, clause: str) -> bool:
        """Return whether speech completes *clause*: "the snake says", "she said:"."""
        if clause.rstrip().endswith((",", ":", "：", "、")) or self._is_topic(clause):
            return True
        verbs = find(clause, lexicon.SAYING, self._cast.languages)
        return bool(verbs) and verbs[-1].end == len(clause.rstrip())

    def _is_topic(self, clause: str) -> bool:
        """Return whether *clause* names the speaker of Japanese speech, as in 犬は「…」と言う."""
        ends = clause.rstrip(" 、").endswith(("は", "が", "も"))
        return ends and "ja" in self._cast.languages and bool(self._cast.mentions(clause))

    def _bare(self, clause: str) -> bool:
        """Return whether *clause* only names the speaker."""
        languages = self._cast.languages
        verbs = self._verbs(clause)
        if not verbs and not self._is_topic(clause):
            return False
        left = list(fold(clause))
        spans: list[Found | Mention] = [
            *verbs,
            *self._cast.mentions(clause),
            *find(clause, lexicon.COLORS, languages),
            *find(clause, lexicon.TRAITS, languages),
            *find(clause, lexicon.GARMENTS, languages),
        ]
        for span in spans:
            left[span.start : span.end] = " " * (span.end - span.start)
        rest = "".join(left)
        if "ja" in languages and clause.startswith("と") and len(clause) <= _SHORT_TAG:
            return True
        if "ja" in languages:
            return len(_SMALL_KANA.sub("", rest)) <= 1
        return all(word in _SMALL_WORDS for word in re.findall(r"[^\W_]+", rest))


def _sentence_at(text: str, *, first: bool) -> str:
    parts = [part for part in re.split(r"(?<=[.!?;。！？])\s*", text) if part.strip()]
    if not parts:
        return ""
    return parts[0] if first else parts[-1]


def _is_finished(clause: str) -> bool:
    return clause.rstrip().endswith((".", "!", "?", ";", "。", "！", "？"))


def _loudness(text: str, kind: str) -> str:
    letters = [char for char in text if char.isalpha()]
    loud = len(letters) > 3 and all(char.isupper() for char in letters)
    if kind != "thought" and (loud or text.rstrip().endswith(("!!", "！！", "!?!"))):
        return "shout"
    return kind


def _split_longest(beats: list[Beat]) -> list[Beat] | None:
    """Return one more beat by splitting the longest; None if none can be split."""
    for k in sorted(range(len(beats)), key=lambda k: -beats[k].weight):
        halves = _halves(beats[k])
        if halves:
            return [*beats[:k], *halves, *beats[k + 1 :]]
    return None


def _halves(beat: Beat) -> tuple[Beat, Beat] | None:
    if beat.told and beat.said:
        return Beat(beat.told), Beat([], beat.said)
    if len(beat.said) > 1:
        half = (len(beat.said) + 1) // 2
        return Beat([], beat.said[:half]), Beat([], beat.said[half:])
    if len(beat.told) > 1:
        half = (len(beat.told) + 1) // 2
        return Beat(beat.told[:half]), Beat(beat.told[half:])
    parts = clauses(beat.told[0]) if beat.told else []
    if len(parts) < 2:
        return None
    best = min(
        range(1, len(parts)),
        key=lambda i: abs(sum(map(len, parts[:i])) - sum(map(len, parts[i:]))),
    )
    glue = "" if parts[0][-1] in "、；：" else " "
    return Beat([glue.join(parts[:best])]), Beat([glue.join(parts[best:])])


def _spread(beats: list[Beat], count: int) -> list[Beat]:
    """Return *count* beats: the given ones evenly spaced, with silent ones between them."""
    if len(beats) >= count:
        return beats
    spread = [Beat() for _ in range(count)]
    for k, beat in enumerate(beats):
        spread[k * count // len(beats)] = beat
    return spread
