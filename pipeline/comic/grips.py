"""Grips: how things are held, carried over the head, played or ridden; the table is TOML.

`ALIKE` names, for things without a drawing of their own, the thing that they look like.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

from pipeline.comic.geometry import Point


@dataclass(frozen=True, slots=True)
class Grip:
    """A grip of an object. Points and sizes are in the units of props and bodies."""

    pose: str
    at: Point = (0, 0)  # the point of the object that lies in the hand
    scale: float = 0.24
    turn: float = 0.0
    where: str = "hand"  # hand, chest (in both hands), ground (next to or below the feet)
    loose: bool = False  # goes along with running and jumping as well
    string: Point | None = None  # where a string from the hand ends on the thing
    above: float = 0.0  # how far it reaches over the head, in heights
    food: bool = False  # shared out, and held by all who eat


BOTH_HANDS = Grip("carry", (0, 0), 0.3, where="chest")


def _table(name: str) -> dict[str, Any]:
    return tomli.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def _read() -> dict[str, Grip]:
    """Return the grips of `grips.toml`. Raises TypeError for a property that no grip has."""
    grips = {thing: _grip(table) for thing, table in _table("grips.toml").items()}
    return grips | {thing: grips[other] for thing, other in ALIKE.items() if other in grips}


def _grip(table: Mapping[str, Any]) -> Grip:
    points = {key: tuple(table[key]) for key in ("at", "string") if key in table}
    return Grip(**{**table, **points})


ALIKE: Mapping[str, str] = _table("alike.toml")
GRIPS = _read()


def grip_of(thing: str) -> Grip:
    """Return how *thing* is held: in both hands, if nothing else is known about it."""
    return GRIPS.get(thing, BOTH_HANDS)


FOOD = frozenset(thing for thing, grip in GRIPS.items() if grip.food)
