"""Built places: streets, villages, castles, farms."""

from __future__ import annotations

import math

from pipeline.comic.geometry import (
    arc,
    box,
    ellipse,
)
from pipeline.comic.palette import RGB, darker, lighter, mix
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.scenes.landscapes import green
from pipeline.painters.sketch.scenes.scenery import (
    FAR,
    MID,
    View,
    grass,
    ground,
    hills,
    soften,
    tree,
    windows,
)


def city(c: Canvas, v: View) -> None:
    source = v.source
    lit: RGB = (255, 222, 130)
    for layer, (tone, low, high, ink) in enumerate(
        (((150, 168, 196), 0.5, 0.95, FAR), ((176, 140, 130), 0.36, 0.72, MID))
    ):
        x = -v.half - 6.0
        while x < v.half + 6:
            w = source.uniform(10, 18)
            h = min(v.up, 74) * source.uniform(low, high)
            shade = mix(
                tone,
                source.choice(((214, 180, 140), (120, 140, 170), (196, 120, 100))),
                0.4 * layer,
            )
            c.shape(
                box(x, -h, x + w, 4),
                darker(shade, 0.2) if v.dark else shade,
                ink=ink,
                line=0.9,
                shade=1.6 * layer,
            )
            windows(
                c,
                x + 1,
                -h + 2,
                x + w - 1,
                -2,
                columns=int(w / 4),
                rows=max(2, int(h / 7)),
                lit=lit,
                unlit=darker(shade, 0.35),
                source=source,
                share=0.6 if v.dark else 0.12,
                ink=ink // 2 + 40,
            )
            if source.random() < 0.4:
                c.stroke([(x + w / 2, -h), (x + w / 2, -h - 6)], weight=0.8, ink=ink)
            x += w + source.uniform(-1, 2.5)
    _street(c, v)


def _street(c: Canvas, v: View) -> None:
    ground(c, v, (186, 180, 176), y=2)
    c.shape(box(-v.half - 8, 12, v.half + 8, v.down + 20), (112, 114, 126), line=0.9, ink=MID)
    c.shape(box(-v.half - 8, 10, v.half + 8, 13), (214, 208, 200), line=0.8, ink=MID)
    x = -v.half
    while x < v.half:
        c.shape(
            [(x, 24), (x + 12, 24), (x + 10, 27), (x - 2, 27)], (240, 232, 206), line=0.4, ink=FAR
        )
        x += 24
    x = v.half * 0.72
    c.stroke([(x, 12), (x, -26), (x - 5, -29)], weight=1.5, taper=0.9)
    c.shape(ellipse(x - 6.5, -28, 3, 2), (255, 236, 160), line=0.8)
    if v.dark:
        c.veil([(x - 7, -27), (x - 22, 14), (x + 8, 14)], (255, 236, 160), 0.22)


def village(c: Canvas, v: View) -> None:
    hills(c, v, soften((126, 178, 110)), 20)
    source = v.source
    for x in v.across(max(3, int(v.half / 13)), 0.3):
        w, h = source.uniform(6, 9), source.uniform(10, 15)
        wall = source.choice(((246, 230, 200), (236, 206, 176), (226, 232, 226), (250, 240, 220)))
        c.shape(box(x - w, -h, x + w, 4), wall, ink=MID, line=0.9, shade=1.4)
        c.shape(
            [(x - w - 2, -h + 1), (x, -h - 9), (x + w + 2, -h + 1)],
            (192, 92, 72),
            ink=MID,
            line=0.9,
            shade=1.4,
        )
        tone = (255, 222, 130) if v.dark else (150, 196, 220)
        for dx in (-0.5, 0.5):
            c.shape(
                box(x + dx * w - 1.6, -h + 4, x + dx * w + 1.6, -h + 8), tone, ink=MID, line=0.6
            )
        c.shape(box(x - 1.5, -4, x + 1.5, 3), (132, 86, 60), ink=MID, line=0.7)
    ground(c, v, green(v), y=3, bumps=0.8)
    grass(c, v, darker(green(v), 0.2), 20, 7, v.down)


