"""Arms, legs and feet, wings, capes and tails."""

from __future__ import annotations

import math

from pipeline.comic.character_look import HUMAN, Look
from pipeline.comic.geometry import (
    Path,
    Point,
    ellipse,
    ribbon,
    smooth_open,
)
from pipeline.comic.palette import RGB, darker, lighter
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.body_proportions import HIP, NECK
from pipeline.painters.sketch.figures.costumes import draw_wings, fishtail
from pipeline.painters.sketch.figures.poses import Pose


def _sleeve(look: Look) -> RGB:
    if look.outfit in {"none", "shells"}:
        return look.skin
    return {"space": (244, 246, 250), "armor": (192, 200, 212), "overalls": look.accent}.get(
        look.outfit, look.top
    )


def draw_arm(canvas: Canvas, look: Look, shoulder: Point, hand: Point, bend: Point) -> None:
    end = (shoulder[0] + hand[0], shoulder[1] + hand[1])
    elbow = ((shoulder[0] + end[0]) / 2 + bend[0], (shoulder[1] + end[1]) / 2 + bend[1])
    path = smooth_open([shoulder, elbow, end])
    tone = _sleeve(look)
    thick = 7.6 if look.kind == "robot" else 8.4 * look.girth
    if look.kind in {"bird", "duck", "owl", "penguin", "chicken"}:
        canvas.shape(ribbon(path, 9, 5), look.skin, shade=1.8)
        return
    canvas.limb([shoulder, elbow, end], thick, thick * 0.78, tone, shade=1.8)
    if look.outfit in {"kimono", "hakama", "robe"}:  # a wide hanging sleeve
        x, y = (elbow[0] + end[0]) / 2, (elbow[1] + end[1]) / 2
        drape = [elbow, end, (x + 3, y + 10), (x - 4, y + 9)]
        canvas.shape(drape, tone, shade=1.4)
    if look.kind == "robot":
        for i in (5, 9, 13):
            if i < len(path):
                x, y = path[i]
                canvas.stroke([(x - 3, y - 1), (x + 3, y + 1)], weight=0.7)
    glove: RGB = look.skin
    if look.outfit == "space":
        glove = (232, 130, 60)
    elif look.outfit == "armor":
        glove = (150, 158, 172)
    r = 5.0 if look.kind == HUMAN else 5.3
    canvas.shape(ellipse(end[0], end[1], r, r * 0.94), glove, shade=1.2)
    dx, dy = end[0] - elbow[0], end[1] - elbow[1]
    length = math.hypot(dx, dy) or 1.0
    thumb = (
        end[0] + dy / length * 3.6 + dx / length * 2.4,
        end[1] - dx / length * 3.6 + dy / length * 2.4,
    )
    canvas.shape(ellipse(thumb[0], thumb[1], 2.2, 2.2), glove, line=0.7)
    canvas.shape(ellipse(end[0], end[1], r * 0.72, r * 0.68), glove, line=0)


def _trousers(look: Look) -> RGB:
    if look.outfit == "none":
        return look.skin if look.kind != "robot" else darker(look.skin, 0.2)
    if look.kind != HUMAN and look.outfit not in {"space", "armor", "suit"}:
        return look.skin
    return {
        "dress": look.skin,
        "space": (240, 242, 246),
        "armor": (172, 180, 194),
        "overalls": (70, 104, 160),
        "suit": look.top,
        "romper": look.top,
    }.get(look.outfit, look.bottom)


def _shoe(look: Look) -> RGB:
    if look.outfit == "space":
        return (232, 130, 60)
    if look.outfit == "armor":
        return (150, 158, 172)
    if look.kind in {"bird", "duck", "owl", "penguin", "chicken"}:
        return (246, 168, 50)
    if look.kind == "robot":
        return darker(look.skin, 0.4)
    if look.kind != HUMAN:
        return look.skin if look.kind != "panda" else (52, 50, 58)
    return darker(look.accent, 0.45)


