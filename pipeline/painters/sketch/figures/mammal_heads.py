"""The heads of cats, dogs, bears and their like: ears, a round head, a muzzle."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from pipeline.comic.character_look import Look
from pipeline.comic.geometry import (
    Path,
    box,
    ellipse,
)
from pipeline.comic.palette import RGB, darker, lighter, luminance, mix
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.faces import Face, draw_face, tint

Draw = Callable[[Canvas, Look, Face], None]


def furry(look: Look, face: Face) -> Face:
    """Return *face* adapted to animals: a blush in the color of the fur, eyelashes for some."""
    return replace(face, blush=tint(look.skin), lashes=look.female and face.eyes != "dot")


def beast(canvas: Canvas, look: Look, face: Face) -> None:
    """Cats, dogs, bears and their like: ears, a round head, a muzzle."""
    kind = look.kind
    _EARS.get(kind, _round_ears)(canvas, look)
    cheeks = kind in {"cat", "fox", "wolf", "tiger", "lion"}
    wide = 18.4 if cheeks else 17.2
    outline = [
        (0, -16),
        (10, -14.4),
        (16, -7),
        (wide, 3),
        (14, 11),
        (6, 15.4),
        (0, 16),
        (-6, 15.4),
        (-14, 11),
        (-wide, 3),
        (-16, -7),
        (-10, -14.4),
    ]
    if cheeks:  # tufts of fur
        outline[3:5] = [(wide - 1.6, 1), (wide + 3, 5.6), (15.4, 7.6), (15.8, 11.4), (10.4, 12.6)]
        n = len(outline)
        outline[n - 4 : n - 2] = [
            (-10.4, 12.6),
            (-15.8, 11.4),
            (-15.4, 7.6),
            (-wide - 3, 5.6),
            (-wide + 1.6, 1),
        ]
    if kind == "lion":
        mane = [
            (
                22 * math.cos(t / 14 * math.tau) * (1 + 0.13 * (t % 2)),
                1 + 21 * math.sin(t / 14 * math.tau) * (1 + 0.13 * (t % 2)),
            )
            for t in range(14)
        ]
        canvas.shape(mane, darker(mix(look.skin, (160, 70, 30), 0.55), 0.05), curved=True, shade=3)
    if kind == "sheep":
        for a in range(11):
            t = math.tau * a / 11
            canvas.shape(
                ellipse(15 * math.cos(t), -4 + 14 * math.sin(t), 7, 6.6), look.skin, line=0.9
            )
    head = look.skin if kind != "sheep" else (92, 80, 84)
    canvas.shape(outline, head, curved=True, shade=3.4)
    _markings(canvas, look, outline)
    _muzzle(canvas, look, face)


def _markings(canvas: Canvas, look: Look, outline: Path) -> None:
    kind = look.kind
    if kind in {"tiger", "cat"}:
        _stripes(canvas, look)
    elif kind == "panda":
        for side in (-1, 1):
            patch = ellipse(side * 6.8 + 1, -0.5, 5.6, 6.6, turn=side * 0.5)
            canvas.shape(patch, (52, 50, 58), line=0)
    elif kind in {"fox", "wolf"}:
        canvas.clip_fill(outline, [ellipse(x, 11, 13, 9.5) for x in (-13, 13)], look.belly)
    elif kind == "cow":
        canvas.clip_fill(outline, [ellipse(-10, -9, 8, 8)], (86, 66, 60))
    elif kind == "koala":
        canvas.shape(ellipse(0, 9, 7, 4), look.belly, line=0)


def _stripes(canvas: Canvas, look: Look) -> None:
    tone = darker(look.skin, 0.42 if luminance(look.skin) > 90 else 0.1)
    if look.kind == "tiger":
        tone = (66, 46, 42)
    for x in (-4.5, 0, 4.5):
        canvas.shape([(x - 1.2, -16), (x + 1.2, -16), (x * 0.8, -9.5 + abs(x) * 0.3)], tone, line=0)
    for side in (-1, 1):
        for y in (1, 5):
            stripe = [(side * 18, y - 1), (side * 18, y + 1.2), (side * 12.4, y + 0.4)]
            canvas.shape(stripe, tone, line=0)


def _muzzle(canvas: Canvas, look: Look, face: Face) -> None:
    _MUZZLES.get(look.kind, _soft_muzzle)(canvas, look, face)


def _snout(canvas: Canvas, look: Look, face: Face) -> None:
    """Pigs and cows: two nostrils on a disc."""
    x, pig = face.turn * 4.6, look.kind == "pig"
    tone = lighter(look.skin, 0.2) if pig else (240, 176, 172)
    low = replace(face, mouth_y=12.4 if pig else 13, mouth_width=4.4, eye_y=-3.4)
    draw_face(canvas, furry(look, low))
    canvas.shape(ellipse(x, 5.4, 8 if pig else 10, 5.4), tone, shade=1.4)
    for side in (-1, 1):
        canvas.blot(ellipse(x + side * 2.8, 5.4, 1.1, 1.9))


def _long_face(canvas: Canvas, look: Look, face: Face) -> None:
    """Horses and unicorns."""
    x, unicorn = face.turn * 4.6, look.kind == "unicorn"
    nose = [(x - 8, 2), (x + 8, 2), (x + 11, 13), (x + 5, 19), (x - 5, 19), (x - 11, 13)]
    canvas.shape(nose, lighter(look.skin, 0.22), curved=True, shade=2)
    for side in (-1, 1):
        canvas.blot(ellipse(x + side * 4, 10, 1, 1.7))
    draw_face(canvas, replace(furry(look, face), mouth_y=14.6, eye_y=-3.4))
    mane = (232, 130, 190) if unicorn else darker(look.skin, 0.4)
    lock = [(-4, -20), (6, -19), (7, -11), (2, -6), (-1, -11), (-8, -9), (-16, -4), (-13, -15)]
    canvas.shape(lock, mane, curved=True, shade=1.5)
    if unicorn:
        canvas.shape([(-1, -18), (5, -18), (5, -36)], (250, 214, 96), shade=1)


def _trunk(canvas: Canvas, look: Look, face: Face) -> None:
    x = face.turn * 4.6
    draw_face(canvas, replace(furry(look, face), mouth_y=13, eye_y=-3))
    canvas.limb([(x, 2), (x + 3, 10), (x + 4, 18), (x + 10, 21)], 9, 5.5, look.skin, shade=2)
    for i in range(3):
        canvas.stroke([(x - 1.4 + i, 6 + i * 4), (x + 5.4 + i * 0.5, 6 + i * 4)], weight=0.5)


def _monkey_face(canvas: Canvas, look: Look, face: Face) -> None:
    x = face.turn * 4.6
    mask = [(0, -9), (9, -10), (13, -2), (10, 6), (12, 11), (5, 15)]
    mirrored = [(-px, py) for px, py in mask[:0:-1]]
    canvas.shape([*mask, *mirrored], (238, 198, 156), line=0.6, curved=True)
    draw_face(canvas, replace(furry(look, face), mouth_y=9.4, mouth_width=5.4))
    for side in (-1, 1):
        canvas.blot(ellipse(x + side * 1.8, 4.6, 0.8, 1.1))


def _soft_muzzle(canvas: Canvas, look: Look, face: Face) -> None:
    """Cats, dogs, bears and the rest: a light muzzle with a nose on it."""
    kind, x = look.kind, face.turn * 4.6
    if kind not in {"sheep", "mouse", "koala"}:
        width = 9.2 if kind in {"bear", "dog", "panda", "lion"} else 7.4
        tone = look.belly if kind != "panda" else (250, 248, 244)
        canvas.shape(ellipse(x, 8, width, 6.4), tone, line=0.5)
    features = replace(furry(look, face), mouth_y=9.4, mouth_width=5.4)
    draw_face(canvas, features)
    nose: RGB = (238, 128, 138) if kind in {"cat", "rabbit", "mouse"} else (48, 40, 46)
    if kind == "koala":
        canvas.shape(ellipse(x, 3.6, 4, 5.6), nose, line=0.6)
    else:
        tip = [(x - 3.2, 3), (x + 3.2, 3), (x + 1, 6.4), (x - 1, 6.4)]
        canvas.shape(tip, nose, line=0.6, curved=True)
        canvas.dot(x - 1, 3.9, 0.7, (255, 255, 255))
    if kind in {"cat", "mouse", "tiger", "rabbit", "lion"}:
        _whiskers(canvas, x)
    if kind == "rabbit" and not features.talking:
        canvas.shape(box(x - 1.8, 10.6, x + 1.8, 13.4), (255, 255, 255), line=0.5)


def _whiskers(canvas: Canvas, x: float) -> None:
    for side in (-1, 1):
        for tip in (-1.4, 1.6):
            canvas.stroke(
                [(x + side * 7, 7.4 + tip * 0.5), (x + side * 17, 6 + tip * 2.2)], weight=0.5
            )


_MUZZLES: dict[str, Draw] = {
    "pig": _snout,
    "cow": _snout,
    "horse": _long_face,
    "unicorn": _long_face,
    "elephant": _trunk,
    "monkey": _monkey_face,
}


def _pointed_ears(canvas: Canvas, look: Look) -> None:
    for side in (-1, 1):
        tip = (side * 17.4, -27)
        canvas.shape(
            [(side * 3.4, -14), (side * 8, -20), tip, (side * 18.6, -15), (side * 17, -2)],
            look.skin,
            shade=1.5,
        )
        inner = (238, 158, 156) if look.kind in {"cat", "tiger"} else darker(look.skin, 0.5)
        canvas.shape([(side * 7, -14), (side * 15.6, -22.4), (side * 15.6, -8)], inner, line=0.4)


def _floppy_ears(canvas: Canvas, look: Look) -> None:
    for side in (-1, 1):
        canvas.shape(
            [
                (side * 9, -16),
                (side * 17, -15),
                (side * 23, -4),
                (side * 22, 8),
                (side * 17.4, 9),
                (side * 14, -2),
            ],
            look.hair,
            curved=True,
            shade=2,
        )


def _long_ears(canvas: Canvas, look: Look) -> None:
    for side in (-1, 1):
        lean = 1.0 if side > 0 else 0.6
        canvas.shape(ellipse(side * 8 * lean, -29, 5.4, 15.4, turn=side * 0.22), look.skin, shade=2)
        canvas.shape(
            ellipse(side * 8 * lean, -28, 2.6, 11, turn=side * 0.22), (244, 176, 178), line=0.4
        )


def _round_ears(canvas: Canvas, look: Look) -> None:
    big = {"mouse": 9.4, "koala": 9.6, "elephant": 14.0, "monkey": 6.4}.get(look.kind, 6.2)
    low = look.kind in {"monkey", "elephant"}
    tone = (52, 50, 58) if look.kind == "panda" else look.skin
    for side in (-1, 1):
        x, y = side * (12.8 + big * (0.45 if low or big > 8 else 0.05)), -3 if low else -14
        canvas.shape(ellipse(x, y, big, big * (1.15 if low else 1)), tone, shade=1.5)
        inner = mix(tone, (240, 160, 160), 0.5) if look.kind != "panda" else tone
        canvas.shape(ellipse(x, y, big * 0.56, big * 0.6), inner, line=0.4)


def _side_ears(canvas: Canvas, look: Look) -> None:
    for side in (-1, 1):
        canvas.shape(
            [(side * 11, -12), (side * 22, -13), (side * 24, -7), (side * 14, -4)],
            look.skin,
            curved=True,
            shade=1.2,
        )
        if look.kind == "cow":
            canvas.shape(
                [(side * 7, -14), (side * 12, -15), (side * 15, -24), (side * 9, -19)],
                (236, 224, 196),
                curved=True,
            )


def _upright_ears(canvas: Canvas, look: Look) -> None:
    for side in (-1, 1):
        canvas.shape(
            [(side * 6, -14), (side * 9, -27), (side * 14, -22), (side * 14, -11)],
            look.skin,
            curved=True,
            shade=1.2,
        )


_EARS: dict[str, Callable[[Canvas, Look], None]] = {
    "cat": _pointed_ears,
    "fox": _pointed_ears,
    "wolf": _pointed_ears,
    "dog": _floppy_ears,
    "rabbit": _long_ears,
    "pig": _side_ears,
    "cow": _side_ears,
    "sheep": _side_ears,
    "horse": _upright_ears,
    "unicorn": _upright_ears,
}
