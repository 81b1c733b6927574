"""Held and ridden objects of a figure."""

from __future__ import annotations

from pipeline.comic.geometry import Point
from pipeline.comic.grips import BOTH_HANDS, GRIPS
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.scenes import props

_CHEST: Point = (5, -35)


def draw_held(canvas: Canvas, name: str, hand: Point, shrink: float) -> None:
    """Draw the held object, in the units of the body; *shrink* keeps its size in small hands."""
    grip = GRIPS.get(name, BOTH_HANDS)
    x, y = hand if grip.where == "hand" else _CHEST
    scale = grip.scale / max(0.7, shrink)
    with canvas.at(x, y, scale=scale, turn=grip.turn), canvas.at(-grip.at[0], -grip.at[1]):
        if grip.string:
            canvas.stroke([grip.at, (grip.at[0] * 0.3, -10), grip.string], weight=0.7, taper=1)
        props.draw_prop(canvas, name)


def draw_ridden(canvas: Canvas, name: str) -> None:
    """Draw the object on the ground below or next to the figure."""
    grip = GRIPS[name]
    with canvas.at(-grip.at[0] * grip.scale, 0, scale=grip.scale):
        props.draw_prop(canvas, name)
