"""Low light: a dark room with light through blinds, a dark street with a lamp."""

from __future__ import annotations

import random

from pipeline.comic.geometry import box, ellipse
from pipeline.painters.sketch.canvas import Canvas

_DARK = 164
_NIGHT = 112
_SLATS = 9
_SLAT = 0.3  # the share of the light that a slat holds back


def darken_room(canvas: Canvas, source: random.Random) -> None:
    """Leave the light of a window with blinds on the wall and on the floor."""
    w, h = canvas.width, canvas.height
    canvas.dim(box(canvas.left * 1.5, 0, canvas.right * 1.5, h), _DARK)
    left = canvas.left + w * source.uniform(0.08, 0.34)
    wide, drop, top, tall = min(w * 0.5, h * 0.6), h * 0.1, h * 0.08, h * 0.52
    pitch = tall / _SLATS
    for pane in (0.0, 0.53):
        x0, x1 = left + wide * pane, left + wide * (pane + 0.47)
        y0, y1 = top + drop * pane, top + drop * (pane + 0.47)
        for i in range(_SLATS):
            up, low = i * pitch, (i + 1 - _SLAT) * pitch
            canvas.dim([(x0, y0 + up), (x1, y1 + up), (x1, y1 + low), (x0, y0 + low)], 0)
    floor = ellipse(canvas.left + w * 0.5, h * 0.93, w * 0.4, h * 0.09)
    canvas.dim(floor, 40)


def darken_street(canvas: Canvas, source: random.Random) -> None:
    """Leave only the cone of a street lamp and its pool on the wet ground."""
    w, h = canvas.width, canvas.height
    canvas.dim(box(canvas.left * 1.5, 0, canvas.right * 1.5, h), _NIGHT)
    x = source.choice((-1, 1)) * w * source.uniform(0.14, 0.3)
    top = h * 0.16
    reach = min(w * 0.3, h * 0.42)
    canvas.dim([(x - 2, top), (x + 2, top), (x + reach, h), (x - reach, h)], 70)
    canvas.shape(ellipse(x, h * 0.9, reach, h * 0.06), (226, 226, 226), line=0)
    for i in range(5):  # its light on the wet ground
        wide = reach * source.uniform(0.1, 0.4)
        middle, y = x + reach * source.uniform(-0.8, 0.8), h * (0.8 + 0.05 * i)
        canvas.shape(ellipse(middle, y, wide, 0.7), (250, 250, 250), line=0)
    canvas.stroke([(x, top - 3), (x, h)], weight=1.4, taper=1, curved=False)
    canvas.shape([(x - 4, top), (x - 1.6, top - 4), (x + 1.6, top - 4), (x + 4, top)], (20, 20, 24))
    canvas.dot(x, top + 1, 2.2, (255, 255, 250))
