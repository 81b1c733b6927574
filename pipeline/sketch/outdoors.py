"""Places under the open sky. Each is drawn around the middle of its horizon, ground below."""

from __future__ import annotations

import math
from collections.abc import Callable

from pipeline.sketch.canvas import Canvas
from pipeline.sketch.geometry import arc, box, ellipse, smooth_open
from pipeline.sketch.palette import RGB, darker, lighter, mix
from pipeline.sketch.scenery import (
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
    shopfront,
    soften,
    tree,
    windows,
)

GRASS: RGB = (134, 190, 96)


def draw_outdoors(canvas: Canvas, place: str, view: View) -> None:
    _PLACES.get(place, _field)(canvas, view)
    if view.shop and place not in {"underwater", "sea", "sky"}:
        shopfront(
            canvas, view, view.side * view.half * 0.44, 5.0, min(46.0, view.up * 0.72), view.shop
        )


def _green(view: View, tone: RGB = GRASS) -> RGB:
    return (236, 242, 248) if view.weather == "snow" else tone


def _field(c: Canvas, v: View) -> None:
    hills(c, v, soften((126, 178, 110)), 16)
    hills(c, v, mix((118, 172, 98), (190, 214, 220), 0.2), 9, peaks=3)
    for x in v.across(max(3, int(v.half / 14))):
        tree(
            c,
            x,
            1.5,
            v.source.uniform(13, 20),
            _green(v, (98, 158, 84)),
            ink=FAR,
            snowy=v.weather == "snow",
        )
    ground(c, v, _green(v), bumps=1.2, y=1)
    grass(c, v, darker(_green(v), 0.22), 26, 5, v.down)
    if v.weather != "snow":
        flowers(c, v, 18, 6, v.down)


def _park(c: Canvas, v: View) -> None:
    _field(c, v)
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


def _moon(c: Canvas, v: View) -> None:
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


def _space(c: Canvas, v: View) -> None:
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


def _city(c: Canvas, v: View) -> None:
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


def _village(c: Canvas, v: View) -> None:
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
    ground(c, v, _green(v), y=3, bumps=0.8)
    grass(c, v, darker(_green(v), 0.2), 20, 7, v.down)


def _forest(c: Canvas, v: View) -> None:
    snowy = v.weather == "snow"
    hills(c, v, soften((82, 130, 96), 0.4), 26)
    for tone, size, y, ink in (((112, 158, 124), 34, 2, FAR), ((76, 136, 88), 46, 5, MID)):
        for x in v.across(max(4, int(v.half / 8))):
            draw = pine if v.source.random() < 0.5 else tree
            draw(c, x, y, size * v.source.uniform(0.75, 1.1), tone, ink=ink, snowy=snowy)
    ground(c, v, _green(v, (108, 158, 84)), y=5, bumps=1)
    for x in (-v.half * 0.94, v.half * 0.95):
        c.shape(
            [(x - 7, v.down + 6), (x - 5, -v.up), (x + 5, -v.up), (x + 7, v.down + 6)],
            (104, 72, 54),
            shade=3,
        )
        for i in range(5):
            top = -v.up * 0.8 + i * (v.up + v.down) / 5
            c.stroke([(x - 2, top), (x - 1, top + 7)], weight=0.8)
    grass(c, v, darker(_green(v, (108, 158, 84)), 0.25), 30, 8, v.down)
    if not snowy:
        for x in v.across(3):
            foot = v.source.uniform(8, v.down)
            c.shape(box(x - 0.8, foot - 3, x + 0.8, foot), (248, 240, 224), line=0.7)
            c.shape(arc(x, foot - 2.6, 3, 3, math.pi, math.tau, 8), (216, 66, 56), line=0.8)


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


def _beach(c: Canvas, v: View) -> None:
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


def _sea(c: Canvas, v: View) -> None:
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


def _island(c: Canvas, v: View) -> None:
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


def _underwater(c: Canvas, v: View) -> None:
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


def _desert(c: Canvas, v: View) -> None:
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


def _mountains(c: Canvas, v: View) -> None:
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
    ground(c, v, _green(v, (142, 182, 110)), y=3, bumps=1.4)
    for x in v.across(4):
        rock(c, x, source.uniform(8, v.down), source.uniform(2, 4.5), (160, 162, 170))
    grass(c, v, darker(_green(v), 0.25), 16, 7, v.down)


def _castle(c: Canvas, v: View) -> None:
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
    ground(c, v, _green(v), y=4, bumps=1)
    c.shape(
        [(x - 6, 4), (x + 6, 4), (x + 24, v.down + 14), (x - 22, v.down + 14)],
        (226, 208, 172),
        line=0.7,
        ink=FAR,
    )
    grass(c, v, darker(_green(v), 0.22), 20, 7, v.down)


def _road(c: Canvas, v: View) -> None:
    hills(c, v, soften((132, 178, 112)), 15)
    ground(c, v, _green(v, (150, 194, 108)), bumps=0.6)
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
                _green(v, (100, 156, 84)),
                ink=MID,
                snowy=v.weather == "snow",
            )
    grass(c, v, darker(_green(v), 0.22), 14, 8, v.down)


def _farm(c: Canvas, v: View) -> None:
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
    ground(c, v, _green(v, (170, 196, 100)), y=3)
    for i in range(7):
        bx = -v.half * 1.1 + i * v.half * 0.4
        c.shape(
            [(bx * 0.5, 5), (bx * 0.5 + 1.4, 5), (bx + 6, v.down + 10), (bx - 4, v.down + 10)],
            _green(v, (146, 168, 82)),
            line=0.4,
            ink=FAR,
        )
    for i in range(int(v.half / 6) + 2):
        fx = -v.half + i * 12
        c.shape(box(fx - 0.9, -1, fx + 0.9, 11), (240, 232, 214), line=0.8, ink=MID)
    for y in (1.4, 6):
        c.shape(box(-v.half - 6, y, v.half + 6, y + 1.7), (240, 232, 214), line=0.8, ink=MID)


def _snowfield(c: Canvas, v: View) -> None:
    hills(c, v, (206, 220, 238), 18)
    for x in v.across(max(3, int(v.half / 11))):
        pine(c, x, 3, v.source.uniform(18, 32), (96, 146, 128), ink=FAR, snowy=True)
    ground(c, v, (242, 247, 252), bumps=2.4, y=2)
    for x in v.across(5):
        y = v.source.uniform(8, v.down)
        c.streak([(x - 6, y), (x, y - 1.4), (x + 7, y)], (198, 214, 234), weight=1)


def _sky(c: Canvas, v: View) -> None:
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


def _volcano(c: Canvas, v: View) -> None:
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


def _cave(c: Canvas, v: View) -> None:
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


_PLACES: dict[str, Callable[[Canvas, View], None]] = {
    "field": _field,
    "park": _park,
    "moon": _moon,
    "space": _space,
    "city": _city,
    "village": _village,
    "forest": _forest,
    "beach": _beach,
    "sea": _sea,
    "island": _island,
    "underwater": _underwater,
    "desert": _desert,
    "mountains": _mountains,
    "castle": _castle,
    "road": _road,
    "farm": _farm,
    "snow": _snowfield,
    "sky": _sky,
    "volcano": _volcano,
    "cave": _cave,
}
