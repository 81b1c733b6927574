"""Scenery shared by all places: the view, sky, ground and weather."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from pipeline.comic.geometry import Path, Point, ellipse, smooth, star
from pipeline.comic.palette import RGB, WHITE, darker, lighter, mix
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.drawing import draw_pieces
from pipeline.painters.sketch.drawings.library import drawing

FAR = 150  # ink strength of distant objects
MID = 205
_RAIN_INK = 190
_CLOUD = 0.02  # scale of the drawing of a cloud, per unit of a cloud's size


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


def draw_sky(
    canvas: Canvas, view: View, horizon: float, place: str, drift: random.Random | None = None
) -> None:
    """Draw the sky with sun, moon, stars and clouds; *horizon* in the panel's units. The clouds
    move on from panel to panel: *drift* places them.
    """
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
        draw_clouds(canvas, view, horizon, bottom, drift or source, (x, y) if clear else None)
    if view.weather == "storm":
        with canvas.at(-x * 0.8, horizon * 0.7, scale=horizon * 0.6 / 100):
            draw_pieces(canvas, drawing("furniture", "lightning").pieces)


def draw_stars(canvas: Canvas, source: random.Random, until: float) -> None:
    for _ in range(int(canvas.width * 0.34)):
        x, y = source.uniform(canvas.left, canvas.right), source.uniform(0, until * 0.95)
        if source.random() < 0.16:
            canvas.shape(star(x, y, 1.5, 0.45, 4), (255, 250, 220), line=0)
        else:
            canvas.dot(x, y, source.choice((0.24, 0.34, 0.46)), (255, 250, 226))


def draw_clouds(  # noqa: PLR0917 - the sky, and what it leaves free
    canvas: Canvas,
    view: View,
    horizon: float,
    tone: RGB,
    source: random.Random,
    free: Point | None,
) -> None:
    """Draw clouds of a *tone* between white and the sky's, none in front of a sun at *free*."""
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
        size = source.uniform(6, 11) * (1.4 if grey else 1)
        if free is not None and abs(x - free[0]) < size * 2 + 9 and abs(y - free[1]) < size + 9:
            x = free[0] + math.copysign(size * 2 + 10, x - free[0])
        with canvas.at(x, y, scale=size * _CLOUD, flip=source.random() < 0.5):
            puffs = drawing("furniture", "cloud bank").pieces
            draw_pieces(canvas, puffs, {"cloud": mix(white, tone, 0.12)}, ink=FAR)


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


def grass(canvas: Canvas, view: View, tone: RGB, count: int, top: float, bottom: float) -> None:  # noqa: PLR0917 - coordinates
    source, bottom = view.source, max(top, bottom)
    for _ in range(count):
        x, y = source.uniform(-view.half, view.half), source.uniform(top, bottom)
        s = 0.6 + (y - top) / max(1.0, bottom - top) * 1.4
        for dx in (-1.0, 0.1, 1.1):
            canvas.streak([(x + dx * 0.5 * s, y), (x + dx * s, y - 2.2 * s)], tone, weight=0.8)


def flowers(canvas: Canvas, view: View, count: int, top: float, bottom: float) -> None:
    source, bottom = view.source, max(top, bottom)
    for _ in range(count):
        x, y = source.uniform(-view.half, view.half), source.uniform(top, bottom)
        s = 0.5 + (y - top) / max(1.0, bottom - top) * 0.9
        tone = source.choice(((250, 236, 120), (252, 250, 246), (246, 140, 170), (190, 150, 240)))
        canvas.dot(x, y, 1.0 * s, tone)
        canvas.dot(x, y, 0.4 * s, darker(tone, 0.35))


def weather_over(canvas: Canvas, weather: str, source: random.Random, *, inked: bool) -> None:
    """Draw rain, snow, wind and fog in front of everything; *inked*: rain is dark lines."""
    if weather in {"rain", "storm"}:
        slant = 0.22 if weather == "rain" else 0.5
        for _ in range(int(canvas.width * canvas.height / 95)):
            x, y = source.uniform(canvas.left - 20, canvas.right), source.uniform(-5, canvas.height)
            length = source.uniform(3.5, 8)
            drop = [(x, y), (x + length * slant, y + length)]
            if inked:
                canvas.stroke(drop, weight=0.6, ink=_RAIN_INK, curved=False)
            else:
                canvas.streak(drop, (222, 236, 248), weight=0.55, curved=False)
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
    return mix(lighter(tone, share / 2), (190, 214, 230), share)
