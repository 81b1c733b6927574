"""Figures in any pose.

A figure is drawn in units of a hundredth of an adult's height, feet at (0, 0), facing right.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.comic.character_look import Look
from pipeline.comic.geometry import (
    Point,
    ellipse,
)
from pipeline.comic.grips import GRIPS
from pipeline.comic.palette import mix
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.body_proportions import (
    HIP,
    LEGLESS,
    NECK,
    head_height,
    put_head,
    swell,
)
from pipeline.painters.sketch.figures.clothes import draw_collar, draw_torso
from pipeline.painters.sketch.figures.faces import Face
from pipeline.painters.sketch.figures.holding import draw_held, draw_ridden
from pipeline.painters.sketch.figures.legless_bodies import draw_floating
from pipeline.painters.sketch.figures.limbs import draw_arm, draw_legs_and_back
from pipeline.painters.sketch.figures.poses import POSES, STAND, Pose

_BED: Point = (46, -11)  # where the feet of a sleeper lie


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a panel: identity, position of the feet, height, pose and feeling."""

    look: Look
    x: float
    y: float
    height: float  # of an adult, in units
    pose: str = "stand"
    emotion: str = "calm"
    facing: int = 1
    turn: float = 0.35
    talking: bool = False
    eyes: str = "oval"
    holding: str = ""
    lying: bool = False

    @property
    def scale(self) -> float:
        return self.height * self.look.height / 100


def head_point(figure: Figure) -> Point:
    """The center of the head, in the units of the panel."""
    if figure.lying:
        x, y = _BED[0] - head_height(figure.look), _BED[1]
        return figure.x + figure.facing * x * figure.scale, figure.y + y * figure.scale
    pose = POSES.get(figure.pose, STAND)
    reach = -head_height(figure.look)
    x = math.sin(pose.lean) * (HIP - reach)
    return (
        figure.x + figure.facing * x * figure.scale,
        figure.y + (reach - pose.lift) * figure.scale,
    )


def may_lie(look: Look) -> bool:
    """Return whether the figure lies down to sleep; those without legs do not."""
    return look.kind not in LEGLESS and "fishtail" not in look.wears


def head_radius(figure: Figure) -> float:
    return 18 * figure.scale * swell(figure.look)


def draw_figure(canvas: Canvas, figure: Figure) -> None:
    """Draw *figure* with its cast shadow on the ground."""
    look, pose = figure.look, POSES.get(figure.pose, STAND)
    scale = figure.scale
    broad = 50 if figure.lying else 19
    canvas.dim(ellipse(figure.x + 3 * scale, figure.y, broad * scale, 3.4 * scale), 120)
    face = Face(
        emotion=figure.emotion,
        eyes=figure.eyes,
        turn=figure.turn,
        talking=figure.talking,
        iris=mix(look.accent, (60, 50, 60), 0.4),
    )
    if _ridden(figure.holding):
        with canvas.at(figure.x, figure.y, scale=scale, flip=figure.facing < 0):
            draw_ridden(canvas, figure.holding)
    with canvas.at(figure.x, figure.y - pose.lift * scale, scale=scale, flip=figure.facing < 0):
        if look.kind in LEGLESS:
            draw_floating(canvas, look, pose, face)
            _held(canvas, look, pose, figure.holding)
        elif figure.lying:
            with canvas.at(*_BED, turn=-math.pi / 2):
                _standing(canvas, look, pose, face, "")
        else:
            _standing(canvas, look, pose, face, figure.holding)


def _standing(canvas: Canvas, look: Look, pose: Pose, face: Face, holding: str) -> None:
    draw_legs_and_back(canvas, look, pose)
    with canvas.at(0, HIP, turn=pose.lean), canvas.at(0, -HIP):
        shoulder = 9.5 * look.girth
        draw_arm(canvas, look, (-shoulder, NECK + 7), pose.back_hand, pose.back_bend)
        draw_torso(canvas, look)
        if not pose.arms_over:
            _held(canvas, look, pose, holding)
            draw_arm(canvas, look, (shoulder, NECK + 7), pose.front_hand, pose.front_bend)
        draw_collar(canvas, look, front=False)
        put_head(canvas, look, pose, face)
        draw_collar(canvas, look, front=True)
        if pose.arms_over:
            _held(canvas, look, pose, holding)
            draw_arm(canvas, look, (shoulder, NECK + 7), pose.front_hand, pose.front_bend)


def _held(canvas: Canvas, look: Look, pose: Pose, holding: str) -> None:
    if holding and not _ridden(holding):
        hand = (9.5 * look.girth + pose.front_hand[0], NECK + 7 + pose.front_hand[1])
        draw_held(canvas, holding, hand, look.height)


def _ridden(thing: str) -> bool:
    return thing in GRIPS and GRIPS[thing].where == "ground"