def castle(c: Canvas, v: View) -> None:
    hills(c, v, soften((126, 178, 110)), 14)
    stone: RGB = (196, 192, 204)
    x, h = v.half * 0.08, min(v.up * 0.8, 70)
    for dx, k, w in ((-30, 0.62, 7.0), (30, 0.62, 7.0), (-17, 0.82, 6.4), (18, 0.9, 6.4)):
        top = -h * k
        c.shape(box(x + dx - w, top, x + dx + w, 4), stone, ink=MID, shade=2)
        c.shape(
            [(x + dx - w - 2, top), (x + dx, top - h * 0.26), (x + dx + w + 2, top)],
            (186, 84, 90),
            ink=MID,
            shade=1.6,
        )
        c.stroke([(x + dx, top - h * 0.26), (x + dx, top - h * 0.36)], weight=0.8, ink=MID)
        c.shape(
            [(x + dx, top - h * 0.36), (x + dx + 6, top - h * 0.335), (x + dx, top - h * 0.31)],
            (246, 200, 80),
            ink=MID,
            line=0.7,
        )
        c.shape(
            [
                *arc(x + dx, top + 10, 1.8, 2.4, math.pi, math.tau, 8),
                (x + dx + 1.8, top + 15),
                (x + dx - 1.8, top + 15),
            ],
            (255, 226, 140) if v.dark else (92, 88, 112),
            ink=MID,
            line=0.7,
        )
    wall = [(x - 32, 5), (x - 32, -h * 0.34)]
    for i in range(8):
        bx = x - 32 + i * 8
        wall += [(bx + 4, -h * 0.34), (bx + 4, -h * 0.4), (bx + 8, -h * 0.4), (bx + 8, -h * 0.34)]
    c.shape([*wall, (x + 32, 5)], lighter(stone, 0.15), ink=MID)
    c.shape(
        [*arc(x, -8, 7, 8, math.pi, math.tau, 10), (x + 7, 5), (x - 7, 5)], (112, 78, 58), ink=MID
    )
    for bar in (-3.4, 0.0, 3.4):
        c.stroke([(x + bar, -14), (x + bar, 4)], weight=0.6, ink=MID)
    source = v.source
    for _ in range(12):
        sx, sy = x + source.uniform(-30, 30), -source.uniform(2, h * 0.3)
        c.stroke([(sx, sy), (sx + 2.4, sy)], weight=0.5, ink=FAR)
    ground(c, v, green(v), y=4, bumps=1)
    c.shape(
        [(x - 6, 4), (x + 6, 4), (x + 24, v.down + 14), (x - 22, v.down + 14)],
        (226, 208, 172),
        line=0.7,
        ink=FAR,
    )
    grass(c, v, darker(green(v), 0.22), 20, 7, v.down)


def road(c: Canvas, v: View) -> None:
    hills(c, v, soften((132, 178, 112)), 15)
    ground(c, v, green(v, (150, 194, 108)), bumps=0.6)
    c.shape(
        [(-3, 0.6), (3, 0.6), (v.half * 0.7, v.down + 12), (-v.half * 0.7, v.down + 12)],
        (124, 124, 134),
        line=0.9,
        ink=MID,
    )
    for i in range(5):
        t0, t1 = (i / 5) ** 1.7, ((i + 0.5) / 5) ** 1.7
        y0, y1 = 2 + v.down * t0, 2 + v.down * t1
        c.shape(
            [(-0.3 - t0 * 2, y0), (0.3 + t0 * 2, y0), (0.3 + t1 * 2, y1), (-0.3 - t1 * 2, y1)],
            (248, 236, 190),
            line=0,
        )
    for side in (-1, 1):
        for k, h in ((0.3, 12), (0.6, 22), (0.95, 38)):
            tree(
                c,
                side * v.half * k,
                2 + k * 9,
                h,
                green(v, (100, 156, 84)),
                ink=MID,
                snowy=v.weather == "snow",
            )
    grass(c, v, darker(green(v), 0.22), 14, 8, v.down)


def farm(c: Canvas, v: View) -> None:
    hills(c, v, soften((160, 186, 104)), 13)
    x = -v.half * 0.45
    c.shape(
        [
            (x - 17, 4),
            (x - 17, -16),
            (x - 10, -27),
            (x, -32),
            (x + 10, -27),
            (x + 17, -16),
            (x + 17, 4),
        ],
        (196, 66, 58),
        ink=MID,
        shade=3,
    )
    c.shape(
        [
            (x - 19, -15),
            (x - 11, -28),
            (x, -34),
            (x + 11, -28),
            (x + 19, -15),
            (x + 17, -14),
            (x + 10, -25),
            (x, -30.6),
            (x - 10, -25),
            (x - 17, -14),
        ],
        (246, 240, 230),
        ink=MID,
        line=0.8,
    )
    c.shape(box(x - 7, -12, x + 7, 4), (246, 240, 230), ink=MID, line=0.9)
    c.shape(box(x - 6, -11, x + 6, 4), (164, 52, 48), ink=MID, line=0.6)
    c.stroke([(x - 6, -11), (x + 6, 4)], weight=1.1, ink=MID, curved=False)
    c.stroke([(x + 6, -11), (x - 6, 4)], weight=1.1, ink=MID, curved=False)
    c.shape(box(x + 22, -28, x + 32, 4), (206, 210, 216), ink=MID, shade=2)
    c.shape(arc(x + 27, -28, 5, 6, math.pi, math.tau, 8), (176, 182, 192), ink=MID)
    ground(c, v, green(v, (170, 196, 100)), y=3)
    for i in range(7):
        bx = -v.half * 1.1 + i * v.half * 0.4
        c.shape(
            [(bx * 0.5, 5), (bx * 0.5 + 1.4, 5), (bx + 6, v.down + 10), (bx - 4, v.down + 10)],
            green(v, (146, 168, 82)),
            line=0.4,
            ink=FAR,
        )
    for i in range(int(v.half / 6) + 2):
        fx = -v.half + i * 12
        c.shape(box(fx - 0.9, -1, fx + 0.9, 11), (240, 232, 214), line=0.8, ink=MID)
    for y in (1.4, 6):
        c.shape(box(-v.half - 6, y, v.half + 6, y + 1.7), (240, 232, 214), line=0.8, ink=MID)


