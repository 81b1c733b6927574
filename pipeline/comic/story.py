"""Staged story: what painters and lettering draw, panel by panel. Plain data.

What the comic tells, apart from how it is drawn, is `pipeline.comic.story_json.Story`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pipeline.comic.character_look import Look
from pipeline.models import PageNotice, SpeechLine

_TOLD_AS = {"whisper": "speech", "sfx": "shout"}  # kinds that the contract's script lacks
Gender: TypeAlias = Literal["", "female", "male"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A character of the story.

    Its kind and role may be words that no painter's rules know; a painter by rules then draws a
    stand-in and writes *label* next to it.
    """

    name: str  # display name: Mimi, the cat
    label: str  # noun for the kind, in the comic's language
    look: Look
    description: str = ""  # in words, from the author of the story; empty: only the look is known
    species: str = ""  # human, a key of the lexicon, or the story's own word; empty: the look's
    gender: Gender = ""  # empty: not told

    @property
    def kind(self) -> str:
        """The species as the story tells it."""
        return self.species or self.look.kind


TIMES = ("day", "night", "dawn", "sunset")


@dataclass(frozen=True, slots=True)
class Setting:
    """Place and time of a panel. *room* is empty outdoors.

    *name* is the place that *place* and *room* only resemble, in English if the lexicon knows it: a
    dentist's, Mars. *label* is its word in the comic's language.
    """

    place: str = "field"
    room: str = ""
    building: str = ""  # seen from outside
    time: str = "day"
    weather: str = "clear"
    name: str = ""
    label: str = ""
    is_alike: bool = False  # what is drawn is just such a place, and needs no sign

    @property
    def sign(self) -> str:
        """The word that stands on a sign; empty where the place is seen without one."""
        return "" if self.is_alike else self.word

    @property
    def word(self) -> str:
        """The word of the story for a place without a drawing; empty for others."""
        return self.label or self.name


@dataclass(frozen=True, slots=True)
class Part:
    """The part of an actor in a panel.

    A passenger has the pose ride and the driver for a partner.
    """

    actor: Actor
    pose: str = "stand"
    emotion: str = "calm"
    holding: str = ""
    feeling: str = ""  # the story's word for an emotion that *emotion* cannot show
    partner: int | None = None  # index of the part that an act of two is done with: a hug
    looks_at: int | None = None  # index of the part that is looked at; None: the reader
    gesture: str = ""  # a second pose, of hands and face: who sits and cries
    look: Look | None = None  # in this panel, if it differs from the usual: a hat that was put on
    mount: Actor | None = None  # who is ridden, if *holding* names a being

    @property
    def seen(self) -> Look:
        """The look in this panel."""
        return self.look or self.actor.look


ThingPlace: TypeAlias = Literal[
    "ground",  # it stands there; next to the part, if one is named
    "held",  # in the hands of the part
    "ridden",  # under the part, or around it: a horse, a bus
    "seat",  # under the part, which sits or lies on it: a chair, a bed
    "around",  # around the part, which is in it: a bathtub, a cage
    "over",  # above the part, which is under it
    "before",  # in front of the part, which is behind it
    "desk",  # in front of the part, which sits at it
    "head",  # it hits the head of the part
    "worn",  # by the part, whose look shows it
    "on",  # of another thing: the cake on the table
    "in",
    "under",
    "behind",
    "beside",
    "air",  # it flies, thrown by the part if one is named
    "falling",
    "moving",  # along the ground by itself: a bus that drives past
    "foreground",  # nearer than everybody, but in front of nobody's face
]


@dataclass(frozen=True, slots=True)
class PlacedThing:
    """A thing in a panel, and where: *part* is the index of a part, *thing* the name of another.

    The thing that it stands on, in or under may be one that the panel only has for it: a table.
    """

    name: str
    where: ThingPlace = "ground"
    part: int | None = None
    thing: str = ""
    state: str = ""  # broken, burning, open; empty: whole
    is_key: bool = False  # the act is about it: it must be seen well
    size: float = 1.0  # of the usual: a giant cheese
    many: bool = False  # they are everywhere: a room full of balloons


@dataclass(frozen=True, slots=True)
class DialogueLine:
    """A line of speech, or a caption that follows one.

    *kind* is caption, speech, whisper, thought, shout or sfx, a sound of nobody. *speaker* is an
    index into the panel's parts, None if not visible.
    """

    text: str
    kind: str
    speaker: int | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class PanelPlan:
    setting: Setting
    shot: str  # wide, medium, close, detail
    parts: tuple[Part, ...]
    things: tuple[str, ...] = ()
    caption: str = ""
    lines: tuple[DialogueLine, ...] = ()
    scene: str = ""  # in words
    sign: str = ""  # a comic sign next to the head: heart, note, drop, bang, query, zzz
    unlettered: str = ""  # a caption that is painted, but not shown: the order wants none
    labels: Mapping[str, str] = field(default_factory=dict)  # words for things, in the language
    angle: str = "eye"  # of the camera: eye, low, high, shoulder, silhouette, hands
    crowd: bool = False  # people who are nobody in particular stand behind
    placed: tuple[PlacedThing, ...] = ()  # each of *things*, the most important first

    def label_of(self, thing: str) -> str:
        """Return the word for *thing* in the comic's language, or the thing's own name."""
        return self.labels.get(thing, thing)

    @property
    def listener(self) -> int | None:
        """The part over whose shoulder the other may be seen: it says nothing itself.

        None unless exactly one of two speaks, and each of them is on its own.
        """
        speakers = {line.speaker for line in self.lines if line.kind != "caption"}
        if len(speakers) != 1 or len(self.parts) != 2:
            return None
        (speaker,) = speakers
        if speaker is None or any(part.partner is not None for part in self.parts):
            return None
        return 1 - speaker

    @property
    def dialogue(self) -> tuple[SpeechLine, ...]:
        return tuple(
            SpeechLine(line.text, line.name, _TOLD_AS.get(line.kind, line.kind))
            for line in self.lines
            if line.kind != "caption"
        )

    @property
    def captions(self) -> tuple[str, ...]:
        """All narration that is shown, in order."""
        further = (line.text for line in self.lines if line.kind == "caption")
        return tuple(filter(None, (self.caption, *further)))


@dataclass(frozen=True, slots=True)
class StagedStory:
    title: str
    panels: tuple[PanelPlan, ...]
    cast: tuple[Actor, ...] = ()
    notices: tuple[PageNotice, ...] = ()
