"""Scenery shared by all places: the view, sky, weather, trees and clouds."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from pipeline.comic.geometry import Path, arc, box, ellipse, smooth, star
from pipeline.comic.palette import RGB, WHITE, darker, lighter, mix
from pipeline.painters.sketch.canvas import Canvas

FAR = 150  # ink strength of distant objects
MID = 205


@dataclass(frozen=True, slots=True)
class View:
    """A place as the camera sees it, in its own units around the middle of the horizon.

    *half* is the visible width on either side, *up* and *down* the visible height above and below.
    """

    half: float
    up: float
    down: float
    time: str  # dawn, day, sunset, night
    weather: str  # clear, rain, snow, storm, wind, fog
    source: random.Random
    side: int = -1  # side of a building; the sun or moon is on the other side
    shop: str = ""  # an indoor place whose building stands in this outdoor one

    @property
    def dark(self) -> bool:
        return self.time == "night"

    def across(self, count: int, jitter: float = 0.5) -> list[float]:
        """Return *count* positions from left to right, slightly irregular."""
        step = 2 * self.half / count
        return [
            -self.half + step * (i + 0.5 + self.source.uniform(-jitter, jitter) * 0.8)
            for i in range(count)
        ]


_SKIES: dict[str, tuple[RGB, RGB]] = {
    "dawn": ((126, 158, 214), (255, 206, 178)),
    "day": ((98, 176, 232), (214, 238, 248)),
    "sunset": ((116, 92, 160), (255, 172, 98)),
    "night": ((26, 34, 74), (70, 88, 142)),
}
_GREY_SKIES: dict[str, tuple[RGB, RGB]] = {
    "rain": ((112, 130, 152), (182, 194, 204)),
    "storm": ((66, 74, 98), (128, 140, 158)),
    "snow": ((158, 178, 202), (226, 234, 242)),
    "fog": ((176, 188, 196), (222, 228, 230)),
}
# tint of all outdoor colors by the light of the hour
TINTS: dict[str, RGB] = {
    "dawn": (255, 238, 228),
    "day": WHITE,
    "sunset": (255, 222, 196),
    "night": (176, 186, 226),
}


def sky_colors(time: str, weather: str) -> tuple[RGB, RGB]:
    top, bottom = _SKIES[time]
    if weather in _GREY_SKIES:
        grey = _GREY_SKIES[weather]
        share = 0.55 if time == "night" else 0.85
        return mix(top, grey[0], share), mix(bottom, grey[1], share)
    return top, bottom


def draw_sky(canvas: Canvas, view: View, horizon: float, place: str) -> None:
    """Draw the sky with sun, moon, stars and clouds; *horizon* in the panel's units."""
    if place in {"moon", "space"}:
        canvas.sky((16, 18, 48), (52, 48, 104), horizon + 8)
        draw_stars(canvas, view.source, horizon)
        return
    if place == "underwater":
        canvas.sky((96, 196, 222), (24, 96, 150), canvas.height)
        return
    top, bottom = sky_colors(view.time, view.weather)
    canvas.sky(top, bottom, max(horizon + 6, 10))
    source = view.source
    x = -view.side * canvas.width * source.uniform(0.2, 0.34)
    y = horizon * 0.34
    clear = view.weather in {"clear", "wind"}
    if view.time == "night" and clear:
        draw_stars(canvas, source, horizon)
        canvas.shape(ellipse(x, y, 7, 7), (252, 244, 206), ink=FAR, line=0.8)
        for dx, dy, r in ((-2, -1.6, 1.3), (2, 1.8, 1.7), (1.4, -3, 0.9)):
            canvas.dot(x + dx, y + dy, r, (232, 220, 172))
    elif clear:
        low = view.time in {"dawn", "sunset"}
        y = horizon * 0.78 if low else y
        glow = (255, 236, 170) if not low else (255, 226, 150)
        canvas.veil(ellipse(x, y, 18, 18), WHITE, 0.16)
        canvas.veil(ellipse(x, y, 13, 13), WHITE, 0.2)
        canvas.shape(ellipse(x, y, 8, 8), glow, line=0.8, ink=FAR)
    if view.weather != "fog":
        draw_clouds(canvas, view, horizon, bottom)
    if view.weather == "storm":
        bolt(canvas, -x * 0.8, horizon * 0.1, horizon * 0.7)


