"""Staged story: what painters and lettering draw, panel by panel. Plain data.

What the comic tells, apart from how it is drawn, is `pipeline.comic.story_json.Story`.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.comic.character_look import Look
from pipeline.models import PageNotice, SpeechLine


@dataclass(frozen=True, slots=True)
class Actor:
    """A character of the story."""

    name: str  # display name: Mimi, the cat
    label: str  # noun for the kind, in the comic's language
    look: Look
    description: str = ""  # in words, from the author of the story; empty: only the look is known


@dataclass(frozen=True, slots=True)
class Setting:
    """Place and time of a panel. *room* is empty outdoors."""

    place: str = "field"
    room: str = ""
    building: str = ""  # seen from outside
    time: str = "day"
    weather: str = "clear"


@dataclass(frozen=True, slots=True)
class Part:
    """The part of an actor in a panel."""

    actor: Actor
    pose: str = "stand"
    emotion: str = "calm"
    holding: str = ""


@dataclass(frozen=True, slots=True)
class DialogueLine:
    """A line of speech; *speaker* is an index into the panel's parts, None if not visible."""

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

    @property
    def dialogue(self) -> tuple[SpeechLine, ...]:
        return tuple(SpeechLine(line.text, line.name, line.kind) for line in self.lines)


@dataclass(frozen=True, slots=True)
class StagedStory:
    title: str
    panels: tuple[PanelPlan, ...]
    cast: tuple[Actor, ...] = ()
    notices: tuple[PageNotice, ...] = ()
