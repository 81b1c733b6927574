"""Faces: eyes, brows and mouths for every feeling, as the style draws them."""

from __future__ import annotations

import math

from pipeline.comic.geometry import arc, ellipse
from pipeline.comic.palette import RGB, mix
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.eyes import draw_eyes
from pipeline.painters.sketch.figures.face_styles import Face

__all__ = ["Face", "draw_face", "tint"]

MOUTH: RGB = (122, 34, 44)
TONGUE: RGB = (232, 108, 108)
TEAR: RGB = (150, 212, 246)


def draw_face(canvas: Canvas, face: Face) -> None:
    shift = face.turn * 3.6
    _cheeks(canvas, face, shift)
    draw_eyes(canvas, face, shift)
    if face.mouth_width:
        draw_mouth(canvas, face)
    _tears(canvas, face, shift)


def _cheeks(canvas: Canvas, face: Face, shift: float) -> None:
    glad = face.emotion in {"happy", "love", "embarrassed"}
    if not glad and not face.style.cheeks:
        return
    size = 1.5 if face.emotion == "embarrassed" else 1.0 if glad else face.style.cheeks
    for side in (-1, 1):
        x = shift + side * face.spread * 1.5
        y = face.eye_y + face.style.drop * 0.5 + face.eye_size * 1.45
        canvas.shape(ellipse(x, y, 2.6 * size, 1.6 * size), face.blush, line=0)


_SLY = ((-0.5, 0.0), (0.0, 0.22), (0.8, -0.42))
_WAVY = ((-0.6, 0.1), (-0.3, -0.12), (0.0, 0.1), (0.3, -0.12), (0.6, 0.1))
_LINES = {  # mouths that are one line, in widths of the mouth
    "sly": _SLY,
    "smug": _SLY,
    "thinking": ((-0.4, 0.07), (0.0, 0.0), (0.5, 0.08)),
    "proud": ((-0.7, -0.25), (0.0, 0.2), (0.7, -0.25)),
    "bored": ((-0.55, 0.05), (0.0, 0.0), (0.55, 0.05)),
    "tired": ((-0.4, 0.2), (0.0, 0.02), (0.4, 0.2)),
    "embarrassed": _WAVY,
    "dizzy": _WAVY,
}


def draw_mouth(canvas: Canvas, face: Face) -> None:
    x = face.turn * 3.6 * 1.15 + face.mouth_x
    y, w = face.mouth_y + face.style.low, face.mouth_width * face.style.mouth
    feeling = face.emotion
    if feeling in {"scared", "surprised"}:
        tall = 0.75 if feeling == "surprised" else 0.55
        canvas.shape(ellipse(x, y + w * 0.2, w * 0.5, w * tall), MOUTH, line=0.8)
        canvas.shape(ellipse(x, y + w * 0.45, w * 0.3, w * tall * 0.4), TONGUE, line=0)
    elif feeling == "angry":
        if face.talking:
            canvas.shape(
                [
                    (x - w * 0.7, y - w * 0.2),
                    (x + w * 0.7, y - w * 0.35),
                    (x + w * 0.55, y + w * 0.6),
                    (x - w * 0.6, y + w * 0.55),
                ],
                MOUTH,
                line=0.9,
            )
            canvas.shape(
                [
                    (x - w * 0.58, y - w * 0.16),
                    (x + w * 0.58, y - w * 0.28),
                    (x + w * 0.5, y + 0.02),
                    (x - w * 0.5, y + 0.05),
                ],
                (255, 255, 255),
                line=0,
            )
        else:
            canvas.stroke(
                arc(x, y + w * 0.6, w * 0.75, w * 0.55, math.pi + 0.3, math.tau - 0.3), weight=1.2
            )
    elif feeling == "sad":
        if face.talking:
            canvas.shape(ellipse(x, y + w * 0.25, w * 0.42, w * 0.34), MOUTH, line=0.8)
        else:
            canvas.stroke(
                arc(x, y + w * 0.7, w * 0.62, w * 0.6, math.pi + 0.4, math.tau - 0.4), weight=1.1
            )
    elif feeling == "disgusted":
        _retch(canvas, x, y, w)
    elif feeling in {"happy", "love"} or (face.talking and feeling != "embarrassed"):
        _grin(canvas, x, y, w if feeling in {"happy", "love"} else w * 0.78)
    elif feeling == "asleep":
        canvas.shape(ellipse(x, y + 0.6, w * 0.22, w * 0.2), MOUTH, line=0.7)
    elif feeling in _LINES:
        points = [(x + w * across, y + w * down) for across, down in _LINES[feeling]]
        canvas.stroke(points, weight=1.1)
    else:
        canvas.stroke(arc(x, y - w * 0.62, w * 0.8, w * 0.74, 0.75, math.pi - 0.75), weight=1.1)


def _retch(canvas: Canvas, x: float, y: float, w: float) -> None:
    """Draw a crooked mouth with the tongue out."""
    lips = [(-0.72, 0.22), (-0.3, -0.16), (0.2, 0.02), (0.7, -0.14), (0.5, 0.46), (-0.3, 0.52)]
    canvas.shape([(x + w * a, y + w * b) for a, b in lips], MOUTH, line=0.8, curved=True)
    tongue = ellipse(x + w * 0.12, y + w * 0.55, w * 0.24, w * 0.36)
    canvas.shape(tongue, TONGUE, line=0.6)


def _grin(canvas: Canvas, x: float, y: float, w: float) -> None:
    lower = arc(x, y - w * 0.2, w * 0.86, w * 0.98, 0.05, math.pi - 0.05, 12)
    upper = [(x - w * 0.45, y - w * 0.06), (x, y), (x + w * 0.45, y - w * 0.06)]
    canvas.shape([*lower, *upper], MOUTH, line=0.95)
    canvas.shape(
        [
            *arc(x, y + w * 0.62, w * 0.42, w * 0.32, math.pi, math.tau, 8),
            *arc(x, y - w * 0.2, w * 0.7, w * 0.9, 0.95, math.pi - 0.95, 6),
        ],
        TONGUE,
        line=0,
    )
    canvas.shape(
        [
            (x - w * 0.72, y - w * 0.05),
            *upper,
            (x + w * 0.72, y - w * 0.05),
            (x + w * 0.5, y + w * 0.16),
            (x - w * 0.5, y + w * 0.16),
        ],
        (255, 255, 255),
        line=0,
    )


def _tears(canvas: Canvas, face: Face, shift: float) -> None:
    if face.emotion == "sad":
        x, y = shift - face.spread * 1.25, face.eye_y + face.eye_size * 1.3
        canvas.shape(
            [(x, y), (x + 1.7, y + 3.4), (x, y + 5), (x - 1.7, y + 3.4)],
            TEAR,
            line=0.5,
            curved=True,
        )
    elif face.emotion in {"scared", "embarrassed"}:
        x, y = shift + face.spread * 2.3, face.eye_y - face.eye_size * 2.2
        canvas.shape(
            [(x, y), (x + 1.6, y + 3.2), (x, y + 4.8), (x - 1.6, y + 3.2)],
            TEAR,
            line=0.5,
            curved=True,
        )


def tint(skin: RGB) -> RGB:
    """Blushing cheeks for *skin*."""
    return mix(skin, (240, 84, 96), 0.34)
