"""Room shell: back wall, floor and windows, with what is outside."""

from __future__ import annotations

from pipeline.comic.geometry import box, ellipse
from pipeline.comic.palette import RGB, lighter, mix
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.scenes.scenery import FAR, MID, View, sky_colors


def draw_shell(
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


def draw_window(c: Canvas, v: View, x: float, y: float, w: float, h: float, outside: str) -> None:  # noqa: PLR0917 - coordinates
    _draw_light(c, v, x, w, outside)
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


_LIGHTS: dict[str, RGB] = {"night": (150, 172, 226), "sunset": (255, 190, 120)}
_DAYLIGHT: RGB = (255, 246, 206)


def _draw_light(c: Canvas, v: View, x: float, w: float, outside: str) -> None:
    """Draw the light on the floor that falls through a window."""
    if v.weather not in {"clear", "wind"} or outside in {"space", "underwater"} or v.down < 6:
        return
    reach = v.down * 0.7
    patch = [
        (x - w * 0.9, 1.5),
        (x + w * 0.9, 1.5),
        (x + w * 1.5 + reach * 0.3, reach),
        (x - w * 0.7 + reach * 0.3, reach),
    ]
    c.veil(patch, _LIGHTS.get(v.time, _DAYLIGHT), 0.16 if v.time == "night" else 0.24)
