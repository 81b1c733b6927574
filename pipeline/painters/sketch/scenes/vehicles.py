"""Vehicles. Each stands on (0, 0) and is about 100 units tall or wide."""

from __future__ import annotations

import math

from pipeline.comic.geometry import arc, box, ellipse, rounded
from pipeline.comic.palette import BLACK, RGB
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.scenes.everyday_objects import STEEL, WOOD


def rocket(c: Canvas) -> None:
    for side in (-1, 1):
        c.shape(
            [(side * 12, -34), (side * 32, -6), (side * 30, 4), (side * 14, -8)],
            (214, 62, 54),
            shade=3,
            line=1.2,
        )
    c.shape([(-9, -8), (0, 22), (9, -8)], (252, 186, 66), curved=True, line=1)
    c.shape(
        [(0, -112), (14, -92), (20, -56), (16, -8), (-16, -8), (-20, -56), (-14, -92)],
        (240, 240, 244),
        curved=True,
        shade=6,
        line=1.3,
    )
    c.shape(
        [(0, -112), (10, -98), (14, -86), (-14, -86), (-10, -98)],
        (214, 62, 54),
        curved=True,
        line=1.1,
    )
    c.shape(ellipse(0, -62, 10, 10), (96, 176, 222), shade=3, line=1.2)
    c.shape([(-3, -34), (3, -34), (3, 0), (-3, 0)], (214, 62, 54), line=1)


def car(c: Canvas) -> None:
    tone: RGB = (222, 74, 60)
    c.shape([(-40, -34), (-26, -60), (20, -60), (36, -34)], (186, 222, 240), line=1.2, shade=4)
    c.stroke([(-2, -60), (-2, -34)], weight=1.6, taper=1)
    c.shape(
        [(-62, -12), (-60, -32), (-40, -36), (38, -36), (60, -28), (64, -12), (58, -8), (-58, -8)],
        tone,
        shade=6,
        line=1.3,
    )
    for x in (-34, 34):
        c.shape(ellipse(x, -8, 14, 14), (50, 50, 58), line=1.1)
        c.shape(ellipse(x, -8, 6, 6), STEEL, line=0.9)
    c.shape(ellipse(57, -24, 5, 5), (252, 232, 150), line=0.9)


def bicycle(c: Canvas) -> None:
    for x in (-30, 30):
        c.stroke(arc(x, -20, 20, 20, 0, math.tau, 30), weight=1.6, curved=False, taper=1)
    c.stroke([(-30, -20), (-8, -20), (14, -48), (30, -20)], weight=2, curved=False, taper=1)
    c.stroke([(-8, -20), (-16, -50), (14, -48)], weight=2, curved=False, taper=1)
    c.shape(rounded(-26, -56, -8, -50, 3), (92, 62, 50))
    c.stroke([(14, -48), (12, -60), (24, -62)], weight=1.8)


def boat(c: Canvas) -> None:
    c.stroke([(0, -20), (0, -108)], weight=2.6, taper=1)
    c.shape([(4, -104), (46, -40), (4, -34)], (250, 246, 236), curved=False, shade=5, line=1.2)
    c.shape([(-4, -96), (-30, -38), (-4, -34)], (232, 84, 72), shade=4, line=1.2)
    c.shape([(-56, -24), (58, -24), (40, 2), (-40, 2)], WOOD, shade=6, line=1.3)


def train(c: Canvas) -> None:
    c.shape(box(-60, -64, -20, -12), (70, 110, 170), shade=6, line=1.3)
    c.shape(box(-52, -56, -28, -38), (196, 226, 240), line=1)
    c.shape(rounded(-22, -48, 50, -12, 8), (206, 62, 56), shade=6, line=1.3)
    c.shape([(26, -48), (22, -72), (42, -72), (38, -48)], (58, 56, 66), line=1.1)
    for x in (-44, -14, 14, 40):
        c.shape(ellipse(x, -8, 11, 11), (58, 56, 66), line=1.1)
        c.shape(ellipse(x, -8, 4, 4), STEEL, line=0.8)
    for i, r in enumerate((9, 12, 15)):
        c.shape(ellipse(32 - i * 18, -86 - i * 12, r, r * 0.8), (244, 244, 246), line=0.9)


def plane(c: Canvas) -> None:
    c.shape(
        [(-56, -40), (-40, -44), (30, -46), (54, -34), (36, -24), (-30, -24)],
        (240, 240, 246),
        curved=True,
        shade=5,
        line=1.3,
    )
    c.shape([(-56, -40), (-64, -66), (-52, -66), (-38, -43)], (214, 62, 54), line=1.1)
    c.shape([(-8, -34), (-30, -8), (-14, -8), (18, -32)], (196, 204, 216), shade=3, line=1.2)
    for x in (-20, -6, 8, 22):
        c.shape(ellipse(x, -38, 3.4, 3.4), (96, 176, 222), line=0.8)


def board(c: Canvas) -> None:
    """A skateboard."""
    c.shape(
        [(-46, -20), (-36, -14), (36, -14), (46, -20), (44, -10), (34, -7), (-34, -7), (-44, -10)],
        (226, 96, 70),
        line=1.2,
    )
    for x in (-24, 24):
        c.shape(ellipse(x, -4, 5, 5), BLACK, line=0.9)
