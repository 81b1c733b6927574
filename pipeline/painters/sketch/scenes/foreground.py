"""Foreground between the viewer and the figures: leaves, rocks, a shop's counter."""

from __future__ import annotations

import random
from collections.abc import Sequence

from pipeline.comic.geometry import Box, arc, box, ellipse
from pipeline.comic.palette import RGB, darker, lighter
from pipeline.comic.story import Setting
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.drawing import draw_pieces
from pipeline.painters.sketch.drawings.library import drawing
from pipeline.painters.sketch.scenes import props
from pipeline.painters.sketch.scenes.place_plan import (
    Counter,
    Foreground,
    place_names,
    place_plan,
)

_SNOWY = Foreground("corner boulder", (206, 220, 236), 0.5)
_DEEP, _HIGH = 30.0, 36.0  # what plants and boulders take of a lower corner, in units


def draw_foreground(
    canvas: Canvas,
    setting: Setting,
    bottom: float,
    source: random.Random,
    *,
    counter: bool,
    faces: Sequence[Box],
) -> None:
    """Frame the lower edge of the picture; *bottom* is where the lettering below begins.

    With *counter*, a room that has a counter shows it across the whole width. Nothing is in front
    of *faces*.
    """
    name = setting.room or setting.place
    known = name in place_names(indoors=bool(setting.room))
    plan = place_plan(name) if known else None
    if setting.room:
        found = plan.counter if plan else None
        if found and counter and all(face[3] < bottom - canvas.height * 0.34 for face in faces):
            with canvas.drawing("foreground"):
                _counter(canvas, found, bottom)
        return
    corner = _SNOWY if setting.weather == "snow" else plan.foreground if plan else None
    for side in (-1, 1):
        if corner and source.random() < corner.chance:
            scale = source.uniform(0.8, 1.1)
            if not any(_is_hidden(canvas, face, side, bottom) for face in faces):
                _corner(canvas, corner, side, bottom, scale)


def _is_hidden(canvas: Canvas, face: Box, side: int, bottom: float) -> bool:
    """Return whether *face* lies in the lower corner at *side*."""
    outer = face[2] if side > 0 else -face[0]
    return outer > canvas.right - _DEEP and face[3] > bottom - _HIGH


def _corner(canvas: Canvas, found: Foreground, side: int, bottom: float, scale: float) -> None:
    palette = {"leaf": darker(found.color, 0.12), "leaf light": found.color}
    with (
        canvas.drawing("foreground"),
        canvas.at(canvas.right * side, bottom, scale=scale, flip=side < 0),
    ):
        draw_pieces(canvas, drawing("furniture", found.draw).pieces, palette)


def _counter(canvas: Canvas, found: Counter, bottom: float) -> None:
    tone, top = found.color, bottom - canvas.height * 0.17
    left, right = canvas.left - 4, canvas.right + 4
    canvas.shape(box(left, top, right, canvas.height + 4), tone, shade=0, line=1.1)
    width = canvas.width / 5
    for i in range(6):
        x = canvas.left + (i - 0.5) * width
        canvas.shape(
            box(x + width * 0.12, top + 6.4, x + width * 0.88, canvas.height + 6),
            darker(tone, 0.14),
            line=0.7,
        )
    canvas.shape(box(left, top, right, top + 3.6), lighter(tone, 0.4), line=1)
    spots = (-0.42, 0.4, -0.27, 0.26)
    size = canvas.height * 0.115
    for spot, name in zip(spots, found.goods, strict=False):
        with canvas.at(canvas.width * spot, top + 1.4, scale=size / 62):
            props.draw_prop(canvas, name)


def burst(canvas: Canvas, x: float, y: float, tone: RGB, ray: RGB) -> None:
    """Draw rays behind a face, over the whole background, as for a shout."""
    canvas.shape(box(canvas.left - 2, -2, canvas.right + 2, canvas.height + 2), tone, line=0)
    reach = canvas.width + canvas.height
    rays = 22
    source = canvas.source
    for i in range(rays):
        a = 6.2832 * (i + source.uniform(-0.2, 0.2)) / rays
        wide = 0.07
        wedge = [(x, y), *arc(x, y, reach, reach, a - wide, a + wide, 2)]
        canvas.shape(wedge, ray, line=0)


def speed_lines(canvas: Canvas, x: float, y: float, height: float, facing: int) -> None:
    """Draw speed lines behind a running figure."""
    source = canvas.source
    for i in range(7):
        level = y - height * (0.15 + 0.11 * i)
        start = x - facing * height * source.uniform(0.34, 0.46)
        length = height * source.uniform(0.25, 0.6)
        canvas.stroke(
            [(start, level), (start - facing * length, level)], weight=0.9, curved=False, taper=0.05
        )
    for i in range(3):
        canvas.shape(
            ellipse(
                x - facing * height * (0.36 + 0.16 * i),
                y - 1.2,
                height * 0.07 * (1 - 0.2 * i),
                height * 0.045,
            ),
            (246, 242, 236),
            line=0.8,
        )
