"""Beings drawn from SVG files, whose layers follow the joints.

Layers, the farthest first: `back`, `back-arm`, `back-leg`, `body`, `top` (clothes), `front-leg`,
`head`, `shut` or `open` (a beak), `front-arm`. Markers besides the joints: `eye` (the front one),
`mouth`, `collar`, `seat` (of a rider). Classes: skin, far (its far limbs), dark, light, belly,
hair, top, accent.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from pipeline.comic.character_look import Look
from pipeline.comic.geometry import Point
from pipeline.comic.palette import RGB, darker, lighter
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.drawing import draw_pieces
from pipeline.painters.sketch.figures.being_joints import being, is_long, marker
from pipeline.painters.sketch.figures.clothes import draw_collar
from pipeline.painters.sketch.figures.faces import Face, draw_face, tint
from pipeline.painters.sketch.figures.hats import draw_glasses, draw_hat
from pipeline.painters.sketch.figures.proportions import HEAD_RADIUS, NECK
from pipeline.painters.sketch.figures.skeleton import Skeleton

_NECK = 9.0  # half the width of the neck that collars are drawn for
_ON_ITS_BACK = -70  # turn from which on it lies on its tail
_APRON: RGB = (250, 248, 240)
_LOUD = frozenset({"happy", "love", "surprised", "scared", "angry"})  # open a beak


def draw_being(
    canvas: Canvas, look: Look, bones: Skeleton, face: Face, held: Callable[[], None]
) -> None:
    """Draw the being; *held* draws what it holds."""
    colors, drawn = _palette(look), being(look)
    hip = (0.0, bones.body.hip)
    trunk = (hip, bones.hip, math.radians(bones.pose.lean))
    if bones.pose.turn > _ON_ITS_BACK:
        with _moved(canvas, *trunk):
            draw_pieces(canvas, drawn.layer("back"), colors)
    _draw_arm(canvas, look, bones, "back", colors)
    _draw_leg(canvas, look, bones, "back", colors)
    with _moved(canvas, *trunk):
        draw_pieces(canvas, drawn.layer("body"), colors)
        if look.outfit not in {"none", ""} or "apron" in look.wears:
            draw_pieces(canvas, drawn.layer("top"), colors)
    _draw_leg(canvas, look, bones, "front", colors)
    if is_long(look):
        held()  # its hand is before its face
    with _moved(canvas, *trunk):
        _draw_collar(canvas, look, front=False)
        neck = marker(look, "neck").at
        with _moved(canvas, neck, neck, math.radians(bones.pose.tilt)):
            _draw_head(canvas, look, face, colors)
        _draw_collar(canvas, look, front=True)
    if not is_long(look):
        held()
    _draw_arm(canvas, look, bones, "front", colors)


def _draw_arm(
    canvas: Canvas, look: Look, bones: Skeleton, side: str, colors: Mapping[str, RGB]
) -> None:
    start, end = (marker(look, f"{side}-{part}").at for part in ("shoulder", "hand"))
    arm = bones.front_arm if side == "front" else bones.back_arm
    with _bone(canvas, (start, end), (arm.shoulder, arm.hand)):
        draw_pieces(canvas, being(look).layer(f"{side}-arm"), colors)


def _draw_leg(
    canvas: Canvas, look: Look, bones: Skeleton, side: str, colors: Mapping[str, RGB]
) -> None:
    x, y = marker(look, f"{side}-hip").at
    leg = bones.front_leg if side == "front" else bones.back_leg
    with _bone(canvas, ((x, y), (x, 0.0)), (leg.hip, leg.foot)):
        draw_pieces(canvas, being(look).layer(f"{side}-leg"), colors)


def _draw_head(canvas: Canvas, look: Look, face: Face, colors: Mapping[str, RGB]) -> None:
    marked, spot, layer = being(look).markers, marker(look, "face"), being(look).layer
    scale = spot.radius / HEAD_RADIUS
    draw_pieces(canvas, layer("head"), colors)
    features = _features(look, face, spot.at, scale)
    with canvas.at(*spot.at, scale=scale):
        draw_face(canvas, features)
    loud = face.talking or face.emotion in _LOUD
    draw_pieces(canvas, layer("open" if loud else "shut"), colors)
    if "glasses" in look.wears:
        with canvas.at(*spot.at, scale=scale):
            draw_glasses(canvas, features)
    skull = marked.get("hat", spot)
    with canvas.at(*skull.at, scale=skull.radius / HEAD_RADIUS):
        draw_hat(canvas, look)


def _features(look: Look, face: Face, middle: Point, scale: float) -> Face:
    """Return *face* with eyes and mouth where the drawing marks them."""
    face = replace(face, blush=tint(look.skin), lashes=look.female and face.eyes != "dot")
    eye, mouth = marker(look, "eye"), marker(look, "mouth")
    if eye.radius:
        spread, eye_y = ((a - b) / scale for a, b in zip(eye.at, middle, strict=True))
        brows = abs(eye_y) < HEAD_RADIUS * 0.7  # those of eyes on stalks would float
        face = replace(face, spread=spread, eye_y=eye_y, eye_size=eye.radius / scale, brows=brows)
    x, y = ((a - b) / scale for a, b in zip(mouth.at, middle, strict=True))
    return replace(face, mouth_x=x, mouth_y=y, mouth_width=mouth.radius / scale)


def _draw_collar(canvas: Canvas, look: Look, *, front: bool) -> None:
    collar = marker(look, "collar")
    if collar.radius:
        with (
            canvas.at(*collar.at, scale=collar.radius / _NECK),
            canvas.at(0, -(NECK + 3)),
        ):
            draw_collar(canvas, replace(look, girth=1.0), front=front)


def _palette(look: Look) -> dict[str, RGB]:
    return {
        "skin": look.skin,
        "far": darker(look.skin, 0.16),
        "dark": darker(look.skin, 0.5),
        "light": lighter(look.skin, 0.3),
        "belly": look.belly,
        "hair": look.hair,
        "top": look.top if look.outfit not in {"none", ""} else _APRON,
        "accent": look.accent,
    }


@contextmanager
def _moved(
    canvas: Canvas, point: Point, to: Point, turn: float, size: float = 1.0
) -> Iterator[None]:
    """Within the context, *point* of the drawing is at *to*."""
    with canvas.at(*to, turn=turn, scale=size), canvas.at(-point[0], -point[1]):
        yield


@contextmanager
def _bone(canvas: Canvas, drawn: tuple[Point, Point], to: tuple[Point, Point]) -> Iterator[None]:
    """Within the context, a limb of the drawing lies where the skeleton has it."""
    (a, b), (c, d) = drawn, to
    turn = math.atan2(d[1] - c[1], d[0] - c[0]) - math.atan2(b[1] - a[1], b[0] - a[0])
    size = math.dist(c, d) / max(0.1, math.dist(a, b))
    with _moved(canvas, a, c, turn, size):
        yield
