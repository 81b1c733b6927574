"""Everyday objects. Each stands on (0, 0) and is about 100 units tall or wide."""

from __future__ import annotations

import math

from pipeline.comic.geometry import arc, box, ellipse, ribbon, rounded, smooth_open, star
from pipeline.comic.palette import RGB
from pipeline.painters.sketch.canvas import Canvas

WOOD: RGB = (168, 112, 66)


STEEL: RGB = (182, 192, 204)


def ball(c: Canvas) -> None:
    ball = ellipse(0, -26, 26, 26)
    c.shape(ball, (250, 248, 244), shade=7, line=1.3)
    c.clip_fill(
        ball,
        [ellipse(0, -26, 9, 26), [(-30, -32), (30, -32), (30, -20), (-30, -20)]],
        (222, 64, 58),
    )
    c.stroke(arc(0, -26, 26, 26, 0, math.tau, 30), weight=1.2, curved=False, taper=1)


def book(c: Canvas) -> None:
    for side in (-1, 1):
        c.shape([(0, -8), (side * 40, -16), (side * 40, -56), (0, -48)], (176, 60, 56), line=1.2)
        c.shape(
            [(0, -12), (side * 36, -20), (side * 36, -58), (side * 14, -60), (0, -51)],
            (252, 246, 230),
            shade=3,
        )
        for y in (-46, -38, -30):
            c.stroke([(side * 8, y - 2), (side * 30, y - 8)], weight=0.7, taper=1)


def sword(c: Canvas) -> None:
    c.shape(
        [(-4, -34), (-4, -96), (0, -108), (4, -96), (4, -34)], (216, 224, 234), shade=2, line=1.2
    )
    c.shape(rounded(-16, -36, 16, -29, 3), (236, 186, 64), line=1.1)
    c.shape(rounded(-3.4, -29, 3.4, -8, 2), (116, 74, 48), line=1)
    c.shape(ellipse(0, -6, 5, 5), (236, 186, 64), line=1)


def umbrella(c: Canvas) -> None:
    c.stroke([(0, -84), (0, -10), (6, -2), (12, -8)], weight=2.2, taper=1)
    top = [
        *arc(0, -64, 52, 40, math.pi, math.tau, 18),
        (35, -58),
        (17, -66),
        (0, -58),
        (-17, -66),
        (-35, -58),
    ]
    c.shape(top, (222, 64, 74), shade=7, line=1.3)
    for x in (-17, 0, 17):
        c.stroke([(0, -103), (x * 0.8, -84), (x, -64)], weight=0.9)


def flowers(c: Canvas) -> None:
    for x, y, tone in (
        (-16, -52, (240, 110, 150)),
        (0, -66, (250, 200, 70)),
        (16, -52, (150, 120, 220)),
        (-4, -44, (236, 84, 76)),
        (8, -42, (250, 246, 240)),
    ):
        c.stroke([(0, 0), (x * 0.6, y * 0.5), (x, y)], weight=1.2)
        petals = [
            (
                x + 11 * math.cos(t / 20 * math.tau) * (1 if t % 4 < 2 else 0.72),
                y + 11 * math.sin(t / 20 * math.tau) * (1 if t % 4 < 2 else 0.72),
            )
            for t in range(20)
        ]
        c.shape(petals, tone, curved=True, line=0.9)
        c.dot(x, y, 3.6, (252, 222, 110) if tone[2] < 200 else (240, 150, 70))
    c.shape([(-13, -26), (13, -26), (5, 0), (-5, 0)], (236, 224, 196), shade=3)


def computer(c: Canvas) -> None:
    c.shape(rounded(-44, -72, 44, -14, 5), (214, 210, 200), shade=5, line=1.3)
    c.shape(rounded(-37, -66, 37, -22, 3), (46, 66, 92), line=1)
    for i, w in enumerate((30, 44, 22, 38)):
        c.streak(
            [(-30, -58 + i * 10), (-30 + w, -58 + i * 10)], (126, 232, 190), weight=1.1, taper=1
        )
    c.shape([(-10, -14), (10, -14), (16, 0), (-16, 0)], (190, 186, 176), line=1.1)


