"""Locations: place, hour and weather of the panels; unstated ones carry over."""

from __future__ import annotations

import random
from dataclasses import replace

from pipeline.comic.planner import lexicon
from pipeline.comic.planner.characters import Cast
from pipeline.comic.planner.lexicon_search import OVERHEAD, find, names_in
from pipeline.comic.planner.quotes import sentences
from pipeline.comic.story import Actor, Setting
from pipeline.models import DrawingOrder


class Locations:
    """Tracker of place, hour and weather from panel to panel."""

    def __init__(
        self, order: DrawingOrder, cast: Cast, things: list[str], source: random.Random
    ) -> None:
        self._order = order
        self._cast = cast
        self._things = things
        self._source = source
        self._everything = " ".join([order.prompt, *(p.scene for p in order.script)])
        self._hour_told = bool(find(self._everything, lexicon.TIMES, cast.languages))
        self.now = self._first_setting()

    def _found_in(self, text: str, table: str) -> list[str]:
        return names_in(text, table, self._cast.languages)

    def _overhead(self, text: str) -> bool:
        """Return whether *text* mentions looking up at the sky."""
        found = find(text, lexicon.PLACES, self._cast.languages)
        return any(item.name == OVERHEAD for item in found)

    def _first_setting(self) -> Setting:
        opening = self._opening()
        rooms = self._found_in(opening, lexicon.ROOMS)
        places = self._found_in(opening, lexicon.PLACES)
        if not places and not rooms:  # a prompt may say later where all of it takes place
            places = self._found_in(self._order.prompt, lexicon.PLACES)
        weather = self._found_in(opening, lexicon.WEATHER)
        times = self._found_in(opening, lexicon.TIMES)
        place = places[0] if places else ""
        if not place:
            things = self._found_in(opening, lexicon.THINGS) if self._order.script else self._things
            place = next((p for thing, p in _PLACES_OF_THINGS.items() if thing in things), "")
        if not place:
            place = next(
                (
                    _HOMES[home]
                    for actor in self._cast.actors
                    for home in (actor.look.kind, actor.look.role)
                    if home in _HOMES
                ),
                "",
            )
        if not places and place == "underwater" and not all(map(_swims, self._cast.actors)):
            place = "beach"  # where characters of sea and land can meet
        if not place:
            place = "city" if rooms else self._source.choice(("field", "park", "city", "village"))
        time = times[0] if times else ("night" if place in {"moon", "space"} else "day")
        return Setting(
            place, "", rooms[0] if rooms else "", time, weather[0] if weather else "clear"
        )

    def _opening(self) -> str:
        """Return the text of the first panel: of a script, what it says about that panel only."""
        if script := self._order.script:
            return f"{script[0].scene} {script[0].caption}"
        return " ".join(sentences(self._order.prompt)[:1])

    def _turned(self, now: Setting, text: str, *, looks_up: bool) -> Setting:
        """Return *now* with the hour and the weather that *text* mentions."""
        times = self._found_in(text, lexicon.TIMES)
        weather = self._found_in(text, lexicon.WEATHER)
        if looks_up and now.weather in {"rain", "storm"}:
            now = replace(now, weather="clear")  # otherwise nothing would be visible
        if times:
            now = replace(now, time=times[0])
        if weather:
            now = replace(now, weather=weather[0])
        return now

    def move(self, text: str, *, first: bool, last: bool, silent: bool) -> Setting:
        """Return the location of the panel of *text*; a silent last panel may turn to evening."""
        now = self.now
        places = self._found_in(text, lexicon.PLACES)
        rooms = self._found_in(text, lexicon.ROOMS)
        outside = not rooms and self._overhead(text)
        if outside:
            now = replace(now, room="")  # the scene moves outdoors to show the sky
        now = self._turned(now, text, looks_up=outside)
        if places and not first and places[0] != now.place:
            now = replace(now, place=places[0], room="", building="")
        elif places and not first and not rooms:
            now = replace(now, room="", building="")  # out of the house
        indoors = self._order.panel_count == 1 or (rooms and rooms[0] not in _INVITING)
        if rooms:
            now = replace(now, building=rooms[0])
            # the first panel shows the building from outside, the next its interior
            now = replace(
                now,
                room=rooms[0] if not first or (indoors and not places) else "",
            )
        elif not first and now.building and not now.room and not places and not outside:
            now = replace(now, room=now.building)
        if (
            last
            and silent
            and not self._hour_told
            and now.place not in {"moon", "space", "underwater"}
        ):
            now = replace(now, time="sunset", room="")
        elif last and silent and now.room and self._order.panel_count > 3:
            now = replace(now, room="")
        self.now = now
        return now


def _swims(actor: Actor) -> bool:
    return actor.look.role == "mermaid" or actor.look.kind in {"fish", "octopus", "whale", "turtle"}


_INVITING = frozenset(("bakery", "shop", "restaurant"))  # first seen from the street
_PLACES_OF_THINGS = {
    "rocket": "space",
    "boat": "sea",
    "treasure": "island",
    "car": "road",
    "bicycle": "park",
    "train": "city",
    "plane": "sky",
    "kite": "park",
    "skateboard": "city",
}
_HOMES = {
    "fish": "underwater",
    "octopus": "underwater",
    "whale": "sea",
    "penguin": "snow",
    "snowman": "snow",
    "lion": "desert",
    "monkey": "forest",
    "bear": "forest",
    "fox": "forest",
    "owl": "forest",
    "wolf": "forest",
    "tiger": "forest",
    "pig": "farm",
    "cow": "farm",
    "horse": "farm",
    "sheep": "farm",
    "chicken": "farm",
    "dragon": "castle",
    "unicorn": "field",
    "alien": "space",
    "ghost": "castle",
    "dinosaur": "volcano",
    "samurai": "temple",
    "ninja": "temple",
    "geisha": "temple",
    "mermaid": "underwater",
    "cowboy": "desert",
    "viking": "sea",
    "vampire": "castle",
    "knight": "castle",
    "princess": "castle",
    "king": "castle",
    "queen": "castle",
    "angel": "sky",
    "fairy": "forest",
    "farmer": "farm",
    "detective": "city",
    "hero": "city",
    "police": "city",
    "firefighter": "city",
    "astronaut": "moon",
    "pirate": "island",
}
