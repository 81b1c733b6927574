"""Landscapes: fields, woods, deserts, mountains and caves."""

from __future__ import annotations

import math

from pipeline.comic.geometry import (
    arc,
    box,
    ellipse,
    smooth_open,
)
from pipeline.comic.palette import RGB, darker, mix
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.scenes.scenery import (
    FAR,
    MID,
    View,
    cloud,
    flowers,
    grass,
    ground,
    hills,
    pine,
    rock,
    soften,
    tree,
)

GRASS: RGB = (134, 190, 96)


def green(view: View, tone: RGB = GRASS) -> RGB:
    return (236, 242, 248) if view.weather == "snow" else tone


def field(c: Canvas, v: View) -> None:
    hills(c, v, soften((126, 178, 110)), 16)
    hills(c, v, mix((118, 172, 98), (190, 214, 220), 0.2), 9, peaks=3)
    for x in v.across(max(3, int(v.half / 14))):
        tree(
            c,
            x,
            1.5,
            v.source.uniform(13, 20),
            green(v, (98, 158, 84)),
            ink=FAR,
            snowy=v.weather == "snow",
        )
    ground(c, v, green(v), bumps=1.2, y=1)
    grass(c, v, darker(green(v), 0.22), 26, 5, v.down)
    if v.weather != "snow":
        flowers(c, v, 18, 6, v.down)


def park(c: Canvas, v: View) -> None:
    field(c, v)
    c.shape(
        [
            *smooth_open([(-7, 2), (-12, 12), (-4, 22), (-20, v.down + 14)]),
            (24, v.down + 14),
            *smooth_open([(16, 24), (9, 12), (2, 2)]),
        ],
        (232, 212, 170),
        line=0.7,
        ink=FAR,
    )
    x = -v.half * 0.66
    c.shape(box(x - 10, -2, x + 10, 0.4), (166, 112, 70), line=0.9, ink=MID)
    c.shape(box(x - 10, -8, x + 10, -4), (166, 112, 70), line=0.9, ink=MID)
    for dx in (-8, 8):
        c.stroke([(x + dx, -8), (x + dx, 5)], weight=1.4, ink=MID, taper=1)
    tree(c, v.half * 0.8, 8, 46, (96, 156, 80), snowy=v.weather == "snow")


def forest(c: Canvas, v: View) -> None:
    snowy = v.weather == "snow"
    hills(c, v, soften((82, 130, 96), 0.4), 26)
    for tone, size, y, ink in (((112, 158, 124), 34, 2, FAR), ((76, 136, 88), 46, 5, MID)):
        for x in v.across(max(4, int(v.half / 8))):
            draw = pine if v.source.random() < 0.5 else tree
            draw(c, x, y, size * v.source.uniform(0.75, 1.1), tone, ink=ink, snowy=snowy)
    ground(c, v, green(v, (108, 158, 84)), y=5, bumps=1)
    for x in (-v.half * 0.94, v.half * 0.95):
        c.shape(
            [(x - 7, v.down + 6), (x - 5, -v.up), (x + 5, -v.up), (x + 7, v.down + 6)],
            (104, 72, 54),
            shade=3,
        )
        for i in range(5):
            top = -v.up * 0.8 + i * (v.up + v.down) / 5
            c.stroke([(x - 2, top), (x - 1, top + 7)], weight=0.8)
    grass(c, v, darker(green(v, (108, 158, 84)), 0.25), 30, 8, v.down)
    if not snowy:
        for x in v.across(3):
            foot = v.source.uniform(8, v.down)
            c.shape(box(x - 0.8, foot - 3, x + 0.8, foot), (248, 240, 224), line=0.7)
            c.shape(arc(x, foot - 2.6, 3, 3, math.pi, math.tau, 8), (216, 66, 56), line=0.8)


def desert(c: Canvas, v: View) -> None:
    hills(c, v, (236, 190, 128), 14, peaks=3)
    x = v.half * 0.5
    c.shape([(x - 26, 2), (x, -22), (x + 26, 2)], (222, 170, 106), ink=FAR, line=0.9)
    c.shape([(x, -22), (x + 26, 2), (x + 7, 2)], (196, 142, 88), ink=FAR, line=0.5)
    ground(c, v, (244, 208, 142), bumps=2.4)
    for x, y, h in ((-v.half * 0.76, 8.0, 28), (v.half * 0.86, 14.0, 36), (-v.half * 0.2, 3.0, 13)):
        _cactus(c, x, y, h)
    for i in range(4):
        y = 9 + i * v.down / 5
        x = v.source.uniform(-v.half, v.half * 0.5)
        c.stroke([(x, y), (x + 10, y - 1.4), (x + 22, y)], weight=0.6, ink=FAR)


