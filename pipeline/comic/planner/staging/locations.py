"""Locations: place, hour and weather of the panels; unstated ones carry over."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from pipeline.comic.character_look import HUMAN
from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_index import fold
from pipeline.comic.planner.language.usage import usage_of
from pipeline.comic.planner.reading.beats import Beat
from pipeline.comic.planner.reading.places import (
    Location,
    looks_up,
    told_locations,
    usual_location,
    way_of,
)
from pipeline.comic.story import Actor, Setting

_INVITING = frozenset(("bakery", "shop", "restaurant"))  # first seen from the street
_VEHICLES = (lexicon.THINGS, lexicon.OBJECTS)
_UNLIT = frozenset(("moon", "space"))
_ENDLESS = frozenset(("moon", "space", "underwater"))  # where the sun does not set
_OPENING = 2  # the premise, and the first panel
_ALSO_ELSEWHERE = frozenset(("bedroom", "office", "home"))  # of acts that need no such room
_AT_HOME = frozenset(("home", "kitchen", "bedroom", "bathroom"))
_OUTDOORS = ("field", "park", "city", "village")


class Locations:
    """Tracker of place, hour and weather from panel to panel.

    *usual* are the meanings of who and what is in the story, the most telling first; where no place
    is told, they say where it happens. *premise* tells where all of it does, and is in no panel.
    """

    def __init__(
        self,
        beats: Sequence[Beat],
        actors: Sequence[Actor],
        usual: Sequence[str],
        source: random.Random,
        *,
        start: Setting | None = None,
        premise: Beat | None = None,
    ) -> None:
        self._hour_told = any(beat.meanings(lexicon.TIMES) for beat in beats)
        self._panels = len(beats)
        self._is_told = False  # whether a place was told so far
        self._goal: Location | None = None  # where they are on the way to
        self._left: Beat | None = None  # that in which they set off
        self.now = start or self._first_setting([premise or Beat(), *beats], actors, usual, source)

    def _first_setting(
        self,
        beats: Sequence[Beat],
        actors: Sequence[Actor],
        usual: Sequence[str],
        source: random.Random,
    ) -> Setting:
        where = _first_told(beats, actors, usual) or usual_location(usual)
        if where is not None and where.is_goal:
            where = Location(place=way_of(usual))
        told = any(locations_of(beat) for beat in beats)
        sunk = where is not None and not told and where.place == "underwater"
        if sunk and not all(map(_swims, actors)):
            where = Location(place="beach")  # where characters of sea and land can meet
        if where is None and _is_family_talk(beats, actors):
            where = Location(room="home")
        if where is None:
            where = Location(place=source.choice(_OUTDOORS))
        opening = beats[:_OPENING]
        weather = [name for beat in opening for name in beat.meanings(lexicon.WEATHER)]
        times = [name for beat in opening for name in beat.meanings(lexicon.TIMES)]
        time = times[0] if times else "night" if where.place in _UNLIT else "day"
        return Setting(
            where.place or "city",
            "",
            where.room,
            time,
            weather[0] if weather else "clear",
            where.name,
            where.label,
            where.is_alike,
        )

    def move(self, beat: Beat, *, first: bool, last: bool) -> Setting:
        """Return the location of the panel of *beat*; a silent last panel may turn to evening."""
        now = self.now
        if beat.told:
            now = self._moved(now, beat, first=first)
        if first and self._panels > 1 and now.building in _INVITING:
            now = replace(now, room="")  # the first panel shows it from outside
        elif now.building:
            now = replace(now, room=now.building)
        endless = now.place in _ENDLESS
        if last and beat.silent and not self._hour_told and not endless and not now.building:
            now = replace(now, time="sunset")
        self.now = now
        return now

    def _moved(self, now: Setting, beat: Beat, *, first: bool) -> Setting:
        told = locations_of(beat, settled=self._is_told)
        self._is_told = self._is_told or bool(told)
        outside = not told and any(looks_up(s, words) for s, words in beat.sentences)
        if outside:
            now = replace(now, room="", building="", name="", label="", is_alike=False)
        now = self._turned(now, beat, looks_up=outside)
        # At the end of a beat they are where it says last, unless the comic opens with it.
        where = told[0 if first else -1] if told else None
        where = self._on_the_way(beat, where)
        if where is None or (where.is_reached and _is_home(where) and now.building in _AT_HOME):
            return now
        return replace(
            now,
            place=where.place or now.place,
            room="",
            building=where.room,
            name=where.name,
            label=where.label,
            is_alike=where.is_alike,
        )

    def _on_the_way(self, beat: Beat, where: Location | None) -> Location | None:
        """Return the way instead of a goal; once something else is told, they are there."""
        if where is not None and where.is_goal:
            self._goal, self._left = where, beat
            return Location(place=way_of(beat.meanings(lexicon.VERBS, *_VEHICLES)))
        has_left = self._left is not None and beat.told is not self._left.told
        goal, arrives = self._goal, has_left and bool(beat.told)
        if arrives and where is None and beat.meanings(lexicon.WEATHER):
            return None  # it rains on the way
        if where is not None or arrives:
            self._goal = self._left = None
        return where if where is not None else goal if arrives else None

    @staticmethod
    def _turned(now: Setting, beat: Beat, *, looks_up: bool) -> Setting:
        """Return *now* with the hour and the weather that *beat* mentions."""
        times = beat.meanings(lexicon.TIMES)
        weather = beat.meanings(lexicon.WEATHER)
        if looks_up and now.weather in {"rain", "storm"}:
            now = replace(now, weather="clear")  # otherwise nothing would be visible
        if times:
            now = replace(now, time=times[0])
        if weather:
            now = replace(now, weather=weather[0])
        return now


def _is_person(actors: Sequence[Actor]) -> bool:
    return bool(actors) and actors[0].look.kind == HUMAN


def _is_family_talk(beats: Sequence[Beat], actors: Sequence[Actor]) -> bool:
    """Return whether relatives talk and nothing else is told: "Dad: Brush your teeth"."""
    kin = frozenset[str]().union(*(usage_of(language).kin for language in lexicon.languages()))
    told = [item for beat in beats for item in beat.told]
    relatives = [actor for actor in actors if fold(actor.label) in kin]
    return bool(relatives) and bool(told) and all(item.passage.is_spoken for item in told)


def _is_home(where: Location) -> bool:
    return where.room == "home" and not where.name


def _first_told(
    beats: Sequence[Beat], actors: Sequence[Actor], usual: Sequence[str]
) -> Location | None:
    """Return where the story starts by what it tells; None if it only tells where it leads.

    *beats* begin with the premise. What is done in the first panel tells a room.
    """
    opening = [location for beat in beats[:_OPENING] for location in locations_of(beat)]
    if opening:
        return opening[0]
    acts = [name for beat in beats[:_OPENING] for name in beat.meanings(lexicon.VERBS)]
    done = usual_location(acts)
    trade = next((name for name in usual if usual_location((name,))), "")
    # a patient wakes up in hospital, and a cat anywhere
    is_elsewhere = trade in lexicon.meanings(lexicon.PEOPLE, "en") or not _is_person(actors)
    if done is not None and done.room and not (is_elsewhere and done.room in _ALSO_ELSEWHERE):
        return done
    later = (location for beat in beats[_OPENING:] for location in locations_of(beat))
    return next((where for where in later if not (where.is_goal or where.is_reached)), None)


def locations_of(beat: Beat, *, settled: bool = False) -> list[Location]:
    """Return the places that a beat tells of, in order."""
    return [
        location
        for sentence, words in beat.sentences
        for location in told_locations(sentence, words, settled=settled)
    ]


def _swims(actor: Actor) -> bool:
    return actor.look.role == "mermaid" or actor.look.kind in {"fish", "octopus", "whale", "turtle"}
