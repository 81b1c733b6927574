"""Continuation of a comic: what its next page inherits, as JSON that the caller keeps and returns.

The looks are in it as drawn, rather than the words they came from: the next page has other words.
Whoever keeps it may have changed it, so it is read like any other input; what cannot be read is
left out, and then the page begins a story of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import structlog

from pipeline.comic.character_look import HUMAN, Look
from pipeline.comic.palette import RGB
from pipeline.comic.planner.language.lexicon_search import fold
from pipeline.comic.planner.reading.characters import ToldCharacter
from pipeline.comic.story import TIMES, Actor, Gender, PanelPlan, Setting, StagedStory
from pipeline.comic.typesetting.grapheme_clusters import clean
from pipeline.models import CONTINUATION_LIMIT, CastMember, DrawingOrder

log = structlog.get_logger(__name__)

VERSION = 1
MAX_INHERITED = 10  # characters; a page may add others
MAX_RECAP = 600  # characters of text

_MAX_WORD = 80
_MAX_DESCRIPTION = 400
_MAX_WORN = 12


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a page inherits: the cast with its looks, where the page before ended, and a recap.

    *present* are the indices of those in its last panel.
    """

    actors: tuple[Actor, ...] = ()
    present: tuple[int, ...] = ()
    setting: Setting | None = None
    recap: str = ""

    def besides(self, given: Sequence[CastMember]) -> Inherited:
        """Return the same without those whom the order describes itself."""
        names = {fold(member.name) for member in given}
        kept = [i for i, actor in enumerate(self.actors) if fold(actor.name) not in names]
        present = tuple(kept.index(index) for index in self.present if index in kept)
        return replace(self, actors=tuple(self.actors[i] for i in kept), present=present)

    def latest_last(self) -> list[int]:
        """Return the indices of the cast in the order in which a pronoun means them, last first:
        those of the last panel before the others, and among them the first of the cast.
        """
        absent = [index for index in range(len(self.actors)) if index not in self.present]
        return [*reversed(absent), *reversed(self.present)]

    def actor_called(self, name: str) -> Actor | None:
        """Return the member with that name, or the only one of that kind."""
        folded = fold(name)
        named = [actor for actor in self.actors if fold(actor.name) == folded]
        alike = named or [actor for actor in self.actors if folded in _words_for(actor)]
        return alike[0] if len(alike) == 1 or named else None


NOTHING = Inherited()


def inherited_by(order: DrawingOrder) -> Inherited:
    """Return what *order* inherits of the comic that it continues."""
    if not order.continuation:
        return NOTHING
    try:
        return _read(order.continuation)
    except (ValueError, TypeError, LookupError) as error:
        log.warning("continuation_rejected", error=type(error).__name__)
        return NOTHING


def known_character(actor: Actor) -> ToldCharacter:
    """Return *actor* as a reader of the next prompt knows it."""
    gender: Gender = actor.gender
    if not gender and actor.kind == HUMAN:
        gender = "female" if actor.look.female else "male"
    words = fold(actor.name).split()
    return ToldCharacter(
        actor.name if actor.name != actor.label else "",
        noun=actor.label,
        species=actor.kind,
        roles=[actor.look.role] if actor.look.role and actor.look.has_costume else [],
        gender=gender,
        keys={*_words_for(actor), *(word for word in words if len(word) > 1)},
        is_given=True,
    )


def _words_for(actor: Actor) -> set[str]:
    """Return the words by which a text may mention *actor*, and its meanings after "="."""
    meanings = (actor.kind if actor.kind != HUMAN else "", actor.look.role)
    words = {fold(actor.name), fold(actor.label), *filter(None, meanings)}
    return {*words, *(f"={meaning}" for meaning in meanings if meaning)} - {""}


# --- Writing --------------------------------------------------------------------------------------


def continuation_of(story: StagedStory, order: DrawingOrder) -> dict[str, Any]:
    """Return what the next page inherits of *story*, of at most CONTINUATION_LIMIT bytes."""
    before = inherited_by(order)
    last = story.panels[-1]
    cast = _kept([*story.cast, *_missing(before.actors, story.cast)], story)
    seen = [part.actor for part in last.parts]
    recap = _recap(before.recap, story)
    while True:
        written = {
            "version": VERSION,
            "cast": [_actor_data(actor) for actor in cast],
            "present": [i for i, actor in enumerate(cast) if any(actor is one for one in seen)],
            "setting": asdict(last.setting),
            "recap": recap,
        }
        if _size(written) <= CONTINUATION_LIMIT or not cast:
            return written
        cast.pop()


