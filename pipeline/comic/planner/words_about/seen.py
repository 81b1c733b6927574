"""What a panel shows beyond its own text, and what has not been said of the panel before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.comic.character_look import HUMAN
from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_search import fold, names_in
from pipeline.comic.planner.words_about.lexicon_names import site_words, thing_words
from pipeline.comic.planner.words_about.phrases import phrases
from pipeline.comic.story import Actor, PanelPlan, Part, Setting

USUAL = frozenset(("city", "field", "park", "village"))  # a house stands in one of them
_RESTING = frozenset(("stand", "relaxed", "hips", "present", "droop"))
_TALKING = frozenset(("present", "point", "hips", "wave"))
_LIVELY = frozenset(("run", "jump", "walk", "dance"))
_IMPLIED = {  # the feelings that a pose shows
    "sleep": ("asleep",),
    "think": ("thinking",),
    "cheer": ("happy",),
    "cower": ("scared",),
    "shock": ("surprised", "scared"),
    "fists": ("angry",),
}
_MEANS = ("broom",)  # objects by which something is done
_AIMED = ("point", "reach")  # poses with a target


@dataclass(frozen=True, slots=True)
class Doing:
    """What one or more actors do; an empty field is not to be said."""

    actors: tuple[Actor, ...]
    pose: str = ""
    emotion: str = ""
    holding: str = ""
    target: str = ""
    feeling: str = ""  # said by *emotion*, or shown by the pose


@dataclass(frozen=True, slots=True)
class Where:
    """Place, hour and weather that are to be said; empty fields are not. *hour* is the real one."""

    place: str = ""
    room: str = ""
    front: str = ""
    site: str = ""
    time: str = ""
    weather: str = ""
    hour: str = "day"
    indoors: bool = False

    def __bool__(self) -> bool:
        return any((self.place, self.room, self.front, self.site, self.time, self.weather))

    @property
    def placed(self) -> bool:
        return any((self.place, self.room, self.front, self.site))


@dataclass(frozen=True, slots=True)
class Seen:
    """What is to be said about a panel."""

    where: Where
    doings: tuple[Doing, ...]
    resting: tuple[Actor, ...]
    things: tuple[str, ...]
    labels: Mapping[str, str]  # words for things
    told: Narrated

    @property
    def actors(self) -> tuple[Actor, ...]:
        return (*(actor for doing in self.doings for actor in doing.actors), *self.resting)


class Narrated:
    """What the narration of a panel says."""

    def __init__(self, text: str, code: str) -> None:
        self._folded = fold(text)
        self._found = {
            table: frozenset(names_in(text, table, (code,))) if text else frozenset[str]()
            for table in (
                lexicon.PLACES,
                lexicon.ROOMS,
                lexicon.TIMES,
                lexicon.WEATHER,
                lexicon.THINGS,
                lexicon.ACTIONS,
                lexicon.EMOTIONS,
                lexicon.SPECIES,
                lexicon.ROLES,
            )
        }

    def __bool__(self) -> bool:
        return bool(self._folded)

    @property
    def things(self) -> frozenset[str]:
        return self._found[lexicon.THINGS]

    def says(self, table: str, name: str) -> bool:
        return name in self._found[table]

    def mentions(self, words: str) -> bool:
        """Return whether *words* or their stem are in the narration."""
        last = fold(words).split()[-1:] or [""]
        stem = last[0][: max(3, len(last[0]) - 2)]
        return bool(stem) and stem in self._folded

    def names(self, actor: Actor) -> bool:
        return self.names_kind(actor) or self.mentions(actor.name)

    def names_kind(self, actor: Actor) -> bool:
        kinds = actor.look.kind != HUMAN and self.says(lexicon.SPECIES, actor.look.kind)
        roles = bool(actor.look.role) and self.says(lexicon.ROLES, actor.look.role)
        return kinds or roles or self.mentions(actor.label)


def seen_in(panels: Iterable[PanelPlan], code: str) -> Iterator[Seen]:
    """Yield what is to be said about each of *panels*, whose text is in the language *code*."""
    before: PanelPlan | None = None
    for panel in panels:
        yield _Look(panel, before, code).seen()
        before = panel


class _Look:
    """A look at one panel."""

    def __init__(self, panel: PanelPlan, before: PanelPlan | None, code: str) -> None:
        self._panel = panel
        self._before = before
        self._code = code
        self._phrases = phrases(code)
        self._told = Narrated(" ".join(panel.captions), code)
        self._speaking = {line.speaker for line in panel.lines}

    def seen(self) -> Seen:
        where = self._where()
        things = list(self._things())
        doings: list[Doing] = []
        resting: list[Actor] = []
        for index, part in enumerate(self._panel.parts):
            doing = self._doing(index, part, things)
            if doing is None:
                resting.append(part.actor)
            else:
                doings.append(doing)
        shown = self._worth_naming(resting, where, doings)
        if not (doings or shown or where or things or self._told or self._panel.lines):
            where, shown = self._fully(), resting
        return Seen(
            where, _joined(doings), tuple(shown), tuple(things), self._panel.labels, self._told
        )

    def _where(self) -> Where:
        """Return the setting without what is told, and what it was in the panel before."""
        now, told = self._panel.setting, self._told
        before = self._before.setting if self._before else Setting("", time="day")
        full = self._fully()
        moved = self._before is None or _location(now) != _location(before)
        new_time = now.time != before.time and not told.says(lexicon.TIMES, now.time)
        new_weather = now.weather != before.weather and not told.says(lexicon.WEATHER, now.weather)
        house = now.room or now.building
        says_house = bool(house) and told.says(lexicon.ROOMS, house)
        site = full.site if not told.mentions(full.site) else ""
        return Where(
            full.place if moved and not told.says(lexicon.PLACES, full.place) else "",
            full.room if moved and not says_house else "",
            full.front if moved and not says_house else "",
            site if moved else "",
            now.time if new_time else "",
            now.weather if new_weather and now.weather != "clear" else "",
            now.time,
            bool(now.room),
        )

    def _fully(self) -> Where:
        now = self._panel.setting
        house = now.room or now.building
        if now.name:
            return Where(
                site=site_words(now.name, self._code), hour=now.time, indoors=bool(now.room)
            )
        return Where(
            now.place if not house or now.place not in USUAL else "",
            now.room,
            now.building if not now.room else "",
            hour=now.time,
            indoors=bool(now.room),
        )

    def _things(self) -> Iterator[str]:
        """Yield the objects that nobody holds and the narration does not name."""
        held = {part.holding for part in self._panel.parts}
        before = self._before.things if self._before else ()
        for thing in self._panel.things:
            words = thing_words(thing, self._panel.labels, self._code)
            told = self._told.says(lexicon.THINGS, thing) or self._told.mentions(words)
            if thing not in held and not told and thing not in before:
                yield thing

    def _doing(self, index: int, part: Part, things: list[str]) -> Doing | None:
        told = self._told
        feeling = part.feeling or (part.emotion if part.emotion != "calm" else "")
        if self._goes_on(part):
            return None
        if told.says(lexicon.EMOTIONS, feeling):
            feeling = ""
        if not (self._phrases.has("emotions", feeling) or self._phrases.has("emotions", "any")):
            feeling = ""
        holding = part.holding if not told.says(lexicon.THINGS, part.holding) else ""
        says_pose = told.says(lexicon.ACTIONS, part.pose)
        if says_pose and holding in _MEANS:
            holding = ""
        pose = "" if says_pose else self._pose(index, part)
        shown = feeling in _IMPLIED.get(part.pose, ()) and (pose or says_pose)
        emotion = "" if shown else feeling
        if not (pose or emotion or holding):
            return None
        target = things.pop(0) if pose in _AIMED and things else ""
        return Doing((part.actor,), pose, emotion, holding, target, feeling)

    def _pose(self, index: int, part: Part) -> str:
        """Return the pose if it tells something."""
        if part.pose in _RESTING or (index in self._speaking and part.pose in _TALKING):
            return ""
        if part.holding and part.pose not in _LIVELY:
            return ""  # it is how the object is held
        return part.pose if self._phrases.has("poses", part.pose) else ""

    def _goes_on(self, part: Part) -> bool:
        """Return whether a panel with text shows the actor as the panel before did."""
        before = self._before.parts if self._before else ()
        has_text = bool(self._told) or bool(self._panel.lines)
        return has_text and part in before

    def _worth_naming(self, resting: list[Actor], where: Where, doings: list[Doing]) -> list[Actor]:
        """Return those of *resting* who have to be named for the panel to be understood."""
        if where.placed and not doings:
            return resting
        present = [part.actor for part in self._before.parts] if self._before else []
        speaking = [self._panel.parts[i].actor for i in self._speaking if i is not None]
        return [
            actor
            for actor in resting
            if actor not in present and actor not in speaking and not self._told.names(actor)
        ]


def _location(setting: Setting) -> tuple[str, ...]:
    return (setting.place, setting.room, setting.building, setting.name)


def _joined(doings: list[Doing]) -> tuple[Doing, ...]:
    """Return *doings* with those who do the same together."""
    together: dict[tuple[str, ...], Doing] = {}
    for doing in doings:
        key = (doing.pose, doing.emotion, doing.holding, doing.target, doing.feeling)
        same = together.get(key)
        actors = (*same.actors, *doing.actors) if same else doing.actors
        together[key] = Doing(actors, *key)
    return tuple(together.values())
