"""Things to eat and drink. Each stands on (0, 0), about 100 units tall or wide."""

from __future__ import annotations

import math

from pipeline.comic.geometry import arc, ellipse, rounded
from pipeline.comic.palette import RGB, darker, lighter
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.scenes.everyday_objects import STEEL

CRUST: RGB = (218, 152, 78)


def bread(c: Canvas) -> None:
    c.shape(
        [(-44, -8), (-40, -30), (-16, -40), (16, -40), (40, -30), (44, -8), (30, 0), (-30, 0)],
        CRUST,
        curved=True,
        shade=6,
        line=1.3,
    )
    for x in (-20, 0, 20):
        c.shape(
            [(x - 8, -34), (x + 2, -38), (x + 8, -20), (x - 1, -16)],
            lighter(CRUST, 0.4),
            line=0.8,
            curved=True,
        )


def cake(c: Canvas) -> None:
    c.shape(rounded(-36, -34, 36, 0, 5), (238, 186, 134), shade=6, line=1.3)
    c.shape(
        [
            (-38, -34),
            (-36, -46),
            (36, -46),
            (38, -34),
            (28, -24),
            (20, -33),
            (10, -22),
            (0, -33),
            (-12, -23),
            (-22, -33),
            (-30, -25),
        ],
        (252, 232, 236),
        curved=True,
        line=1.1,
    )
    for x in (-16, 0, 16):
        c.shape(rounded(x - 2.4, -64, x + 2.4, -46, 2), (120, 180, 230), line=0.8)
        c.shape(
            [(x, -76), (x + 4, -68), (x, -64), (x - 4, -68)], (252, 196, 70), line=0.7, curved=True
        )


def pie(c: Canvas) -> None:
    c.shape([(-40, -14), (40, -14), (30, 0), (-30, 0)], STEEL, shade=4, line=1.2)
    c.shape(arc(0, -14, 42, 20, math.pi, math.tau, 16), CRUST, shade=5, line=1.3)
    for x in (-14, 0, 14):
        c.stroke([(x - 3, -30), (x + 3, -22)], weight=1.1)


def apple(c: Canvas) -> None:
    c.shape(
        [(0, -44), (20, -50), (34, -30), (24, -4), (0, -2), (-24, -4), (-34, -30), (-20, -50)],
        (216, 56, 48),
        curved=True,
        shade=7,
        line=1.3,
    )
    c.stroke([(0, -44), (4, -58)], weight=1.8)
    c.shape([(4, -54), (18, -64), (24, -56), (12, -50)], (96, 168, 76), curved=True)


def cup(c: Canvas) -> None:
    c.stroke(arc(24, -26, 14, 12, -1.3, 1.3, 12), weight=2.6, taper=1)
    c.shape([(-24, -46), (24, -46), (20, 0), (-20, 0)], (250, 246, 240), shade=6, line=1.3)
    c.shape(ellipse(0, -46, 24, 6), (110, 70, 50), line=1.1)
    for x in (-8, 8):
        c.stroke([(x, -58), (x + 5, -66), (x - 2, -74), (x + 3, -82)], weight=1)


def pot(c: Canvas) -> None:
    c.shape([(-36, -44), (36, -44), (32, 0), (-32, 0)], STEEL, shade=7, line=1.3)
    c.shape(ellipse(0, -44, 36, 8), (206, 98, 70), line=1.2)
    for side in (-1, 1):
        c.shape(rounded(side * 40 - 7, -34, side * 40 + 7, -26, 3), darker(STEEL, 0.4), line=1)


def egg(c: Canvas) -> None:
    c.shape(
        [(0, -58), (16, -44), (22, -20), (12, -2), (-12, -2), (-22, -20), (-16, -44)],
        (250, 242, 224),
        curved=True,
        shade=6,
        line=1.3,
    )
    for x, y in ((-6, -36), (8, -24), (-8, -14)):
        c.dot(x, y, 3, (226, 196, 160))


def pizza(c: Canvas) -> None:
    c.shape([(0, 0), (-28, -56), (0, -64), (28, -56)], (250, 206, 96), shade=4, line=1.3)
    c.shape(
        [(-31, -56), (0, -66), (31, -56), (28, -48), (0, -56), (-28, -48)],
        CRUST,
        curved=True,
        line=1.1,
    )
    for x, y in ((-8, -42), (8, -36), (0, -22)):
        c.shape(ellipse(x, y, 5.4, 5), (206, 60, 48), line=0.8)


def icecream(c: Canvas) -> None:
    c.shape([(-15, -44), (15, -44), (0, 0)], (226, 170, 96), shade=4, line=1.2)
    c.shape(ellipse(0, -54, 20, 17), (250, 190, 204), shade=4, line=1.3)
    c.shape(ellipse(3, -74, 15, 13), (252, 244, 224), shade=3, line=1.2)
    c.shape(ellipse(5, -88, 4.6, 4.6), (216, 50, 60), line=1)


def banana(c: Canvas) -> None:
    peel = [(-8, -86), (0, -88), (4, -60), (20, -30), (44, -14), (38, -6), (6, -12), (-16, -44)]
    c.shape(peel, (250, 214, 82), curved=True, shade=5, line=1.3)
    c.stroke([(-2, -78), (2, -48), (24, -18)], weight=0.8)
    c.shape([(-8, -88), (0, -90), (1, -82), (-7, -80)], (122, 92, 52), line=0.9)
