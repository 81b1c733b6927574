"""Staging: the actors, mood and camera of every panel."""

from __future__ import annotations

import random
from dataclasses import replace

from pipeline.comic.character_look import HUMAN
from pipeline.comic.grips import FOOD
from pipeline.comic.planner import lexicon
from pipeline.comic.planner.acting import Acting, on_the_ground
from pipeline.comic.planner.characters import Cast
from pipeline.comic.planner.descriptions import scene_words
from pipeline.comic.planner.lexicon_search import names_in
from pipeline.comic.planner.locations import Locations
from pipeline.comic.planner.narration import Beat
from pipeline.comic.planner.quotes import pieces_of
from pipeline.comic.seeded_random import chance
from pipeline.comic.story import DialogueLine, PanelPlan
from pipeline.models import DrawingOrder

_MAX_PARTS = 3  # most actors in one picture, unless a plural noun adds more
_CROWD = 5


class Director:
    """Director: decides place, hour, actors, poses and camera; unstated choices carry over."""

    def __init__(self, order: DrawingOrder, cast: Cast) -> None:
        self._order = order
        self._cast = cast
        self._source: random.Random = chance("director", order.seed, order.prompt)
        told = [piece.text for piece in pieces_of(order.prompt) if not piece.spoken]
        scenes = [panel.scene for panel in order.script]
        things = self._found_in(" ".join([*told, *scenes]), lexicon.THINGS)
        self._locations = Locations(order, cast, things, self._source)
        self._acting = Acting(cast, things, self._locations.now.place, self._source)
        self._met: list[int] = []  # actors seen so far
        self._referent: int | None = None  # the actor that he, she or it refers to

    def _found_in(self, text: str, table: str) -> list[str]:
        return names_in(text, table, self._cast.languages)

    def stage(self, beats: list[Beat]) -> tuple[PanelPlan, ...]:
        """Return a panel for each of *beats*."""
        panels: list[PanelPlan] = []
        people: list[int] = []
        emotion = "calm"
        count = len(beats)
        for i, beat in enumerate(beats):
            first, last = i == 0, i == count - 1 and count > 1
            silent = beat.silent and not beat.scene
            setting = self._locations.move(beat.placing, first=first, last=last, silent=silent)
            people = self._people(beat, people)
            feelings = self._found_in(beat.context, lexicon.EMOTIONS)
            if feelings:
                emotion = feelings[0]
            else:
                emotion = self._arc(emotion, last=last) if beat.silent else "calm"
            things = self._acting.shown_things(beat)
            business = self._acting.business(beat, emotion, things)
            if business:
                things, emotion = (business.thing,), business.emotion
            shots = [panel.shot for panel in panels]
            shot = self._shot(beat, shots, last=last, crowd=len(people), things=bool(things))
            shot = self._roomy(shot, shots, beat, things, played=business is not None)
            shown = self._in_frame(beat, people, shot)
            parts = self._acting.parts(
                beat,
                shown,
                emotion,
                things,
                close=shot == "close",
                business=business,
                referent=self._referent,
            )
            panels.append(
                PanelPlan(
                    setting,
                    shot,
                    parts,
                    things,
                    self._joined(beat.told),
                    self._lines(beat, shown),
                    beat.scene,
                    "" if "butterfly" in things else self._sign(emotion, silent=beat.silent),
                )
            )
        return tuple(
            panel if panel.scene else replace(panel, scene=self._scene_of(panel))
            for panel in panels
        )

    def _scene_of(self, panel: PanelPlan) -> str:
        return scene_words(panel, self._order.language, self._cast.languages)

    def _joined(self, told: list[str]) -> str:
        return ("" if "ja" in self._cast.languages else " ").join(told)

    def _people(self, beat: Beat, before: list[int]) -> list[int]:
        told = [mention.actor for mention in self._cast.mentions(beat.context)]
        pronouns = self._found_in(beat.seen, lexicon.PRONOUNS)
        self._referent = None
        speaking = [said.speaker for said in beat.said if said.speaker is not None]
        people = list(dict.fromkeys([*speaking, *told]))
        if "they" in pronouns and self._met:
            people = list(dict.fromkeys([*people, *self._met]))
        elif not people and pronouns and self._met:
            self._referent = self._meant(pronouns[0])
            people = list(dict.fromkeys([self._referent, *before]))
        elif not people:
            people = before or [0]
        elif len(people) == 1:
            people = list(dict.fromkeys([*people, *before]))  # the others are still present
        labels = [self._cast.actors[p].label for p in people]
        twins = len(set(labels)) < len(labels)  # those of one kind stay together
        told_room = max(_MAX_PARTS + twins, len(told))
        room = told_room if told and "they" not in pronouns else _CROWD
        keep = people[: min(room, _CROWD)]
        self._met += [p for p in keep if p not in self._met]
        # actors keep their order from left to right across panels
        return sorted(
            keep, key=lambda p: before.index(p) if p in before else len(before) + keep.index(p)
        )

    def _meant(self, pronoun: str) -> int:
        """Return the actor *pronoun* (he, she, it) refers to: the latest one that fits."""
        actors = self._cast.actors
        for met in reversed(self._met):
            look = actors[met].look
            if (look.kind == HUMAN) == (pronoun != "it") and (
                look.kind != HUMAN or look.female == (pronoun == "she")
            ):
                return met
        return self._met[-1]

    def _arc(self, before: str, *, last: bool) -> str:
        """Return the mood of a panel without text."""
        if before in {"sad", "scared", "angry", "asleep"}:
            return before if last else self._source.choice((before, "thinking"))
        if last:
            return "happy"
        options = ("happy", "surprised", "thinking", "happy", "calm")
        return self._source.choice([mood for mood in options if mood != before])

    def _shot(self, beat: Beat, before: list[str], *, last: bool, crowd: int, things: bool) -> str:
        """Return the camera distance: wide first, then if possible never the same twice."""
        if len(beat.said) > 1:
            return "medium"
        if not before:
            return "wide"
        if last:
            return "medium" if before[-1] != "medium" else "wide"
        if beat.silent and things and len(before) > 1 and "detail" not in before:
            return "detail"
        options = ["close", "medium"] if beat.silent or beat.said else ["medium", "close", "wide"]
        if crowd >= _MAX_PARTS:
            options = ["medium", "wide"]
        fresh = [shot for shot in options if shot != before[-1]]
        return fresh[0] if before[-1] == "wide" else self._source.choice(fresh)

    @staticmethod
    def _roomy(
        shot: str, before: list[str], beat: Beat, things: tuple[str, ...], *, played: bool
    ) -> str:
        """Return *shot*, or one with room for an object that is offered, played with or ridden."""
        if played:
            return "medium" if before and before[-1] == "wide" else "wide"
        if any(on_the_ground(thing) for thing in things):
            return "wide"  # riders are visible down to the wheels
        if beat.said and shot == "close" and things and things[0] in FOOD:
            return "medium"
        return shot

    @staticmethod
    def _in_frame(beat: Beat, people: list[int], shot: str) -> list[int]:
        """Return the visible actors: in a close-up only the speaker, or else the first."""
        if shot not in {"close", "detail"}:
            return people
        speaker = beat.said[0].speaker if beat.said else None
        return [speaker] if speaker is not None else people[:1]

    def _lines(self, beat: Beat, shown: list[int]) -> tuple[DialogueLine, ...]:
        lines = []
        for said in beat.said:
            seen = shown.index(said.speaker) if said.speaker in shown else None
            actor = self._cast.actors[said.speaker] if said.speaker is not None else None
            lines.append(
                DialogueLine(said.text, said.kind, seen, said.name or (actor.name if actor else ""))
            )
        return tuple(lines)

    def _sign(self, emotion: str, *, silent: bool) -> str:
        if emotion == "happy" and silent:
            return self._source.choice(("note", "spark", ""))
        return SIGNS.get(emotion, "")


SIGNS = {  # comic signs next to the head, by emotion
    "love": "heart",
    "asleep": "zzz",
    "surprised": "bang",
    "thinking": "query",
    "scared": "drops",
    "angry": "vein",
}
