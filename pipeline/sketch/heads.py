"""Heads of people and creatures, drawn around (0, 0) with a radius of about 17."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from pipeline.sketch.canvas import Canvas
from pipeline.sketch.faces import Face, draw_face, tint
from pipeline.sketch.geometry import Path, arc, box, ellipse, rounded
from pipeline.sketch.look import Look
from pipeline.sketch.palette import BLACK, RGB, darker, lighter, luminance, mix

Draw = Callable[[Canvas, Look, Face], None]


def draw_head(canvas: Canvas, look: Look, face: Face) -> None:
    """The head of *look*, with its hair, hat and glasses."""
    _HEADS.get(look.kind, _beast)(canvas, look, face)
    if "glasses" in look.wears:
        _glasses(canvas, face)
    if look.hat:
        _hat(canvas, look)


def _fur(look: Look, face: Face) -> Face:
    return replace(face, blush=tint(look.skin), lashes=look.female and face.eyes != "dot")


# --- people ---------------------------------------------------------------------------------


def _person(canvas: Canvas, look: Look, face: Face) -> None:
    turn = face.turn
    hooded = look.hat in {"ninja", "helmet"}
    if not hooded:
        _back_hair(canvas, look)
    for side in (-1, 1):
        x = side * 15.6 - turn * 2.4
        canvas.shape(ellipse(x, 1.5, 3.3, 4.4), look.skin, line=0.8, shade=1.0)
    canvas.shape(
        [
            (0, -17),
            (9, -15),
            (15, -7),
            (15.6, 2),
            (12.5, 10.5),
            (6, 16),
            (0, 17.2),
            (-6, 16),
            (-12.5, 10.5),
            (-15.6, 2),
            (-15, -7),
            (-9, -15),
        ],
        look.skin,
        curved=True,
        shade=3.2,
    )
    face = replace(face, blush=tint(look.skin), lashes=look.female, brow=look.hair)
    if look.hat == "mask":
        _mask(canvas, look)
    draw_face(canvas, face)
    nose = turn * 4.6
    canvas.stroke(
        [(nose - 0.4, 1.4), (nose + 2.0 * (1 if turn >= 0 else -1), 4.2), (nose - 0.2, 5.2)],
        weight=0.9,
    )
    if "beard" in look.wears:
        _beard(canvas, look, face)
    if "mustache" in look.wears:
        x = turn * 4
        for side in (-1, 1):
            canvas.shape(
                [(x, 6), (x + side * 5, 5.4), (x + side * 9, 8.6), (x + side * 4, 8.6)],
                look.hair,
                line=0.6,
                curved=True,
            )
    if "eyepatch" in look.wears:
        x = turn * 3.6 + face.spread
        canvas.stroke([(-15, -7), (x, -4), (15, 0)], weight=0.9)
        canvas.shape(ellipse(x, face.eye_y, 4.4, 4.2), BLACK, line=0.6)
    if not hooded:
        _front_hair(canvas, look, turn)


def _back_hair(canvas: Canvas, look: Look) -> None:
    style, hair = look.hair_style, look.hair
    if style == "long":
        canvas.shape(
            [
                (-17, -8),
                (-14, -18),
                (0, -22),
                (14, -18),
                (17, -8),
                (20, 12),
                (17, 25),
                (8, 20),
                (-8, 20),
                (-17, 25),
                (-20, 12),
            ],
            hair,
            curved=True,
            shade=2.5,
        )
    elif style == "bob":
        canvas.shape(
            [
                (-17, -8),
                (-14, -18),
                (0, -22),
                (14, -18),
                (17, -8),
                (19, 6),
                (15, 14),
                (0, 12),
                (-15, 14),
                (-19, 6),
            ],
            hair,
            curved=True,
            shade=2.5,
        )
    elif style == "ponytail":
        canvas.shape(
            [(-10, -14), (-22, -12), (-28, 0), (-27, 15), (-21, 18), (-20, 6), (-12, -4)],
            hair,
            curved=True,
            shade=2,
        )
    elif style == "bun":
        canvas.shape(ellipse(-2, -21, 8, 7), hair, shade=2)
    elif style == "curly":
        for a in range(9):
            t = math.pi * (0.86 + a * 0.16)
            canvas.shape(ellipse(16 * math.cos(t), -3 + 16 * math.sin(t), 6.6, 6.6), hair, line=0.9)


def _front_hair(canvas: Canvas, look: Look, turn: float) -> None:
    style, hair = look.hair_style, look.hair
    if style == "bald":
        return
    part = turn * 5
    if style in {"long", "bob", "ponytail", "bun"}:
        top = [
            (-16.4, 3),
            (-17, -8),
            (-12, -17),
            (0, -20.4),
            (12, -17),
            (17, -8),
            (16.4, 3),
            (13.4, -3),
            (10, -8),
            (part + 1, -12.5),
            (-7, -8),
            (-12.4, -2),
        ]
    elif style == "spiky":
        top = [
            (-16, -1),
            (-20, -8),
            (-15.5, -10),
            (-17, -18),
            (-10, -16),
            (-8, -24),
            (-1, -18.5),
            (5, -25),
            (8, -18),
            (15, -20),
            (14.4, -12),
            (20, -9),
            (15.8, -2),
            (12.6, -8),
            (6, -10),
            (3, -7),
            (-3, -10.5),
            (-8, -7),
            (-12.6, -7),
        ]
    elif style == "curly":
        for a in range(7):
            t = math.pi * (1.08 + a * 0.14)
            canvas.shape(ellipse(14 * math.cos(t), -3 + 14.5 * math.sin(t), 5.2, 5), hair, line=0.9)
        return
    elif style == "side":
        top = [
            (-16, 1),
            (-17.4, -8),
            (-12, -17),
            (0, -20.6),
            (12, -18),
            (17, -9),
            (15.8, 0),
            (13, -6),
            (4, -8),
            (-6, -12),
            (-11.4, -8),
            (-13, -2),
        ]
    else:
        top = [
            (-15.8, 0),
            (-16.6, -8),
            (-11, -17),
            (0, -19.6),
            (11, -17),
            (16.6, -8),
            (15.8, 0),
            (13.2, -6),
            (7, -10.4),
            (part, -10),
            (-7, -10.8),
            (-13.2, -6),
        ]
    canvas.shape(top, hair, curved=style != "spiky", shade=2.4)
    canvas.streak(
        arc(0, -4, 11.5, 12.4, math.pi + 0.7, math.pi + 1.5), lighter(hair, 0.4), weight=1.4
    )


def _beard(canvas: Canvas, look: Look, face: Face) -> None:
    long = 34 if look.hat == "wizard" else 23
    x = face.turn * 2
    canvas.shape(
        [
            (-15, 2),
            (-12.6, 6),
            (-5, 5.4),
            (x, 4.6),
            (5, 5.4),
            (12.6, 6),
            (15, 2),
            (14.4, 14),
            (8, long - 4),
            (x, long),
            (-8, long - 4),
            (-14.4, 14),
        ],
        look.hair,
        curved=True,
        shade=3,
    )
    draw_mouth = replace(face, mouth_y=face.mouth_y + 1.4)
    canvas.shape(ellipse(x * 2, draw_mouth.mouth_y, 4.4, 2.2), (150, 60, 60), line=0.7)
    canvas.stroke([(-7, 14), (-4, long - 8)], weight=0.6)
    canvas.stroke([(6, 13), (3.6, long - 9)], weight=0.6)


# --- beasts ---------------------------------------------------------------------------------


def _beast(canvas: Canvas, look: Look, face: Face) -> None:
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
    draw_face(canvas, _fur(look, low))
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
    draw_face(canvas, replace(_fur(look, face), mouth_y=14.6, eye_y=-3.4))
    mane = (232, 130, 190) if unicorn else darker(look.skin, 0.4)
    lock = [(-4, -20), (6, -19), (7, -11), (2, -6), (-1, -11), (-8, -9), (-16, -4), (-13, -15)]
    canvas.shape(lock, mane, curved=True, shade=1.5)
    if unicorn:
        canvas.shape([(-1, -18), (5, -18), (5, -36)], (250, 214, 96), shade=1)


def _trunk(canvas: Canvas, look: Look, face: Face) -> None:
    x = face.turn * 4.6
    draw_face(canvas, replace(_fur(look, face), mouth_y=13, eye_y=-3))
    canvas.limb([(x, 2), (x + 3, 10), (x + 4, 18), (x + 10, 21)], 9, 5.5, look.skin, shade=2)
    for i in range(3):
        canvas.stroke([(x - 1.4 + i, 6 + i * 4), (x + 5.4 + i * 0.5, 6 + i * 4)], weight=0.5)


def _monkey_face(canvas: Canvas, look: Look, face: Face) -> None:
    x = face.turn * 4.6
    mask = [(0, -9), (9, -10), (13, -2), (10, 6), (12, 11), (5, 15)]
    mirrored = [(-px, py) for px, py in mask[:0:-1]]
    canvas.shape([*mask, *mirrored], (238, 198, 156), line=0.6, curved=True)
    draw_face(canvas, replace(_fur(look, face), mouth_y=9.4, mouth_width=5.4))
    for side in (-1, 1):
        canvas.blot(ellipse(x + side * 1.8, 4.6, 0.8, 1.1))


def _soft_muzzle(canvas: Canvas, look: Look, face: Face) -> None:
    """Cats, dogs, bears and the rest: a light muzzle with a nose on it."""
    kind, x = look.kind, face.turn * 4.6
    if kind not in {"sheep", "mouse", "koala"}:
        width = 9.2 if kind in {"bear", "dog", "panda", "lion"} else 7.4
        tone = look.belly if kind != "panda" else (250, 248, 244)
        canvas.shape(ellipse(x, 8, width, 6.4), tone, line=0.5)
    features = replace(_fur(look, face), mouth_y=9.4, mouth_width=5.4)
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


# --- birds ----------------------------------------------------------------------------------


def _feathered(canvas: Canvas, look: Look, face: Face) -> None:
    kind, x = look.kind, face.turn * 5
    _crest(canvas, look)
    canvas.shape(ellipse(0, 0, 16.6, 16.4), look.skin, shade=3.2)
    if kind == "penguin":
        for side in (-1, 1):
            canvas.shape(ellipse(side * 6 + x * 0.5, 2.4, 8.4, 10), (250, 250, 248), line=0)
    elif kind == "owl":
        for side in (-1, 1):
            canvas.shape(ellipse(side * 7 + x * 0.6, -1, 8.4, 8.6), look.belly, line=0.6)
    size = face.eye_size * (1.15 if kind == "owl" else 1)
    draw_face(canvas, replace(_fur(look, face), mouth_width=0.1, mouth_y=40, eye_size=size))
    opened = face.talking or face.emotion in {"happy", "love", "surprised", "scared", "angry"}
    _beak(canvas, x, flat=kind == "duck", opened=opened)
    if kind == "chicken":
        canvas.shape(ellipse(x, 13.4, 2.2, 3.2), (222, 60, 56), line=0.7)


def _crest(canvas: Canvas, look: Look) -> None:
    if look.kind == "owl":
        for side in (-1, 1):
            canvas.shape([(side * 5, -15), (side * 15, -24), (side * 16, -8)], look.skin)
    elif look.kind == "chicken":
        for i, tip in enumerate((-5.0, 0.0, 5.0)):
            lump = ellipse(tip + 1, -17 - (i == 1) * 2, 3.4, 4.4)
            canvas.shape(lump, (222, 60, 56), line=0.8)
    elif look.kind == "bird":
        tuft = [(-3, -15), (-7, -24), (0, -20), (2, -26), (4, -15)]
        canvas.shape(tuft, look.skin, curved=True)


def _beak(canvas: Canvas, x: float, *, flat: bool, opened: bool) -> None:
    tone: RGB = (246, 168, 50)
    if flat:
        if opened:
            canvas.shape(ellipse(x + 1, 9.6, 6.4, 3.4), darker(tone, 0.3), line=0.8)
        upper = [(x - 9, 5.4), (x, 3), (x + 9, 5.4), (x + 7, 8.6), (x - 7, 8.6)]
        canvas.shape(upper, tone, curved=True, shade=1)
        return
    if opened:
        lower = [(x - 4, 6.4), (x + 4, 6.4), (x + 1, 12.6)]
        canvas.shape(lower, darker(tone, 0.3), line=0.8)
    tip = 8.0 if opened else 10.4
    canvas.shape([(x - 5, 4.4), (x, 2.2), (x + 5, 4.4), (x + 0.8, tip)], tone, line=0.9, shade=1)


# --- the others -----------------------------------------------------------------------------


def _reptile(canvas: Canvas, look: Look, face: Face) -> None:
    kind, x = look.kind, face.turn * 5
    if kind == "dragon":
        for side in (-1, 1):
            canvas.shape(
                [(side * 6, -13), (side * 9, -27), (side * 15, -32), (side * 13, -12)],
                (242, 226, 184),
                curved=True,
                shade=1,
            )
            canvas.shape(
                [
                    (side * 14, -4),
                    (side * 25, -11),
                    (side * 22, -2),
                    (side * 25, 4),
                    (side * 14, 5),
                ],
                look.accent,
                line=0.8,
            )
    if kind in {"dragon", "dinosaur"}:
        for i in range(3):
            canvas.shape(
                [(-7 + i * 5, -14), (-3 + i * 5, -23 + abs(i - 1) * 2), (0 + i * 5, -14)],
                look.accent,
                line=0.8,
            )
    canvas.shape(ellipse(0, -2, 16.4, 15), look.skin, shade=3)
    canvas.shape(
        [
            (x - 13, 5),
            (x - 9, 0),
            (x, -1),
            (x + 9, 0),
            (x + 13, 5),
            (x + 12, 14),
            (x, 18),
            (x - 12, 14),
        ],
        lighter(look.skin, 0.14),
        curved=True,
        shade=2.4,
    )
    for side in (-1, 1):
        canvas.blot(ellipse(x + side * 4.4, 3.6, 1.1, 1.6))
    draw_face(canvas, replace(_fur(look, face), mouth_y=11, mouth_width=7.4, eye_y=-6))
    if kind == "dragon" and not face.talking:
        for side in (-1, 1):
            canvas.shape(
                [(x + side * 6 - 1.4, 11.4), (x + side * 6 + 1.4, 11.4), (x + side * 6, 14.6)],
                (255, 255, 255),
                line=0.5,
            )


def _frog(canvas: Canvas, look: Look, face: Face) -> None:
    for side in (-1, 1):
        canvas.shape(ellipse(side * 9.5 + face.turn, -13, 7.4, 7.4), look.skin, shade=1.4)
    canvas.shape(ellipse(0, 2, 19, 14), look.skin, shade=3)
    canvas.shape(ellipse(0, 9, 13, 6), look.belly, line=0)
    draw_face(
        canvas,
        replace(_fur(look, face), eye_y=-13, spread=9.2, mouth_y=5.6, mouth_width=9, brows=False),
    )


def _robot(canvas: Canvas, look: Look, face: Face) -> None:
    metal = look.skin
    canvas.stroke([(0, -16), (0, -25)], weight=1.6)
    canvas.shape(ellipse(0, -27, 3.4, 3.4), (240, 80, 70), line=0.8)
    for side in (-1, 1):
        canvas.shape(rounded(side * 19 - 3, -6, side * 19 + 3, 7, 2), darker(metal, 0.25), line=0.9)
    canvas.shape(rounded(-18, -17, 18, 16, 6), metal, shade=3.4)
    canvas.shape(
        rounded(-14 + face.turn * 2, -12, 14 + face.turn * 2, 12.4, 5), (44, 56, 78), line=0.8
    )
    glow: RGB = (126, 240, 232)
    x, y = face.turn * 4.4, -2.4
    for side in (-1, 1):
        _lamp(canvas, face.emotion, x + side * 6, y, side, glow)
    _led_mouth(canvas, face, x, glow)
    for cx, cy in ((-15, -14), (15, -14), (-15, 13), (15, 13)):
        canvas.dot(cx, cy, 0.9, darker(metal, 0.45))


def _lamp(canvas: Canvas, feeling: str, x: float, y: float, side: int, glow: RGB) -> None:  # noqa: PLR0917 - coordinates
    if feeling in {"happy", "love"}:
        canvas.streak(
            arc(x, y + 2, 3.4, 4.4, math.pi + 0.1, math.tau - 0.1), glow, weight=2, taper=0.8
        )
    elif feeling == "asleep":
        canvas.streak([(x - 3, y), (x + 3, y)], glow, weight=1.6, taper=0.8)
    elif feeling == "angry":
        canvas.shape(
            [(x - 3.4, y - 2 + side), (x + 3.4, y - 2 - side), (x + 3.2, y + 3), (x - 3.2, y + 3)],
            (255, 120, 96),
            line=0,
        )
    elif feeling == "sad":
        canvas.shape(
            [(x - 3.4, y - 1 - side), (x + 3.4, y - 1 + side), (x + 3, y + 3), (x - 3, y + 3)],
            glow,
            line=0,
        )
    else:
        size = 4.3 if feeling in {"surprised", "scared"} else 3.4
        canvas.shape(ellipse(x, y, size, size), glow, line=0)
        canvas.dot(x - 1, y - 1, 0.9, (255, 255, 255))


def _led_mouth(canvas: Canvas, face: Face, x: float, glow: RGB) -> None:
    feeling = face.emotion
    if face.talking or feeling in {"surprised", "scared"}:
        canvas.shape(rounded(x - 4, 4.4, x + 4, 9.6, 1.6), glow, line=0)
        canvas.streak([(x - 3, 7), (x + 3, 7)], (44, 56, 78), weight=0.8, taper=1)
    elif feeling in {"sad", "angry"}:
        canvas.streak(
            arc(x, 10.6, 5, 4, math.pi + 0.3, math.tau - 0.3), glow, weight=1.5, taper=0.8
        )
    else:
        canvas.streak(arc(x, 4, 5.4, 4.6, 0.3, math.pi - 0.3), glow, weight=1.5, taper=0.8)


def _alien(canvas: Canvas, look: Look, face: Face) -> None:
    for side in (-1, 1):
        canvas.stroke([(side * 6, -18), (side * 9, -25), (side * 14, -28)], weight=1.4)
        canvas.shape(ellipse(side * 14, -28.6, 2.8, 2.8), look.accent, line=0.8)
    canvas.shape(
        [
            (0, -21),
            (13, -18),
            (19, -7),
            (15, 5),
            (7, 14),
            (0, 17),
            (-7, 14),
            (-15, 5),
            (-19, -7),
            (-13, -18),
        ],
        look.skin,
        curved=True,
        shade=3.2,
    )
    x = face.turn * 3.4
    if face.emotion in {"happy", "love", "asleep"}:
        draw_face(canvas, replace(face, spread=7.6, eye_size=5.4, blush=tint(look.skin)))
        return
    for side in (-1, 1):
        tall = 1.25 if face.emotion in {"surprised", "scared"} else 1.0
        canvas.shape(
            ellipse(x + side * 7.6, -1.4, 4.6, 6.4 * tall, turn=side * 0.42), (34, 32, 52), line=0.6
        )
        canvas.dot(x + side * 7.6 - 1.2, -4, 1.4, (255, 255, 255))
    draw_face(
        canvas,
        replace(
            face,
            emotion=face.emotion,
            eye_size=0.01,
            mouth_y=9.4,
            mouth_width=4.4,
            brows=False,
            eyes="dot",
        ),
    )


def _ghost(canvas: Canvas, look: Look, face: Face) -> None:
    """Only the face: the sheet is drawn as the body."""
    draw_face(
        canvas,
        replace(
            _fur(look, face),
            brows=False,
            eyes="dot" if face.eyes == "oval" else face.eyes,
            eye_size=face.eye_size * 1.35,
        ),
    )


def _fish(canvas: Canvas, look: Look, face: Face) -> None:
    """The face on a body that is all head."""
    draw_face(canvas, replace(_fur(look, face), eye_y=-4, mouth_y=6, brows=False))


def _octopus(canvas: Canvas, look: Look, face: Face) -> None:
    canvas.shape(
        [
            (0, -26),
            (14, -22),
            (20, -8),
            (17, 8),
            (10, 15),
            (-10, 15),
            (-17, 8),
            (-20, -8),
            (-14, -22),
        ],
        look.skin,
        curved=True,
        shade=3.6,
    )
    for x, y, r in ((-9, -17, 2.4), (-3, -21, 1.6), (10, -16, 2)):
        canvas.dot(x, y, r, lighter(look.skin, 0.4))
    draw_face(canvas, replace(_fur(look, face), brows=False))


def _monster(canvas: Canvas, look: Look, face: Face) -> None:
    for side in (-1, 1):
        canvas.shape([(side * 8, -14), (side * 15, -26), (side * 15, -9)], (244, 230, 190), shade=1)
    tufts = [
        (
            18.4 * math.cos(t / 20 * math.tau) * (1 + 0.08 * (t % 2)),
            17 * math.sin(t / 20 * math.tau) * (1 + 0.08 * (t % 2)),
        )
        for t in range(20)
    ]
    canvas.shape(tufts, look.skin, shade=3.4)
    draw_face(canvas, replace(_fur(look, face), mouth_width=8.4, mouth_y=7))
    x = face.turn * 4
    for side in (-1, 1):
        canvas.shape(
            [(x + side * 4 - 1.4, 8), (x + side * 4 + 1.4, 8), (x + side * 4, 4.4)],
            (255, 255, 255),
            line=0.5,
        )


def _snowman(canvas: Canvas, look: Look, face: Face) -> None:
    canvas.shape(ellipse(0, 0, 16, 15.4), look.skin, shade=3.2)
    draw_face(canvas, replace(face, eyes="dot", blush=(246, 178, 176)))
    x = face.turn * 6
    canvas.shape(
        [(x - 1, 0.6), (x - 1, 5), (x + 12 * (1 if face.turn >= 0 else -1), 4)],
        (244, 138, 52),
        line=0.8,
    )


def _bee(canvas: Canvas, look: Look, face: Face) -> None:
    for side in (-1, 1):
        canvas.stroke([(side * 5, -15), (side * 8, -22), (side * 12, -24)], weight=1.2)
        canvas.shape(ellipse(side * 12, -24.4, 2, 2), BLACK, line=0.6)
    canvas.shape(ellipse(0, 0, 16.4, 15.6), look.skin, shade=3)
    draw_face(canvas, _fur(look, face))


_HEADS: dict[str, Draw] = {
    "human": _person,
    "penguin": _feathered,
    "owl": _feathered,
    "bird": _feathered,
    "duck": _feathered,
    "chicken": _feathered,
    "dragon": _reptile,
    "dinosaur": _reptile,
    "turtle": _reptile,
    "snake": _reptile,
    "frog": _frog,
    "robot": _robot,
    "alien": _alien,
    "ghost": _ghost,
    "fish": _fish,
    "whale": _fish,
    "octopus": _octopus,
    "monster": _monster,
    "snowman": _snowman,
    "bee": _bee,
}


# --- worn on the head -----------------------------------------------------------------------


def _glasses(canvas: Canvas, face: Face) -> None:
    shift = face.turn * 3.6
    rims = []
    for side in (-1, 1):
        x = shift + side * face.spread
        rims.append(x)
        points = arc(x, face.eye_y, 5.6, 5.6, 0, math.tau, 26)
        canvas.stroke(points, weight=1.1, curved=False, taper=1)
    canvas.stroke(
        [(rims[0] + 5.4, face.eye_y - 1), (rims[1] - 5.4, face.eye_y - 1)], weight=1, taper=1
    )


def _hat(canvas: Canvas, look: Look) -> None:
    draw = _HATS.get(look.hat)
    if draw:
        lift = -6.0 if look.kind == "frog" else 0.0
        with canvas.at(0, lift):
            draw(canvas, look)


def _chef(canvas: Canvas, _look: Look) -> None:
    canvas.shape(
        [
            (-13, -14),
            (-19, -22),
            (-17, -31),
            (-8, -32),
            (-3, -37),
            (6, -36),
            (10, -31),
            (18, -29),
            (19, -21),
            (13, -14),
        ],
        (252, 250, 244),
        curved=True,
        shade=2.6,
    )
    canvas.shape(
        [(-13.4, -18), (13.4, -18), (12.6, -9.6), (-12.6, -9.6)], (252, 250, 244), shade=1.6
    )
    for x in (-6, 0.5, 7):
        canvas.stroke([(x, -19), (x - 0.4, -25)], weight=0.6)


def _wizard(canvas: Canvas, look: Look) -> None:
    canvas.shape(
        [(-13, -12), (-8, -30), (-2, -44), (9, -50), (6, -42), (10, -28), (14, -12)],
        look.top,
        shade=2.6,
    )
    canvas.shape(ellipse(0.5, -11.6, 22, 4.6), look.top, shade=1.4)
    canvas.shape([(-12.6, -17.4), (13, -17.4), (13.8, -13), (-13.2, -13)], look.accent, line=0.7)
    canvas.shape(
        [
            (0, -33),
            (1.5, -29.4),
            (5, -29),
            (2.4, -26.8),
            (3.2, -23),
            (0, -25),
            (-3.2, -23),
            (-2.4, -26.8),
            (-5, -29),
            (-1.5, -29.4),
        ],
        (250, 220, 96),
        line=0.5,
    )


def _helmet(canvas: Canvas, look: Look) -> None:
    steel: RGB = (190, 198, 210)
    canvas.shape(
        [(-1, -20), (-8, -33), (-20, -33), (-15, -24), (-5, -16)],
        look.accent,
        curved=True,
        shade=1.6,
    )
    canvas.shape(
        [
            (-18, 2),
            (-18, -8),
            (-12, -18),
            (0, -21),
            (12, -18),
            (18, -8),
            (18, 2),
            (14, 3),
            (13, -6),
            (-13, -6),
            (-14, 3),
        ],
        steel,
        shade=2.6,
    )
    canvas.shape([(-2.2, -21), (2.2, -21), (2.2, -3), (-2.2, -3)], darker(steel, 0.2), line=0.8)
    for side in (-1, 1):
        canvas.shape(
            [(side * 18, 0), (side * 18, 10), (side * 11, 15), (side * 12.6, 2)], steel, shade=1
        )


def _pirate(canvas: Canvas, _look: Look) -> None:
    canvas.shape(
        [
            (-21, -10),
            (-14, -21),
            (0, -27),
            (14, -21),
            (21, -10),
            (10, -13.4),
            (0, -14.4),
            (-10, -13.4),
        ],
        (48, 46, 58),
        shade=2,
        curved=False,
    )
    canvas.shape(ellipse(0, -19.4, 3, 2.8), (250, 248, 240), line=0.5)
    canvas.streak([(-5, -14.8), (5, -17)], (250, 248, 240), weight=1, taper=0.8)
    canvas.streak([(5, -14.8), (-5, -17)], (250, 248, 240), weight=1, taper=0.8)


def _crown(canvas: Canvas, _look: Look) -> None:
    canvas.shape(
        [(-12, -12), (-14, -27), (-7, -20), (0, -29), (7, -20), (14, -27), (12, -12)],
        (246, 198, 66),
        shade=2,
    )
    for x, tone in ((-7, (214, 60, 60)), (0, (70, 130, 210)), (7, (214, 60, 60))):
        canvas.shape(ellipse(x, -15.6, 1.8, 1.8), tone, line=0.5)


def _tiara(canvas: Canvas, _look: Look) -> None:
    canvas.shape(
        [(-10, -14), (-6, -19), (0, -25), (6, -19), (10, -14), (0, -17)], (246, 208, 92), line=0.8
    )
    canvas.dot(0, -19.6, 1.4, (232, 84, 130))


def _fedora(canvas: Canvas, look: Look) -> None:
    tone = look.top if look.outfit == "coat" else look.accent
    canvas.shape(
        [(-12, -12), (-12, -24), (-5, -27), (0, -24.6), (5, -27), (12, -24), (12, -12)],
        tone,
        shade=2.2,
    )
    canvas.shape(
        [(-12.2, -17), (12.2, -17), (12.4, -12.6), (-12.4, -12.6)], darker(tone, 0.5), line=0.6
    )
    canvas.shape(ellipse(1, -12, 21, 3.8), tone, shade=1.2)


def _ninja(canvas: Canvas, look: Look) -> None:
    wrap = look.top
    canvas.shape([(-17.4, -4), (-16, -14), (0, -20), (16, -14), (17.4, -4)], wrap, shade=2)
    canvas.shape([(-16.8, 4.6), (16.8, 4.6), (13, 13), (0, 18.4), (-13, 13)], wrap, shade=2)
    canvas.shape([(-17, -10), (17, -10), (17, -6), (-17, -6)], look.accent, line=0.7)


def _straw(canvas: Canvas, look: Look) -> None:
    straw: RGB = (236, 200, 110)
    canvas.shape([(-11, -12), (-10, -24), (0, -26.4), (10, -24), (11, -12)], straw, shade=2)
    canvas.shape(
        [(-11.4, -16.4), (11.4, -16.4), (11.6, -12.4), (-11.6, -12.4)], look.accent, line=0.6
    )
    canvas.shape(ellipse(0, -11.8, 25, 4.8), straw, shade=1.4)


def _cap(canvas: Canvas, look: Look) -> None:
    tone = look.accent if look.outfit != "shirt" else look.top
    canvas.shape(
        [(-16, -8), (-14, -18), (0, -22.6), (14, -18), (16, -8)], tone, curved=False, shade=2.2
    )
    canvas.shape([(2, -10.4), (17, -11), (27, -6.4), (16, -6.6)], darker(tone, 0.15), curved=True)


def _mask(canvas: Canvas, look: Look) -> None:
    """A hero's, under the eyes that are drawn on it."""
    band = [(-15.4, -6), (-6, -8), (1, -5.4), (8, -8), (15.4, -6), (14, 4), (7, 5), (1, 1), (-5, 5)]
    canvas.shape([*band, (-13.6, 4)], darker(look.top, 0.35), curved=True, line=0.8)


def _bubble(canvas: Canvas, _look: Look) -> None:
    ring = arc(0, -1, 23.4, 23.4, 0, math.tau, 48)
    canvas.stroke(ring, weight=1.2, curved=False, taper=1)
    canvas.veil(ellipse(0, -1, 23, 23), (206, 236, 250), 0.16)
    canvas.streak(arc(0, -1, 19, 19, math.pi + 0.35, math.pi + 1.15), (255, 255, 255), weight=2.2)


_HATS: dict[str, Callable[[Canvas, Look], None]] = {
    "chef": _chef,
    "wizard": _wizard,
    "helmet": _helmet,
    "pirate": _pirate,
    "crown": _crown,
    "tiara": _tiara,
    "fedora": _fedora,
    "ninja": _ninja,
    "straw": _straw,
    "cap": _cap,
    "bubble": _bubble,
}
