"""Staging of a story that was written as data: what its words mean to painters and lettering.

Its place, actions and things may be any words; those of the lexicon become what the sketch can
draw, and all of them stand in the scene, which model painters read.
"""

from __future__ import annotations

import random
from dataclasses import replace

from pipeline.comic.character_look import HUMAN
from pipeline.comic.grips import GRIPS
from pipeline.comic.planner import lexicon
from pipeline.comic.planner.acting import pose_for, pose_holding
from pipeline.comic.planner.characters import Cast
from pipeline.comic.planner.descriptions import MAX_SCENE, shorten
from pipeline.comic.planner.lexicon_search import fold, names_in
from pipeline.comic.planner.staging import SIGNS
from pipeline.comic.seeded_random import chance
from pipeline.comic.story import Actor, DialogueLine, PanelPlan, Part, Setting, StagedStory
from pipeline.comic.story_json import (
    Story,
    StoryAppearance,
    StoryCharacter,
    StoryLine,
    StoryPanel,
)
from pipeline.models import CastMember, DrawingOrder

_DRAWN_KINDS = {"whisper": "speech", "sfx": "shout"}  # balloons that are drawn like another kind
_TIMES = ("day", "night", "dawn", "sunset")
_CLOSE = ("close", "detail")  # shots of one character


def staged(story: Story, order: DrawingOrder) -> StagedStory:
    """Return the panels of *story* as they are drawn for *order*."""
    stage = _Stage(story, order)
    panels = tuple(stage.panel(panel) for panel in story.panels)
    return StagedStory(story.title, panels, tuple(stage.actors.values()))


class _Stage:
    """The cast with its looks, and the latest setting, which unknown places leave as it is."""

    def __init__(self, story: Story, order: DrawingOrder) -> None:
        self._source: random.Random = chance("stage", order.seed, story.title)
        self._cast = Cast("", (), order.language, order.seed)
        self._setting = Setting(self._source.choice(("field", "park", "city", "village")))
        given = {fold(character.name): character for character in order.characters}
        self.actors: dict[str, Actor] = {
            character.id: self._actor(character, given) for character in story.cast
        }

    def _found_in(self, text: str, table: str) -> list[str]:
        # The data may be in English although the comic is not.
        languages = tuple(dict.fromkeys((*self._cast.languages, "en")))
        return names_in(text, table, languages)

    def _actor(self, character: StoryCharacter, given: dict[str, CastMember]) -> Actor:
        """Return a character with its look; one that the order describes has that look."""
        member, female = given.get(fold(character.name)), None
        if member is None:
            species = "" if character.species == HUMAN else character.species
            about = ", ".join(filter(None, (species, character.role, character.description)))
            member = CastMember(character.name, about)
            female = None if character.gender is None else character.gender == "female"
        actor = self._cast.actors[self._cast.add_member(member, female=female)]
        return replace(
            actor,
            label=actor.label or character.description or character.species,
            description=member.description,
        )

    def panel(self, panel: StoryPanel) -> PanelPlan:
        setting = self._placed(panel)
        shot = "medium" if panel.shot in _CLOSE and len(panel.cast) > 1 else panel.shot
        ids = [appearance.id for appearance in panel.cast]
        things = tuple(
            dict.fromkeys(
                name for words in panel.things for name in self._found_in(words, lexicon.THINGS)
            )
        )
        parts = tuple(self._part(appearance, panel, shot) for appearance in panel.cast)
        captions = [line.text for line in panel.lines if line.kind == "caption"]
        spoken = [self._spoken(line, ids) for line in panel.lines if line.kind != "caption"]
        sign = SIGNS.get(parts[0].emotion, "") if parts else ""
        return PanelPlan(
            setting,
            shot,
            parts,
            things,
            ("" if "ja" in self._cast.languages else " ").join(captions),
            tuple(spoken),
            self._scene(panel),
            sign,
        )

    def _placed(self, panel: StoryPanel) -> Setting:
        places = self._found_in(panel.place, lexicon.PLACES)
        rooms = self._found_in(panel.place, lexicon.ROOMS)
        times = self._found_in(panel.time, lexicon.TIMES)
        weather = self._found_in(panel.weather, lexicon.WEATHER)
        time = panel.time if panel.time in _TIMES else times[0] if times else self._setting.time
        before = self._setting if not places and not rooms else Setting()
        self._setting = replace(
            before,
            place=places[0] if places else before.place if not rooms else "city",
            room=rooms[0] if rooms else before.room,
            building=rooms[0] if rooms else before.building,
            time=time,
            weather=weather[0] if weather else "clear",
        )
        return self._setting

    def _part(self, appearance: StoryAppearance, panel: StoryPanel, shot: str) -> Part:
        emotions = self._found_in(appearance.emotion, lexicon.EMOTIONS)
        emotion = emotions[0] if emotions else "calm"
        speaks = any(line.speaker == appearance.id for line in panel.lines)
        actions = self._found_in(appearance.action, lexicon.ACTIONS)
        close = shot in _CLOSE
        pose = pose_for(emotion, self._source, close=close, speaking=speaks)
        if actions and not close and emotion != "asleep":
            pose = actions[0]
        held = [
            name
            for words in appearance.holds
            for name in self._found_in(words, lexicon.THINGS)
            if name in GRIPS
        ]
        holding = held[0] if held and pose != "sleep" else ""
        actor = self.actors[appearance.id]
        return Part(actor, pose_holding(holding, pose), emotion, holding)

    def _spoken(self, line: StoryLine, ids: list[str]) -> DialogueLine:
        seen = ids.index(line.speaker) if line.speaker in ids else None
        name = self.actors[line.speaker].name if line.speaker else ""
        return DialogueLine(line.text, _DRAWN_KINDS.get(line.kind, line.kind), seen, name)

    def _scene(self, panel: StoryPanel) -> str:
        """Return the panel in words: who does what, where, with what."""
        acting = [self._acted(appearance) for appearance in panel.cast]
        around = [panel.place, panel.time if panel.time != "day" else ""]
        around += [panel.weather if panel.weather != "clear" else "", *panel.things]
        words = [", ".join(filter(None, acting)), ", ".join(filter(None, around))]
        return shorten("; ".join(filter(None, words)), MAX_SCENE)

    def _acted(self, appearance: StoryAppearance) -> str:
        actor = self.actors[appearance.id]
        name = actor.name or actor.label
        feeling = f"({appearance.emotion})" if appearance.emotion not in {"", "calm"} else ""
        held = f"with {' and '.join(appearance.holds)}" if appearance.holds else ""
        return " ".join(filter(None, (name, appearance.action, held, feeling)))
