"""Acts: what verbs look like and how those who take part feel, from `acts.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from pipeline.comic.planner.language.word_kinds import KINDS, words_of
from pipeline.comic.story import ThingPlace


@dataclass(frozen=True, slots=True)
class VerbAct:
    """An act as it is drawn; the fields are explained in `acts.toml`."""

    name: str
    verbs: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    pose: str = ""
    other: str = ""
    alone: str = ""
    pair: bool = False
    mutual: bool = False
    needs_other: bool = False
    inwards: bool = False
    of_things: bool = False
    object: ThingPlace | None = None
    state: str = ""
    tool: str = ""
    feels: str = ""
    other_feels: str = ""
    seen: str = ""
    rank: int = 1

    def is_about(self, things: frozenset[str]) -> bool:
        """Return whether the act is done to one of *things*, if it has to be."""
        if not self.things:
            return True
        return any(
            not things.isdisjoint(words_of(kind)) if kind in KINDS else kind in things
            for kind in self.things
        )


@cache
def acts() -> tuple[VerbAct, ...]:
    """Return all acts, those first that say the most about what is done."""
    file = Path(__file__).with_suffix(".toml")
    tables = tomli.loads(file.read_text(encoding="utf-8"))
    found = [_act(name, table) for name, table in tables.items()]
    return tuple(
        sorted(found, key=lambda act: (not act.things, not act.needs_other, not act.inwards))
    )


def _act(name: str, table: dict[str, Any]) -> VerbAct:
    lists = {key: tuple(table.get(key, ())) for key in ("verbs", "things")}
    return VerbAct(name, **{**table, **lists})


@cache
def acts_of(verb: str) -> tuple[VerbAct, ...]:
    """Return the acts that *verb*, a key of the lexicon, may be drawn as."""
    return tuple(act for act in acts() if verb in act.verbs)


def act_of(
    verb: str,
    things: frozenset[str],
    *,
    has_other: bool = False,
    by_thing: bool = False,
    inwards: bool = False,
) -> VerbAct | None:
    """Return how *verb* is drawn where it is done to *things*, to another, or by a thing.

    *inwards* says that it leads into something.
    """
    return next(
        (
            act
            for act in acts_of(verb)
            if act.of_things == by_thing
            and act.is_about(things)
            and (has_other or not act.needs_other)
            and (inwards or not act.inwards)
        ),
        None,
    )


@cache
def paired_poses() -> dict[str, str]:
    """Return the pose of the other by that of who begins an act of two."""
    return {act.pose: act.other for act in acts() if act.pair}


@cache
def poses() -> frozenset[str]:
    """Return the names of the poses that acts are drawn with."""
    return frozenset(pose for act in acts() for pose in (act.pose, act.other, act.alone) if pose)