def draw_stars(canvas: Canvas, source: random.Random, until: float) -> None:
    for _ in range(int(canvas.width * 0.34)):
        x, y = source.uniform(canvas.left, canvas.right), source.uniform(0, until * 0.95)
        if source.random() < 0.16:
            canvas.shape(star(x, y, 1.5, 0.45, 4), (255, 250, 220), line=0)
        else:
            canvas.dot(x, y, source.choice((0.24, 0.34, 0.46)), (255, 250, 226))


def draw_clouds(canvas: Canvas, view: View, horizon: float, tone: RGB) -> None:
    source = view.source
    grey = view.weather in {"rain", "storm", "snow"}
    count = max(2, int(canvas.width / (28 if grey else 60)))
    for i in range(count):
        x = canvas.left + canvas.width * (i + source.uniform(0.2, 0.8)) / count
        y = horizon * source.uniform(0.1, 0.5 if not grey else 0.36)
        white = {"night": (94, 110, 160), "sunset": (255, 214, 186), "dawn": (255, 232, 222)}.get(
            view.time, (252, 253, 255)
        )
        if grey:
            white = mix(white, (120, 130, 150), 0.6 if view.weather == "storm" else 0.3)
        cloud(canvas, x, y, source.uniform(6, 11) * (1.4 if grey else 1), mix(white, tone, 0.12))


def cloud(canvas: Canvas, x: float, y: float, size: float, tone: RGB, ink: int = FAR) -> None:  # noqa: PLR0917 - coordinates
    puffs = (
        (-1.4, 0.0, 0.5),
        (-0.8, -0.4, 0.62),
        (0.0, -0.6, 0.78),
        (0.85, -0.34, 0.6),
        (1.45, 0.02, 0.46),
    )
    shapes = [
        ellipse(x + px * size, y + py * size, r * size, r * size, steps=24) for px, py, r in puffs
    ]
    shapes.append(box(x - 1.4 * size, y, x + 1.45 * size, y + 0.48 * size))
    canvas.union(shapes, tone, line=0.85, ink=ink)
    canvas.streak(
        [(x - 1.2 * size, y + 0.3 * size), (x, y + 0.36 * size), (x + 1.2 * size, y + 0.3 * size)],
        mix(tone, (150, 168, 204), 0.35),
        weight=1.6,
    )


def bolt(canvas: Canvas, x: float, top: float, bottom: float) -> None:
    h = bottom - top
    canvas.shape(
        [
            (x, top),
            (x + h * 0.16, top),
            (x + h * 0.04, top + h * 0.4),
            (x + h * 0.2, top + h * 0.38),
            (x - h * 0.08, bottom),
            (x, top + h * 0.55),
            (x - h * 0.14, top + h * 0.57),
        ],
        (255, 244, 150),
        line=0.9,
    )


def ground(
    canvas: Canvas,
    view: View,
    tone: RGB,
    *,
    bumps: float = 0.0,
    y: float = 0.0,
    ink: int = MID,
    line: float = 0.9,
) -> None:
    """Draw the ground below *y*: flat, or uneven by *bumps*."""
    h, source = view.half + 8, view.source
    phase = source.uniform(0, math.tau)
    edge = [
        (
            -h + 2 * h * i / 24,
            y + bumps * math.sin(phase + i * 0.55) * 0.6 + bumps * math.sin(i * 0.23) * 0.6,
        )
        for i in range(25)
    ]
    canvas.shape([*edge, (h, view.down + 30), (-h, view.down + 30)], tone, line=line, ink=ink)


