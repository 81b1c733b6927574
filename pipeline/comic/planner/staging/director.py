"""Direction: the actors, mood and camera of every panel."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.reading.beats import Beat, Phase
from pipeline.comic.planner.reading.crowds import tells_of_crowd
from pipeline.comic.planner.reading.passages import Kind
from pipeline.comic.planner.reading.reader import Told
from pipeline.comic.planner.reading.things import Thing, things_in
from pipeline.comic.planner.staging.acting import Acting, met_in, mounts_in
from pipeline.comic.planner.staging.camera import Camera
from pipeline.comic.planner.staging.locations import Locations
from pipeline.comic.planner.staging.placing import placed_things
from pipeline.comic.planner.staging.presence import Presence
from pipeline.comic.seeded_random import chance
from pipeline.comic.story import Actor, DialogueLine, PanelPlan, Part, Setting
from pipeline.models import DrawingOrder

_SAME_ACT = frozenset((Phase.PAUSE, Phase.DETAIL))  # they show the act itself once more
_MAX_PARTS = 3  # most actors in one picture, unless a plural noun adds more
_CROWD = 5
_MAX_THINGS = 3
_KINDS = {Kind.NARRATION: "caption"}


class Director:
    """Director: decides place, hour, actors, poses and camera; unstated choices carry over."""

    def __init__(
        self,
        order: DrawingOrder,
        actors: Sequence[Actor],
        beats: Sequence[Beat],
        *,
        scripted: bool = False,
        start: Setting | None = None,
        premise: Beat | None = None,
        languages: Sequence[str] = (),
    ) -> None:
        self._actors = actors
        self._beats = beats
        self._scripted = scripted
        self._source: random.Random = chance("director", order.seed, order.prompt)
        self._things = [list(_things(beat)) for beat in beats]
        # a dentist tells the place, a vampire at the dentist's does not
        people = lexicon.meanings(lexicon.PEOPLE, "en")
        opening = _first_seen(actors, beats)
        usual = [actor.look.role for actor in actors if actor.look.role in people]
        usual += [thing.name for things in self._things for thing in things]
        usual += [word for actor in opening for word in (actor.look.role, actor.kind) if word]
        usual += [name for beat in beats for name in beat.meanings(lexicon.VERBS)]
        self._locations = Locations(
            beats, actors, usual, self._source, start=start, premise=premise
        )
        spoken = tuple(dict.fromkeys((*languages, "en")))
        self._acting = Acting(actors, self._source, spoken)
        self._presence = Presence()
        self._camera = Camera(chance("camera", order.seed, order.prompt))
        self._places: list[int] = []  # those seen so far, from left to right

    def stage(self) -> tuple[PanelPlan, ...]:
        """Return a panel for each beat."""
        panels: list[PanelPlan] = []
        people: list[int] = []
        for number, beat in enumerate(self._beats):
            last = number == len(self._beats) - 1 and number > 0
            setting = self._locations.move(beat, first=number == 0, last=last)
            people = self._people(beat, people, setting)
            panels.append(self._panel(number, setting, people, panels, last=last))
        return tuple(panels)

    def _panel(
        self,
        number: int,
        setting: Setting,
        people: list[int],
        before: Sequence[PanelPlan],
        *,
        last: bool,
    ) -> PanelPlan:
        beat = self._beats[number]
        things = self._things[number][:_MAX_THINGS]
        names = tuple(thing.name for thing in things)
        seen = [panel.shot for panel in before]
        shot = self._camera.shot(beat, seen, names, last=last, crowd=len(people))
        shown = self._in_frame(beat, people, shot)
        close = shot in {"close", "detail"}
        acted = replace(beat, phase=Phase.ACT) if beat.phase in _SAME_ACT else beat
        parts, scene = self._acting.parts(acted, shown, things, close=close, last=last)
        placed = placed_things(beat, parts, shown, scene.acts, names, put_on=scene.put_on)
        captions, lines = self._lettered(beat, shown)
        panel = PanelPlan(
            setting,
            shot,
            parts,
            names,
            captions,
            lines,
            sign="" if beat.phase is Phase.SETUP else _sign(parts),
            labels={thing.name: thing.label for thing in things},
            placed=placed,
            crowd=any(tells_of_crowd(sentence, words) for sentence, words in beat.sentences),
        )
        return self._camera.seen(panel, before, silent=beat.phase is not Phase.ACT, last=last)

    # --- People -------------------------------------------------------------------------------

    def _people(self, beat: Beat, before: list[int], setting: Setting) -> list[int]:
        told = [i for m in beat.mentions if not m.absent for i in m.characters]
        speaking = [line.speaker for line in beat.said if line.speaker is not None]
        absent = {i for m in beat.mentions if m.absent for i in m.characters}
        people = list(dict.fromkeys([*speaking, *told]))
        beside = self._presence.still_there(beat, people, before, setting)
        if not people:
            people = beside or list(range(min(1, len(self._actors))))
        elif len(people) == 1 and not self._scripted:
            people = list(dict.fromkeys([*people, *beside]))  # the others are still present
        mounts = mounts_in(beat)
        people = [p for p in people if (p not in absent or p in told) and p not in mounts]
        labels = [self._actors[p].label for p in people]
        twins = len(set(labels)) < len(labels)  # those of one kind stay together
        room = max(_MAX_PARTS + twins, len(set(told)))
        keep = people[: min(room, _CROWD)]
        # actors keep their order from left to right across panels
        self._places += [person for person in keep if person not in self._places]
        self._let_stand_in_turn([p for p in _speakers(beat) if p in keep])
        return sorted(keep, key=self._places.index)

    def _let_stand_in_turn(self, speakers: list[int]) -> None:
        """Let *speakers* change places, so that their balloons are read in the order of lines."""
        places = sorted(self._places.index(speaker) for speaker in speakers)
        for place, speaker in zip(places, speakers, strict=True):
            self._places[place] = speaker

    # --- Camera -------------------------------------------------------------------------------

    @staticmethod
    def _in_frame(beat: Beat, people: list[int], shot: str) -> list[int]:
        """Return the visible actors: in a close-up only one of them."""
        if shot not in {"close", "detail"}:
            return people
        speakers = _speakers(beat)
        if speakers:
            return speakers[:1]
        acting = [i for m in beat.mentions if m.is_subject for i in m.characters]
        watching = [person for person in people if person not in acting]
        if beat.phase is Phase.REACTION and watching:
            return ([p for p in watching if p in met_in(beat)] or watching)[:1]
        return [person for person in people if person in acting][:1] or people[:1]

    # --- Lettering ----------------------------------------------------------------------------

    def _lettered(self, beat: Beat, shown: list[int]) -> tuple[str, tuple[DialogueLine, ...]]:
        """Return the caption above the picture, and what is lettered after it, in order."""
        items = beat.lines
        first = next((i for i, item in enumerate(items) if item.kind is not Kind.NARRATION), None)
        leading = items if first is None else items[:first]
        caption = _joined(leading)
        lines = [self._line(item, shown) for item in items[len(leading) :]]
        return caption, tuple(lines)

    def _line(self, item: Told, shown: list[int]) -> DialogueLine:
        seen = shown.index(item.speaker) if item.speaker in shown else None
        name = self._actors[item.speaker].name if item.speaker is not None else ""
        return DialogueLine(item.text, _KINDS.get(item.kind, str(item.kind)), seen, name)


def _speakers(beat: Beat) -> list[int]:
    """Return the actors that say something in the panel, in the order of their lines."""
    spoken = (line.speaker for line in beat.lines)
    return list(dict.fromkeys(speaker for speaker in spoken if speaker is not None))


def _things(beat: Beat) -> Iterator[Thing]:
    """Yield the things of *beat*, each once."""
    found: dict[str, Thing] = {}
    for item in beat.told:
        if item.sentence is None:
            continue
        people = frozenset(mention.first for mention in item.mentions)
        for thing in things_in(item.sentence, item.words, people):
            found.setdefault(thing.name, thing)
    yield from found.values()


def _joined(items: Sequence[Told]) -> str:
    spaced = all(
        item.sentence is None or item.sentence.language not in {"ja", "zh"} for item in items
    )
    return (" " if spaced else "").join(item.text for item in items)


def _sign(parts: Sequence[Part]) -> str:
    """Return the sign next to the first of *parts* that feels something."""
    felt = next((part.emotion for part in parts if part.emotion != "calm"), "")
    return SIGNS.get(felt, "")


SIGNS = {  # comic signs next to the head, by emotion
    "love": "heart",
    "asleep": "zzz",
    "surprised": "bang",
    "thinking": "query",
    "scared": "drops",
    "angry": "vein",
}


def _first_seen(actors: Sequence[Actor], beats: Sequence[Beat]) -> Sequence[Actor]:
    """Return those of the first panel, or all if it tells of none: a clown that comes in the last
    panel does not make it a circus.
    """
    items = beats[0].told if beats else []
    seen = {i for item in items for mention in item.mentions for i in mention.characters}
    seen |= {item.speaker for item in items if item.speaker is not None}
    return [actor for i, actor in enumerate(actors) if i in seen] or actors