def gears(c: Canvas) -> None:
    for x, y, r, n in ((-20, -24, 22, 9), (22, -30, 18, 8), (4, -10, 10, 7)):
        teeth = [
            (
                x + (r if (i // 2) % 2 else r * 0.78) * math.cos(math.tau * i / (n * 4)),
                y + (r if (i // 2) % 2 else r * 0.78) * math.sin(math.tau * i / (n * 4)),
            )
            for i in range(n * 4)
        ]
        c.shape(teeth, STEEL, shade=4, line=1.1)
        c.shape(ellipse(x, y, r * 0.32, r * 0.32), (92, 96, 110), line=0.9)


def treasure(c: Canvas) -> None:
    c.shape([*arc(0, -42, 44, 26, math.pi, math.tau, 14)], (150, 94, 50), shade=5, line=1.3)
    for i in range(9):
        x = -34 + i * 8.5
        c.shape(ellipse(x, -40 - (i % 3) * 5, 8, 6), (252, 212, 80), line=0.8)
    c.shape(box(-44, -38, 44, 0), (168, 108, 58), shade=6, line=1.3)
    for x in (-30, 30):
        c.shape(box(x - 4, -38, x + 4, 0), (236, 190, 74), line=0.9)
    c.shape(rounded(-8, -36, 8, -20, 3), (236, 190, 74), line=1)
    c.blot(ellipse(0, -28, 2, 3))


def balloon(c: Canvas) -> None:
    c.stroke([(0, -38), (3, -24), (-3, -12), (0, 0)], weight=1)
    c.shape(ellipse(0, -68, 24, 30), (228, 66, 76), shade=6, line=1.3)
    c.shape([(-4, -36), (4, -36), (0, -42)], (228, 66, 76), line=0.9)
    c.streak(arc(-2, -70, 15, 19, math.pi + 0.3, math.pi + 1.2), (255, 220, 220), weight=2)


def gift(c: Canvas) -> None:
    c.shape(box(-32, -44, 32, 0), (84, 150, 210), shade=6, line=1.3)
    c.shape(box(-36, -56, 36, -40), (104, 170, 226), shade=3, line=1.2)
    c.shape(box(-6, -56, 6, 0), (240, 84, 92), line=1)
    for side in (-1, 1):
        c.shape([(0, -56), (side * 24, -74), (side * 26, -58)], (240, 84, 92), curved=True, line=1)


def letter(c: Canvas) -> None:
    c.shape(box(-36, -48, 36, 0), (252, 246, 230), shade=4, line=1.3)
    c.stroke([(-36, -48), (0, -20), (36, -48)], weight=1.2, curved=False, taper=1)
    c.shape(ellipse(0, -20, 7, 7), (206, 54, 54), line=1)


def lantern(c: Canvas) -> None:
    c.stroke(arc(0, -60, 14, 16, math.pi, math.tau, 10), weight=1.4)
    c.shape(box(-14, -54, 14, -6), (254, 224, 120), line=1.2)
    c.shape([(-18, -60), (18, -60), (14, -52), (-14, -52)], (84, 78, 84), line=1)
    c.shape(box(-18, -6, 18, 0), (84, 78, 84), line=1)
    c.stroke([(0, -54), (0, -6)], weight=0.9)


def guitar(c: Canvas) -> None:
    c.shape(ribbon([(4, -40), (20, -104)], 7, 6), (112, 70, 44), line=1.1)
    c.shape(
        [
            (-18, -2),
            (-28, -18),
            (-16, -30),
            (-10, -46),
            (10, -48),
            (14, -34),
            (24, -24),
            (18, -2),
            (0, 4),
        ],
        (214, 134, 66),
        curved=True,
        shade=5,
        line=1.3,
    )
    c.blot(ellipse(2, -28, 7, 7))
    for x in (-1, 1):
        c.stroke([(x, -12), (19 + x, -100)], weight=0.5, taper=1)


def phone(c: Canvas) -> None:
    c.shape(rounded(-16, -60, 16, 0, 5), (52, 54, 66), line=1.2, shade=3)
    c.shape(rounded(-13, -54, 13, -8, 2), (130, 204, 236), line=0.9)


def camera(c: Canvas) -> None:
    c.shape(rounded(-34, -44, 34, 0, 5), (66, 66, 78), shade=5, line=1.3)
    c.shape(box(-12, -54, 12, -43), (66, 66, 78), line=1.1)
    c.shape(ellipse(2, -22, 17, 17), (206, 212, 220), line=1.2)
    c.shape(ellipse(2, -22, 11, 11), (66, 120, 170), shade=3, line=1)


def key(c: Canvas) -> None:
    gold: RGB = (240, 190, 66)
    c.shape(ribbon([(0, -70), (0, -4)], 7, 7), gold, line=1.2)
    for y in (-16, -6):
        c.shape(box(2, y - 4, 16, y + 2), gold, line=1)
    c.stroke(arc(0, -84, 16, 16, 0, math.tau, 24), weight=3.4, curved=False, taper=1)


def wand(c: Canvas) -> None:
    c.shape(ribbon([(-8, 0), (6, -62)], 6, 5), (98, 64, 46), line=1.1)
    c.shape(star(8, -72, 20, 9, 5, 0.2), (252, 220, 90), line=1.1)


def fishing(c: Canvas) -> None:
    c.stroke([(-10, 0), (20, -70), (48, -100)], weight=2)
    c.stroke([(48, -100), (54, -60), (52, -20)], weight=0.6, taper=1)


def chart(c: Canvas) -> None:
    c.shape(
        [(-44, -8), (-40, -54), (0, -48), (42, -56), (44, -6), (0, 0)],
        (240, 220, 168),
        shade=4,
        line=1.2,
    )
    c.stroke([(-28, -20), (-12, -34), (6, -20), (24, -36)], weight=1.1)
    c.stroke([(20, -42), (30, -32)], weight=1.8, curved=False, taper=1)
    c.stroke([(30, -42), (20, -32)], weight=1.8, curved=False, taper=1)


def tree_small(c: Canvas) -> None:
    c.shape([(-6, 0), (-4, -34), (4, -34), (6, 0)], (126, 84, 54), line=1.1)
    c.shape(
        [(0, -100), (24, -84), (34, -58), (20, -34), (-20, -34), (-34, -58), (-24, -84)],
        (96, 160, 82),
        curved=True,
        shade=7,
        line=1.2,
    )


def bomb(c: Canvas) -> None:
    c.shape(ellipse(0, -26, 26, 26), (54, 54, 66), shade=6, line=1.2)
    c.stroke([(8, -50), (14, -62), (26, -64)], weight=1.6)
    c.shape(star(28, -66, 10, 4, 6), (252, 196, 70), line=0.8)


def heart(c: Canvas) -> None:
    c.shape(
        [(0, -6), (-30, -36), (-26, -58), (-10, -60), (0, -46), (10, -60), (26, -58), (30, -36)],
        (232, 62, 84),
        curved=True,
        shade=5,
        line=1.3,
    )


def potion(c: Canvas) -> None:
    c.shape(
        [(-9, -60), (9, -60), (8, -40), (26, -14), (20, 0), (-20, 0), (-26, -14), (-8, -40)],
        (226, 240, 246),
        line=1.3,
    )
    c.shape(
        [(-17, -24), (17, -24), (24, -12), (19, -2), (-19, -2), (-24, -12)],
        (142, 96, 206),
        line=0.8,
        shade=3,
    )
    c.shape(rounded(-7, -70, 7, -58, 2), WOOD, line=1)
    for x, y in ((-6, -14), (6, -18), (2, -8)):
        c.dot(x, y, 2.4, (206, 176, 246))


def lamp(c: Canvas) -> None:
    c.shape(rounded(-14, -6, 14, 0, 2), (92, 84, 92), line=1)
    c.stroke([(0, -6), (0, -48)], weight=2, taper=1)
    c.shape([(-12, -78), (12, -78), (24, -46), (-24, -46)], (252, 216, 120), shade=4, line=1.2)


def kite(c: Canvas) -> None:
    c.shape([(0, -100), (26, -72), (0, -36), (-26, -72)], (240, 92, 84), line=1.2, shade=4)
    c.stroke([(0, -100), (0, -36)], weight=0.8)
    c.stroke([(-26, -72), (26, -72)], weight=0.8)
    c.stroke(smooth_open([(0, -36), (8, -24), (-6, -12), (4, 0)]), weight=1)


def telescope(c: Canvas) -> None:
    for x in (-18, 0, 18):
        c.stroke([(0, -50), (x, 0)], weight=1.8, taper=1)
    c.shape(ribbon([(-34, -42), (36, -78)], 13, 20), (106, 116, 150), shade=4, line=1.3)
    c.shape(ribbon([(-42, -38), (-32, -43)], 9, 9), (66, 70, 92), line=1)


def broom(c: Canvas) -> None:
    c.shape(ribbon([(0, -112), (0, -30)], 5, 5), (150, 104, 64), line=1.1)
    straw = [(-5, -34), (5, -34), (15, 0), (8, -5), (2, 2), (-5, -4), (-14, 1)]
    c.shape(straw, (230, 190, 100), shade=2, line=1.1)
    c.shape([(-6, -36), (6, -36), (7, -29), (-7, -29)], (150, 70, 56), line=0.9)


def katana(c: Canvas) -> None:
    blade = [(-3, -32), (-4, -70), (2, -104), (9, -116), (7, -98), (3, -68), (3, -32)]
    c.shape(blade, (216, 224, 234), curved=True, shade=2, line=1.2)
    c.shape(ellipse(0, -31, 9, 3), (236, 186, 64), line=1)
    c.shape(ribbon([(0, -28), (-2, 2)], 6.4, 5.6), (56, 50, 70), line=1)
    for y in (-22, -14, -6):
        c.stroke([(-3.4, y), (2.6, y - 4)], weight=0.8)


def butterfly(c: Canvas) -> None:
    for side in (-1, 1):
        c.shape(
            [(0, -46), (side * 26, -78), (side * 42, -64), (side * 24, -44)],
            (250, 176, 66),
            curved=True,
            line=1,
        )
        c.shape(
            [(0, -42), (side * 26, -38), (side * 28, -18), (side * 8, -24)],
            (238, 110, 146),
            curved=True,
            line=1,
        )
        c.stroke([(0, -56), (side * 6, -72), (side * 12, -76)], weight=0.8)
    c.shape(ellipse(0, -42, 4, 16), (74, 60, 70), line=0.8)


def magnifier(c: Canvas) -> None:
    c.shape(ribbon([(0, -36), (0, 4)], 9, 11), (112, 70, 44), line=1.1)
    c.shape(ellipse(0, -64, 30, 30), (198, 204, 212), line=1.3)
    c.shape(ellipse(0, -64, 23, 23), (206, 236, 246), line=0.9)
    c.streak(arc(-2, -66, 15, 15, math.pi + 0.2, math.pi + 1.2), (255, 255, 255), weight=2)
