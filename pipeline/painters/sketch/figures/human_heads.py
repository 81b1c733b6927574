"""Heads of people: face, hair, beard and mask."""

from __future__ import annotations

import math
from dataclasses import replace

from pipeline.comic.character_look import Look
from pipeline.comic.geometry import (
    arc,
    ellipse,
)
from pipeline.comic.palette import BLACK, darker, lighter
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.faces import Face, draw_face, tint
from pipeline.painters.sketch.figures.role_headgear import made_up


def person(canvas: Canvas, look: Look, face: Face) -> None:
    turn = face.turn
    hooded = look.hat in {"ninja", "helmet", "kabuto"}
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
    made_up(canvas, look, turn * 4, face.mouth_y)
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


def _mask(canvas: Canvas, look: Look) -> None:
    """Draw the mask of a hero; the eyes are drawn over it."""
    band = [(-15.4, -6), (-6, -8), (1, -5.4), (8, -8), (15.4, -6), (14, 4), (7, 5), (1, 1), (-5, 5)]
    canvas.shape([*band, (-13.6, 4)], darker(look.top, 0.35), curved=True, line=0.8)