def hills(
    canvas: Canvas, view: View, tone: RGB, height: float, *, peaks: int = 4, ink: int = FAR
) -> None:
    h, source = view.half + 12, view.source
    points: Path = []
    for i in range(peaks * 2 + 1):
        x = -h + 2 * h * i / (peaks * 2)
        points.append(
            (
                x,
                -height * source.uniform(0.6, 1.0)
                if i % 2
                else -height * source.uniform(0.1, 0.35),
            )
        )
    curve = smooth([*points, (h + 20, 20), (-h - 20, 20)])
    canvas.shape(curve, tone, ink=ink, line=0.9)


def tree(
    canvas: Canvas,
    x: float,
    y: float,
    height: float,
    tone: RGB,
    *,
    ink: int = MID,
    snowy: bool = False,
) -> None:
    trunk: RGB = (128, 88, 60)
    w = height * 0.09
    canvas.shape(
        [(x - w, y), (x - w * 0.6, y - height * 0.5), (x + w * 0.6, y - height * 0.5), (x + w, y)],
        trunk,
        ink=ink,
        line=0.9,
        shade=0.8,
    )
    leaves = []
    for i in range(7):
        a = math.tau * i / 7 - math.pi / 2
        cx, cy = x + math.cos(a) * height * 0.19, y - height * 0.68 + math.sin(a) * height * 0.16
        leaves.append(ellipse(cx, cy, height * 0.145, height * 0.145, steps=20))
    leaves.append(ellipse(x, y - height * 0.68, height * 0.2, height * 0.17, steps=20))
    canvas.union(leaves, tone, ink=ink, line=0.95)
    canvas.shape(
        ellipse(x - height * 0.07, y - height * 0.75, height * 0.18, height * 0.13),
        lighter(tone, 0.16),
        line=0,
    )
    for dx, dy in ((-0.1, -0.74), (0.06, -0.62), (0.13, -0.78)):
        cx, cy = x + dx * height, y + dy * height
        for k in (-1, 1):
            bump = arc(
                cx + k * height * 0.03,
                cy,
                height * 0.03,
                height * 0.026,
                math.pi + 0.3,
                math.tau - 0.3,
                5,
            )
            canvas.stroke(bump, weight=0.6, ink=ink)
    if snowy:
        canvas.shape(
            arc(x, y - height * 0.8, height * 0.22, height * 0.12, math.pi, math.tau, 8),
            (250, 252, 255),
            ink=ink,
            line=0.7,
        )


def pine(
    canvas: Canvas,
    x: float,
    y: float,
    height: float,
    tone: RGB,
    *,
    ink: int = MID,
    snowy: bool = False,
) -> None:
    w = height * 0.05
    canvas.shape(box(x - w, y - height * 0.16, x + w, y), (116, 80, 58), ink=ink, line=0.8)
    for i in range(3):
        top = y - height * (1.0 - i * 0.24)
        low = y - height * (0.56 - i * 0.2)
        half = height * (0.17 + i * 0.055)
        zig = [
            (x, top),
            (x + half, low),
            (x + half * 0.5, low - height * 0.03),
            (x + half * 0.2, low + height * 0.02),
            (x - half * 0.3, low - height * 0.03),
            (x - half, low),
        ]
        canvas.shape(zig, tone, ink=ink, line=0.9, shade=height * 0.05)
        if snowy:
            canvas.shape(
                [
                    (x, top),
                    (x + half * 0.5, (top + low) / 2),
                    (x, (top + low) / 2 - height * 0.03),
                    (x - half * 0.5, (top + low) / 2),
                ],
                (250, 252, 255),
                ink=ink,
                line=0.6,
            )


def grass(canvas: Canvas, view: View, tone: RGB, count: int, top: float, bottom: float) -> None:  # noqa: PLR0917 - coordinates
    source = view.source
    for _ in range(count):
        x, y = source.uniform(-view.half, view.half), source.uniform(top, bottom)
        s = 0.6 + (y - top) / max(1.0, bottom - top) * 1.4
        for dx in (-1.0, 0.1, 1.1):
            canvas.streak([(x + dx * 0.5 * s, y), (x + dx * s, y - 2.2 * s)], tone, weight=0.8)


