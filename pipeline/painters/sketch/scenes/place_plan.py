"""Place plans: what stands where in a place, in a TOML file that a person can edit.

Positions are relative to the middle of the line where the back wall meets the floor, or of the
horizon: *x* as a share of the visible half of the width (-1 is the left edge), *y* in units, where
negative is up. A panel's shorter side is 100 units in a wide shot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import tomli

from pipeline.comic.palette import RGB, from_hex

_FOLDER = Path(__file__).parent / "places"
_Plan = TypeVar("_Plan")


@dataclass(frozen=True, slots=True)
class Band:
    """A horizontal stripe across the picture: a wainscot, a road, a river."""

    color: RGB
    top: float
    bottom: float
    water: bool = False  # with waves, in the light of the hour
    outlined: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    x: float
    y: float = -14
    half_width: float = 12
    height: float = 26


@dataclass(frozen=True, slots=True)
class Item:
    """A drawing in the place: furniture or a thing, once, in a row or all over the ground."""

    draw: str | list[str]  # each copy is one of these
    height: float = 0.0  # units
    tallest: float = 0.0  # units; copies are between *height* and this tall
    x: float = 0.0
    y: float = 0.0
    copies: int = 1
    gap: float = 0.3  # between the middles of copies, as a share of the half width
    every: float = 0.0  # units between copies across the picture, in place of *copies*
    flip: bool = False
    turns: bool = False  # some copies are flipped
    hangs: bool = False  # *y* counts down from the upper edge, and the drawing's top is there
    jitter: float = 0.0  # of *x*, as a share of the gap, so that a row looks grown
    spread: bool = False  # from *y* to the lower edge, larger the nearer
    stretched: bool = False  # over the picture: 100 units reach from the middle to every edge
    sided: bool = False  # on the other side where the building of a shop is on the left
    far: bool = False  # in weak lines
    colors: Mapping[str, tuple[RGB, ...]] = field(default_factory=dict)  # one for each copy


@dataclass(frozen=True, slots=True)
class Hills:
    color: RGB
    height: float
    peaks: int = 4
    haze: float = 0.3  # share of the color of the air


@dataclass(frozen=True, slots=True)
class Foreground:
    """What grows or lies in the lower corners, between the viewer and the figures."""

    draw: str
    color: RGB
    chance: float = 0.8  # for each of the two corners


@dataclass(frozen=True, slots=True)
class Counter:
    """The counter of a room, across the foreground, with goods on it."""

    color: RGB
    goods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """The house that stands for a room outdoors, with a thing as its sign."""

    wall: RGB = (238, 214, 180)
    roof: RGB = (196, 92, 74)
    sign: str = "gift"


@dataclass(frozen=True, slots=True)
class PlacePlan:
    """A room, or an outdoor place if it has no wall."""

    floor: RGB
    wall: RGB | None = None
    pattern: str = ""  # of the floor: boards, tiles
    edge: float = 2.0  # of the ground, in units below the horizon
    bumps: float = 0.6  # of that edge, in units
    bands: tuple[Band, ...] = ()
    hills: tuple[Hills, ...] = ()
    windows: tuple[Window, ...] = ()
    behind: tuple[Item, ...] = ()  # whose feet the ground hides
    items: tuple[Item, ...] = ()
    grass: int = 0  # tufts; without any, the ground is no white in snow
    flowers: int = 0
    foreground: Foreground | None = None
    counter: Counter | None = None
    front: Front = Front()


@cache
def place_names(*, indoors: bool) -> frozenset[str]:
    """Return the names of the rooms or of the outdoor places that have a plan."""
    names = (file.stem.replace("_", " ") for file in _FOLDER.glob("*.toml"))
    return frozenset(name for name in names if (place_plan(name).wall is not None) == indoors)


@cache
def place_plan(name: str) -> PlacePlan:
    """Return the plan of the place *name*. Raises TypeError for a property that nothing reads."""
    file = _FOLDER / f"{name.replace(' ', '_')}.toml"
    return _made(PlacePlan, tomli.loads(file.read_text(encoding="utf-8")))


def _made(kind: type[_Plan], table: Mapping[str, Any]) -> _Plan:
    return kind(**{key: _value(key, value) for key, value in table.items()})


def _value(key: str, value: Any) -> Any:
    if key in _LISTS:
        return tuple(_made(_LISTS[key], table) for table in value)
    if key in _TABLES:
        return _made(_TABLES[key], value)
    if key == "colors":
        return {name: tuple(map(from_hex, _several(tones))) for name, tones in value.items()}
    if key == "goods":
        return tuple(value)
    return from_hex(value) if key in {"color", "floor", "wall", "roof"} else value


def _several(value: Any) -> list[Any]:
    """Return the values of a list, or the only one."""
    return value if isinstance(value, list) else [value]


_LISTS: Mapping[str, type[Any]] = {
    "bands": Band,
    "hills": Hills,
    "windows": Window,
    "behind": Item,
    "items": Item,
}
_TABLES: Mapping[str, type[Any]] = {
    "foreground": Foreground,
    "counter": Counter,
    "front": Front,
}
assert _LISTS.keys() | _TABLES.keys() <= {entry.name for entry in fields(PlacePlan)}