def _cactus(c: Canvas, x: float, y: float, h: float) -> None:
    tone: RGB = (94, 158, 92)
    c.limb(
        [(x - h * 0.26, y - h * 0.6), (x - h * 0.26, y - h * 0.36), (x, y - h * 0.32)],
        h * 0.13,
        h * 0.13,
        tone,
        shade=0.8,
    )
    c.limb(
        [(x + h * 0.25, y - h * 0.76), (x + h * 0.25, y - h * 0.5), (x, y - h * 0.45)],
        h * 0.13,
        h * 0.13,
        tone,
        shade=0.8,
    )
    c.limb([(x, y), (x, y - h * 0.5), (x, y - h)], h * 0.2, h * 0.18, tone, shade=1.2)


def mountains(c: Canvas, v: View) -> None:
    source = v.source
    for tone, high, ink in (((158, 176, 206), 0.74, FAR), ((122, 142, 172), 0.5, FAR)):
        for x in v.across(4, 0.3):
            h = min(v.up, 90) * high * source.uniform(0.75, 1.1)
            w = h * 0.75
            c.shape(
                [
                    (x - w, 3),
                    (x - w * 0.3, -h * 0.66),
                    (x, -h),
                    (x + w * 0.26, -h * 0.7),
                    (x + w, 3),
                ],
                tone,
                ink=ink,
                line=0.95,
                shade=h * 0.2,
                depth=110,
            )
            c.shape(
                [
                    (x - w * 0.22, -h * 0.74),
                    (x, -h),
                    (x + w * 0.2, -h * 0.77),
                    (x + w * 0.08, -h * 0.7),
                    (x - 0.02 * w, -h * 0.78),
                    (x - w * 0.1, -h * 0.68),
                ],
                (250, 252, 255),
                ink=ink,
                line=0.7,
            )
    for x in v.across(max(4, int(v.half / 9))):
        pine(c, x, 4, source.uniform(12, 20), (82, 132, 98), ink=MID, snowy=v.weather == "snow")
    ground(c, v, green(v, (142, 182, 110)), y=3, bumps=1.4)
    for x in v.across(4):
        rock(c, x, source.uniform(8, v.down), source.uniform(2, 4.5), (160, 162, 170))
    grass(c, v, darker(green(v), 0.25), 16, 7, v.down)


def snowfield(c: Canvas, v: View) -> None:
    hills(c, v, (206, 220, 238), 18)
    for x in v.across(max(3, int(v.half / 11))):
        pine(c, x, 3, v.source.uniform(18, 32), (96, 146, 128), ink=FAR, snowy=True)
    ground(c, v, (242, 247, 252), bumps=2.4, y=2)
    for x in v.across(5):
        y = v.source.uniform(8, v.down)
        c.streak([(x - 6, y), (x, y - 1.4), (x + 7, y)], (198, 214, 234), weight=1)


def volcano(c: Canvas, v: View) -> None:
    h = min(v.up * 0.8, 60)
    c.shape(
        [(-46, 4), (-14, -h), (-6, -h + 3), (4, -h + 1), (13, -h), (48, 4)],
        (112, 84, 86),
        ink=MID,
        shade=7,
    )
    c.shape(
        [
            (-12, -h),
            (-6, -h + 3),
            (4, -h + 1),
            (12, -h),
            (9, -h * 0.6),
            (4, -h * 0.72),
            (0, -h * 0.36),
            (-5, -h * 0.7),
        ],
        (250, 128, 50),
        ink=MID,
    )
    for i in range(4):
        cloud(c, v.source.uniform(-8, 8), -h - 6 - i * 7, 6 + i * 2, (122, 112, 120), ink=MID)
    ground(c, v, (128, 104, 96), y=3, bumps=1.6)
    for x in v.across(5):
        rock(c, x, v.source.uniform(7, v.down), v.source.uniform(2, 5), (98, 84, 86))


def cave(c: Canvas, v: View) -> None:
    c.shape(box(-v.half - 10, -v.up - 10, v.half + 10, v.down + 20), (84, 76, 96), line=0)
    c.shape(ellipse(0, -12, v.half * 0.62, min(v.up * 0.8, 44)), (112, 102, 124), line=0.8, ink=FAR)
    ground(c, v, (138, 124, 132), bumps=1.8)
    for x in v.across(9):
        h = v.source.uniform(10, 26)
        c.shape(
            [(x - 5, -v.up - 6), (x, -v.up + h), (x + 5, -v.up - 6)],
            (70, 62, 80),
            line=0.9,
            shade=1.6,
        )
    for x in v.across(4):
        y = v.source.uniform(3, 9)
        tone = v.source.choice(((120, 220, 230), (190, 140, 240), (250, 150, 190)))
        for dx, k in ((-2.4, 0.7), (0, 1.0), (2.6, 0.6)):
            c.shape(
                [
                    (x + dx - 1.6, y),
                    (x + dx - 1, y - 8 * k),
                    (x + dx + 0.4, y - 10 * k),
                    (x + dx + 1.4, y - 7 * k),
                    (x + dx + 1.6, y),
                ],
                tone,
                line=0.8,
                shade=0.8,
            )