def flowers(canvas: Canvas, view: View, count: int, top: float, bottom: float) -> None:
    source = view.source
    for _ in range(count):
        x, y = source.uniform(-view.half, view.half), source.uniform(top, bottom)
        s = 0.5 + (y - top) / max(1.0, bottom - top) * 0.9
        tone = source.choice(((250, 236, 120), (252, 250, 246), (246, 140, 170), (190, 150, 240)))
        canvas.dot(x, y, 1.0 * s, tone)
        canvas.dot(x, y, 0.4 * s, darker(tone, 0.35))


def rock(canvas: Canvas, x: float, y: float, size: float, tone: RGB, ink: int = MID) -> None:  # noqa: PLR0917 - coordinates
    canvas.shape(
        [
            (x - size, y),
            (x - size * 0.8, y - size * 0.6),
            (x - size * 0.1, y - size * 0.9),
            (x + size * 0.7, y - size * 0.6),
            (x + size, y),
        ],
        tone,
        ink=ink,
        shade=size * 0.35,
        line=0.9,
    )
    canvas.stroke(
        [(x - size * 0.1, y - size * 0.8), (x + size * 0.1, y - size * 0.4)], weight=0.6, ink=ink
    )


def windows(
    canvas: Canvas,
    x0: float,
    y0: float,
    x1: float,
    y1: float,
    *,
    columns: int,
    rows: int,
    lit: RGB,
    unlit: RGB,
    source: random.Random,
    share: float,
    ink: int,
) -> None:
    dx, dy = (x1 - x0) / columns, (y1 - y0) / rows
    for i in range(columns):
        for j in range(rows):
            tone = lit if source.random() < share else unlit
            wx, wy = x0 + dx * (i + 0.22), y0 + dy * (j + 0.24)
            canvas.shape(box(wx, wy, wx + dx * 0.56, wy + dy * 0.56), tone, ink=ink, line=0.5)


def shopfront(canvas: Canvas, view: View, x: float, y: float, size: float, kind: str) -> None:  # noqa: PLR0917 - coordinates
    """Draw the building of an indoor place from outside: *size* high, standing on *y*."""
    source = view.source
    wall, roof = _FRONTS.get(kind, ((238, 214, 180), (196, 92, 74)))
    w = size * 0.62
    lit: RGB = (
        (255, 226, 140) if view.dark or view.time == "sunset" or kind == "moon" else (190, 224, 240)
    )
    canvas.shape(box(x - w, y - size * 0.78, x + w, y), wall, shade=size * 0.05, line=1.1)
    canvas.shape(
        [
            (x - w * 1.1, y - size * 0.76),
            (x - w * 0.8, y - size * 1.06),
            (x + w * 0.8, y - size * 1.06),
            (x + w * 1.1, y - size * 0.76),
        ],
        roof,
        shade=size * 0.05,
        line=1.1,
    )
    for i in range(5):
        rx = x - w * 0.8 + w * 1.6 * (i + 0.5) / 5
        canvas.stroke([(rx, y - size * 1.04), (rx + (rx - x) * 0.16, y - size * 0.78)], weight=0.5)
    # the door, the window and the awning
    canvas.shape(box(x + w * 0.28, y - size * 0.44, x + w * 0.72, y), darker(roof, 0.15), line=1)
    canvas.shape(
        ellipse(x + w * 0.36, y - size * 0.2, size * 0.018, size * 0.018), (250, 214, 96), line=0.5
    )
    canvas.shape(box(x - w * 0.82, y - size * 0.42, x + w * 0.12, y - size * 0.12), lit, line=1)
    canvas.stroke(
        [(x - w * 0.35, y - size * 0.42), (x - w * 0.35, y - size * 0.12)], weight=0.9, taper=1
    )
    n = 8
    for i in range(n):
        ax = x - w * 0.95 + w * 1.9 * i / n
        bx = ax + w * 1.9 / n
        tone = roof if i % 2 == 0 else (252, 246, 234)
        foot = [
            (bx, y - size * 0.46),
            *arc((ax + bx) / 2, y - size * 0.46, (bx - ax) / 2, size * 0.04, 0, math.pi, 4),
        ]
        canvas.shape([(ax, y - size * 0.58), (bx, y - size * 0.58), *foot], tone, line=0.7)
    _sign(canvas, x, y - size * 0.68, size, kind)
    if source.random() < 0.8:
        canvas.shape(
            box(x - w * 0.62, y - size * 1.26, x - w * 0.42, y - size * 1.02),
            darker(wall, 0.3),
            line=0.9,
        )
        for i in range(3):
            canvas.shape(
                ellipse(
                    x - w * 0.5 + i * size * 0.05,
                    y - size * (1.34 + i * 0.09),
                    size * (0.04 + i * 0.014),
                    size * (0.035 + i * 0.012),
                ),
                (244, 244, 248),
                line=0.6,
                ink=MID,
            )


