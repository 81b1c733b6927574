"""Staging of a story that was written as data: what its words mean to painters and lettering.

Its species, roles, places, actions and things may be any words. Those of the lexicon become what
the sketch can draw; it draws a stand-in for any other species, for a concrete thing and for what is
held. All of them stand in the scene, which model painters read.
"""

from __future__ import annotations

import random
from dataclasses import replace

from pipeline.comic.character_look import HUMAN, PLAIN, Look, derive
from pipeline.comic.grips import GRIPS
from pipeline.comic.planner.casting import Casting
from pipeline.comic.planner.descriptions import MAX_SCENE, shorten
from pipeline.comic.planner.inherited_cast import inherited_by
from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.acts import act_of, paired_poses, poses
from pipeline.comic.planner.language.lexicon_search import fold, languages_of, names_in
from pipeline.comic.planner.staging.acting import pose_for, pose_holding
from pipeline.comic.planner.staging.camera import Camera
from pipeline.comic.planner.staging.director import SIGNS
from pipeline.comic.seeded_random import chance
from pipeline.comic.story import TIMES, Actor, DialogueLine, PanelPlan, Part, Setting, StagedStory
from pipeline.comic.story_json import (
    Story,
    StoryAppearance,
    StoryCharacter,
    StoryLine,
    StoryPanel,
)
from pipeline.models import CastMember, DrawingOrder

_OBJECTS = "objects"  # table of concrete things that have no drawing
_PEOPLE = "people"  # table of people that have no costume
_PERSONS = frozenset(("", HUMAN, "person", "people"))
_CLOSE = ("close", "detail")  # shots of one character


def paired(parts: list[Part]) -> tuple[Part, ...]:
    """Return *parts*, of which those who do an act of two have each other for a partner."""
    for one, part in enumerate(parts):
        other = paired_poses().get(part.pose)
        for two in (i for i, p in enumerate(parts) if p.pose == other and i != one):
            if part.partner is None and parts[two].partner is None:
                parts[one] = replace(part, partner=two, looks_at=two)
                parts[two] = replace(parts[two], partner=one, looks_at=one)
                break
    return tuple(parts)


def staged(story: Story, order: DrawingOrder) -> StagedStory:
    """Return the panels of *story* as they are drawn for *order*."""
    stage = _Stage(story, order)
    camera = Camera(chance("camera", order.seed, story.title))
    panels: list[PanelPlan] = []
    for number, panel in enumerate(story.panels, start=1):
        last = number == len(story.panels)
        panels.append(camera.seen(stage.panel(panel), panels, silent=False, last=last))
    return StagedStory(story.title, tuple(panels), tuple(stage.actors.values()))


