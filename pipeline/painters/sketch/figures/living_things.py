"""Living things: a toaster, a chest or the moon as a character, with a face and thin limbs.

The drawing of the thing is the body. It leans about the hip like any body; the face is in its
middle.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from pipeline.comic.character_look import Look
from pipeline.comic.geometry import ellipse
from pipeline.comic.palette import RGB, WHITE
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.faces import Face, draw_face
from pipeline.painters.sketch.figures.proportions import HEAD_RADIUS, Proportions
from pipeline.painters.sketch.figures.skeleton import Arm, Leg, Skeleton
from pipeline.painters.sketch.scenes import props

_HIP = -17.0
_TALL, _WIDE = 76.0, 72.0  # of the body at most
_LEAST, _MOST = 9.5, 19.0  # radius of the face
_LIMB: RGB = (60, 50, 62)
_PALE: RGB = (255, 250, 240)  # behind the features, so that they show on any drawing
_SHOE: RGB = (92, 58, 52)


def is_living_thing(look: Look) -> bool:
    """Return whether *look* is that of a thing that has a drawing."""
    return not look.has_figure and look.kind in props.known()


def _size(look: Look) -> tuple[float, float, float]:
    """Return the scale of the drawing, and the width and height of the body."""
    x0, y0, x1, y1 = props.prop(look.kind).box
    scale = min(_TALL / (y1 - y0), _WIDE / (x1 - x0))
    return scale, (x1 - x0) * scale, (y1 - y0) * scale


def thing_proportions(look: Look) -> Proportions:
    """Return the proportions of a body that is a thing."""
    _, wide, tall = _size(look)
    middle = _HIP - tall * 0.5
    radius = min(_MOST, max(_LEAST, min(wide, tall) * 0.3))
    return Proportions(
        neck=middle - 4,
        hip=_HIP,
        head=middle,
        head_scale=radius / HEAD_RADIUS,
        arm=0.86,
        limb=0.6,
        shoulder=max(8.0, wide * 0.46),
    )


def draw_living_thing(
    canvas: Canvas, look: Look, bones: Skeleton, face: Face, held: Callable[[], None]
) -> None:
    """Draw the thing; *held* draws what it holds."""
    lean = math.radians(bones.pose.lean)
    _draw_arm(canvas, bones.back_arm)
    for leg in (bones.back_leg, bones.front_leg):
        _draw_leg(canvas, leg)
    scale, _, _ = _size(look)
    x0, _, x1, y1 = props.prop(look.kind).box
    with canvas.at(*bones.hip, scale=scale, turn=lean), canvas.at(-(x0 + x1) / 2, -y1):
        props.draw_prop(canvas, look.kind)
    with canvas.at(*bones.head, scale=bones.body.head_scale, turn=lean):
        canvas.veil(ellipse(face.turn * 3.6, 2, 14, 12), _PALE, 0.62)
        draw_face(canvas, replace(face, lashes=look.female and face.eyes != "dot"))
    held()
    _draw_arm(canvas, bones.front_arm)


def _draw_arm(canvas: Canvas, arm: Arm) -> None:
    canvas.limb([arm.shoulder, arm.elbow, arm.hand], 3.4, 3.0, _LIMB)
    canvas.shape(ellipse(*arm.hand, 4.4, 4.2), WHITE, shade=1)


def _draw_leg(canvas: Canvas, leg: Leg) -> None:
    x, y = leg.foot
    canvas.limb([leg.hip, leg.knee, leg.foot], 3.6, 3.2, _LIMB)
    canvas.shape(ellipse(x + 1.6, y + 0.6, 5.2, 2.9), _SHOE, shade=1)
