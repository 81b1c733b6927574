"""Headwear: hats, crowns, helmets and glasses."""

from __future__ import annotations

import math
from collections.abc import Callable

from pipeline.comic.character_look import Look
from pipeline.comic.geometry import (
    arc,
    ellipse,
)
from pipeline.comic.palette import RGB, darker
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures import role_headgear
from pipeline.painters.sketch.figures.faces import Face


def draw_glasses(canvas: Canvas, face: Face) -> None:
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


def draw_hat(canvas: Canvas, look: Look) -> None:
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
    "topknot": role_headgear.topknot,
    "kabuto": role_headgear.kabuto,
    "kanzashi": role_headgear.kanzashi,
    "horned": role_headgear.horned,
    "stetson": role_headgear.stetson,
    "firehat": role_headgear.firehat,
    "peaked": role_headgear.peaked,
    "halo": role_headgear.halo,
    "curl": role_headgear.curl,
}
