"""Emphasis: what a style draws behind a loud head or a fast figure instead of the place."""

from __future__ import annotations

import math
from collections.abc import Callable

from pipeline.comic.geometry import Point, box, ellipse
from pipeline.comic.palette import RGB, WHITE, lighter
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.scenes.foreground import burst

_FOCUS_LINES = 74
_STREAKS = 30
_FAST = frozenset({"run", "jump", "kick", "fly", "ride", "drive", "chase", "flee", "fight", "fall"})


def draw_emphasis(canvas: Canvas, kind: str, at: Point, tone: RGB) -> None:
    """Fill the panel around *at*, a head, in the color *tone* of its mood."""
    _KINDS[kind](canvas, at, tone)


def is_fast(pose: str) -> bool:
    return pose in _FAST


def _fill(canvas: Canvas, tone: RGB) -> None:
    whole = box(canvas.left - 2, -2, canvas.right + 2, canvas.height + 2)
    canvas.shape(whole, tone, line=0)


def _rays(canvas: Canvas, at: Point, tone: RGB) -> None:
    burst(canvas, at[0], at[1], tone, lighter(tone, 0.45))


def _flat(canvas: Canvas, _at: Point, tone: RGB) -> None:
    _fill(canvas, lighter(tone, 0.25))


def _glow(canvas: Canvas, at: Point, tone: RGB) -> None:
    _fill(canvas, lighter(tone, 0.3))
    for size in (0.75, 0.58, 0.44, 0.32):
        r = canvas.height * size
        canvas.veil(ellipse(at[0], at[1], r, r), WHITE, 0.24)


def _spotlight(canvas: Canvas, at: Point, _tone: RGB) -> None:
    """Draw a slanted beam in the dark."""
    _fill(canvas, (206, 206, 206))
    x, h = at[0], canvas.height
    canvas.dim(box(canvas.left, 0, canvas.right, h), 255)
    canvas.dim(
        [(x - h * 0.5, -2), (x + h * 0.02, -2), (x + h * 0.62, h + 2), (x - h * 0.2, h + 2)], 0
    )


def _focus(canvas: Canvas, at: Point, _tone: RGB) -> None:
    """Draw black wedges from the frame towards the head, on white."""
    _fill(canvas, WHITE)
    source = canvas.source
    far = math.hypot(canvas.width, canvas.height)
    for i in range(_FOCUS_LINES):
        a = math.tau * (i + source.uniform(-0.4, 0.4)) / _FOCUS_LINES
        wide = source.choice((0.008, 0.014, 0.03))
        near = canvas.height * source.uniform(0.42, 0.6)
        tip = (at[0] + math.cos(a) * near, at[1] + math.sin(a) * near)
        rim = [(at[0] + math.cos(b) * far, at[1] + math.sin(b) * far) for b in (a - wide, a + wide)]
        canvas.blot([tip, *rim])


def draw_streaks(canvas: Canvas, level: float, height: float) -> None:
    """Draw horizontal lines across the panel, densest above and below a figure at *level*."""
    source = canvas.source
    for _ in range(_STREAKS):
        off = source.choice((-1, 1)) * height * source.uniform(0.12, 0.62)
        y = level + off
        x = source.uniform(canvas.left * 1.3, canvas.right * 0.6)
        reach = canvas.width * source.uniform(0.25, 0.8)
        weight = source.uniform(0.5, 1.6)
        canvas.stroke([(x, y), (x + reach, y)], weight=weight, curved=False, taper=0.05)


_KINDS: dict[str, Callable[[Canvas, Point, RGB], None]] = {
    "rays": _rays,
    "flat": _flat,
    "glow": _glow,
    "spotlight": _spotlight,
    "focus": _focus,
}