class _Stage:
    """The cast with its looks, and the latest setting, which unknown places leave as it is."""

    def __init__(self, story: Story, order: DrawingOrder) -> None:
        self._source: random.Random = chance("stage", order.seed, story.title)
        self._languages = languages_of("", order.language)
        self._casting = Casting(order.language, self._languages, order.seed)
        self._inherited = inherited_by(order).besides(order.characters)
        usual = Setting(self._source.choice(("field", "park", "city", "village")))
        self._setting = self._inherited.setting or usual
        given = {fold(character.name): character for character in order.characters}
        self.actors: dict[str, Actor] = {}
        for character in story.cast:
            self.actors[character.id] = self._actor(character, given)

    def _found_in(self, text: str, table: str) -> list[str]:
        # The data may be in English although the comic is not.
        languages = tuple(dict.fromkeys((*self._languages, "en")))
        return names_in(text, table, languages)

    def _actor(self, character: StoryCharacter, given: dict[str, CastMember]) -> Actor:
        """Return a character with its look; one of the order or of the page before keeps its."""
        member, female = given.get(fold(character.name)), None
        known = self._inherited.actor_called(character.name or character.species)
        if member is None and known is not None and known not in self.actors.values():
            return known
        if member is None:
            species = "" if character.species == HUMAN else character.species
            about = ", ".join(filter(None, (species, character.role, character.description)))
            member = CastMember(character.name, about)
            female = None if character.gender is None else character.gender == "female"
        actor = self._casting.member(member, female=female)
        return replace(
            actor,
            label=self._label(character, actor.look) or actor.label or character.description,
            look=self._look(character, actor.look, female=female),
            description=member.description,
            gender=character.gender or "",
        )

    def _look(self, character: StoryCharacter, look: Look, *, female: bool | None) -> Look:
        """Return *look*, or that of the story's own word for the species or role."""
        if self._is_unknown_kind(character, look):
            about = ", ".join(filter(None, (character.role, character.description)))
            hints = replace(self._casting.hints(about), female=female)
            named = (fold(character.name), about)
            role = look.role if look.has_costume and look.role not in PLAIN else ""
            return derive(fold(character.species), role, hints, named)
        if self._is_unknown_role(character, look):
            return replace(look, role=character.role)
        return look

    def _label(self, character: StoryCharacter, look: Look) -> str:
        """Return the story's own word for what the sketch has no figure or costume of."""
        if self._is_unknown_kind(character, look):
            return character.species
        return character.role if self._is_unknown_role(character, look) else ""

    def _is_unknown_kind(self, character: StoryCharacter, look: Look) -> bool:
        """Return whether the species is neither drawn nor a word for a person."""
        species = character.species
        if look.kind != HUMAN or fold(species) in _PERSONS:
            return False
        return not (self._found_in(species, lexicon.ROLES) or self._found_in(species, _PEOPLE))

    def _is_unknown_role(self, character: StoryCharacter, look: Look) -> bool:
        known = not character.role or self._found_in(character.role, lexicon.ROLES)
        return not known and look.role in {"", *PLAIN}

    def panel(self, panel: StoryPanel) -> PanelPlan:
        setting = self._placed(panel)
        shot = "medium" if panel.shot in _CLOSE and len(panel.cast) > 1 else panel.shot
        ids = [appearance.id for appearance in panel.cast]
        things = tuple(dict.fromkeys(name for words in panel.things for name in self._drawn(words)))
        parts = paired([self._part(appearance, panel, shot) for appearance in panel.cast])
        captions = [line.text for line in panel.lines if line.kind == "caption"]
        spoken = [self._spoken(line, ids) for line in panel.lines if line.kind != "caption"]
        sign = SIGNS.get(parts[0].emotion, "") if parts else ""
        return PanelPlan(
            setting,
            shot,
            parts,
            things,
            ("" if "ja" in self._languages else " ").join(captions),
            tuple(spoken),
            self._scene(panel),
            sign,
        )

    def _drawn(self, words: str) -> list[str]:
        """Return what is drawn of a thing in the picture; nothing of mist and moonlight."""
        known = self._found_in(words, lexicon.THINGS)
        concrete = [words] if self._found_in(words, _OBJECTS) else []
        return known or concrete

    def _held(self, words: str) -> list[str]:
        """Return what is drawn in the hands: a thing with a grip, or one without a drawing."""
        known = self._found_in(words, lexicon.THINGS)
        return [name for name in known if name in GRIPS] if known else [words]

    def _placed(self, panel: StoryPanel) -> Setting:
        places = self._found_in(panel.place, lexicon.PLACES)
        rooms = self._found_in(panel.place, lexicon.ROOMS)
        times = self._found_in(panel.time, lexicon.TIMES)
        weather = self._found_in(panel.weather, lexicon.WEATHER)
        time = panel.time if panel.time in TIMES else times[0] if times else self._setting.time
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
        close = shot in _CLOSE
        pose = pose_for(emotion, self._source, close=close, speaking=speaks)
        action = self._pose_of(appearance.action, has_other=len(panel.cast) > 1)
        if action and not close and emotion != "asleep":
            pose = action
        held = [name for words in appearance.holds for name in self._held(words)]
        holding = held[0] if held and pose != "sleep" else ""
        actor = self.actors[appearance.id]
        feeling = "" if emotions or appearance.emotion == "calm" else fold(appearance.emotion)
        return Part(actor, pose_holding(holding, pose), emotion, holding, feeling)

    def _pose_of(self, action: str, *, has_other: bool) -> str:
        """Return the pose of an action: its name, else that of the first verb in its words."""
        if action in poses():
            return action
        things = frozenset(self._found_in(action, lexicon.THINGS))
        verbs = self._found_in(action, lexicon.VERBS)
        acts = [act_of(verb, things, has_other=has_other) for verb in verbs]
        found = max((act for act in acts if act and act.pose), key=lambda a: a.rank, default=None)
        if found is not None and (found.pair or found.rank):
            return found.pose if has_other or not found.alone else found.alone
        words = self._found_in(action, lexicon.ACTIONS)
        return words[0] if words else found.pose if found is not None else ""

    def _spoken(self, line: StoryLine, ids: list[str]) -> DialogueLine:
        seen = ids.index(line.speaker) if line.speaker in ids else None
        name = self.actors[line.speaker].name if line.speaker else ""
        return DialogueLine(line.text, line.kind, seen, name)

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
