"""Faces: eyes, brows and mouths for every feeling, as the style draws them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.comic.geometry import arc, ellipse
from pipeline.comic.palette import RGB, mix
from pipeline.painters.sketch.canvas import Canvas

MOUTH: RGB = (122, 34, 44)
TONGUE: RGB = (232, 108, 108)
TEAR: RGB = (150, 212, 246)


@dataclass(frozen=True, slots=True)
class Face:
    """The position and style of the features of a head. The center of the head is (0, 0)."""

    emotion: str = "calm"
    eyes: str = "oval"  # oval, dot, big
    turn: float = 0.35  # -1 looks left, 1 looks right
    spread: float = 6.4  # from the middle to each eye
    eye_y: float = -1.0
    eye_size: float = 4.2
    mouth_y: float = 8.0
    mouth_width: float = 6.0
    iris: RGB = (46, 40, 48)
    blush: RGB = (240, 150, 140)
    talking: bool = False
    brows: bool = True
    lashes: bool = False
    brow: RGB | None = None


_OPEN = {"surprised": 1.22, "scared": 1.26, "angry": 0.92, "sad": 0.98, "sly": 0.8}


def draw_face(canvas: Canvas, face: Face) -> None:
    shift = face.turn * 3.6
    if face.emotion in {"happy", "love"}:
        for side in (-1, 1):
            x = shift + side * face.spread * 1.5
            canvas.shape(
                ellipse(x, face.eye_y + face.eye_size * 1.45, 2.6, 1.6), face.blush, line=0
            )
    for side in (-1, 1):
        # the eye on the far side of a turned head is narrower
        squeeze = 1 - 0.16 * max(0.0, side * face.turn)
        _eye(canvas, face, shift + side * face.spread * (1 - 0.12 * abs(face.turn)), side, squeeze)
    _mouth(canvas, face, shift * 1.15)
    _tears(canvas, face, shift)


def _eye(canvas: Canvas, face: Face, x: float, side: int, squeeze: float) -> None:
    y, size = face.eye_y, face.eye_size
    feeling = face.emotion
    if feeling == "asleep":
        canvas.stroke(arc(x, y - 0.5, size * 0.8, size * 0.5, 0.2, math.pi - 0.2), weight=0.9)
        return
    if feeling in {"happy", "love"} and (face.eyes == "dot" or not face.talking):
        canvas.stroke(
            arc(x, y + size * 0.5, size * 0.85, size * 1.05, math.pi + 0.25, math.tau - 0.25),
            weight=1.15,
            taper=0.5,
        )
        _brow(canvas, face, x, side, -0.5)
        return
    opening = _OPEN.get(feeling, 1.0)
    if face.eyes == "dot":
        canvas.blot(ellipse(x, y, size * 0.36 * squeeze, size * 0.6 * opening))
        canvas.dot(x - size * 0.1, y - size * 0.25, size * 0.13, (255, 255, 255))
    elif face.eyes == "big":
        _big_eye(canvas, face, x, squeeze, opening)
    else:
        rx, ry = size * 0.82 * squeeze, size * 1.12 * opening
        canvas.shape(ellipse(x, y, rx, ry), (255, 255, 255), line=0.75)
        look = face.turn * rx * 0.42
        pupil = 0.34 if feeling in {"scared", "surprised"} else 0.52
        canvas.blot(ellipse(x + look, y + ry * 0.1, size * pupil * squeeze, size * pupil * 1.3))
        canvas.dot(x + look - size * 0.14, y - ry * 0.12, size * 0.17, (255, 255, 255))
    _lid(canvas, face, x, side, squeeze)
    _brow(canvas, face, x, side, 0.0)


def _big_eye(canvas: Canvas, face: Face, x: float, squeeze: float, opening: float) -> None:
    size = face.eye_size * 1.14
    y, rx, ry = face.eye_y, size * 0.8 * squeeze, size * 1.24 * opening
    canvas.shape(ellipse(x, y, rx, ry), (255, 255, 255), line=0.4)
    look = face.turn * rx * 0.25
    small = 0.6 if face.emotion in {"scared", "surprised"} else 0.9
    canvas.shape(
        ellipse(x + look, y + 0.4, rx * 0.82 * small, ry * 0.84 * small), face.iris, line=0.5
    )
    canvas.blot(ellipse(x + look, y, rx * 0.5 * small, ry * 0.52 * small))
    canvas.dot(x + look - rx * 0.3, y - ry * 0.36, size * 0.27 * small, (255, 255, 255))
    canvas.dot(x + look + rx * 0.26, y + ry * 0.38, size * 0.13, (255, 255, 255))
    canvas.stroke(
        arc(x, y + ry * 0.1, rx * 1.08, ry * 1.08, math.pi + 0.35, math.tau - 0.35),
        weight=1.5,
        taper=0.4,
    )


def _lid(canvas: Canvas, face: Face, x: float, side: int, squeeze: float) -> None:
    if face.lashes and face.eyes != "dot":
        rx, ry = face.eye_size * 0.84 * squeeze, face.eye_size * 1.15
        top = face.eye_y
        canvas.stroke(
            arc(x, top, rx * 1.05, ry, math.pi + 0.5, math.tau - 0.5), weight=1.3, taper=0.5
        )
        for spot in (0.5, 0.9):
            a = -spot if side > 0 else math.pi + spot
            canvas.stroke(
                [
                    (x + rx * math.cos(a), top + ry * math.sin(a)),
                    (x + rx * 1.4 * math.cos(a), top + ry * 1.3 * math.sin(a)),
                ],
                weight=0.7,
                curved=False,
            )


_BROW = {  # inner end and outer end, in eye sizes above (negative) the middle of the eye
    "angry": (-0.95, -1.95),
    "sad": (-2.0, -1.35),
    "scared": (-2.15, -1.6),
    "surprised": (-2.1, -2.1),
    "happy": (-1.7, -1.75),
    "love": (-1.8, -1.7),
    "sly": (-1.2, -1.7),
    "thinking": (-1.5, -2.0),
}


def _brow(canvas: Canvas, face: Face, x: float, side: int, drop: float) -> None:
    if not face.brows and face.emotion in {"calm", "happy", "love"}:
        return
    inner, outer = _BROW.get(face.emotion, (-1.55, -1.6))
    size = face.eye_size
    x0, x1 = x - side * size * 0.75, x + side * size * 0.85
    y0, y1 = face.eye_y + (inner + drop) * size, face.eye_y + (outer + drop) * size
    if face.emotion == "thinking" and side > 0:
        y0, y1 = y0 - size * 0.4, y1 - size * 0.4
    bow = 0.25 * size if face.emotion not in {"angry", "sly"} else 0.0
    points = [(x0, y0), ((x0 + x1) / 2, (y0 + y1) / 2 - bow), (x1, y1)]
    canvas.stroke(points, weight=1.7 if face.emotion == "angry" else 1.25, taper=0.45)


def _mouth(canvas: Canvas, face: Face, x: float) -> None:
    y, w = face.mouth_y, face.mouth_width
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
    elif feeling in {"happy", "love"} or face.talking:
        _grin(canvas, x, y, w if feeling in {"happy", "love"} else w * 0.78)
    elif feeling == "asleep":
        canvas.shape(ellipse(x, y + 0.6, w * 0.22, w * 0.2), MOUTH, line=0.7)
    elif feeling == "sly":
        canvas.stroke(
            [(x - w * 0.5, y), (x, y + w * 0.22), (x + w * 0.8, y - w * 0.42)], weight=1.1
        )
    elif feeling == "thinking":
        canvas.stroke([(x - w * 0.4, y + 0.4), (x, y), (x + w * 0.5, y + 0.5)], weight=1.1)
    else:
        canvas.stroke(arc(x, y - w * 0.42, w * 0.72, w * 0.62, 0.45, math.pi - 0.45), weight=1.1)


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
    elif face.emotion == "scared":
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