def temple(c: Canvas, v: View) -> None:
    """Draw old Japan: a distant white mountain, a pagoda, a red gate, trees in blossom."""
    x = v.side * v.half * 0.1
    h = min(v.up * 0.55, 34)
    slope = [(x - h * 1.9, 4), (x - h * 0.36, -h), (x + h * 0.36, -h), (x + h * 1.9, 4)]
    c.shape(slope, (150, 164, 196), line=0.8, ink=FAR)
    cap = [(x - h * 0.36, -h), (x + h * 0.36, -h), (x + h * 0.72, -h * 0.68)]
    snow = [(x + h * 0.3, -h * 0.76), (x, -h * 0.62), (x - h * 0.3, -h * 0.78)]
    c.shape([*cap, *snow, (x - h * 0.72, -h * 0.68)], (248, 250, 254), line=0.6, ink=FAR)
    hills(c, v, soften((150, 178, 140)), 10)
    _pagoda(c, v.side * v.half * 0.62, 4, min(v.up * 0.85, 54))
    ground(c, v, green(v, (168, 190, 126)), y=3)
    path = [(-7, 4), (7, 4), (v.half * 0.5, v.down + 20), (-v.half * 0.5, v.down + 20)]
    c.shape(path, (222, 212, 192), line=0.7, ink=MID)
    _gate(c, -v.side * v.half * 0.2, 6, min(v.up * 0.56, 34))
    for k in (-0.86, -0.5, 0.94):
        _blossom(c, v, -v.side * v.half * k, 7, min(v.up * 0.62, 36))
    for fx in v.across(7):
        y = v.source.uniform(-v.up * 0.5, v.down * 0.8)
        c.dot(fx, y, 0.7, (250, 196, 214))


def _pagoda(c: Canvas, x: float, y: float, height: float) -> None:
    for i in range(3):
        w = height * (0.24 - i * 0.045)
        top = y - height * (0.27 + i * 0.27)
        wall = box(x - w * 0.62, top, x + w * 0.62, top + height * 0.27)
        c.shape(wall, (236, 222, 200), ink=MID, line=0.8, shade=1.4)
        for k in (-0.3, 0.3):
            c.shape(box(x + w * k - 1, top + 4, x + w * k + 1, top + 9), (150, 70, 56), line=0.4)
        eaves = [(x - w * 1.25, top + 1), (x - w * 0.7, top - 2), (x, top - height * 0.1)]
        c.shape(
            [*eaves, (x + w * 0.7, top - 2), (x + w * 1.25, top + 1), (x, top + 2)],
            (92, 96, 116),
            ink=MID,
            line=0.9,
            shade=1,
        )
    c.stroke([(x, y - height * 0.9), (x, y - height * 1.08)], weight=1.2, ink=MID)


def _gate(c: Canvas, x: float, y: float, height: float) -> None:
    red: RGB = (206, 66, 52)
    w = height * 0.46
    for side in (-1, 1):
        post = x + side * w * 0.72
        c.shape(box(post - 1.3, y - height * 0.9, post + 1.3, y), red, ink=MID, line=0.8)
    c.shape(box(x - w * 0.9, y - height * 0.72, x + w * 0.9, y - height * 0.65), red, ink=MID)
    top = y - height
    beam = [(x - w * 1.2, top - 2), (x, top + 1), (x + w * 1.2, top - 2)]
    c.shape([*beam, (x + w * 1.1, top + 3), (x, top + 5), (x - w * 1.1, top + 3)], red, ink=MID)


def _blossom(c: Canvas, v: View, x: float, y: float, height: float) -> None:
    tone: RGB = (248, 190, 208) if v.weather != "snow" else (246, 248, 252)
    tree(c, x, y, height, tone, ink=MID)