_FRONTS: dict[str, tuple[RGB, RGB]] = {
    "bakery": ((246, 222, 186), (206, 92, 76)),
    "shop": ((222, 230, 214), (76, 142, 120)),
    "kitchen": ((246, 222, 186), (206, 92, 76)),
    "restaurant": ((240, 216, 200), (170, 62, 70)),
    "school": ((236, 196, 156), (178, 78, 66)),
    "home": ((244, 232, 204), (196, 96, 74)),
    "bedroom": ((244, 232, 204), (196, 96, 74)),
    "library": ((220, 204, 180), (108, 78, 66)),
    "lab": ((218, 226, 232), (96, 116, 150)),
    "stage": ((226, 196, 208), (146, 52, 76)),
}
_SIGNS = {
    "bakery": "bread",
    "kitchen": "pot",
    "restaurant": "pizza",
    "shop": "gift",
    "school": "book",
    "library": "book",
    "lab": "gears",
    "stage": "guitar",
    "home": "heart",
    "bedroom": "heart",
    "office": "computer",
}


def _sign(canvas: Canvas, x: float, y: float, size: float, kind: str) -> None:
    from pipeline.painters.sketch.scenes.props import draw_prop

    canvas.shape(
        ellipse(x, y - size * 0.2, size * 0.2, size * 0.15),
        (254, 248, 232),
        line=1.1,
        shade=size * 0.02,
    )
    with canvas.at(x, y - size * 0.14, scale=size * 0.0026):
        draw_prop(canvas, _SIGNS.get(kind, "gift"))


def weather_over(canvas: Canvas, weather: str, source: random.Random) -> None:
    """Draw rain, snow, wind and fog in front of everything."""
    if weather in {"rain", "storm"}:
        slant = 0.22 if weather == "rain" else 0.5
        for _ in range(int(canvas.width * canvas.height / 95)):
            x, y = source.uniform(canvas.left - 20, canvas.right), source.uniform(-5, canvas.height)
            length = source.uniform(3.5, 8)
            canvas.streak(
                [(x, y), (x + length * slant, y + length)],
                (222, 236, 248),
                weight=0.55,
                curved=False,
            )
    elif weather == "snow":
        for _ in range(int(canvas.width * canvas.height / 130)):
            x, y = source.uniform(canvas.left, canvas.right), source.uniform(0, canvas.height)
            canvas.dot(x, y, source.uniform(0.35, 1.1), (252, 253, 255))
    elif weather == "wind":
        for _ in range(int(canvas.width / 18)):
            x, y = (
                source.uniform(canvas.left, canvas.right),
                source.uniform(8, canvas.height * 0.75),
            )
            reach = source.uniform(10, 20)
            canvas.stroke(
                [
                    (x, y),
                    (x + reach * 0.6, y - 1),
                    (x + reach, y - 3),
                    (x + reach * 0.95, y - 6),
                    (x + reach * 0.8, y - 4.4),
                ],
                weight=0.6,
                ink=170,
            )
    elif weather == "fog":
        for i in range(4):
            y = canvas.height * (0.32 + i * 0.17)
            canvas.veil(
                ellipse(source.uniform(-30, 30), y, canvas.width * 0.62, 8), (236, 240, 242), 0.34
            )


def soften(tone: RGB, share: float = 0.3) -> RGB:
    """Return the color of a distant object in daylight."""
    return mix(lighter(tone, 0.15), (190, 214, 230), share)
