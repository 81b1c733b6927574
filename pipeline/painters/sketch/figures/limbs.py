"""Arms, legs and feet, wings, capes and tails."""

from __future__ import annotations

import math

from pipeline.comic.character_look import HUMAN, Look
from pipeline.comic.geometry import (
    Point,
    ellipse,
    smooth_open,
)
from pipeline.comic.palette import RGB, darker
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.drawing import draw_pieces
from pipeline.painters.sketch.drawings.library import drawing, names
from pipeline.painters.sketch.figures.garments import palette_of
from pipeline.painters.sketch.figures.proportions import HIP
from pipeline.painters.sketch.figures.skeleton import Arm, Leg, Skeleton, between

_PALM = [(-3, -2.6), (0.5, -3.5), (4.2, -3.3), (6.5, -1.7), (6.7, 1.2), (4.6, 3.1), (-3, 2.8)]
_THUMB = [(-1.4, -2.2), (1.4, -5.4), (3.5, -6.1), (4.5, -5), (3.2, -2.4)]
_HIPS = [(-9.6, HIP - 9), (9.6, HIP - 9), (9.8, HIP), (0, HIP + 3), (-9.8, HIP)]
_PLATED = frozenset({"armor", "space"})  # with seams at the shoulders
_ONE_PIECE = frozenset({"none", "suit", "romper"})  # trunk and legs have one color

_BACKS, _TAILS = "backs", "tails"
_FISHTAIL = "fishtail"  # takes the place of legs


def sleeve_of(look: Look) -> RGB:
    if look.outfit in {"none", "shells", "shorts"}:
        return look.skin
    return {"space": (244, 246, 250), "armor": (192, 200, 212), "overalls": look.accent}.get(
        look.outfit, look.top
    )


def glove_of(look: Look) -> RGB:
    """Return the color of the hands."""
    return {"space": (232, 130, 60), "armor": (150, 158, 172)}.get(look.outfit, look.skin)


def draw_arm(
    canvas: Canvas, look: Look, arm: Arm, limb: float = 1.0, inner: Point | None = None
) -> None:
    """Draw *arm*; *limb* is its thickness, relative to an animal's. An arm in front of the trunk
    grows out of it towards *inner*.
    """
    elbow, end = arm.elbow, arm.hand
    tone = sleeve_of(look)
    thick = limb * (7.6 if look.kind == "robot" else 8.4 * min(1.15, look.girth))
    canvas.limb([arm.shoulder, elbow, end], thick, thick * 0.78, tone, shade=1.8)
    if inner is not None and look.outfit not in _PLATED and look.kind != "robot":
        near = between(arm.shoulder, inner, 0.34)
        canvas.seamless([near, between(arm.shoulder, elbow, 0.16)], thick * 0.94, tone)
    if look.outfit in {"kimono", "hakama", "robe"}:  # a wide hanging sleeve
        x, y = (elbow[0] + end[0]) / 2, (elbow[1] + end[1]) / 2
        drape = [elbow, end, (x + 3, y + 10), (x - 4, y + 9)]
        canvas.shape(drape, tone, shade=1.4)
    if look.kind == "robot":
        path = smooth_open([arm.shoulder, elbow, end])
        for i in (5, 9, 13):
            if i < len(path):
                x, y = path[i]
                canvas.stroke([(x - 3, y - 1), (x + 3, y + 1)], weight=0.7)
    heading = math.atan2(end[1] - elbow[1], end[0] - elbow[0])
    with canvas.at(*end, scale=limb, turn=heading):
        _hand(canvas, look)


def _hand(canvas: Canvas, look: Look) -> None:
    """Draw a hand that points to the right: with fingers, or a paw."""
    glove = glove_of(look)
    if look.kind != HUMAN:
        canvas.union([ellipse(0, 0, 5.3, 5.0), ellipse(2.4, -3.6, 2.4, 2.2)], glove)
        return
    canvas.union([_PALM, _THUMB], glove)
    for y in (-0.9, 1.1):
        canvas.stroke([(3.9, y), (6.3, y * 0.9)], weight=0.45, curved=False, taper=0.8)


