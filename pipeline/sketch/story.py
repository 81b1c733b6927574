"""What the comic shows, panel by panel: people, place, hour, mood, text. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.models import SpeechLine
from pipeline.sketch.look import Look


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody of the story."""

    name: str  # as the comic says it: Mimi, the cat
    label: str  # what it is, in the comic's language
    look: Look


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a panel plays. *room* is empty outdoors."""

    place: str = "field"
    room: str = ""
    building: str = ""  # seen from outside
    time: str = "day"
    weather: str = "clear"


@dataclass(frozen=True, slots=True)
class Part:
    """What one actor does in a panel."""

    actor: Actor
    pose: str = "stand"
    emotion: str = "calm"
    holding: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Something said; *speaker* is an index into the panel's parts, None when unseen."""

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
    lines: tuple[Line, ...] = ()
    scene: str = ""  # in words
    sign: str = ""  # a comic sign beside the head: heart, note, drop, bang, query, zzz

    @property
    def dialogue(self) -> tuple[SpeechLine, ...]:
        return tuple(SpeechLine(line.text, line.name, line.kind) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Story:
    title: str
    panels: tuple[PanelPlan, ...]
    cast: tuple[Actor, ...] = field(default=())