def _missing(actors: Sequence[Actor], cast: Sequence[Actor]) -> Iterator[Actor]:
    """Yield the inherited actors that a story without them leaves out."""
    there = {_identity(actor) for actor in cast}
    yield from (actor for actor in actors if _identity(actor) not in there)


def _identity(actor: Actor) -> tuple[str, Look | None]:
    """Return the name, or of one without a name its look."""
    named = actor.name not in {"", actor.label}
    return (fold(actor.name), None) if named else ("", actor.look)


def _kept(cast: list[Actor], story: StagedStory) -> list[Actor]:
    """Return at most MAX_INHERITED of *cast*, in order; those who were not seen go first."""
    seen = [part.actor for panel in story.panels for part in panel.parts]
    unseen = [i for i, actor in enumerate(cast) if not any(actor is one for one in seen)]
    surplus = max(0, len(cast) - MAX_INHERITED)
    left = set(unseen[::-1][:surplus])
    return [actor for i, actor in enumerate(cast) if i not in left][:MAX_INHERITED]


def _recap(before: str, story: StagedStory) -> str:
    """Return the story so far in its own words; of a long one, the end."""
    told = [text for panel in story.panels for text in _told(panel)]
    whole = " ".join(filter(None, [before, *told]))
    if len(whole) <= MAX_RECAP:
        return whole
    end = whole[-MAX_RECAP + 1 :]
    blank = end.find(" ")
    return f"…{end[blank + 1 :] if 0 <= blank < MAX_RECAP // 4 else end}"


def _told(panel: PanelPlan) -> Iterator[str]:
    """Yield the words of a panel."""
    yield panel.caption or panel.unlettered
    yield from (line.text if line.kind == "caption" else f"“{line.text}”" for line in panel.lines)


def _actor_data(actor: Actor) -> dict[str, Any]:
    return {
        "name": actor.name,
        "label": actor.label,
        "species": actor.kind,
        "gender": actor.gender,
        "description": actor.description,
        "look": {each.name: _plain(getattr(actor.look, each.name)) for each in fields(actor.look)},
    }


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


def _size(data: Mapping[str, Any]) -> int:
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


# --- Reading --------------------------------------------------------------------------------------


def _read(data: Mapping[str, Any]) -> Inherited:
    """Return what *data* says. Raises ValueError, TypeError or LookupError."""
    if data["version"] != VERSION:
        raise ValueError("another version")
    actors = tuple(_actor(entry) for entry in _list(data["cast"])[:MAX_INHERITED])
    present = [index for index in _list(data["present"]) if index in range(len(actors))]
    return Inherited(
        actors,
        tuple(dict.fromkeys(present)),
        _setting(data["setting"]),
        _text(data["recap"], MAX_RECAP),
    )


def _setting(data: Mapping[str, Any]) -> Setting:
    names = (each.name for each in fields(Setting) if each.name != "is_alike")
    words = {name: _text(data[name]) for name in names}
    if words["time"] not in TIMES:
        raise ValueError("no time of day")
    return Setting(**words, is_alike=data.get("is_alike") is True)


def _actor(entry: Mapping[str, Any]) -> Actor:
    gender = entry["gender"]
    return Actor(
        _text(entry["name"]),
        _text(entry["label"]),
        _look(entry["look"]),
        description=_text(entry["description"], _MAX_DESCRIPTION),
        species=_text(entry["species"]),
        gender=gender if gender in {"female", "male"} else "",
    )


def _look(data: Mapping[str, Any]) -> Look:
    return Look(
        kind=_text(data["kind"]),
        skin=_color(data["skin"]),
        belly=_color(data["belly"]),
        hair=_color(data["hair"]),
        top=_color(data["top"]),
        bottom=_color(data["bottom"]),
        accent=_color(data["accent"]),
        height=_number(data["height"], 0.2, 2.0),
        girth=_number(data["girth"], 0.5, 2.0),
        hair_style=_text(data["hair_style"]),
        outfit=_text(data["outfit"]),
        hat=_text(data["hat"]),
        wears=frozenset(_text(one) for one in _list(data["wears"])[:_MAX_WORN]),
        female=data["female"] is True,
        role=_text(data["role"]),
    )


def _color(value: object) -> RGB:
    red, green, blue = (int(_number(part, 0, 255)) for part in _list(value))
    return red, green, blue


def _number(value: object, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("no number")
    if not least <= value <= most:
        raise ValueError("out of range")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError("no list")
    return list(value)


def _text(value: object, limit: int = _MAX_WORD) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return clean(value)[:limit]
