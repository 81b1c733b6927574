"""Eyes and brows for every feeling, as the style draws them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.comic.geometry import arc, box, ellipse
from pipeline.comic.palette import WHITE, darker, lighter, mix
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.face_styles import Face

_OPEN = {
    "surprised": 1.22,
    "scared": 1.26,
    "angry": 0.84,
    "sad": 0.98,
    "sly": 0.8,
    "smug": 0.8,
    "proud": 0.75,
    "tired": 0.6,
    "bored": 0.62,
    "disgusted": 0.7,
}
_STARING = frozenset({"scared", "surprised"})
_GLAD = frozenset({"happy", "love"})
_LASHED = frozenset({"oval", "big", "glossy", "pie", "narrow", "joined", "almond"})


@dataclass(frozen=True, slots=True)
class _Eye:
    """One eye: its middle, half its width and height, where it looks (-1 to 1), and the feeling."""

    x: float
    y: float
    rx: float
    ry: float
    gaze: float
    side: int
    face: Face

    @property
    def small(self) -> float:
        """The size of the pupil: small in a staring eye."""
        return 0.62 if self.face.emotion in _STARING else 1.0


def draw_eyes(canvas: Canvas, face: Face, shift: float) -> None:
    """Draw both eyes with their brows; *shift* is the middle of the turned face."""
    style = face.style
    for side in (-1, 1):
        # the eye on the far side of a turned head is narrower
        squeeze = 1 - 0.16 * max(0.0, side * face.turn)
        size = face.eye_size * style.size
        x = shift + side * face.spread * style.spread * (1 - 0.12 * abs(face.turn))
        opening = _OPEN.get(face.emotion, 1.0)
        eye = _Eye(
            x, face.eye_y + style.drop, size * squeeze, size * opening, face.turn, side, face
        )
        if face.emotion == "asleep":
            lid = arc(x, eye.y - 0.5, size * 0.8, size * 0.5, 0.2, math.pi - 0.2)
            canvas.stroke(lid, weight=0.9)
            continue
        if face.emotion == "dizzy":
            _crossed(canvas, eye)
            continue
        if face.emotion in _GLAD and (style.squint or (not face.talking and style.eyes == "oval")):
            _arc_eye(canvas, eye)
        else:
            _EYES[style.eyes](canvas, eye)
            if face.lashes and style.eyes in _LASHED:
                _lashes(canvas, eye)
        _brow(canvas, eye)


def _crossed(canvas: Canvas, eye: _Eye) -> None:
    reach = eye.face.eye_size * 0.6
    for rise in (-reach, reach):
        line = [(eye.x - reach, eye.y - rise), (eye.x + reach, eye.y + rise)]
        canvas.stroke(line, weight=1.1, curved=False)


def _arc_eye(canvas: Canvas, eye: _Eye) -> None:
    size = eye.face.eye_size
    curve = arc(
        eye.x, eye.y + size * 0.5, size * 0.85, size * 1.05, math.pi + 0.25, math.tau - 0.25
    )
    canvas.stroke(curve, weight=1.15, taper=0.5)


def _dot(canvas: Canvas, eye: _Eye) -> None:
    canvas.blot(ellipse(eye.x, eye.y, eye.rx * 0.36, eye.ry * 0.6))


def _speck(canvas: Canvas, eye: _Eye) -> None:
    canvas.shape(ellipse(eye.x, eye.y, eye.rx * 0.42, eye.ry * 0.52), (70, 54, 58), line=0)
    canvas.dot(eye.x - eye.rx * 0.12, eye.y - eye.ry * 0.2, eye.rx * 0.13, WHITE)


def _block(canvas: Canvas, eye: _Eye) -> None:
    wide, tall = eye.rx * 0.36, eye.ry * 0.72
    canvas.blot(box(eye.x - wide, eye.y - tall, eye.x + wide, eye.y + tall))
    shine = box(eye.x - wide, eye.y - tall, eye.x, eye.y - tall * 0.2)
    canvas.shape(shine, WHITE, line=0)


def _oval(canvas: Canvas, eye: _Eye) -> None:
    rx, ry = eye.rx * 0.82, eye.ry * 1.12
    canvas.shape(ellipse(eye.x, eye.y, rx, ry), WHITE, line=0.75)
    x, r = eye.x + eye.gaze * rx * 0.42, eye.rx * 0.52 * (0.66 if eye.small < 1 else 1)
    canvas.blot(ellipse(x, eye.y + ry * 0.1, r, r * 1.3))
    canvas.dot(x - eye.rx * 0.14, eye.y - ry * 0.12, eye.rx * 0.17, WHITE)


def _pie(canvas: Canvas, eye: _Eye) -> None:
    """Draw a tall pupil with a slice cut out, without an iris."""
    rx, ry = eye.rx * 0.78, eye.ry * 1.2
    canvas.shape(ellipse(eye.x, eye.y, rx, ry), WHITE, line=0.9)
    x, y = eye.x + eye.gaze * rx * 0.4, eye.y + ry * 0.14
    px, py = rx * 0.56 * eye.small, ry * 0.66 * eye.small
    canvas.blot(ellipse(x, y, px, py))
    slice_ = [(x, y), (x - px * 1.05, y - py * 0.75), (x - px * 0.2, y - py * 1.1)]
    canvas.shape(slice_, WHITE, line=0)


def _joined(canvas: Canvas, eye: _Eye) -> None:
    """Draw tall eyes that touch, with a small pupil in each."""
    rx, ry = eye.rx * 0.86, eye.ry * 1.36
    canvas.shape(ellipse(eye.x, eye.y, rx, ry), WHITE, line=0.9)
    x = eye.x + (eye.gaze * 0.5 - eye.side * 0.3) * rx
    canvas.blot(ellipse(x, eye.y + ry * 0.2, rx * 0.26, rx * 0.36))


def _narrow(canvas: Canvas, eye: _Eye) -> None:
    """Draw a realistic eye: a heavy upper lid over an iris."""
    rx, ry = eye.rx * 1.0, eye.ry * (0.64 if eye.small == 1 else 0.86)
    inner, outer = eye.x - eye.side * rx, eye.x + eye.side * rx
    almond = [
        (inner, eye.y + ry * 0.3),
        (eye.x - eye.side * rx * 0.2, eye.y - ry),
        (outer, eye.y - ry * 0.25),
        (eye.x + eye.side * rx * 0.2, eye.y + ry * 0.9),
    ]
    canvas.shape(almond, WHITE, curved=True, line=0.3)
    x = eye.x + eye.gaze * rx * 0.4
    canvas.blot(ellipse(x, eye.y - ry * 0.06, rx * 0.44 * eye.small, ry * 0.8 * eye.small))
    canvas.dot(x - rx * 0.14, eye.y - ry * 0.34, rx * 0.14, WHITE)
    lid = [(inner, eye.y - ry * 0.25), (eye.x, eye.y - ry * 1.1), (outer, eye.y - ry * 0.35)]
    canvas.stroke(lid, weight=1.6, taper=0.5)


def _almond(canvas: Canvas, eye: _Eye) -> None:
    """Draw an open, friendly eye with a heavy upper lid and a large pupil."""
    rx, ry = eye.rx * 0.86, eye.ry * 1.0
    canvas.shape(ellipse(eye.x, eye.y, rx, ry), WHITE, line=0.5)
    x, px, py = eye.x + eye.gaze * rx * 0.36, rx * 0.56 * eye.small, ry * 0.68 * eye.small
    canvas.blot(ellipse(x, eye.y + ry * 0.08, px, py))
    canvas.dot(x - px * 0.3, eye.y - py * 0.3, px * 0.34, WHITE)
    _upper_lid(canvas, eye, rx, ry, 1.5)


def _slit(canvas: Canvas, eye: _Eye) -> None:
    """Draw an eye that gleams in the black of its socket."""
    rx, ry = eye.rx * 1.12, eye.ry * 1.0
    canvas.blot(ellipse(eye.x, eye.y - ry * 0.25, rx, ry * 0.95))
    wide = 0.42 if eye.small == 1 else 0.7
    canvas.shape(ellipse(eye.x, eye.y, rx * 0.74, ry * wide), WHITE, line=0)
    pupil = rx * 0.3 * eye.small
    canvas.blot(ellipse(eye.x + eye.gaze * rx * 0.4, eye.y - ry * 0.06, pupil, pupil * 1.2))


def _big(canvas: Canvas, eye: _Eye) -> None:
    """Draw a tall eye, black above and light below, with two highlights."""
    rx, ry = eye.rx * 0.82, eye.ry * 1.16
    canvas.shape(ellipse(eye.x, eye.y, rx, ry), WHITE, line=0.3)
    x, px, py = eye.x + eye.gaze * rx * 0.22, rx * 0.8 * eye.small, ry * 0.9 * eye.small
    canvas.shape(ellipse(x, eye.y + ry * 0.04, px, py), (214, 214, 220), line=0.5)
    canvas.blot(ellipse(x, eye.y - py * 0.22, px * 0.92, py * 0.66))
    _highlights(canvas, (x, eye.y), px, py)
    _upper_lid(canvas, eye, rx, ry, 2.0)


def _glossy(canvas: Canvas, eye: _Eye) -> None:
    """Draw a large eye with a colored iris that is lighter below, and no lower lid."""
    rx, ry = eye.rx * 0.84, eye.ry * 1.08
    canvas.shape(ellipse(eye.x, eye.y, rx, ry), WHITE, line=0)
    iris = mix(eye.face.iris, (150, 96, 196), 0.3)
    x, px, py = eye.x + eye.gaze * rx * 0.22, rx * 0.8 * eye.small, ry * 0.92 * eye.small
    canvas.shape(ellipse(x, eye.y + ry * 0.06, px, py), darker(iris, 0.15), line=0)
    canvas.shape(ellipse(x, eye.y + py * 0.42, px * 0.74, py * 0.46), lighter(iris, 0.5), line=0)
    canvas.shape(ellipse(x, eye.y, px * 0.36, py * 0.42), darker(iris, 0.7), line=0)
    _highlights(canvas, (x, eye.y), px, py)
    _upper_lid(canvas, eye, rx, ry, 2.6)


def _highlights(canvas: Canvas, at: tuple[float, float], px: float, py: float) -> None:
    x, y = at
    canvas.dot(x - px * 0.34, y - py * 0.4, px * 0.36, WHITE)
    canvas.dot(x + px * 0.36, y + py * 0.42, px * 0.18, WHITE)


def _upper_lid(canvas: Canvas, eye: _Eye, rx: float, ry: float, weight: float) -> None:
    lid = arc(eye.x, eye.y + ry * 0.1, rx * 1.1, ry * 1.1, math.pi + 0.3, math.tau - 0.3)
    canvas.stroke(lid, weight=weight, taper=0.35)


def _lashes(canvas: Canvas, eye: _Eye) -> None:
    rx, ry = eye.rx * 0.84, eye.ry * 1.12
    if eye.face.style.eyes not in {"big", "glossy", "narrow"}:
        _upper_lid(canvas, eye, rx, ry, 1.3)
    for spot in (0.5, 0.9):
        a = -spot if eye.side > 0 else math.pi + spot
        x, y = math.cos(a) * rx, math.sin(a) * ry
        lash = [(eye.x + x, eye.y + y), (eye.x + x * 1.4, eye.y + y * 1.3)]
        canvas.stroke(lash, weight=0.7, curved=False)


_EYES: dict[str, Callable[[Canvas, _Eye], None]] = {
    "dot": _dot,
    "speck": _speck,
    "block": _block,
    "oval": _oval,
    "pie": _pie,
    "joined": _joined,
    "narrow": _narrow,
    "slit": _slit,
    "almond": _almond,
    "big": _big,
    "glossy": _glossy,
}


_BROW = {  # inner end and outer end, in eye sizes above (negative) the middle of the eye
    "angry": (-0.95, -1.95),
    "sad": (-2.0, -1.35),
    "scared": (-2.15, -1.6),
    "surprised": (-2.1, -2.1),
    "happy": (-1.7, -1.75),
    "love": (-1.8, -1.7),
    "sly": (-1.2, -1.7),
    "smug": (-1.2, -1.7),
    "proud": (-1.7, -1.9),
    "bored": (-1.15, -1.2),
    "tired": (-1.9, -1.3),
    "disgusted": (-0.95, -1.7),
    "embarrassed": (-2.0, -1.35),
    "thinking": (-1.5, -2.0),
}


def _brow(canvas: Canvas, eye: _Eye) -> None:
    face, style, side = eye.face, eye.face.style, eye.side
    if not face.brows and face.emotion in {"calm", "happy", "love"}:
        return
    inner, outer = _BROW.get(face.emotion, (-1.55, -1.6))
    size = face.eye_size * max(0.9, style.size)
    x0, x1 = eye.x - side * size * 0.75, eye.x + side * size * 0.85
    y0, y1 = eye.y + inner * size, eye.y + outer * size
    if face.emotion == "thinking" and side > 0:
        y0, y1 = y0 - size * 0.4, y1 - size * 0.4
    bow = 0.25 * size if face.emotion not in {"angry", "sly"} else 0.0
    points = [(x0, y0), ((x0 + x1) / 2, (y0 + y1) / 2 - bow), (x1, y1)]
    weight = (1.7 if face.emotion == "angry" else 1.25) * style.brow
    canvas.stroke(points, weight=weight, taper=0.45)
