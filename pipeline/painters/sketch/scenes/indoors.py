"""Rooms, drawn around the middle of the line where the back wall meets the floor."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from pipeline.comic.geometry import arc, box, ellipse, rounded
from pipeline.comic.palette import RGB, darker, lighter, mix
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.scenes import props
from pipeline.painters.sketch.scenes.scenery import FAR, MID, View, sky_colors

WOOD: RGB = (176, 120, 74)
BOOKS: tuple[RGB, ...] = (
    (196, 72, 64),
    (70, 118, 176),
    (94, 152, 96),
    (230, 176, 72),
    (128, 88, 156),
    (226, 130, 80),
)


def draw_indoors(canvas: Canvas, room: str, view: View, outside: str) -> None:
    """Draw the room; *outside* is the place seen through the window."""
    _ROOMS.get(room, _home)(canvas, view, outside)


def _shell(
    c: Canvas, v: View, wall: RGB, floor: RGB, *, boards: bool = True, tiles: bool = False
) -> None:
    h = v.half + 8
    c.shape(box(-h, -v.up - 10, h, 2), wall, line=0)
    c.shape(box(-h, 0, h, v.down + 20), floor, line=0.9, ink=MID)
    c.shape(box(-h, -2.4, h, 0.6), lighter(wall, 0.4), line=0.7, ink=FAR)
    if boards:
        for i in range(-7, 8):
            x = i * v.half / 5
            c.stroke(
                [(x * 0.6, 0.8), (x * 1.6, v.down + 10)], weight=0.5, ink=FAR, curved=False, taper=1
            )
    if tiles:
        for i in range(-9, 10):
            c.stroke(
                [(i * 7.0, 0.8), (i * 17.0, v.down + 10)],
                weight=0.5,
                ink=110,
                curved=False,
                taper=1,
            )
        y, step = 3.0, 4.0
        while y < v.down + 10:
            c.stroke([(-h, y), (h, y)], weight=0.5, ink=110, curved=False, taper=1)
            y += step
            step *= 1.35


def _window(c: Canvas, v: View, x: float, y: float, w: float, h: float, outside: str) -> None:  # noqa: PLR0917 - coordinates
    top, bottom = sky_colors(v.time, v.weather)
    if outside in {"moon", "space"}:
        top, bottom = (20, 24, 54), (44, 50, 96)
    c.shape(box(x - w, y - h, x + w, y), (250, 244, 232), line=1)
    pane = box(x - w + 1.4, y - h + 1.4, x + w - 1.4, y - 1.4)
    c.shape(pane, mix(top, bottom, 0.5), line=0.7)
    if outside in {"moon", "space"}:
        c.clip_fill(pane, [ellipse(x, y + h * 0.3, w * 1.5, h * 0.62)], (196, 200, 212))
        c.clip_fill(pane, [ellipse(x - w * 0.4, y - h * 0.62, w * 0.26, w * 0.26)], (86, 160, 220))
        for dx, dy in ((0.3, 0.8), (0.62, 0.5), (0.05, 0.5), (-0.7, 0.86)):
            c.dot(x + dx * w, y - dy * h, 0.5, (255, 252, 226))
    elif outside in {"city", "village"}:
        blocks = [
            box(
                x - w + i * w * 0.42,
                y - h * (0.3 + 0.3 * ((i * 7) % 3) / 2),
                x - w + i * w * 0.42 + w * 0.36,
                y,
            )
            for i in range(5)
        ]
        c.clip_fill(pane, blocks, (128, 138, 160))
    elif outside in {"sea", "beach", "island", "underwater"}:
        c.clip_fill(pane, [box(x - w, y - h * 0.4, x + w, y)], (70, 150, 196))
    else:
        tone: RGB = (240, 246, 250) if v.weather == "snow" else (122, 178, 104)
        c.clip_fill(
            pane,
            [ellipse(x - w * 0.4, y + h * 0.1, w * 1.1, h * 0.5), ellipse(x + w, y, w, h * 0.55)],
            tone,
        )
    c.stroke([(x, y - h), (x, y)], weight=1.1, taper=1, curved=False)
    c.stroke([(x - w, y - h * 0.5), (x + w, y - h * 0.5)], weight=1.1, taper=1, curved=False)
    c.shape(box(x - w - 1.6, y - 0.8, x + w + 1.6, y + 1.4), (236, 226, 208), line=0.8)


def _shelf(  # noqa: PLR0917 - coordinates
    c: Canvas,
    x: float,
    y: float,
    w: float,
    things: tuple[str, ...],
    size: float,
    source: random.Random,
) -> None:
    c.shape(box(x - w, y, x + w, y + 1.8), WOOD, ink=MID, line=0.9)
    n = max(1, int(2 * w / (size * 0.95)))
    for i in range(n):
        with c.at(x - w + 2 * w * (i + 0.5) / n, y, scale=size / 100):
            props.draw_prop(c, source.choice(things))


def _bunting(c: Canvas, v: View, y: float, tones: tuple[RGB, ...]) -> None:
    n = int(v.half / 4)
    for i in range(n):
        x = -v.half + 2 * v.half * (i + 0.5) / n
        sag = 5 * math.sin(math.pi * ((i % 6) + 0.5) / 6)
        c.shape(
            [(x - 2.4, y + sag), (x + 2.4, y + sag), (x, y + sag + 5)],
            tones[i % len(tones)],
            ink=MID,
            line=0.7,
        )


def _bakery(c: Canvas, v: View, outside: str) -> None:
    _shell(c, v, (252, 232, 204), (214, 166, 118), tiles=True, boards=False)
    _window(c, v, v.half * 0.46, -14, 13, min(26.0, v.up * 0.5), outside)
    for i, y in enumerate((-36, -22, -8)):
        if y > -v.up + 6:
            _shelf(
                c,
                -v.half * 0.48,
                y,
                v.half * 0.36,
                ("bread", "pie", "bread", "cake") if i else ("bread",),
                12,
                v.source,
            )
    _bunting(c, v, -min(v.up, 58) + 2, ((226, 92, 82), (250, 242, 226), (242, 186, 84)))
    # the oven glows
    x = v.half * 0.9
    c.shape(
        [*arc(x, -12, 13, 14, math.pi, math.tau, 12), (x + 13, 3), (x - 13, 3)],
        (186, 104, 82),
        shade=2.4,
    )
    c.shape([*arc(x, -8, 7, 7, math.pi, math.tau, 10), (x + 7, -3), (x - 7, -3)], (255, 176, 70))


def _shop(c: Canvas, v: View, outside: str) -> None:
    _shell(c, v, (222, 236, 226), (206, 176, 140))
    _window(c, v, v.half * 0.46, -14, 13, min(26.0, v.up * 0.5), outside)
    goods = ("gift", "ball", "book", "lamp", "camera", "balloon", "guitar", "cup")
    for y in (-37, -23, -9):
        if y > -v.up + 6:
            _shelf(c, -v.half * 0.45, y, v.half * 0.42, goods, 11, v.source)


def _kitchen(c: Canvas, v: View, outside: str) -> None:
    _shell(c, v, (238, 242, 226), (222, 210, 192), tiles=True, boards=False)
    _window(c, v, 0, -18, 13, min(24.0, v.up * 0.45), outside)
    for x in (-v.half * 0.66, v.half * 0.66):
        c.shape(
            box(x - v.half * 0.26, -min(46.0, v.up - 4), x + v.half * 0.26, -28),
            (124, 176, 168),
            ink=MID,
            shade=1.4,
        )
        c.stroke([(x, -min(46.0, v.up - 4)), (x, -28)], weight=0.8, ink=MID, taper=1)
    c.shape(box(-v.half - 8, -12, v.half + 8, 3), (124, 176, 168), ink=MID, shade=1.2)
    c.shape(box(-v.half - 8, -14, v.half + 8, -11), (250, 246, 236), ink=MID)
    for x, name in (
        (-v.half * 0.7, "pot"),
        (-v.half * 0.42, "cup"),
        (v.half * 0.45, "bread"),
        (v.half * 0.74, "apple"),
    ):
        with c.at(x, -14, scale=0.14):
            props.draw_prop(c, name)


def _restaurant(c: Canvas, v: View, outside: str) -> None:
    _shell(c, v, (232, 196, 176), (150, 96, 76))
    _window(c, v, -v.half * 0.5, -13, 14, min(28.0, v.up * 0.5), outside)
    for x in (-v.half * 0.15, v.half * 0.6):
        c.stroke([(x, -v.up), (x, -v.up + 12)], weight=0.8, taper=1)
        c.shape(
            [(x - 7, -v.up + 18), (x - 3, -v.up + 12), (x + 3, -v.up + 12), (x + 7, -v.up + 18)],
            (250, 204, 96),
        )
        c.veil(
            [(x - 7, -v.up + 18), (x + 7, -v.up + 18), (x + 22, 8), (x - 22, 8)],
            (255, 238, 180),
            0.16,
        )
    for x in (-v.half * 0.75, v.half * 0.72):
        c.shape(box(x - 1, 2, x + 1, 12), WOOD, ink=MID)
        c.shape([(x - 13, 0), (x + 13, 0), (x + 11, 7), (x - 11, 7)], (250, 244, 236), ink=MID)
        with c.at(x, 0, scale=0.12):
            props.draw_prop(c, "pizza")


def _home(c: Canvas, v: View, outside: str) -> None:
    _shell(c, v, (246, 222, 186), (190, 136, 96))
    _window(c, v, -v.half * 0.42, -14, 12, min(26.0, v.up * 0.5), outside)
    for side in (-1, 1):
        x = -v.half * 0.42 + side * 13.4
        c.shape(
            [
                (x - 3, -min(43.0, v.up - 2)),
                (x + 3, -min(43.0, v.up - 2)),
                (x + 4 * side, -8),
                (x - 3, -8),
            ],
            (206, 96, 88),
            ink=MID,
            shade=1,
        )
    x = v.half * 0.55
    c.shape(rounded(x - 22, -16, x + 22, 2, 5), (96, 146, 166), ink=MID, shade=2)
    c.shape(rounded(x - 25, -7, x + 25, 6, 4), (114, 166, 184), ink=MID, shade=2)
    c.stroke([(x, -15), (x, -6)], weight=0.7, ink=MID)
    c.shape(box(x - 9, -37, x + 9, -23), (232, 206, 150), ink=MID)
    c.shape(box(x - 7, -35, x + 7, -25), (160, 206, 226), ink=MID, line=0.6)
    c.shape(
        [(x - 7, -25), (x - 2, -31), (x + 2, -27), (x + 4, -29), (x + 7, -25)],
        (120, 170, 110),
        ink=MID,
        line=0.5,
    )
    with c.at(v.half * 0.96, 4, scale=0.36):
        props.draw_prop(c, "lamp")
    c.shape(ellipse(0, 17, v.half * 0.6, 8), (206, 92, 88), ink=FAR, line=0.9)
    c.shape(ellipse(0, 17, v.half * 0.5, 6), (240, 206, 150), ink=FAR, line=0.6)


def _bedroom(c: Canvas, v: View, outside: str) -> None:
    _shell(c, v, (186, 200, 232), (176, 140, 116))
    _window(c, v, -v.half * 0.1, -16, 11, min(24.0, v.up * 0.45), outside)
    x = v.half * 0.62
    c.shape(rounded(x - 26, -22, x - 20, 8, 2), WOOD, ink=MID)
    c.shape(rounded(x - 22, -8, x + 40, 8, 4), (244, 240, 250), ink=MID)
    c.shape(rounded(x - 8, -10, x + 40, 9, 4), (226, 122, 130), ink=MID, shade=2)
    c.shape(ellipse(x - 14, -9, 7, 4), (252, 252, 252), ink=MID)
    _shelf(c, -v.half * 0.68, -26, v.half * 0.24, ("book", "ball", "rocket", "gift"), 10, v.source)
    with c.at(-v.half * 0.8, 5, scale=0.34):
        props.draw_prop(c, "lamp")


def _school(c: Canvas, v: View, outside: str) -> None:
    _shell(c, v, (238, 230, 196), (196, 156, 110))
    w, top = v.half * 0.46, -min(44.0, v.up - 4)
    c.shape(box(-w - 2, top - 2, w + 2, -13), WOOD, ink=MID)
    c.shape(box(-w, top, w, -15), (62, 110, 88), ink=MID)
    for i, text in enumerate(((-0.8, -0.2), (-0.8, 0.1), (0.3, 0.8))):
        y = top + 7 + i * 6
        c.streak([(w * text[0], y), (w * text[1], y)], (236, 244, 236), weight=0.9, taper=1)
    c.streak(
        arc(w * 0.5, top + 12, 5, 5, 0, math.tau, 20),
        (236, 244, 236),
        weight=0.8,
        taper=1,
        curved=False,
    )
    _window(c, v, v.half * 0.78, -14, 9, 24, outside)
    for x in (-v.half * 0.72, 0, v.half * 0.72):
        c.shape(box(x - 12, 10, x + 12, 13), (226, 180, 120), ink=MID)
        for dx in (-10, 10):
            c.stroke([(x + dx, 13), (x + dx, 24)], weight=1.2, ink=MID, taper=1)
        with c.at(x - 3, 10, scale=0.1):
            props.draw_prop(c, "book")


def _library(c: Canvas, v: View, outside: str) -> None:
    _shell(c, v, (206, 176, 140), (134, 88, 66))
    source = v.source
    for x in (-v.half * 0.62, v.half * 0.62):
        w, top = v.half * 0.36, -min(v.up - 2, 62.0)
        c.shape(box(x - w, top, x + w, 3), darker(WOOD, 0.25), ink=MID)
        y = top + 13
        while y < 3:
            bx = x - w + 1
            while bx < x + w - 2.4:
                bw, bh = source.uniform(1.6, 3.2), source.uniform(7.6, 11)
                c.shape(box(bx, y - bh, bx + bw, y), source.choice(BOOKS), ink=FAR, line=0.6)
                bx += bw
            c.shape(box(x - w, y, x + w, y + 1.6), WOOD, ink=MID, line=0.7)
            y += 14
    _window(c, v, 0, -14, v.half * 0.18, 26, outside)


def _lab(c: Canvas, v: View, _outside: str) -> None:
    _shell(c, v, (206, 222, 230), (164, 176, 190), tiles=True, boards=False)
    x = -v.half * 0.52
    c.shape(rounded(x - 21, -40, x + 21, -4, 3), (96, 112, 138), ink=MID, shade=2.4)
    c.shape(rounded(x - 16, -36, x + 4, -20, 2), (36, 58, 70), ink=MID)
    c.streak(
        [(x - 14, -27), (x - 10, -32), (x - 6, -24), (x - 2, -30), (x + 2, -27)],
        (120, 240, 170),
        weight=1,
        curved=False,
    )
    for i in range(8):
        c.dot(x + 8 + (i % 3) * 4, -34 + (i // 3) * 5, 1.3, BOOKS[i % len(BOOKS)])
    c.stroke(arc(x + 12, -12, 4, 4, 0.6, math.tau, 12), weight=0.8, ink=MID, curved=False)
    c.shape(box(v.half * 0.08, -12, v.half + 8, -9), (236, 240, 244), ink=MID)
    for lx in (v.half * 0.16, v.half * 0.94):
        c.stroke([(lx, -9), (lx, 7)], weight=1.6, ink=MID, taper=1)
    for i, name in enumerate(("potion", "gears", "potion", "computer")):
        with c.at(v.half * (0.22 + 0.2 * i), -12, scale=0.15):
            props.draw_prop(c, name)
    for px in (-v.half * 0.1, v.half * 0.5):
        c.limb(
            [(px, -v.up - 4), (px, -v.up + 12), (px + 14, -v.up + 12), (px + 14, -v.up - 4)],
            3.4,
            3.4,
            (150, 166, 180),
        )


def _stage(c: Canvas, v: View, _outside: str) -> None:
    _shell(c, v, (78, 54, 92), (176, 116, 72))
    for x in (-v.half * 0.4, v.half * 0.4):
        c.veil(
            [(x - 3, -v.up - 4), (x + 3, -v.up - 4), (x * 0.3 + 24, 14), (x * 0.3 - 24, 14)],
            (255, 244, 200),
            0.25,
        )
    c.shape(ellipse(0, 13, v.half * 0.5, 6), (232, 178, 116), line=0)
    red: RGB = (178, 44, 58)
    for side in (-1, 1):
        for i in range(3):
            x = side * (v.half - i * 6)
            c.shape(
                [(x - 5, -v.up - 6), (x + 5, -v.up - 6), (x + 6 - side, 6), (x - 5 - side, 6)],
                darker(red, 0.1 * i),
                shade=2,
            )
    for i in range(7):
        x = -v.half + 2 * v.half * (i + 0.5) / 7
        c.shape(arc(x, -v.up - 2, v.half / 6.4, 13, 0, math.pi, 10), red, shade=2)


def _hall(c: Canvas, v: View, _outside: str) -> None:
    _shell(c, v, (186, 180, 196), (150, 142, 160), tiles=True, boards=False)
    source = v.source
    for _ in range(22):
        x, y = source.uniform(-v.half, v.half), -source.uniform(6, v.up)
        c.stroke([(x, y), (x + 5, y)], weight=0.5, ink=110)
    for x in (-v.half * 0.72, v.half * 0.72):
        c.shape(box(x - 6, -v.up - 6, x + 6, 4), (206, 202, 214), ink=MID, shade=2.4)
        c.shape(box(x - 8, 0, x + 8, 5), (206, 202, 214), ink=MID)
    for x in (-v.half * 0.36, v.half * 0.36):
        top = -min(v.up, 58.0) + 4
        c.shape(
            [(x - 7, top), (x + 7, top), (x + 7, top + 26), (x, top + 32), (x - 7, top + 26)],
            (176, 52, 62),
            ink=MID,
            shade=1.4,
        )
        c.shape(ellipse(x, top + 13, 3.6, 3.6), (246, 204, 84), ink=MID, line=0.8)
    c.shape(
        [(-8, 1), (8, 1), (22, v.down + 10), (-22, v.down + 10)], (182, 50, 60), line=0.8, ink=MID
    )
    c.shape(
        [(-9, 2), (-9, -22), (-5, -27), (0, -24), (5, -27), (9, -22), (9, 2)],
        (232, 186, 74),
        shade=2,
    )
    c.shape(rounded(-6, -20, 6, -2, 2), (176, 52, 62), line=0.8)


def _ship(c: Canvas, v: View, _outside: str) -> None:
    _shell(c, v, (176, 188, 206), (132, 142, 164), tiles=True, boards=False)
    w = v.half * 0.5
    top = -min(v.up - 4, 50.0)
    pane = rounded(-w, top, w, -14, 8)
    c.shape(pane, (20, 24, 56), line=1.3)
    c.clip_fill(pane, [ellipse(w * 0.5, top + 12, 9, 9)], (232, 158, 98))
    for _ in range(26):
        c.dot(v.source.uniform(-w + 3, w - 3), v.source.uniform(top + 3, -17), 0.4, (255, 252, 230))
    c.shape(
        [(-w - 6, -12), (w + 6, -12), (w + 12, 3), (-w - 12, 3)], (96, 108, 136), ink=MID, shade=2
    )
    for i in range(14):
        c.dot(-w + 2 * w * (i + 0.5) / 14, -8 + (i % 2) * 5, 1.3, BOOKS[i % len(BOOKS)])
    for x in (-v.half * 0.82, v.half * 0.82):
        c.shape(ellipse(x, -26, 8, 8), (206, 216, 228), ink=MID)
        c.shape(ellipse(x, -26, 5.6, 5.6), (28, 34, 70), ink=MID)


def _office(c: Canvas, v: View, outside: str) -> None:
    _shell(c, v, (214, 220, 226), (150, 148, 156))
    _window(c, v, -v.half * 0.36, -14, 14, min(26.0, v.up * 0.5), outside)
    x = v.half * 0.52
    c.shape(box(x - 24, -10, x + 24, -7), WOOD, ink=MID)
    c.shape(box(x - 22, -7, x - 8, 6), darker(WOOD, 0.15), ink=MID)
    c.stroke([(x + 21, -7), (x + 21, 6)], weight=1.6, ink=MID, taper=1)
    for dx, name, s in ((0, "computer", 0.2), (-16, "book", 0.13), (16, "lamp", 0.2)):
        with c.at(x + dx, -10, scale=s):
            props.draw_prop(c, name)


def _hospital(c: Canvas, v: View, outside: str) -> None:
    _shell(c, v, (220, 238, 236), (196, 212, 214), tiles=True, boards=False)
    _window(c, v, -v.half * 0.5, -14, 12, min(24.0, v.up * 0.5), outside)
    x = v.half * 0.5
    c.shape(rounded(x - 26, -8, x + 26, 2, 3), (252, 252, 252), ink=MID, shade=1.4)
    c.shape(rounded(x - 28, -20, x - 24, 8, 1), (166, 178, 190), ink=MID)
    for dx in (-20, 22):
        c.stroke([(x + dx, 2), (x + dx, 9)], weight=1.4, ink=MID, taper=1)
    c.shape(box(x - 2, -40, x + 2, -26), (214, 60, 60), line=0.7)
    c.shape(box(x - 7, -35, x + 7, -31), (214, 60, 60), line=0.7)
    c.shape(box(x - 1.7, -36, x + 1.7, -30), (214, 60, 60), line=0)


def _workshop(c: Canvas, v: View, outside: str) -> None:
    _shell(c, v, (206, 182, 150), (146, 118, 96))
    _window(c, v, v.half * 0.5, -14, 11, 22, outside)
    for y in (-34, -20):
        _shelf(
            c,
            -v.half * 0.46,
            y,
            v.half * 0.4,
            ("gears", "lantern", "key", "camera", "gears"),
            11,
            v.source,
        )
    c.shape(box(-v.half * 0.95, -8, v.half * 0.1, -5), WOOD, ink=MID)
    with c.at(-v.half * 0.5, -8, scale=0.2):
        props.draw_prop(c, "gears")


_ROOMS: dict[str, Callable[[Canvas, View, str], None]] = {
    "bakery": _bakery,
    "shop": _shop,
    "kitchen": _kitchen,
    "restaurant": _restaurant,
    "home": _home,
    "bedroom": _bedroom,
    "school": _school,
    "library": _library,
    "lab": _lab,
    "stage": _stage,
    "hall": _hall,
    "ship": _ship,
    "office": _office,
    "hospital": _hospital,
    "workshop": _workshop,
}
