"""Beaches, seas and underwater scenes."""

from __future__ import annotations

import math

from pipeline.comic.geometry import (
    arc,
    box,
    ellipse,
)
from pipeline.comic.palette import RGB, lighter, mix
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.scenes.scenery import (
    FAR,
    MID,
    View,
    ground,
    hills,
    rock,
)


def _sea_band(c: Canvas, v: View, tone: RGB, top: float, bottom: float) -> None:
    c.shape(box(-v.half - 8, top, v.half + 8, bottom), tone, line=0.8, ink=FAR)
    source = v.source
    for i in range(int(v.half * 0.5)):
        y = top + 1.5 + (bottom - top - 2) * (i / max(1, int(v.half * 0.5)))
        x = source.uniform(-v.half, v.half)
        w = 2 + (y - top) * 0.2
        c.streak(
            [(x - w, y), (x - w / 2, y - 0.7), (x, y), (x + w / 2, y - 0.7), (x + w, y)],
            lighter(tone, 0.5),
            weight=0.7,
        )


def _sea_tone(v: View) -> RGB:
    return {"night": (44, 82, 132), "sunset": (122, 112, 168), "dawn": (110, 160, 196)}.get(
        v.time, (62, 148, 196)
    )


def beach(c: Canvas, v: View) -> None:
    _sea_band(c, v, _sea_tone(v), 0, 14)
    c.shape(
        [
            (-v.half - 8, 11),
            (-v.half * 0.4, 9),
            (0, 11.5),
            (v.half * 0.5, 9.5),
            (v.half + 8, 11.5),
            (v.half + 8, 16),
            (-v.half - 8, 16),
        ],
        (248, 252, 254),
        line=0.6,
        ink=FAR,
        curved=False,
    )
    ground(c, v, (246, 222, 164), y=13, bumps=0.8)
    for x in (-v.half * 0.74, v.half * 0.9):
        _palm(c, x, 20, min(52.0, v.up * 0.9), 1 if x < 0 else -1)
    source = v.source
    for _ in range(6):
        x, y = source.uniform(-v.half, v.half), source.uniform(18, v.down)
        c.shape(arc(x, y, 1.6, 1.5, math.pi, math.tau, 6), (246, 190, 176), line=0.6)


def _palm(c: Canvas, x: float, y: float, height: float, lean: int) -> None:
    top = (x + lean * height * 0.2, y - height)
    c.limb(
        [(x, y), (x + lean * height * 0.03, y - height * 0.5), top],
        4.4,
        2.8,
        (166, 118, 76),
        shade=1,
    )
    for i in range(7):
        a = -0.5 + i * 0.72
        tip = (
            top[0] + math.cos(a) * height * 0.36,
            top[1]
            + abs(math.sin(a)) * height * 0.14
            - height * 0.02
            + (0.1 * height if math.sin(a) > 0 else -0.06 * height),
        )
        mid = ((top[0] + tip[0]) / 2, min(top[1], tip[1]) - height * 0.07)
        c.shape(
            [top, mid, tip, ((top[0] + tip[0]) / 2, mid[1] + height * 0.08)],
            (92, 164, 84),
            curved=True,
            line=0.8,
            shade=0.8,
        )


def sea(c: Canvas, v: View) -> None:
    tone = _sea_tone(v)
    _sea_band(c, v, tone, 0, 16)
    for i in range(4):
        y = 10 + i * (v.down - 6) / 4
        wave = [
            (-v.half - 10 + j * 5, y + (1.6 + i * 0.7) * math.sin(j * 0.9 + i * 2))
            for j in range(int(v.half / 2.5) + 6)
        ]
        c.shape(
            [*wave, (v.half + 20, v.down + 20), (-v.half - 20, v.down + 20)],
            mix(tone, (36, 92, 150), 0.16 * i),
            line=0.9,
            ink=MID,
        )
    c.shape(
        [(-16, 15), (16, 15), (30, 11), (25, 26), (-22, 26), (-28, 12)], (176, 112, 66), shade=3
    )
    c.stroke([(-26, 18), (27, 17)], weight=0.8)


def island(c: Canvas, v: View) -> None:
    tone = _sea_tone(v)
    _sea_band(c, v, tone, 0, v.down + 20)
    c.shape(
        [
            (-v.half * 0.8, v.down + 8),
            (-v.half * 0.66, 15),
            (0, 9),
            (v.half * 0.66, 15),
            (v.half * 0.8, v.down + 8),
        ],
        (246, 222, 164),
        curved=True,
    )
    _palm(c, -v.half * 0.4, 16, min(56.0, v.up), -1)
    _palm(c, -v.half * 0.28, 15, min(42.0, v.up * 0.76), 1)
    rock(c, v.half * 0.48, 17, 6, (160, 156, 152))


def underwater(c: Canvas, v: View) -> None:
    for i in range(5):
        x = -v.half * 0.8 + i * v.half * 0.42
        c.veil(
            [(x, -v.up - 10), (x + 9, -v.up - 10), (x + 26, v.down), (x + 4, v.down)],
            (220, 250, 255),
            0.13,
        )
    hills(c, v, (44, 112, 156), 18)
    ground(c, v, (224, 206, 158), bumps=2)
    source = v.source
    for x in v.across(max(5, int(v.half / 9))):
        tone = source.choice(((60, 150, 110), (226, 104, 110), (240, 158, 84), (150, 104, 190)))
        h = source.uniform(10, 26)
        if source.random() < 0.55:
            for dx in (-2.4, 0, 2.4):
                c.limb(
                    [(x + dx, 4), (x + dx * 2 + 2, 4 - h * 0.5), (x + dx * 1.6 - 1.5, 4 - h)],
                    2.4,
                    1,
                    (62, 152, 108),
                )
        else:
            for dx, k in ((-4, 0.7), (0, 1.0), (4, 0.6)):
                c.limb(
                    [(x, 5), (x + dx * 0.6, 5 - h * k * 0.3), (x + dx, 5 - h * k * 0.6)],
                    3.2,
                    2.6,
                    tone,
                    shade=0.8,
                )
    for _ in range(16):
        x, y, r = (
            source.uniform(-v.half, v.half),
            source.uniform(-v.up, 0),
            source.uniform(0.7, 2.2),
        )
        c.veil(ellipse(x, y, r, r), (236, 252, 255), 0.5)
        c.stroke(arc(x, y, r, r, 0, math.tau, 14), weight=0.5, curved=False, taper=1, ink=MID)
