"""Story as data: what a comic tells, panel by panel, apart from how it is drawn.

Its JSON is what `python -m pipeline plan --json` prints and what a language model is asked for. The
limits are those of the contract's `script` where it has the same field.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from pipeline.models import AspectName, StyleName

STORY_VERSION: Literal[1] = 1  # raised when a reader of the JSON would have to change
MAX_PANELS = 12
MAX_CAST = 12
MAX_IN_PANEL = 6
MAX_LINES = 2000  # in one panel; a prompt may be all short lines, and none is lost
MAX_CAPTION = 160  # characters, like the following
MAX_SPEECH = 120

LineKind: TypeAlias = Literal["caption", "speech", "thought", "shout", "whisper", "sfx"]
ShotName: TypeAlias = Literal["wide", "medium", "close", "detail"]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Words = Annotated[str, Field(max_length=80)]
Things = Annotated[tuple[Words, ...], Field(max_length=8)]


class _Data(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        hide_input_in_errors=True,
    )


class StoryNotice(_Data):
    """A remark about how the story was understood; front ends word it by its code."""

    code: Identifier
    args: dict[str, str | int | tuple[str, ...]] = {}


class StoryCharacter(_Data):
    """A member of the cast. *species* is human, or what it is: cat, robot, ghost."""

    id: Identifier
    name: Annotated[str, Field(max_length=40)] = ""
    species: Words = "human"
    gender: Literal["female", "male"] | None = None
    description: Annotated[str, Field(max_length=400)] = ""
    role: Words = ""


class StoryAppearance(_Data):
    """A member of the cast in a panel: what it does, feels and holds."""

    id: Identifier
    action: Words = ""
    emotion: Words = "calm"
    holds: Things = ()


class StoryLine(_Data):
    """A caption or balloon. *speaker* is an id of the cast, None if it is nobody of the cast."""

    kind: LineKind
    text: Annotated[str, Field(min_length=1, max_length=MAX_CAPTION)]
    speaker: Identifier | None = None

    @property
    def is_spoken(self) -> bool:
        return self.kind not in {"caption", "sfx"}

    @model_validator(mode="after")
    def _fits_a_balloon(self) -> Self:
        if self.kind != "caption" and len(self.text) > MAX_SPEECH:
            raise ValueError(f"text: a balloon has at most {MAX_SPEECH} characters")
        return self


class StoryPanel(_Data):
    """A panel. *lines* are in reading order."""

    place: Words
    time: Words = "day"
    weather: Words = "clear"
    shot: ShotName = "medium"
    cast: Annotated[tuple[StoryAppearance, ...], Field(max_length=MAX_IN_PANEL)] = ()
    things: Things = ()
    lines: Annotated[tuple[StoryLine, ...], Field(max_length=MAX_LINES)] = ()


class Story(_Data):
    """A story, and the options of the comic that tells it."""

    version: Literal[1] = STORY_VERSION
    title: Annotated[str, Field(max_length=80)]
    language: Annotated[str, Field(max_length=35)] = "en"
    style: StyleName = "american_modern"
    lettering: Literal["none", "captions", "bubbles", "full"] = "full"
    aspect: AspectName = "1:1"
    color_mode: Literal["color", "grayscale", "monochrome"] = "color"
    notices: tuple[StoryNotice, ...] = ()
    cast: Annotated[tuple[StoryCharacter, ...], Field(max_length=MAX_CAST)] = ()
    panels: Annotated[tuple[StoryPanel, ...], Field(min_length=1, max_length=MAX_PANELS)]

    @model_validator(mode="after")
    def _names_its_own_cast(self) -> Self:
        known = [character.id for character in self.cast]
        if len(set(known)) < len(known):
            raise ValueError("cast: two characters have the same id")
        if unknown := set(self._ids()) - set(known):
            raise ValueError(f"panels: not in the cast: {', '.join(sorted(unknown))}")
        return self

    def _ids(self) -> Iterator[str]:
        for panel in self.panels:
            yield from (appearance.id for appearance in panel.cast)
            yield from (line.speaker for line in panel.lines if line.speaker)


def story_schema() -> dict[str, Any]:
    """Return the JSON schema of a story."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:comicai:story:{STORY_VERSION}",
        **Story.model_json_schema(),
    }
