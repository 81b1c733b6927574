"""Noses of people, as the style draws them."""

from __future__ import annotations

import math
from collections.abc import Callable

from pipeline.comic.geometry import arc, ellipse
from pipeline.comic.palette import RGB, darker, mix
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.face_styles import Face

Draw = Callable[[Canvas, float, float, int, RGB], None]


def draw_nose(canvas: Canvas, face: Face, skin: RGB) -> None:
    """Draw the nose of a person with this *skin*."""
    x = face.turn * 4.6
    y = face.style.low * 0.4
    _NOSES[face.style.nose](canvas, x, y, 1 if face.turn >= 0 else -1, skin)


def _hook(c: Canvas, x: float, y: float, way: int, _skin: RGB) -> None:
    c.stroke([(x - 0.4, y + 1.4), (x + 2.0 * way, y + 4.2), (x - 0.2, y + 5.2)], weight=0.9)


def _tick(c: Canvas, x: float, y: float, way: int, _skin: RGB) -> None:
    c.stroke(arc(x + way * 0.6, y + 3.6, 2.1, 1.7, -0.7, math.pi - 0.5), weight=1.0)


def _point(c: Canvas, x: float, y: float, way: int, _skin: RGB) -> None:
    c.stroke(
        [(x + 0.9 * way, y + 3.4), (x + 1.3 * way, y + 4.4), (x + 0.2 * way, y + 4.8)], weight=0.8
    )


def _round(c: Canvas, x: float, y: float, way: int, skin: RGB) -> None:
    c.shape(ellipse(x + way * 1.4, y + 2.6, 3.5, 3.1), mix(skin, (240, 110, 96), 0.16), line=0.95)


def _bulb(c: Canvas, x: float, y: float, way: int, skin: RGB) -> None:
    nose = [(x - 1.2 * way, y), (x + 4.4 * way, y + 0.8), (x + 5.4 * way, y + 3.6), (x, y + 4.6)]
    c.shape(nose, skin, curved=True, line=0.95)
    c.shape(ellipse(x - 1.4 * way, y + 2.2, 1.7, 2.2), skin, line=0)  # open towards the face


def _angular(c: Canvas, x: float, y: float, way: int, skin: RGB) -> None:
    shadow = [(x - 0.6 * way, y - 4), (x + 2.8 * way, y + 4.2), (x - 1.6 * way, y + 5.2)]
    c.shape(shadow, darker(skin, 0.3), line=0)
    c.stroke(
        [(x - 0.2 * way, y - 3), (x + 2.9 * way, y + 4.3), (x - 1.2 * way, y + 5.3)], curved=False
    )


def _shade(c: Canvas, x: float, y: float, way: int, skin: RGB) -> None:
    c.shape(ellipse(x + way * 0.8, y + 3.9, 1.1, 0.75), mix(skin, (196, 92, 90), 0.34), line=0)


def _none(_c: Canvas, _x: float, _y: float, _way: int, _skin: RGB) -> None:
    """Draw no nose: the pixels are too large."""


_NOSES: dict[str, Draw] = {
    "hook": _hook,
    "tick": _tick,
    "point": _point,
    "round": _round,
    "bulb": _bulb,
    "angular": _angular,
    "shade": _shade,
    "none": _none,
}
