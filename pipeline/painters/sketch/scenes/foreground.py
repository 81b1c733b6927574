"""Foreground between the viewer and the figures: leaves, rocks, a shop's counter."""

from __future__ import annotations

import random

from pipeline.comic.geometry import arc, box, ellipse
from pipeline.comic.palette import RGB, darker, lighter
from pipeline.comic.story import Setting
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.scenes import props

_COUNTERS: dict[str, tuple[RGB, tuple[str, ...]]] = {
    "bakery": ((196, 120, 82), ("bread", "cake", "pie", "bread")),
    "shop": ((92, 146, 128), ("gift", "apple", "ball", "book")),
    "kitchen": ((214, 168, 116), ("pot", "bread", "apple", "cup")),
    "restaurant": ((150, 84, 72), ("pizza", "cup", "cake", "cup")),
    "lab": ((128, 146, 170), ("potion", "gears", "potion", "computer")),
    "library": ((146, 98, 66), ("book", "lamp", "book", "book")),
    "office": ((166, 120, 84), ("cup", "book", "computer", "phone")),
    "workshop": ((150, 108, 72), ("gears", "key", "lantern", "gears")),
}
_LEAFY = {
    "forest": (58, 104, 64),
    "park": (74, 126, 66),
    "field": (96, 150, 70),
    "village": (86, 138, 70),
    "island": (64, 128, 74),
    "farm": (120, 150, 64),
    "castle": (76, 124, 66),
    "road": (92, 144, 72),
}
_STONY = {
    "moon": (138, 144, 164),
    "space": (112, 84, 140),
    "desert": (200, 150, 92),
    "mountains": (128, 132, 142),
    "cave": (64, 56, 74),
    "volcano": (78, 64, 68),
    "beach": (196, 170, 130),
    "snow": (206, 220, 236),
}


def draw_foreground(
    canvas: Canvas, setting: Setting, bottom: float, source: random.Random, *, counter: bool
) -> None:
    """Frame the lower edge of the picture; *bottom* is where the lettering below begins. With
    *counter*, a room that has a counter shows it across the whole width.
    """
    if setting.room:
        found = _COUNTERS.get(setting.room)
        if found and counter:
            _counter(canvas, found[0], found[1], bottom)
        return
    if setting.place in _LEAFY and setting.weather != "snow":
        tone = darker(_LEAFY[setting.place], 0.12)
        for side in (-1, 1):
            if source.random() < 0.8:
                _leaves(canvas, side, bottom, tone, source)
    elif setting.place in _STONY or setting.weather == "snow":
        tone = _STONY.get(setting.place, (206, 220, 236))
        side = source.choice((-1, 1))
        _boulder(canvas, side, bottom, darker(tone, 0.1), source)
    elif setting.place == "underwater":
        for side in (-1, 1):
            _weed(canvas, side, bottom, source)


def _counter(canvas: Canvas, tone: RGB, goods: tuple[str, ...], bottom: float) -> None:
    top = bottom - canvas.height * 0.17
    left, right = canvas.left - 4, canvas.right + 4
    canvas.shape(box(left, top, right, canvas.height + 4), tone, shade=0, line=1.1)
    width = canvas.width / 5
    for i in range(6):
        x = canvas.left + (i - 0.5) * width
        canvas.shape(
            box(x + width * 0.12, top + 6.4, x + width * 0.88, canvas.height + 6),
            darker(tone, 0.14),
            line=0.7,
        )
    canvas.shape(box(left, top, right, top + 3.6), lighter(tone, 0.4), line=1)
    spots = (-0.42, 0.4, -0.27, 0.26)
    size = canvas.height * 0.115
    for spot, name in zip(spots, goods, strict=False):
        with canvas.at(canvas.width * spot, top + 1.4, scale=size / 62):
            props.draw_prop(canvas, name)


def _leaves(canvas: Canvas, side: int, bottom: float, tone: RGB, source: random.Random) -> None:
    x = canvas.right * side
    for i in range(6):
        reach, rise = source.uniform(9, 20), source.uniform(5, 19)
        base = x + side * 3 - side * i * 1.8
        tip = (base - side * reach, bottom - rise)
        mid = (base - side * reach * 0.4, bottom - rise * 0.9)
        low = (base - side * reach * 0.5, bottom - rise * 0.25)
        shade = lighter(tone, 0.12 * (i % 3))
        canvas.shape([(base, canvas.height + 6), mid, tip, low], shade, curved=True, line=0.9)
        canvas.stroke(
            [(base, bottom + 2), ((mid[0] + low[0]) / 2, (mid[1] + low[1]) / 2), tip], weight=0.5
        )


def _boulder(canvas: Canvas, side: int, bottom: float, tone: RGB, source: random.Random) -> None:
    x, h = canvas.right * side, source.uniform(9, 15)
    points = [
        (x + side * 6, canvas.height + 6),
        (x + side * 6, bottom - h),
        (x - side * 5, bottom - h * 1.1),
        (x - side * 13, bottom - h * 0.7),
        (x - side * 19, bottom - h * 0.1),
        (x - side * 21, canvas.height + 6),
    ]
    canvas.shape(points, tone, shade=2.4, line=1.1)
    canvas.stroke(
        [(x - side * 6, bottom - h), (x - side * 8, bottom - h * 0.5), (x - side * 5, bottom)],
        weight=0.7,
    )
    canvas.shape(ellipse(x - side * 25, bottom + 1, 4, 2.6), lighter(tone, 0.1), line=0.9)


def _weed(canvas: Canvas, side: int, bottom: float, source: random.Random) -> None:
    for i in range(4):
        x = side * (canvas.right - 2 - i * 4)
        h = source.uniform(16, 34)
        sway = source.uniform(-4, 4)
        tone = (38, 112, 86) if i % 2 else (52, 136, 96)
        canvas.limb(
            [(x, canvas.height + 4), (x + sway, bottom - h * 0.5), (x - sway, bottom - h)],
            4,
            1.2,
            tone,
        )


def burst(canvas: Canvas, x: float, y: float, tone: RGB, ray: RGB) -> None:
    """Draw rays behind a face, over the whole background, as for a shout."""
    canvas.shape(box(canvas.left - 2, -2, canvas.right + 2, canvas.height + 2), tone, line=0)
    reach = canvas.width + canvas.height
    rays = 22
    source = canvas.source
    for i in range(rays):
        a = 6.2832 * (i + source.uniform(-0.2, 0.2)) / rays
        wide = 0.07
        wedge = [(x, y), *arc(x, y, reach, reach, a - wide, a + wide, 2)]
        canvas.shape(wedge, ray, line=0)


def speed_lines(canvas: Canvas, x: float, y: float, height: float, facing: int) -> None:
    """Draw speed lines behind a running figure."""
    source = canvas.source
    for i in range(7):
        level = y - height * (0.15 + 0.11 * i)
        start = x - facing * height * source.uniform(0.34, 0.46)
        length = height * source.uniform(0.25, 0.6)
        canvas.stroke(
            [(start, level), (start - facing * length, level)], weight=0.9, curved=False, taper=0.05
        )
    for i in range(3):
        canvas.shape(
            ellipse(
                x - facing * height * (0.36 + 0.16 * i),
                y - 1.2,
                height * 0.07 * (1 - 0.2 * i),
                height * 0.045,
            ),
            (246, 242, 236),
            line=0.8,
        )