def draw_legs_and_back(canvas: Canvas, look: Look, pose: Pose) -> None:
    if "cape" in look.wears:
        canvas.shape(
            [
                (-9, NECK + 2),
                (9, NECK + 2),
                (13, -20),
                (16, -7),
                (6, -9),
                (-4, -5),
                (-14, -8),
                (-24, -4),
                (-17, -30),
            ],
            look.accent,
            curved=True,
            shade=3,
        )
    if look.kind == "dragon":
        for side in (-1, 1):
            canvas.shape(
                [
                    (side * 6, -54),
                    (side * 24, -76),
                    (side * 42, -70),
                    (side * 35, -60),
                    (side * 36, -50),
                    (side * 27, -51),
                    (side * 22, -42),
                    (side * 14, -45),
                ],
                look.accent,
                shade=3,
            )
            canvas.stroke(
                [(side * 8, -54), (side * 24, -70), (side * 35, -60)], weight=0.7, curved=False
            )
    draw_wings(canvas, look)
    if "fishtail" in look.wears:
        fishtail(canvas, look, pose)
        return
    _tail(canvas, look)
    long = look.outfit in {"robe", "kimono"} or (
        look.outfit == "dress" and look.hat in {"crown", "tiara"}
    )
    tone = _trousers(look)
    for foot, x in ((pose.back_foot, -5.2), (pose.front_foot, 5.2)):
        end = (x * 0.4 + foot[0], foot[1] - 3)
        knee = ((x + end[0]) / 2 + (3 if abs(foot[0]) > 9 else 0.6), (HIP + end[1]) / 2)
        if not long:
            width = (9.4 if look.kind != HUMAN or look.outfit != "dress" else 7.2) * look.girth
            joints = [(x * look.girth, HIP - 2), knee, end]
            canvas.limb(joints, width * 1.1, width * 0.82, tone, shade=2)
        shoe = _shoe(look)
        toe = 3.4
        canvas.shape(
            [
                (end[0] - 4.6, end[1] - 2.6),
                (end[0] + 2, end[1] - 3.4),
                (end[0] + toe + 4.4, end[1] + 0.6),
                (end[0] + toe + 4, end[1] + 3.2),
                (end[0] - 4.6, end[1] + 3.2),
                (end[0] - 5.6, end[1]),
            ],
            shoe,
            curved=True,
            shade=1.3,
        )


def _tail(canvas: Canvas, look: Look) -> None:
    kind = look.kind
    long: dict[str, tuple[Path, float, float]] = {
        "cat": ([(-6, -30), (-22, -24), (-28, -42), (-22, -54)], 6.4, 4.6),
        "tiger": ([(-6, -30), (-22, -24), (-28, -42), (-22, -54)], 6.4, 4.6),
        "dog": ([(-6, -30), (-18, -34), (-24, -46)], 6, 4),
        "mouse": ([(-6, -28), (-20, -18), (-30, -26), (-36, -40)], 3, 2),
        "monkey": ([(-6, -30), (-24, -22), (-30, -42), (-21, -52), (-18, -42)], 4.4, 3.4),
        "lion": ([(-6, -30), (-22, -22), (-30, -38)], 4.6, 3.4),
        "dragon": ([(-4, -26), (-22, -14), (-38, -12), (-48, -22)], 14, 4),
        "dinosaur": ([(-4, -26), (-22, -14), (-38, -12), (-46, -18)], 15, 4),
        "turtle": ([(-4, -24), (-16, -16)], 8, 3),
        "cow": ([(-6, -30), (-18, -26), (-22, -14)], 3, 2.4),
        "elephant": ([(-6, -30), (-18, -26), (-20, -16)], 3.4, 2.4),
        "pig": ([(-8, -30), (-16, -34), (-14, -28), (-19, -27)], 2.6, 2),
    }
    if kind in long:
        points, start, end = long[kind]
        canvas.shape(ribbon(smooth_open(points), start, end), look.skin, shade=1.5)
        if kind in {"lion", "cow"}:
            canvas.shape(ellipse(points[-1][0], points[-1][1], 5, 6), look.hair, line=0.9)
        elif kind == "dragon":
            x, y = points[-1]
            canvas.shape(
                [(x, y + 4), (x - 10, y - 2), (x - 1, y - 12), (x + 5, y - 2)], look.accent
            )
    elif kind in {"fox", "wolf"}:
        canvas.shape(
            [(-6, -29), (-17, -20), (-31, -27), (-36, -44), (-30, -56), (-24, -44), (-15, -38)],
            look.skin,
            curved=True,
            shade=2,
        )
        canvas.shape(
            [(-36, -44), (-30, -57), (-24, -45), (-30, -47)], look.belly, line=0.8, curved=True
        )
    elif kind in {"rabbit", "sheep", "bear", "panda"}:
        canvas.shape(ellipse(-11 * look.girth, -31, 6, 5.6), lighter(look.skin, 0.3), line=0.9)
    elif kind in {"horse", "unicorn"}:
        tone = (232, 130, 190) if kind == "unicorn" else look.hair
        canvas.shape(
            [(-7, -33), (-20, -34), (-26, -18), (-22, -8), (-17, -18), (-12, -26)],
            tone,
            curved=True,
            shade=1.6,
        )
