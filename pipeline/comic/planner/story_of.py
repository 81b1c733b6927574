"""Conversion of a staged story to its public form."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.comic.character_look import HUMAN, Look
from pipeline.comic.planner.descriptions import shorten
from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.text_portions import portions
from pipeline.comic.story import Actor, DialogueLine, Gender, PanelPlan, Part, Setting, StagedStory
from pipeline.comic.story_json import (
    MAX_CAPTION,
    MAX_SPEECH,
    Story,
    StoryAppearance,
    StoryCharacter,
    StoryLine,
    StoryNotice,
    StoryPanel,
)
from pipeline.comic.styles import style_named
from pipeline.models import DrawingOrder

_MAX_NAME = 40
# Places of scenes whose text names a room only; they are seen through its window.
_USUAL = frozenset(("city", "field", "park", "village"))


def story_of(staged: StagedStory, order: DrawingOrder) -> Story:
    """Return what *staged* tells, with the options that *order* is drawn with."""
    known = _ids(staged.cast)
    descriptions = {character.name: character.description for character in order.characters}
    return Story.model_validate(
        {
            "title": shorten(staged.title, 80),
            "language": order.language,
            "style": order.style,
            "lettering": order.lettering,
            "aspect": order.aspect,
            "color_mode": order.color_mode or style_named(order.style).mode,
            "notices": [StoryNotice(code=n.code, args=dict(n.args)) for n in staged.notices],
            "cast": [
                _character(actor, f"c{number}", descriptions)
                for number, actor in enumerate(staged.cast, 1)
            ],
            "panels": [_panel(panel, staged.cast, known) for panel in staged.panels],
        }
    )


def _ids(cast: tuple[Actor, ...]) -> dict[int, str]:
    """Return the ids of the cast by object: two of a kind may be equal."""
    return {id(actor): f"c{number}" for number, actor in enumerate(cast, 1)}


def _character(actor: Actor, identifier: str, descriptions: dict[str, str]) -> StoryCharacter:
    look = actor.look
    return StoryCharacter(
        id=identifier,
        name=actor.name[:_MAX_NAME],
        species=actor.kind,
        gender=actor.gender or _drawn_gender(look),
        description=descriptions.get(actor.name) or actor.label,
        role=look.role,
    )


def _drawn_gender(look: Look) -> Gender | None:
    """Return the gender of a person as drawn; that of other characters is not seen."""
    if look.kind != HUMAN:
        return None
    return "female" if look.female else "male"


def _panel(panel: PanelPlan, cast: tuple[Actor, ...], known: dict[int, str]) -> StoryPanel:
    return StoryPanel.model_validate(
        {
            "place": _place(panel.setting),
            "time": panel.setting.time,
            "weather": panel.setting.weather,
            "shot": panel.shot,
            "cast": [_appearance(part, known) for part in panel.parts],
            "things": [*(_thing(panel, name) for name in panel.things), *_acting_things(panel)],
            "lines": [*_captions(panel.caption), *_spoken(panel, cast, known)],
        }
    )


def _thing(panel: PanelPlan, name: str) -> str:
    """Return a thing by its English word, and by its own word if that is another."""
    return _with_word(name, panel.label_of(name))


def _with_word(name: str, word: str) -> str:
    return word if word.casefold() == name.casefold() else f"{name} ({word})"


def _acting_things(panel: PanelPlan) -> list[str]:
    """Return the things among the characters: a toaster in love is both."""
    known = {*lexicon.meanings(lexicon.OBJECTS, "en"), *lexicon.meanings(lexicon.THINGS, "en")}
    kinds = (part.actor.kind for part in panel.parts)
    return [kind for kind in dict.fromkeys(kinds) if kind in known and kind not in panel.things]


def _place(setting: Setting) -> str:
    if setting.name:
        return _with_word(setting.name, setting.word)
    room = setting.room or setting.building
    if not room:
        return setting.place
    return room if setting.place in _USUAL else f"{room}, {setting.place}"


def _appearance(part: Part, known: dict[int, str]) -> StoryAppearance:
    return StoryAppearance(
        id=known[id(part.actor)],
        action=part.pose,
        emotion=part.emotion,
        holds=(part.holding,) if part.holding else (),
    )


def _captions(caption: str) -> Iterator[StoryLine]:
    for text in portions(caption, MAX_CAPTION) if caption else ():
        yield StoryLine(kind="caption", text=text)


def _spoken(
    panel: PanelPlan, cast: tuple[Actor, ...], known: dict[int, str]
) -> Iterator[StoryLine]:
    for line in panel.lines:
        speaker = _speaker(line, panel, cast, known)
        limit = MAX_CAPTION if line.kind == "caption" else MAX_SPEECH
        for text in portions(line.text, limit):
            yield StoryLine.model_validate({"kind": line.kind, "text": text, "speaker": speaker})


def _speaker(
    line: DialogueLine, panel: PanelPlan, cast: tuple[Actor, ...], known: dict[int, str]
) -> str | None:
    if line.speaker is not None:
        return known[id(panel.parts[line.speaker].actor)]
    named = (actor for actor in cast if line.name and actor.name == line.name)
    return next((known[id(actor)] for actor in named), None)
