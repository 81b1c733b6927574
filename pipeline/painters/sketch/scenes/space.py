"""Places in space and sky: on the moon, on planets, on clouds."""

from __future__ import annotations

import math

from pipeline.comic.geometry import (
    arc,
    ellipse,
)
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.scenes.scenery import (
    MID,
    View,
    cloud,
    ground,
    hills,
    rock,
)


def moon(c: Canvas, v: View) -> None:
    # the Earth hangs in the sky
    x, y = -v.side * v.half * 0.56, -v.up * 0.66
    c.veil(ellipse(x, y, 15.5, 15.5), (160, 210, 255), 0.2)
    globe = ellipse(x, y, 12.5, 12.5)
    c.shape(globe, (76, 150, 216), line=0.9, shade=5)
    c.clip_fill(
        globe,
        [ellipse(x - 5, y - 4, 6, 5), ellipse(x + 6, y + 4, 5, 6), ellipse(x - 3, y + 8, 4, 3)],
        (112, 184, 104),
    )
    c.clip_fill(
        globe, [ellipse(x + 3, y - 9, 8, 1.6), ellipse(x - 6, y + 2, 6, 1.2)], (248, 250, 252)
    )
    hills(c, v, (140, 146, 168), 12, peaks=4)
    ground(c, v, (196, 200, 212), bumps=1.6)
    source = v.source
    for i in range(9):
        cx = source.uniform(-v.half, v.half)
        cy = 4 + (v.down - 3) * (i / 9) ** 1.1
        r = 3 + 8 * cy / max(14.0, v.down)
        c.shape(ellipse(cx, cy, r, r * 0.34), (162, 166, 184), line=0.8, ink=MID)
        c.shape(ellipse(cx + r * 0.1, cy + r * 0.1, r * 0.8, r * 0.22), (178, 182, 198), line=0)


def space(c: Canvas, v: View) -> None:
    x, y = v.half * 0.52, -v.up * 0.52
    c.shape(ellipse(x, y, 15, 15), (232, 158, 98), line=0.9, shade=6)
    c.shape(ellipse(x - 4, y - 5, 4, 2), (214, 132, 82), line=0)
    c.shape(ellipse(x + 5, y + 4, 5, 2.4), (214, 132, 82), line=0)
    ring = [
        *arc(x, y, 25, 6, -0.35, math.pi + 0.35, 26),
        *arc(x, y + 0.5, 20, 3.6, math.pi + 0.35, -0.35, 26),
    ]
    c.shape(ring, (246, 214, 150), line=0.8)
    c.shape(ellipse(-v.half * 0.62, -v.up * 0.74, 6, 6), (150, 120, 206), line=0.8, shade=2.6)
    hills(c, v, (112, 84, 140), 9)
    ground(c, v, (156, 120, 176), bumps=2.2)
    for x in v.across(5):
        rock(c, x, v.source.uniform(6, v.down), v.source.uniform(2, 5), (132, 98, 156))


def sky(c: Canvas, v: View) -> None:
    for y, size, count in ((-v.up * 0.4, 7, 4), (0, 12, 4), (v.down * 0.4, 18, 4)):
        for x in v.across(count):
            cloud(c, x, y, size, (252, 253, 255), ink=MID)
    c.shape(
        [
            (-v.half - 8, v.down + 20),
            (-v.half - 8, 16),
            *[p for x in v.across(6, 0.1) for p in arc(x, 16, v.half / 5, 9, math.pi, math.tau, 8)],
            (v.half + 8, 16),
            (v.half + 8, v.down + 20),
        ],
        (250, 252, 255),
        line=0.9,
        ink=MID,
    )
