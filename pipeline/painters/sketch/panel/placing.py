"""Placing of things: where the objects of a panel are that nobody holds, and how large."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import tomli

from pipeline.comic.geometry import Box, Point, box, ellipse
from pipeline.comic.story import PanelPlan, PlacedThing
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.figure import Figure, hand_point, head_point, head_radius
from pipeline.painters.sketch.panel.framing import FigureArea, desk_of, seat_of
from pipeline.painters.sketch.panel.states import drawn_state, states
from pipeline.painters.sketch.scenes import props
from pipeline.painters.sketch.scenes.indoors import WOOD

_WITH_FIGURES = frozenset(
    ("held", "ridden", "seat", "desk", "around", "over", "before")
)  # drawn with whom they belong to
_MOVING = frozenset(("push", "pull"))
_SCENERY = {"beach": {"palm tree"}, "island": {"palm tree"}}  # what a place shows by itself
_GIANT, _LEAST_GIANT = 2.0, 0.5  # times the usual size, and how large it is then at least
_LEAST_THROWN, _MOST_THROWN = 0.2, 0.26
_LEAST_ACTING = 0.36  # of what acts itself: the picture is about it
_LEAST, _LEAST_KEY, _LEAST_PARCEL = 0.13, 0.19, 0.24  # of the room: small things stay visible
_TILTED = 0.24  # of a width, that a tilted camera cuts off
_MOST = 0.62
_SHRINK = (1.0, 0.75, 0.5)
_ROWS_OF_MANY = (0.3, 0.48, 0.66, 0.84, 0.99)  # of a room full of things, from the top
_LOW = 0.1  # of these, the share at the bottom that is in front of everybody
_STEPS = 24  # spots that are tried from left to right
_ACTING = 0.4  # share of a panel beside the figures, for a thing that acts
_BEYOND = 0.12  # of a thing that moves may be outside
_LEAST_ADULT = 0.34  # of the room, beside something huge
_ONE, _BOTH = 0.24, 0.17  # shares of a panel beside the figures, for one thing or several
_FLAT = frozenset(("table", "desk", "counter", "bench"))  # drawn as a table, without a drawing
_TABLE = 0.5  # height of a table beside an adult


@dataclass(frozen=True, slots=True)
class Spot:
    """A thing with its place in the panel: the middle of its foot, and its size, in units."""

    thing: PlacedThing
    x: float
    y: float
    size: float
    layer: str = "middle"  # back, middle, front: behind figures, between them, in front of them
    turn: float = 0.0
    table: float = 0.0  # height of the table below it; 0: none

    @property
    def box(self) -> Box:
        wide, tall = (share * self.size for share in shape_of(self.thing.name))
        return self.x - wide / 2, self.y - tall, self.x + wide / 2, self.y


def things_of(panel: PanelPlan) -> list[PlacedThing]:
    """Return the things of the panel that are not drawn together with a figure."""
    held = {part.holding for part in panel.parts}
    held |= {of(panel, i) for i in range(len(panel.parts)) for of in (seat_of, desk_of)}
    held |= {part.actor.look.kind for part in panel.parts}  # a butterfly that acts
    told = panel.placed or tuple(PlacedThing(name) for name in panel.things)
    place = "" if panel.setting.room else panel.setting.place
    shown = held | _SCENERY.get(place, set())
    bases = {thing.thing for thing in told if thing.thing and thing.where in {"on", "in", "under"}}
    return [
        thing
        for thing in told
        if thing.name not in shown | bases
        and thing.where != "worn"
        and not (thing.where in _WITH_FIGURES and thing.name in held)
    ]


def acts_itself(thing: PlacedThing) -> bool:
    """Return whether a thing does something, rather than being there."""
    by_itself = thing.where == "moving" or thing.state in states()
    return thing.is_key and (by_itself or thing.where == "falling")


def tallest_adult(panel: PanelPlan, room: FigureArea) -> float:
    """Return how tall an adult may be next to the things of *panel*, in units."""
    limit = room.height * 2
    for thing in (t for t in things_of(panel) if acts_itself(t)):
        wide, tall = shape_of(thing.name)
        real = props.size_of(thing.name) * wide / tall  # its width, in adults
        limit = min(limit, max(room.height * _LEAST_ADULT, room.width * 0.92 / real))
        if thing.where == "falling" and thing.part is not None:
            limit = min(limit, room.height * 0.52)
    return limit


@cache
def _usual() -> dict[str, list[str]]:
    return tomli.loads((Path(__file__).parent / "things.toml").read_text(encoding="utf-8"))


def shape_of(name: str) -> tuple[float, float]:
    """Return width and height of a drawing, in shares of the larger of the two."""
    if name not in props.known():
        return 1.0, 0.8
    x0, y0, x1, y1 = props.prop(name).box
    longest = max(x1 - x0, y1 - y0)
    return (x1 - x0) / longest, (y1 - y0) / longest


def usual_place(thing: PlacedThing, *, indoors: bool) -> str:
    """Return where a thing is of which only the ground is told, as one expects it."""
    if thing.where not in {"ground", *_WITH_FIGURES}:
        return thing.where
    usual = _usual()
    if thing.name in usual["air"] and thing.part is None:
        return "air"
    if thing.name in usual["behind"]:
        return "behind"
    if thing.name in usual["table"] and indoors:
        return "table"
    return "ground"


# --- Where ----------------------------------------------------------------------------------------


def place_things(panel: PanelPlan, figures: Sequence[Figure], room: FigureArea) -> list[Spot]:
    """Return the spots of the things of *panel*, beside the figures where there is room."""
    return _Places(panel, figures, room).spots()


def place_beside_heads(panel: PanelPlan, figures: Sequence[Figure], room: FigureArea) -> list[Spot]:
    """Return the spots of all things in a close-up: at the lower edge, beside the heads."""
    told = panel.placed or tuple(PlacedThing(name) for name in panel.things)
    places = _Places(panel, figures, room)
    return [places.beside_heads(thing) for thing in told]


class _Places:
    """The spots that are taken: bodies and things from left to right, and faces."""

    def __init__(self, panel: PanelPlan, figures: Sequence[Figure], room: FigureArea) -> None:
        self._panel = panel
        self._figures = figures
        self._room = room
        self._taken: list[tuple[float, float]] = []
        self._faces = [face_box(figure) for figure in figures]
        for figure in figures:
            half = min(24.0, 15 * figure.look.girth) * figure.scale
            self._taken.append((figure.x - half, figure.x + half))
        self._adult = max((f.height for f in figures), default=room.height * 0.7)
        self._ground = max((f.y for f in figures), default=room.bottom - room.height * 0.1)
        self._ground = min(self._ground, room.bottom - room.height * 0.03)
        self._side = _first_side([figure.x for figure in figures])
        self._shrink = 1.0

    def spots(self) -> list[Spot]:
        found: list[Spot] = []
        for thing in things_of(self._panel):
            found += self._scattered(thing) if thing.many else self._fitting(thing)
            self._side = -self._side
        return found

    def _fitting(self, thing: PlacedThing) -> list[Spot]:
        """Return the spots of a thing, smaller where it would hide a face wherever it was."""
        found: list[Spot] = []
        for self._shrink in _SHRINK:
            taken = len(self._taken)
            found = list(self._spots(thing))
            front = [spot.box for spot in found if spot.layer == "front"]
            if not any(overlaps(box, face) for box in front for face in self._faces):
                break
            if self._shrink != _SHRINK[-1]:
                del self._taken[taken:]
        return found

    def _scattered(self, thing: PlacedThing) -> Iterator[Spot]:
        """Yield spots all over the panel, behind the figures and, low, in front of them."""
        room, size = self._room, min(self._size(thing), self._room.height * 0.2)
        columns = max(4, round(room.width / (size * 1.1)))
        for row, share in enumerate(_ROWS_OF_MANY):
            layer = "front" if share > 1 - _LOW else "back"
            y = room.top + room.height * share
            for column in range(columns):
                x = room.left + room.width * (column + 0.25 + 0.5 * (row % 2)) / columns
                each = size * (1.0, 0.8, 1.1)[(row + column) % 3]
                spot = Spot(thing, x, y, each, layer, 0.3 * ((row + 2 * column) % 3 - 1))
                if layer == "back" or not any(overlaps(spot.box, f) for f in self._faces):
                    yield replace(spot, x=self._inside(x, each))

    def beside_heads(self, thing: PlacedThing) -> Spot:
        size = min(self._room.height * 0.34, self._room.width * 0.26)
        y = self._room.bottom - self._room.height * 0.02
        x = self._free(size, size, y, self._room.right * self._side)
        self._side = -self._side
        tilted = self._panel.angle in {"low", "high"}  # which widens the picture at one edge
        margin = self._room.width * _TILTED if tilted else 0.0
        return Spot(thing, self._inside(x, size + margin), y, size, "front")

    def _spots(self, thing: PlacedThing) -> Iterator[Spot]:
        where = usual_place(thing, indoors=bool(self._panel.setting.room))
        size = self._size(thing)
        if where in {"on", "in", "under"} and thing.thing:
            yield from self._with_base(thing, where, size)
        elif where == "head" and self._has_part(thing):
            yield self._at_head(thing, size)
        elif where in {"air", "falling"} and self._has_part(thing):
            yield self._from_part(thing, where, size)
        elif where in {"air", "falling", "head"}:
            yield self._aloft(thing, where, size)
        elif where == "ground" and self._is_moved(thing):
            yield self._at_hands(thing, size)
        elif where == "foreground":
            size = min(size * 1.3, self._room.height * 0.4)
            y = self._room.bottom + size * 0.04
            yield Spot(thing, self._free(size, size, y, self._wish(thing)), y, size, "front")
        elif where in {"behind", "moving"} or size > self._adult * 0.9:
            size = min(size * 1.15, self._room.width * 0.8)
            y = self._ground - self._room.height * 0.05
            x = self._free(size * 0.7, 0, y, self._wish(thing))
            beyond = size * _BEYOND if where == "moving" else 0.0
            yield Spot(thing, self._inside(x, size - 2 * beyond), y, size, "back")
        else:
            yield self._standing(thing, where, size)

    def _standing(self, thing: PlacedThing, where: str, size: float) -> Spot:
        """Return a spot on the floor beside the figures, or on a small table there."""
        tall = self._adult * _TABLE if where == "table" else 0.0
        tall = min(tall, max(0.0, self._room.height * 0.72 - size))
        y = min(self._ground + self._room.height * 0.01, self._room.bottom - size * 0.02)
        x = self._free(max(size, tall * 0.8), size + tall, y, self._wish(thing))
        return Spot(thing, self._inside(x, size), y - tall, size, "front", table=tall)

    def _with_base(self, thing: PlacedThing, where: str, size: float) -> Iterator[Spot]:
        base = PlacedThing(thing.thing)
        wide = max(self._size(base), size * 1.25)
        y = self._ground
        x = self._inside(self._free(wide, wide * 0.6 + size, y, self._wish(thing)), wide)
        if where == "on" and base.name not in props.known() and base.name in _FLAT:
            yield Spot(thing, x, y - wide * 0.55, size, "front", table=wide * 0.55)
        elif where == "on":
            yield Spot(base, x, y, wide, "front")
            yield Spot(thing, x, y - wide * shape_of(base.name)[1], size, "front")
        elif where == "in":
            yield Spot(thing, x, y - wide * 0.4, size, "front")
            yield Spot(base, x, y, wide, "front")
        else:
            yield Spot(base, x, y, wide, "front")
            yield Spot(thing, x + wide * 0.1, y + size * 0.06, size * 0.9, "front")

    def _aloft(self, thing: PlacedThing, where: str, size: float) -> Spot:
        share = 0.34 if where == "air" else 0.55
        y = max(self._room.top + size, self._room.top + self._room.height * share)
        x = self._inside(self._free(size, size, y, self._wish(thing)), size)
        return Spot(thing, x, y, size, "front", 0.5 * self._side if where == "falling" else 0.0)

    def _has_part(self, thing: PlacedThing) -> bool:
        return thing.part is not None and thing.part < len(self._figures)

    def _from_part(self, thing: PlacedThing, where: str, size: float) -> Spot:
        """Return a spot above the head that a thing falls on, or in front of who throws it."""
        figure = self._figures[thing.part or 0]
        (x, y), r = head_point(figure), head_radius(figure)
        if where == "falling":
            size = min(size, max(self._room.height * 0.16, y - r - self._room.top))
            x, y = self._inside(x + size * 0.1, size), y - r * 0.9
            self._take(x, size)
            return Spot(thing, x, y, size, "front", 0.4 * figure.facing)
        size = min(size, self._room.height * _MOST_THROWN)
        y = max(figure.y - figure.scale * (14 if figure.pose == "kick" else 62), self._top(size))
        near = figure.x + figure.facing * (figure.scale * 34 + size / 2)
        x = self._way(near, figure.facing, size, y)
        self._take(x, size)
        return Spot(thing, x, y, size, "front", 0.3 * figure.facing)

    def _top(self, size: float) -> float:
        return self._room.top + size

    def _way(self, near: float, facing: int, size: float, y: float) -> float:
        """Return where a thing flies that was thrown: the first spot that hides no face."""
        far = self._inside(self._room.right * facing, size)
        near = self._inside(near, size)
        steps = [near + (far - near) * i / _STEPS for i in range(_STEPS + 1)]
        clear = (x for x in steps if not self._hides(x, size, size, y))
        return next(clear, self._best(size, size, y, near))

    def _is_moved(self, thing: PlacedThing) -> bool:
        return self._has_part(thing) and self._figures[thing.part or 0].pose in _MOVING

    def _at_hands(self, thing: PlacedThing, size: float) -> Spot:
        """Return a spot in front of the hands that push or pull a thing."""
        figure = self._figures[thing.part or 0]
        wide, tall = (share * size for share in shape_of(thing.name))
        hand = hand_point(figure)[0]
        x = self._inside(hand + figure.facing * wide * 0.46, wide)
        self._take(x, wide)
        high = tall > figure.scale * 60
        return Spot(thing, x, figure.y + (0 if high else 0.5), size, "back" if high else "front")

    def _at_head(self, thing: PlacedThing, size: float) -> Spot:
        figure = self._figures[thing.part or 0]
        (x, y), r = head_point(figure), head_radius(figure)
        side = 1 if x <= 0 else -1
        x = self._inside(x + side * (r * 0.86 + size / 2), size)
        y = max(self._room.top + size, y - r * 0.35 + size * 0.3)
        hitting = replace(thing, state=thing.state or "hitting")
        return Spot(hitting, x, y, size, "front", 0.3 * side)

    def _size(self, thing: PlacedThing) -> float:
        least = _LEAST_KEY if thing.is_key else _LEAST
        if thing.is_key and thing.where in {"air", "head"}:
            least = _LEAST_THROWN
        if acts_itself(thing):
            least = _LEAST_ACTING
        if thing.name not in props.known():
            least = _LEAST_PARCEL
        extent = min(self._room.height, self._room.width)
        least = max(least * min(max(thing.size, 0.6), 1.6), _LEAST_GIANT * (thing.size >= _GIANT))
        wish = props.size_of(thing.name) / shape_of(thing.name)[1] * self._adult * thing.size
        most = self._room.width if thing.where == "moving" else _MOST * extent * 1.2
        return min(max(wish, least * extent), most) * self._shrink

    def _wish(self, thing: PlacedThing) -> float:
        """Return where the middle of *thing* should be: at its part, or at a free side."""
        if thing.part is None or thing.part >= len(self._figures):
            return self._room.right * 0.74 * self._side
        figure = self._figures[thing.part]
        return figure.x + figure.facing * 30 * figure.scale

    def _free(self, wide: float, tall: float, y: float, wish: float) -> float:
        """Return the middle of a gap near *wish*, and take it: one that hides no face, if any."""
        x = self._best(wide, tall, y, wish)
        self._take(x, wide)
        return x

    def _take(self, x: float, wide: float) -> None:
        self._taken.append((x - wide / 2, x + wide / 2))

    def _best(self, wide: float, tall: float, y: float, wish: float) -> float:
        room = self._room
        low, high = room.left + wide / 2 + 1, room.right - wide / 2 - 1
        if low >= high:
            return (low + high) / 2

        def cost(x: float) -> float:
            lies_over = self._overlap(x - wide / 2, x + wide / 2)
            return 1000 * self._hides(x, wide, tall, y) + 4 * lies_over + abs(x - wish) * 0.5

        return min((low + (high - low) * i / _STEPS for i in range(_STEPS + 1)), key=cost)

    def _hides(self, x: float, wide: float, tall: float, y: float) -> bool:
        own = (x - wide / 2, y - tall, x + wide / 2, y)
        return any(overlaps(own, face) for face in self._faces)

    def _overlap(self, low: float, high: float) -> float:
        return sum(max(0.0, min(high, b) - max(low, a)) for a, b in self._taken)

    def _inside(self, x: float, size: float) -> float:
        half = size / 2 + 0.5
        return min(max(x, self._room.left + half), self._room.right - half)


def _first_side(middles: Sequence[float]) -> int:
    """Return the side of the first thing: the one with more room beside the figures."""
    return 1 if not middles or sum(middles) <= 0 else -1


def sides_of_things(panel: PanelPlan, middles: Sequence[float]) -> tuple[float, float]:
    """Return the shares of the panel at the left and the right that its things need."""
    indoors = bool(panel.setting.room)
    things = things_of(panel)
    places = [usual_place(thing, indoors=indoors) for thing in things]
    count = sum(place not in {"behind", "moving", "foreground", "air"} for place in places)
    if not panel.parts:
        return 0.0, 0.0
    if any(acts_itself(t) and t.part is None for t in things):
        return (0.0, _ACTING) if _first_side(middles) > 0 else (_ACTING, 0.0)
    if not count:
        return 0.0, 0.0
    if count > 1:
        return _BOTH, _BOTH
    return (0.0, _ONE) if _first_side(middles) > 0 else (_ONE, 0.0)


def face_box(figure: Figure) -> Box:
    """Return the box around the face of *figure*."""
    (x, y), r = head_point(figure), head_radius(figure) * 0.85
    return x - r, y - r, x + r, y + r


def overlaps(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


# --- Drawing --------------------------------------------------------------------------------------


def draw_spots(canvas: Canvas, spots: Sequence[Spot], layer: str) -> None:
    """Draw the things of one *layer*, those farther away first."""
    for spot in sorted((s for s in spots if s.layer == layer), key=lambda s: s.y + s.table):
        _draw_spot(canvas, spot)


def _draw_spot(canvas: Canvas, spot: Spot) -> None:
    where, size = spot.thing.where, spot.size
    foot = spot.y + spot.table
    if where not in {"air", "falling", "on", "head"}:
        canvas.dim(ellipse(spot.x, foot, size * 0.42, size * 0.06), 110)
    if spot.table > 0:
        _draw_table(canvas, spot.x, spot.y, foot, size)
    if where == "moving":
        _motion(canvas, spot, -1, 0)
    elif where == "falling":
        _motion(canvas, spot, 0, -1)
    elif where in {"air", "head"} and spot.turn:
        _motion(canvas, spot, -1 if spot.turn > 0 else 1, 0)
    with drawn_state(canvas, spot.thing.state, (spot.x, spot.y), size) as state:
        tall = shape_of(spot.thing.name)[1] * size
        at = (spot.x, spot.y + tall * state.sunk)
        draw_sized(canvas, spot.thing.name, at, size, turn=spot.turn + state.turn)


def draw_sized(canvas: Canvas, name: str, foot: Point, size: float, *, turn: float = 0.0) -> None:
    """Draw a thing that stands with its middle on *foot*, *size* units wide or tall."""
    x0, y0, x1, y1 = props.prop(name).box if name in props.known() else (-50, -80, 50, 0)
    scale = size / max(x1 - x0, y1 - y0)
    with canvas.at(*foot, scale=scale, turn=turn), canvas.at(-(x0 + x1) / 2, -y1):
        props.draw_thing(canvas, name)


def _draw_table(canvas: Canvas, x: float, top: float, foot: float, size: float) -> None:
    half = max(size * 0.6, min((foot - top) * 0.5, canvas.width * 0.13))
    for side in (-1, 1):
        leg = x + side * half * 0.8
        canvas.shape(box(leg - 1, top, leg + 1, foot), WOOD, line=0.9, shade=0.4)
    canvas.shape(box(x - half, top - 0.4, x + half, top + 2.4), WOOD, line=1, shade=0.5)


def _motion(canvas: Canvas, spot: Spot, dx: int, dy: int) -> None:
    """Draw lines behind a thing that moves to the right, or falls."""
    size = spot.size
    for i in range(4):
        share = 0.2 + 0.18 * i
        if dx:
            start = (spot.x + dx * size * 0.56, spot.y - size * share * 0.8)
        else:
            start = (spot.x + size * (share - 0.5), spot.y - size * 1.05)
        end = (start[0] + dx * size * 0.3, start[1] + dy * size * 0.28)
        canvas.stroke([start, end], weight=0.9, curved=False, taper=0.1)
