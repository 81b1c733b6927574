"""Staging: place, hour, people, poses and camera of every panel."""

from __future__ import annotations

import random
from dataclasses import replace

from pipeline.models import DrawingOrder
from pipeline.sketch import lexicon
from pipeline.sketch.business import Business, gags_for
from pipeline.sketch.casting import Cast
from pipeline.sketch.chance import chance
from pipeline.sketch.describe import scene_words
from pipeline.sketch.grips import FOOD, GRIPS
from pipeline.sketch.look import HUMAN
from pipeline.sketch.quotes import pieces_of, sentences
from pipeline.sketch.reading import OVERHEAD, find
from pipeline.sketch.story import Line, PanelPlan, Part, Setting
from pipeline.sketch.telling import Beat

_MAX_PARTS = 3  # in one picture, unless a noun in the plural brings more
_CROWD = 5


class Director:
    """Decides place, hour, people, poses and camera, carrying over what is not said anew."""

    def __init__(self, order: DrawingOrder, cast: Cast) -> None:
        self._order = order
        self._cast = cast
        self._source: random.Random = chance("director", order.seed, order.prompt)
        self._everything = " ".join([order.prompt, *(p.scene for p in order.script)])
        told = [piece.text for piece in pieces_of(order.prompt) if not piece.spoken]
        scenes = [panel.scene for panel in order.script]
        self._things = self._found_in(" ".join([*told, *scenes]), lexicon.THINGS)
        self._hour_told = bool(find(self._everything, lexicon.TIMES, cast.languages))
        self._setting = self._first_setting()
        self._met: list[int] = []  # everybody seen so far
        self._referent: int | None = None  # whom he, she or it means
        self._gags = list(gags_for(self._setting.place))
        self._source.shuffle(self._gags)
        self._wordless = 0  # panels staged with business of our own

    def _found_in(self, text: str, table: str) -> list[str]:
        languages = self._cast.languages
        found = dict.fromkeys(item.name for item in find(text, table, languages))
        return [name for name in found if name != OVERHEAD]

    def _overhead(self, text: str) -> bool:
        """Whether *text* looks up at something in the sky."""
        found = find(text, lexicon.PLACES, self._cast.languages)
        return any(item.name == OVERHEAD for item in found)

    def _first_setting(self) -> Setting:
        text = self._everything
        script = self._order.script
        opening = script[0].scene if script else " ".join(sentences(self._order.prompt)[:1])
        places = self._found_in(opening, lexicon.PLACES) or self._found_in(text, lexicon.PLACES)
        rooms = self._found_in(opening, lexicon.ROOMS)
        weather = self._found_in(opening, lexicon.WEATHER)
        times = self._found_in(opening, lexicon.TIMES)
        place = places[0] if places else ""
        if not place:
            place = next((p for thing, p in _PLACES_OF_THINGS.items() if thing in self._things), "")
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
        if place == "underwater" and any(
            _HOMES.get(actor.look.role or actor.look.kind) != "underwater"
            for actor in self._cast.actors
        ):
            place = "beach"  # where those of the sea and those of the land can meet
        if not place:
            place = "city" if rooms else self._source.choice(("field", "park", "city", "village"))
        time = times[0] if times else ("night" if place in {"moon", "space"} else "day")
        return Setting(
            place, "", rooms[0] if rooms else "", time, weather[0] if weather else "clear"
        )

    def _setting_for(self, text: str, *, first: bool, last: bool, silent: bool) -> Setting:
        now = self._setting
        places = self._found_in(text, lexicon.PLACES)
        rooms = self._found_in(text, lexicon.ROOMS)
        times = self._found_in(text, lexicon.TIMES)
        weather = self._found_in(text, lexicon.WEATHER)
        outside = not rooms and self._overhead(text)
        if outside:
            now = replace(now, room="")  # one goes out to look at the sky
        if times:
            now = replace(now, time=times[0])
        if weather:
            now = replace(now, weather=weather[0])
        if places and not first and places[0] != now.place:
            now = replace(now, place=places[0], room="", building="")
        elif places and not first and not rooms:
            now = replace(now, room="", building="")  # out of the house
        if rooms:
            now = replace(now, building=rooms[0])
            # the building is first seen from outside, then we go in
            now = replace(
                now,
                room=rooms[0] if not first or (self._order.panel_count == 1 and not places) else "",
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
        self._setting = now
        return now

    def stage(self, beats: list[Beat]) -> tuple[PanelPlan, ...]:
        """A panel for each of *beats*."""
        panels: list[PanelPlan] = []
        people: list[int] = []
        emotion = "calm"
        count = len(beats)
        for i, beat in enumerate(beats):
            first, last = i == 0, i == count - 1 and count > 1
            setting = self._setting_for(beat.context, first=first, last=last, silent=beat.silent)
            people = self._people(beat, people)
            feelings = self._found_in(beat.context, lexicon.EMOTIONS)
            if feelings:
                emotion = feelings[0]
            else:
                emotion = self._arc(emotion, last=last) if beat.silent else "calm"
            things = self._shown_things(beat)
            business = self._business(beat, emotion, things)
            if business:
                things, emotion = (business.thing,), business.emotion
            shots = [panel.shot for panel in panels]
            shot = self._shot(beat, shots, last=last, crowd=len(people), things=bool(things))
            if beat.said and shot == "close" and things and things[0] in FOOD:
                shot = "medium"  # room for what is offered
            if business:
                shot = "medium" if shots and shots[-1] == "wide" else "wide"
            elif shot != "wide" and any(_on_the_ground(thing) for thing in things):
                shot = "wide"  # who rides is seen down to the wheels
            shown = self._in_frame(beat, people, shot)
            panels.append(
                PanelPlan(
                    setting,
                    shot,
                    self._parts(
                        beat, shown, emotion, things, close=shot == "close", business=business
                    ),
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
            people = list(dict.fromkeys([*people, *before]))  # the others are still there
        room = max(_MAX_PARTS, len(told)) if "they" not in pronouns else _CROWD
        keep = people[: min(room, _CROWD)]
        self._met += [p for p in keep if p not in self._met]
        # whoever stood left before stands left again, so that nobody jumps across the picture
        return sorted(
            keep, key=lambda p: before.index(p) if p in before else len(before) + keep.index(p)
        )

    def _meant(self, pronoun: str) -> int:
        """Whom *pronoun* (he, she, it) means: the latest it fits."""
        actors = self._cast.actors
        for met in reversed(self._met):
            look = actors[met].look
            if (look.kind == HUMAN) == (pronoun != "it") and (
                look.kind != HUMAN or look.female == (pronoun == "she")
            ):
                return met
        return self._met[-1]

    def _arc(self, before: str, *, last: bool) -> str:
        """The mood of a panel without words."""
        if before in {"sad", "scared", "angry", "asleep"}:
            return before if last else self._source.choice((before, "thinking"))
        if last:
            return "happy"
        options = ("happy", "surprised", "thinking", "happy", "calm")
        return self._source.choice([mood for mood in options if mood != before])

    def _shot(self, beat: Beat, before: list[str], *, last: bool, crowd: int, things: bool) -> str:
        """How near the camera is: wide first, then never twice the same where it can be helped."""
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
    def _in_frame(beat: Beat, people: list[int], shot: str) -> list[int]:
        """Who is seen: in a close-up only the speaker, or whoever comes first."""
        if shot not in {"close", "detail"}:
            return people
        speaker = beat.said[0].speaker if beat.said else None
        return [speaker] if speaker is not None else people[:1]

    def _parts(
        self,
        beat: Beat,
        shown: list[int],
        emotion: str,
        things: tuple[str, ...],
        *,
        close: bool,
        business: Business | None,
    ) -> tuple[Part, ...]:
        actions = self._found_in(beat.context, lexicon.ACTIONS)
        told = [mention.actor for mention in self._cast.mentions(beat.seen)]
        # whoever the sentence names acts; "they" are all who are there
        acting = [actor for actor in told if actor in shown][:1] or shown
        if self._referent in shown:
            acting = [self._referent]
        elif acting[0] in told:  # "three cats run": all of them do
            acting = [a for a in shown if self._alike(a, acting[0])]
        parts = []
        for k, actor in enumerate(shown):
            said = next((said for said in beat.said if said.speaker == actor), None)
            alone = emotion in {"asleep", "thinking"} and k > 0 and actor not in acting
            feeling = "calm" if alone else emotion
            if said and said.kind == "shout" and feeling == "calm":
                feeling = self._source.choice(("angry", "surprised", "surprised"))
            if actor in acting and actions and not close and feeling != "asleep":
                pose = actions[0]
            else:
                pose = self._pose(feeling, close=close, speaking=said is not None)
            held = ""
            if business and k == 0:
                pose, held = business.pose, business.thing if business.held else ""
                pose = "relaxed" if close and pose in _IN_THE_AIR else pose
            elif actor in acting and feeling != "asleep":
                held = self._held(beat, things, pose, first=actor == acting[0])
                held = self._tool(actor, held)
                if held and not (GRIPS[held].loose and pose in _LIVELY):
                    pose = GRIPS[held].pose
            parts.append(Part(self._cast.actors[actor], pose, feeling, held))
        return tuple(parts)

    def _shown_things(self, beat: Beat) -> tuple[str, ...]:
        """The things a panel shows: those told of; offered for sale aloud; else the story's."""
        told = self._found_in(beat.seen, lexicon.THINGS)
        cried = " ".join(said.text for said in beat.said if said.kind == "shout")
        wares = [thing for thing in self._found_in(cried, lexicon.THINGS) if thing in FOOD]
        if not told and "hold" in self._found_in(beat.seen, lexicon.ACTIONS):
            told = [thing for thing in self._things if thing in FOOD]  # "They eat"
        return tuple((told or wares or (self._things if beat.silent else []))[:2])

    def _alike(self, a: int, b: int) -> bool:
        actors = self._cast.actors
        return a == b or (bool(actors[a].label) and actors[a].label == actors[b].label)

    def _tool(self, actor: int, thing: str) -> str:
        """*thing* as *actor* has it: a samurai's sword is a katana."""
        eastern = self._cast.actors[actor].look.role in {"samurai", "ninja", "geisha"}
        return "katana" if thing == "sword" and eastern else thing

    def _held(self, beat: Beat, things: tuple[str, ...], pose: str, *, first: bool) -> str:
        """What somebody who acts has in hand: the thing that is told of, or used meanwhile."""
        thing = next((thing for thing in things if thing in GRIPS), "")
        named = not beat.silent
        if not thing or pose == "sleep":
            return ""
        if not first:
            return thing if thing in FOOD and pose == "hold" else ""
        return thing if named or beat.silent or pose in {"hold", "offer"} else ""

    def _business(self, beat: Beat, before: str, things: tuple[str, ...]) -> Business | None:
        """A gag for a panel of which nothing is told, unless the mood forbids it."""
        if not beat.silent or beat.scene or things or before in {"sad", "scared", "angry"}:
            return None
        gag = self._gags[self._wordless // 3 % len(self._gags)]
        found = gag[self._wordless % 3]
        self._wordless += 1
        return found

    def _lines(self, beat: Beat, shown: list[int]) -> tuple[Line, ...]:
        lines = []
        for said in beat.said:
            seen = shown.index(said.speaker) if said.speaker in shown else None
            actor = self._cast.actors[said.speaker] if said.speaker is not None else None
            lines.append(
                Line(said.text, said.kind, seen, said.name or (actor.name if actor else ""))
            )
        return tuple(lines)

    def _sign(self, emotion: str, *, silent: bool) -> str:
        if emotion == "happy" and silent:
            return self._source.choice(("note", "spark", ""))
        return _SIGNS.get(emotion, "")

    def _pose(self, emotion: str, *, close: bool, speaking: bool) -> str:
        if emotion == "asleep":
            return "sleep"
        options = _POSES.get(emotion, _TALKING if speaking else _RESTING)
        if speaking and emotion == "happy":
            options = _TALKING
        if close:
            options = tuple(pose for pose in options if pose not in _IN_THE_AIR)
        return self._source.choice(options)


def _on_the_ground(thing: str) -> bool:
    return thing in GRIPS and GRIPS[thing].where == "ground"


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
_SIGNS = {
    "love": "heart",
    "asleep": "zzz",
    "surprised": "bang",
    "thinking": "query",
    "scared": "drops",
    "angry": "vein",
}
_POSES: dict[str, tuple[str, ...]] = {
    "happy": ("cheer", "wave", "present", "dance", "jump"),
    "sad": ("droop",),
    "angry": ("fists", "hips", "point"),
    "scared": ("cower", "shock"),
    "surprised": ("shock", "reach", "shock"),
    "love": ("offer", "present"),
    "thinking": ("think",),
}
_TALKING = ("present", "point", "hips", "wave")
_RESTING = ("stand", "relaxed", "hips", "present")
_LIVELY = frozenset(("run", "jump", "walk", "dance"))
_IN_THE_AIR = frozenset(("fly", "jump", "run"))
