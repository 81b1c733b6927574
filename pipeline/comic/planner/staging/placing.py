"""Placing: where the things of a panel are, and who has them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.comic.planner.language.prepositions import prepositions
from pipeline.comic.planner.language.word_kinds import GROWING, words_of
from pipeline.comic.planner.reading.beats import Beat, Phase
from pipeline.comic.planner.reading.things import Thing, things_of
from pipeline.comic.planner.staging.told_acts import ToldAct, whereabouts
from pipeline.comic.story import Part, PlacedThing, ThingPlace

_SEATED = {"sit": ("seats",), "sleep": ("beds", "seats"), "lie": ("beds", "seats")}
_DESKS = frozenset(("desk", "table"))
_AT_DESKS = frozenset(("sit", "write", "type"))
_RIDING = frozenset(("ride", "drive", "surf"))
_RELATIONS: tuple[ThingPlace, ...] = ("on", "in", "under", "behind", "beside")
_KINDS_OF = {"sword": "katana"}  # by which a thing may be held
_FLAMES, _FUMES = frozenset(("fire", "flame", "flames")), frozenset(("smoke", "steam"))
_GROWN = 2.8  # times the usual size
_ABOUT: Mapping[str, ThingPlace] = {  # where a thing is of which somebody is on, in, under, behind
    "on": "seat",
    "in": "around",
    "under": "over",
    "behind": "before",
}
_ON_FOR_IN = frozenset(("pt", "es", "ja", "zh"))  # languages where one word says both
_PASSING = frozenset(("falling", "air", "moving", "head"))  # over, once the act is


def placed_things(
    beat: Beat,
    parts: Sequence[Part],
    shown: Sequence[int],
    acts: Sequence[ToldAct],
    names: Sequence[str],
    *,
    put_on: Collection[str] = (),
) -> tuple[PlacedThing, ...]:
    """Return the place of each thing of *names*, and of all that is held; each thing once."""
    found: dict[str, PlacedThing] = {}
    if beat.phase is not Phase.SETUP:
        for placed in (
            *_held(parts),
            *_desks(parts, acts),
            *_around(beat, shown),
            *_seats(parts, acts),
            *_of_acts(acts, shown, beat.phase),
        ):
            found.setdefault(placed.name, placed)
    for placed in _told(beat):
        before = found.get(placed.name)
        if before is not None and placed.state:
            found[placed.name] = replace(before, state=placed.state)
        if before is not None and before.where == "ground":
            found[placed.name] = replace(before, where=placed.where, thing=placed.thing)
        found.setdefault(placed.name, placed)
    for name in names:
        found.setdefault(name, PlacedThing(name))
    sizes = {
        t.name: t
        for item in beat.told
        if item.sentence is not None
        for t in things_of(item.sentence, item.words, item.mentions)
    }
    known = {*names, *(part.holding for part in parts)}
    known |= {told.by.name for told in acts if told.by is not None}  # "it hits the teacher"
    held = [part.holding for part in parts if part.holding]
    chosen = [
        _sized(placed, sizes.get(placed.name), put_on)
        for placed in found.values()
        if placed.name in known
        and not _is_another_word(placed, held)
        and not _is_shown(placed, found)
    ]
    return tuple(sorted(chosen, key=lambda placed: not placed.is_key))


def _sized(placed: PlacedThing, told: Thing | None, put_on: Collection[str]) -> PlacedThing:
    """Return a thing as large as it is told to be, and as many; what is put on is worn."""
    if placed.name in put_on:
        return replace(placed, where="worn")
    if told is None:
        return placed
    size = placed.size if placed.size != 1.0 else told.size
    return replace(placed, size=size, many=placed.many or told.many)


def _is_another_word(placed: PlacedThing, held: Sequence[str]) -> bool:
    """Return whether a thing is one that somebody holds, by a shorter name: the golden egg."""
    if placed.where != "ground":
        return False
    return any(name.endswith((f" {placed.name}", _KINDS_OF.get(placed.name, " "))) for name in held)


def _is_shown(placed: PlacedThing, found: Mapping[str, PlacedThing]) -> bool:
    """Return whether fire or smoke is drawn on the thing that burns or smokes."""
    state = "burning" if placed.name in _FLAMES else "smoking" if placed.name in _FUMES else ""
    return bool(state) and any(thing.state == state for thing in found.values())


def _grows(told: ToldAct) -> bool:
    verbs = () if told.predicate is None or told.by is None else told.predicate.names
    return not words_of(GROWING).isdisjoint(verbs)


def _held(parts: Sequence[Part]) -> Iterator[PlacedThing]:
    for index, part in enumerate(parts):
        if part.holding:
            where: ThingPlace = "ridden" if part.pose in _RIDING else "held"
            yield PlacedThing(part.holding, where, index, is_key=True)


def _desks(parts: Sequence[Part], acts: Sequence[ToldAct]) -> Iterator[PlacedThing]:
    """Yield the desk at which somebody sits."""
    for index, part in enumerate(parts):
        things = (thing for told in acts for thing in told.around)
        desk = next((thing.name for thing in things if thing.name in _DESKS), "")
        if desk and part.pose in _AT_DESKS:
            yield PlacedThing(desk, "desk", index, is_key=True)


def _seats(parts: Sequence[Part], acts: Sequence[ToldAct]) -> Iterator[PlacedThing]:
    """Yield what somebody sits or lies on."""
    for index, part in enumerate(parts):
        kind = frozenset().union(*map(words_of, _SEATED.get(part.pose, ())))
        things = (thing for told in acts for thing in (*told.around, *told.objects))
        seat = next((thing.name for thing in things if thing.name in kind), "")
        if seat:
            yield PlacedThing(seat, "seat", index, is_key=True)


def _around(beat: Beat, shown: Sequence[int]) -> Iterator[PlacedThing]:
    """Yield what somebody is told to be on, in, under or behind."""
    language = next((item.sentence.language for item in beat.told if item.sentence), "")
    for doers, thing in whereabouts(beat):
        relation = _relation(thing.preposition, language)
        if relation == "on" and language in _ON_FOR_IN and thing.name in words_of("enclosing"):
            relation = "in"
        part = next((shown.index(doer) for doer in doers if doer in shown), None)
        if relation is not None and relation in _ABOUT and part is not None:
            yield PlacedThing(thing.name, _ABOUT[relation], part, is_key=True)


def _of_acts(acts: Sequence[ToldAct], shown: Sequence[int], phase: Phase) -> Iterator[PlacedThing]:
    for told in acts:
        where = told.act.object
        if told.by is not None and not told.act.of_things:  # "gets splashed by a bus"
            moves = told.by.name in words_of("driven")
            yield PlacedThing(told.by.name, "moving" if moves else "ground", is_key=True)
        met = told.others if told.act.of_things else told.doers
        doer = next((shown.index(d) for d in met if d in shown), None)
        things = (told.by,) if told.by is not None and told.act.of_things else told.objects
        for thing in things:
            if thing is None or where is None or where == "ridden":
                continue
            state = told.act.state
            at: ThingPlace = "ground" if where == "held" else where
            if phase is Phase.REACTION and at in _PASSING:
                fell = at == "falling" and thing.name in words_of("fragile")
                at, state = "ground", "broken" if fell else state
            size = _GROWN if _grows(told) else thing.size
            yield PlacedThing(thing.name, at, doer, state=state, is_key=True, size=size)
        if told.by is not None and told.by.name in _FUMES and told.around:
            yield PlacedThing(told.around[0].name, state="smoking", is_key=True)
        if told.act.pose == "hide":
            for thing in (t for t in told.around if not t.preposition):
                yield PlacedThing(thing.name, "foreground", doer, is_key=True)


def _told(beat: Beat) -> Iterator[PlacedThing]:
    """Yield what stands on, in or under another thing: "the cake on the table"."""
    for item in beat.told:
        if item.sentence is None:
            continue
        before: Thing | None = None
        for thing in things_of(item.sentence, item.words, item.mentions):
            relation = _relation(thing.preposition, item.sentence.language)
            if thing.name in _FLAMES and thing.preposition:  # "on fire"
                if before is not None:
                    yield PlacedThing(before.name, state="burning", is_key=True)
                    continue
                yield PlacedThing(thing.name, many=True, is_key=True)
            if before is not None and relation is not None:
                yield PlacedThing(before.name, relation, thing=thing.name)
            before = thing if relation is None else before


def _relation(preposition: str, language: str) -> ThingPlace | None:
    known = prepositions(language)
    return next((name for name in _RELATIONS if preposition in known.get(name, ())), None)
