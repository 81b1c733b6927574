"""Bodies without legs: ghosts, fish, snakes, snowmen."""

from __future__ import annotations

import math
from collections.abc import Callable

from pipeline.comic.character_look import Look
from pipeline.comic.geometry import (
    Path,
    arc,
    ellipse,
    ribbon,
    smooth_open,
)
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.body_proportions import put_head
from pipeline.painters.sketch.figures.clothes import draw_collar
from pipeline.painters.sketch.figures.faces import Face
from pipeline.painters.sketch.figures.heads import draw_head
from pipeline.painters.sketch.figures.limbs import draw_arm
from pipeline.painters.sketch.figures.poses import Pose


def draw_floating(canvas: Canvas, look: Look, pose: Pose, face: Face) -> None:
    _FLOATERS[look.kind](canvas, look, pose, face)


def _ghost(canvas: Canvas, look: Look, pose: Pose, face: Face) -> None:
    draw_arm(canvas, look, (-14, -50), (pose.back_hand[0], pose.back_hand[1] * 0.7), pose.back_bend)
    hem: Path = []
    for i in range(7):
        hem.append((17 - i * 5.6, -6 - (6 if i % 2 else 0) - i * 0.6))
    canvas.shape(
        [
            (0, -88),
            (13, -84),
            (19, -70),
            (19, -40),
            (20, -16),
            *hem,
            (-19, -40),
            (-19, -70),
            (-13, -84),
        ],
        look.skin,
        curved=True,
        shade=4,
    )
    put_head(canvas, look, pose, face, -66)
    draw_arm(
        canvas, look, (14, -50), (pose.front_hand[0], pose.front_hand[1] * 0.7), pose.front_bend
    )


def _swimmer(canvas: Canvas, look: Look, _pose: Pose, face: Face) -> None:
    whale = look.kind == "whale"
    y = -44.0 if whale else -46.0
    canvas.shape(
        [(-24, y), (-42, y - 18), (-50, y - 14), (-44, y), (-50, y + 14), (-42, y + 16)],
        look.skin,
        curved=True,
        shade=2,
    )
    if not whale:
        canvas.shape(
            [(-12, y - 18), (-4, y - 31), (10, y - 26), (12, y - 17)],
            look.accent,
            curved=True,
            shade=1.4,
        )
    rx, ry = (36, 25) if whale else (29, 22)
    canvas.shape(ellipse(-2, y, rx, ry), look.skin, shade=4)
    canvas.shape(arc(-2, y + 2, rx * 0.92, ry * 0.86, 0.2, math.pi - 0.35, 18), look.belly, line=0)
    if look.kind == "fish":
        for x in (-14, -9):
            canvas.stroke(arc(x, y, 6, 14, -0.9, 0.9), weight=0.7)
    with canvas.at(11, y + 1):
        draw_head(canvas, look, face)
    canvas.shape(
        [(-6, y + 6), (-17, y + 14), (-12, y + 19), (-1, y + 11)],
        look.accent,
        curved=True,
        shade=1.2,
    )
    if whale:
        canvas.streak([(0, y - 26), (-2, y - 36), (-9, y - 40)], (190, 226, 246), weight=2.4)
        canvas.streak([(0, y - 26), (2, y - 37), (9, y - 41)], (190, 226, 246), weight=2.4)


def _octopus(canvas: Canvas, look: Look, pose: Pose, face: Face) -> None:
    for i in range(6):
        x = -15 + i * 6
        side = 1 if i >= 3 else -1
        path = smooth_open(
            [(x, -48), (x + side * 7, -26), (x + side * 3, -10), (x + side * 12, -3)]
        )
        canvas.shape(ribbon(path, 8, 4), look.skin, shade=1.6)
    put_head(canvas, look, pose, face, -60)


def _snake(canvas: Canvas, look: Look, pose: Pose, face: Face) -> None:
    for y, w in ((-6, 26), (-15, 21)):
        canvas.shape(ellipse(0, y, w, 8), look.skin, shade=2.4)
    canvas.shape(
        ribbon(smooth_open([(6, -18), (-8, -32), (2, -46), (0, -58)]), 13, 12), look.skin, shade=2.4
    )
    put_head(canvas, look, pose, face, -62)


def _snow(canvas: Canvas, look: Look, pose: Pose, face: Face) -> None:
    canvas.shape(ellipse(0, -19, 23, 20), look.skin, shade=4)
    for hand, x in ((pose.back_hand, -13), (pose.front_hand, 13)):
        canvas.stroke([(x, -52), (x + hand[0], -52 + hand[1] * 0.8)], weight=2.4, taper=0.7)
    canvas.shape(ellipse(0, -49, 17.4, 16), look.skin, shade=3.4)
    for y in (-54, -47, -40):
        canvas.blot(ellipse(2, y, 1.6, 1.6))
    put_head(canvas, look, pose, face, -76)
    with canvas.at(0, 0):
        draw_collar(canvas, look, front=True)


def _bee(canvas: Canvas, look: Look, pose: Pose, face: Face) -> None:
    for side in (-1, 1):
        canvas.shape(
            ellipse(-12 + side * 5, -52, 8, 18, turn=-0.7 + side * 0.4), (222, 240, 250), line=0.9
        )
    body = ellipse(-4, -36, 19, 15, turn=-0.3)
    canvas.shape(body, look.skin, shade=3)
    canvas.clip_fill(
        body,
        [
            [(-14, -60), (-8, -60), (-8, -10), (-14, -10)],
            [(-2, -60), (4, -60), (4, -10), (-2, -10)],
        ],
        (52, 46, 50),
    )
    put_head(canvas, look, pose, face, -60)
    draw_arm(canvas, look, (8, -38), (pose.front_hand[0] * 0.6, pose.front_hand[1] * 0.5), (2, 2))


_FLOATERS: dict[str, Callable[[Canvas, Look, Pose, Face], None]] = {
    "ghost": _ghost,
    "fish": _swimmer,
    "whale": _swimmer,
    "octopus": _octopus,
    "snake": _snake,
    "snowman": _snow,
    "bee": _bee,
}
