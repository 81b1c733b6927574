"""Things of a figure: what it holds, and what it rides, drives, sits or lies on."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.comic.character_look import Look
from pipeline.comic.geometry import Box, Point
from pipeline.comic.grips import GRIPS, grip_of
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.scenes import props

_HEAVED = 84.0  # of a thing held overhead, in units of the body: larger than who lifts it
_PARCEL: Box = (-50, -80, 50, 0)
_SEAT = "seat"  # the marker of a drawing on which somebody can sit


@dataclass(frozen=True, slots=True)
class Mount:
    """A thing below or around a figure. *seat* is where the hip is, in units of the drawing; who
    stands on it has none.
    """

    name: str
    scale: float
    middle: float = 0.0  # below the middle of the figure, in units of the drawing
    seat: float | None = None  # how high it is: negative
    being: Look | None = None  # that is ridden
    bounds: Box | None = None  # of the being, in the units of its drawing
    is_before: bool = False  # all of it is in front of the figure
    raised: float = 0.0  # how high the figure is that is on top of it, in its own units

    @property
    def box(self) -> Box:
        """The bounds in the units of the figure."""
        x0, y0, x1, y1 = self.bounds or props.prop(self.name).box
        left, right = (x0 - self.middle) * self.scale, (x1 - self.middle) * self.scale
        return left, y0 * self.scale, right, y1 * self.scale


def mount_of(thing: str, height: float) -> Mount | None:
    """Return *thing* below somebody of *height*, an adult's being 1; None if it is held."""
    if thing not in props.known():
        return None
    if thing in GRIPS:
        grip = GRIPS[thing]
        seat = grip.at[1] if grip.at[1] < 0 else None
        is_below = grip.where == "ground"
        return Mount(thing, grip.scale, grip.at[0], seat) if is_below else None
    drawing = props.prop(thing)
    if _SEAT not in drawing.markers:
        return None
    x, y = drawing.markers[_SEAT].at
    tall = drawing.box[3] - drawing.box[1]
    return Mount(thing, props.size_of(thing) * 100 / tall / height, x, y)


def draw_mount(canvas: Canvas, mount: Mount, *, front: bool) -> None:
    """Draw what of *mount* is behind the figure, or in front of it."""
    if mount.is_before and not front:
        return
    draw = props.draw_prop_front if front else props.draw_prop_behind
    draw = props.draw_prop if mount.is_before else draw
    place = canvas.at(-mount.middle * mount.scale, 0, scale=mount.scale)
    with canvas.drawing("thing", mount.name), place:
        draw(canvas, mount.name)


def draw_held(canvas: Canvas, name: str, hand: Point, chest: Point, shrink: float) -> None:
    """Draw the held object, in the units of the body; *shrink* keeps its size in small hands."""
    grip = grip_of(name)
    x, y = hand if grip.where == "hand" else chest
    scale = grip.scale / max(0.7, shrink)
    with canvas.at(x, y, scale=scale, turn=grip.turn), canvas.at(-grip.at[0], -grip.at[1]):
        if grip.string:
            canvas.stroke([grip.at, (grip.at[0] * 0.3, -10), grip.string], weight=0.7, taper=1)
        props.draw_thing(canvas, name)


def draw_heaved(canvas: Canvas, name: str, hands: Point) -> None:
    """Draw what is held overhead, with its foot at the *hands*, in the units of the body."""
    left, top, right, bottom = props.prop(name).box if name in props.known() else _PARCEL
    scale = _HEAVED / max(right - left, bottom - top)
    with canvas.at(*hands, scale=scale), canvas.at(-(left + right) / 2, -bottom):
        props.draw_thing(canvas, name)