def _trousers(look: Look) -> RGB:
    if look.outfit == "none":
        return look.skin if look.kind != "robot" else darker(look.skin, 0.2)
    if look.kind != HUMAN and look.outfit not in {"space", "armor", "suit"}:
        return look.skin
    return {
        "dress": look.skin,
        "shorts": look.skin,
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
    if look.kind == "robot":
        return darker(look.skin, 0.4)
    if look.kind != HUMAN:
        return look.skin if look.kind != "panda" else (52, 50, 58)
    return darker(look.accent, 0.45)


def draw_back(canvas: Canvas, look: Look, bones: Skeleton) -> None:
    """Draw what is behind the body: a cape, wings, a tail."""
    with canvas.bent(bones.hang):
        for name in sorted(look.wears & names(_BACKS)):
            draw_pieces(canvas, drawing(_BACKS, name).pieces, palette_of(look))
        if _FISHTAIL not in look.wears and look.kind in names(_TAILS):
            draw_pieces(canvas, drawing(_TAILS, look.kind).pieces, palette_of(look))


def draw_legs(canvas: Canvas, look: Look, bones: Skeleton) -> None:
    """Draw legs and shoes, or the tail of a mermaid."""
    if _FISHTAIL in look.wears:
        with canvas.bent(bones.clothe):
            draw_pieces(canvas, drawing(_TAILS, _FISHTAIL).pieces, palette_of(look))
        return
    long = look.outfit in {"robe", "kimono"} or (look.outfit == "dress" and look.wears_gown)
    tone, limb = _trousers(look), bones.body.limb
    width = _width_of_legs(look, bones)
    if look.kind == HUMAN and look.outfit == "shirt":
        with canvas.bent(bones.clothe):
            canvas.shape([(x * look.girth, y) for x, y in _HIPS], tone)
    for leg in (bones.back_leg, bones.front_leg):
        if not long:
            joints = [leg.hip, leg.knee, leg.foot]
            canvas.limb(joints, width * 1.1, width * 0.82, tone, shade=2)
        _foot(canvas, look, leg, limb * (1 + 0.2 * (bones.body.leg - 1)))
    if look.kind == HUMAN and look.outfit == "shirt":
        _join_legs(canvas, look, bones)


def _width_of_legs(look: Look, bones: Skeleton) -> float:
    width = (9.4 if look.kind != HUMAN or look.outfit != "dress" else 7.2) * bones.body.limb
    return width * min(1.2, look.girth) * (1 + 0.25 * (bones.body.leg - 1))


def join_trunk(canvas: Canvas, look: Look, bones: Skeleton) -> None:
    """Let the legs grow out of a trunk of their color."""
    plain = look.outfit in _ONE_PIECE and not {"apron", "fishtail"} & set(look.wears)
    if plain and look.has_figure and look.kind != "robot":
        _join_legs(canvas, look, bones)


def _join_legs(canvas: Canvas, look: Look, bones: Skeleton) -> None:
    tone, width = _trousers(look), _width_of_legs(look, bones)
    for leg in (bones.back_leg, bones.front_leg):
        inner = between(leg.hip, bones.neck, 0.06)
        canvas.seamless([inner, leg.hip, between(leg.hip, leg.knee, 0.3)], width * 0.96, tone)


def _foot(canvas: Canvas, look: Look, leg: Leg, scale: float) -> None:
    """Draw the shoe at a right angle to a bent shin, flat on the ground under a straight one."""
    shin = math.atan2(leg.knee[0] - leg.foot[0], leg.foot[1] - leg.knee[1])
    turn = shin if abs(shin) > 0.75 else 0.0
    shoe = [(-4.6, -2.6), (2, -3.4), (7.8, 0.6), (7.4, 3.2), (-4.6, 3.2), (-5.6, 0)]
    with canvas.at(*leg.foot, scale=scale, turn=turn):
        canvas.shape(shoe, _shoe(look), curved=True, shade=1.3)
