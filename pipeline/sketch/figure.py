"""Whole figures: bodies, clothes, arms and legs around a head, in any pose.

A figure is drawn in units of a hundredth of an adult's height, feet at (0, 0), facing right.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.sketch import props
from pipeline.sketch.canvas import Canvas
from pipeline.sketch.faces import Face
from pipeline.sketch.geometry import Path, Point, arc, ellipse, ribbon, rounded, smooth, smooth_open
from pipeline.sketch.heads import draw_head
from pipeline.sketch.look import HUMAN, Look
from pipeline.sketch.palette import RGB, darker, lighter, mix
from pipeline.sketch.poses import POSES, STAND, Pose

NECK = -61.0
HIP = -29.0
HEAD = -78.0
_LEGLESS = frozenset({"ghost", "fish", "whale", "octopus", "snake", "snowman", "bee"})


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody in a panel: who, where the feet are, how tall, doing and feeling what."""

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

    @property
    def scale(self) -> float:
        return self.height * self.look.height / 100


def head_point(figure: Figure) -> Point:
    """The middle of the head, in the units of the panel."""
    pose = POSES.get(figure.pose, STAND)
    reach = -head_height(figure.look)
    x = math.sin(pose.lean) * (HIP - reach)
    return (
        figure.x + figure.facing * x * figure.scale,
        figure.y + (reach - pose.lift) * figure.scale,
    )


def head_height(look: Look) -> float:
    """How far above the feet the middle of the head is, in hundredths of the height."""
    return -(_float_head(look) if look.kind in _LEGLESS else HEAD)


def head_radius(figure: Figure) -> float:
    return 18 * figure.scale * _swell(figure.look)


def _swell(look: Look) -> float:
    """Children and small animals have bigger heads for their size."""
    return 1.0 + max(0.0, 1.0 - look.height) * 0.42


def _float_head(look: Look) -> float:
    return {
        "ghost": -66.0,
        "fish": -46.0,
        "whale": -44.0,
        "octopus": -60.0,
        "snake": -58.0,
        "snowman": -76.0,
        "bee": -60.0,
    }[look.kind]


def draw_figure(canvas: Canvas, figure: Figure) -> None:
    """Draw *figure* with its cast shadow on the ground."""
    look, pose = figure.look, POSES.get(figure.pose, STAND)
    scale = figure.scale
    canvas.dim(ellipse(figure.x + 3 * scale, figure.y, 19 * scale, 3.4 * scale), 120)
    face = Face(
        emotion=figure.emotion,
        eyes=figure.eyes,
        turn=figure.turn,
        talking=figure.talking,
        iris=mix(look.accent, (60, 50, 60), 0.4),
    )
    with canvas.at(figure.x, figure.y - pose.lift * scale, scale=scale, flip=figure.facing < 0):
        if look.kind in _LEGLESS:
            _floating(canvas, look, pose, face)
        else:
            _standing(canvas, look, pose, face, figure.holding)


def _head(canvas: Canvas, look: Look, pose: Pose, face: Face, y: float = HEAD) -> None:
    with canvas.at(0, y, turn=pose.tilt, scale=_swell(look)):
        draw_head(canvas, look, face)


def _sleeve(look: Look) -> RGB:
    if look.outfit == "none":
        return look.skin
    return {"space": (244, 246, 250), "armor": (192, 200, 212), "overalls": look.accent}.get(
        look.outfit, look.top
    )


def _standing(canvas: Canvas, look: Look, pose: Pose, face: Face, holding: str) -> None:
    _legs_and_back(canvas, look, pose)
    with canvas.at(0, HIP, turn=pose.lean), canvas.at(0, -HIP):
        shoulder = 9.5 * look.girth
        _arm(canvas, look, (-shoulder, NECK + 7), pose.back_hand, pose.back_bend)
        _torso(canvas, look)
        if not pose.arms_over:
            _held(canvas, look, pose, holding)
            _arm(canvas, look, (shoulder, NECK + 7), pose.front_hand, pose.front_bend)
        _collar(canvas, look, front=False)
        _head(canvas, look, pose, face)
        _collar(canvas, look, front=True)
        if pose.arms_over:
            _held(canvas, look, pose, holding)
            _arm(canvas, look, (shoulder, NECK + 7), pose.front_hand, pose.front_bend)


def _held(canvas: Canvas, look: Look, pose: Pose, holding: str) -> None:
    if holding:
        x = 9.5 * look.girth + pose.front_hand[0]
        y = NECK + 7 + pose.front_hand[1]
        with canvas.at(x + 2, y - 1, scale=0.2 / max(0.7, look.height)):
            props.draw_prop(canvas, holding)


def _arm(canvas: Canvas, look: Look, shoulder: Point, hand: Point, bend: Point) -> None:
    end = (shoulder[0] + hand[0], shoulder[1] + hand[1])
    elbow = ((shoulder[0] + end[0]) / 2 + bend[0], (shoulder[1] + end[1]) / 2 + bend[1])
    path = smooth_open([shoulder, elbow, end])
    tone = _sleeve(look)
    thick = 7.6 if look.kind == "robot" else 8.4 * look.girth
    if look.kind in {"bird", "duck", "owl", "penguin", "chicken"}:
        canvas.shape(ribbon(path, 9, 5), look.skin, shade=1.8)
        return
    canvas.limb([shoulder, elbow, end], thick, thick * 0.78, tone, shade=1.8)
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


def _legs_and_back(canvas: Canvas, look: Look, pose: Pose) -> None:
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
    _tail(canvas, look)
    long = look.outfit == "robe" or (look.outfit == "dress" and look.hat in {"crown", "tiara"})
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


def _torso(canvas: Canvas, look: Look) -> None:
    g = look.girth
    if look.kind == "robot":
        _robot_body(canvas, look)
        return
    trunk = smooth(
        [
            (-9.6 * g, NECK + 3),
            (0, NECK - 1),
            (9.6 * g, NECK + 3),
            (11.6 * g, -44),
            (11.4 * g, HIP + 2),
            (0, HIP + 4),
            (-11.4 * g, HIP + 2),
            (-11.6 * g, -44),
        ]
    )
    draw = _OUTFITS.get(look.outfit)
    if draw is None:
        canvas.shape(trunk, look.skin, shade=3)
        canvas.shape(ellipse(1.5, -43, 7.4 * g, 12.4), look.belly, line=0)
        if "apron" in look.wears:
            _apron(canvas, look)
        if look.kind == "turtle":
            canvas.shape(ellipse(-8, -44, 9, 17), darker(look.skin, 0.4), shade=2)
        return
    draw(canvas, look, trunk)


def _shirt(canvas: Canvas, look: Look, trunk: Path) -> None:
    canvas.shape(trunk, look.top, shade=3)
    if look.kind == HUMAN:
        g = look.girth
        canvas.shape(
            [
                (-11 * g, HIP - 3),
                (11 * g, HIP - 3),
                (11 * g, HIP + 3),
                (0, HIP + 5),
                (-11 * g, HIP + 3),
            ],
            look.bottom,
            line=0.8,
        )
    if "apron" in look.wears:
        _apron(canvas, look)


def _apron(canvas: Canvas, look: Look) -> None:
    g = look.girth
    canvas.shape(
        [
            (-6 * g, -54),
            (6 * g, -54),
            (9.6 * g, -42),
            (11 * g, -17),
            (-11 * g, -17),
            (-9.6 * g, -42),
        ],
        (250, 246, 236),
        line=0.9,
        shade=2,
    )
    canvas.shape(rounded(-4 * g, -36, 5 * g, -27, 2), (250, 246, 236), line=0.6)


def _dress(canvas: Canvas, look: Look, _trunk: Path) -> None:
    g = look.girth
    long = look.hat in {"crown", "tiara"}
    hem, flare = (-2.5, 21.0) if long else (-13.0, 17.0)
    canvas.shape(
        [
            (-9 * g, NECK + 3),
            (0, NECK),
            (9 * g, NECK + 3),
            (9.2 * g, -46),
            (8.4 * g, -40),
            (flare * g, hem),
            (6, hem + 2),
            (-6, hem + 2),
            (-flare * g, hem),
            (-8.4 * g, -40),
            (-9.2 * g, -46),
        ],
        look.top,
        shade=3.4,
    )
    canvas.shape(
        [(-8.8 * g, -43), (8.8 * g, -43), (9.2 * g, -38.6), (-9.2 * g, -38.6)],
        look.accent,
        line=0.7,
    )
    for x in (-6, 5):
        canvas.stroke([(x * 0.7, -34), (x * 1.5, hem - 3)], weight=0.6)
    if "apron" in look.wears:
        _apron(canvas, look)


def _robe(canvas: Canvas, look: Look, _trunk: Path) -> None:
    g = look.girth
    canvas.shape(
        [
            (-9.6 * g, NECK + 3),
            (0, NECK),
            (9.6 * g, NECK + 3),
            (12 * g, -42),
            (19 * g, -3),
            (0, -1),
            (-19 * g, -3),
            (-12 * g, -42),
        ],
        look.top,
        shade=3.6,
    )
    canvas.shape(
        [(-11.6 * g, -40), (11.6 * g, -40), (12.4 * g, -35.4), (-12.4 * g, -35.4)],
        look.accent,
        line=0.7,
    )
    canvas.stroke([(1, -34), (2.4, -6)], weight=0.7)
    canvas.shape(
        [(-19 * g, -3), (0, -1), (19 * g, -3), (18.2 * g, -8), (0, -6), (-18.2 * g, -8)],
        lighter(look.accent, 0.2),
        line=0.6,
    )


def _coat(canvas: Canvas, look: Look, _trunk: Path) -> None:
    g = look.girth
    canvas.shape(
        [
            (-10 * g, NECK + 3),
            (0, NECK),
            (10 * g, NECK + 3),
            (12 * g, -44),
            (13.6 * g, -17),
            (-13.6 * g, -17),
            (-12 * g, -44),
        ],
        look.top,
        shade=3.2,
    )
    canvas.shape([(-4, NECK + 1), (4, NECK + 1), (1, -45)], lighter(look.accent, 0.5), line=0.6)
    canvas.stroke([(1, -45), (1.4, -18)], weight=0.8)
    for y in (-40, -33, -26):
        canvas.blot(ellipse(4, y, 1, 1))
    if "apron" in look.wears:
        _apron(canvas, look)


def _suit(canvas: Canvas, look: Look, trunk: Path) -> None:
    canvas.shape(trunk, look.top, shade=3)
    canvas.shape(
        [(0, -54), (6, -50), (4, -43), (0, -39), (-4, -43), (-6, -50)], (250, 214, 76), line=0.8
    )
    g = look.girth
    canvas.shape(
        [(-11.2 * g, HIP - 4), (11.2 * g, HIP - 4), (11.4 * g, HIP), (-11.4 * g, HIP)],
        (250, 214, 76),
        line=0.7,
    )


def _armor(canvas: Canvas, look: Look, trunk: Path) -> None:
    steel: RGB = (192, 200, 212)
    canvas.shape(trunk, steel, shade=3.4)
    canvas.stroke([(0, NECK + 2), (1, -36)], weight=0.8)
    for side in (-1, 1):
        canvas.shape(ellipse(side * 10.4 * look.girth, NECK + 5, 6, 5), steel, shade=1.4)
    canvas.shape(
        [(-11, HIP - 5), (11, HIP - 5), (12.4, HIP + 5), (0, HIP + 8), (-12.4, HIP + 5)],
        look.accent,
        shade=1.6,
    )


def _space(canvas: Canvas, _look: Look, trunk: Path) -> None:
    canvas.shape(trunk, (244, 246, 250), shade=3.2)
    canvas.shape(rounded(-6, -50, 6, -40, 2), (120, 130, 150), line=0.8)
    for x, tone in ((-3, (226, 70, 60)), (0.4, (250, 206, 80)), (3.6, (98, 190, 110))):
        canvas.dot(x, -45, 1.2, tone)
    canvas.stroke([(-11, -34), (0, -32.6), (11, -34)], weight=0.8)


def _overalls(canvas: Canvas, look: Look, trunk: Path) -> None:
    canvas.shape(trunk, look.accent, shade=3)
    denim: RGB = (70, 104, 160)
    g = look.girth
    canvas.shape(
        [
            (-6, -50),
            (6, -50),
            (7, -42),
            (11.4 * g, -38),
            (11.4 * g, HIP + 3),
            (0, HIP + 5),
            (-11.4 * g, HIP + 3),
            (-11.4 * g, -38),
            (-7, -42),
        ],
        denim,
        shade=2,
    )
    for side in (-1, 1):
        canvas.stroke([(side * 5, -49), (side * 7, NECK + 3)], weight=1.6, taper=1)


_OUTFITS: dict[str, Callable[[Canvas, Look, Path], None]] = {
    "shirt": _shirt,
    "dress": _dress,
    "robe": _robe,
    "coat": _coat,
    "suit": _suit,
    "armor": _armor,
    "space": _space,
    "overalls": _overalls,
}


def _robot_body(canvas: Canvas, look: Look) -> None:
    canvas.shape(rounded(-12, NECK + 1, 12, HIP + 3, 4), look.skin, shade=3.2)
    canvas.shape(rounded(-8, -55, 8, -42, 2), lighter(look.skin, 0.4), line=0.8)
    for x, tone in ((-4.4, (226, 70, 60)), (0, (250, 206, 80)), (4.4, (98, 190, 110))):
        canvas.shape(ellipse(x, -50.6, 1.6, 1.6), tone, line=0.5)
    canvas.stroke([(-6, -45), (-2, -46), (1, -44), (6, -45.6)], weight=0.6)
    for x in (-6, -2, 2, 6):
        canvas.stroke([(x, -37), (x, -32)], weight=0.9, taper=1)


def _collar(canvas: Canvas, look: Look, *, front: bool) -> None:
    """What is worn round the neck; the scarf lies over the chin, the tie below it."""
    wears, g, tone = look.wears, look.girth, look.accent
    y = NECK + 3
    if not front:
        if "tie" in wears:
            canvas.shape(
                [(-1.6, y), (1.6, y), (3, y + 14), (0, y + 18), (-3, y + 14)], tone, line=0.7
            )
        if "collar" in wears:
            canvas.shape(rounded(-9 * g, y - 2.4, 9 * g, y + 2, 2), tone, line=0.8)
            canvas.shape(ellipse(2, y + 4.4, 2.6, 2.6), (248, 210, 80), line=0.7)
        if "neckerchief" in wears:
            canvas.shape([(-9 * g, y - 2), (9 * g, y - 2), (3, y + 10)], tone, shade=1)
        return
    if "scarf" in wears:
        canvas.shape(
            [
                (-9 * g - 3, y + 1),
                (-15, y + 14),
                (-17, y + 24),
                (-9.4, y + 25),
                (-6, y + 12),
                (-4, y + 4),
            ],
            tone,
            curved=False,
            shade=1.2,
        )
        canvas.shape(
            [
                (-11.4 * g, y - 5),
                (0, y - 2.4),
                (11.4 * g, y - 5),
                (11.8 * g, y + 1.4),
                (0, y + 4.4),
                (-11.8 * g, y + 1.4),
            ],
            tone,
            curved=True,
            shade=1.4,
        )
        canvas.stroke([(-14, y + 20), (-9, y + 21)], weight=0.7)
    if "bowtie" in wears:
        for side in (-1, 1):
            canvas.shape([(1, y), (1 + side * 8, y - 4.4), (1 + side * 8, y + 4.4)], tone, line=0.8)
        canvas.shape(ellipse(1, y, 2, 2.2), tone, line=0.7)


# --- those without legs ---------------------------------------------------------------------


def _floating(canvas: Canvas, look: Look, pose: Pose, face: Face) -> None:
    _FLOATERS[look.kind](canvas, look, pose, face)


def _ghost(canvas: Canvas, look: Look, pose: Pose, face: Face) -> None:
    _arm(canvas, look, (-14, -50), (pose.back_hand[0], pose.back_hand[1] * 0.7), pose.back_bend)
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
    _head(canvas, look, pose, face, -66)
    _arm(canvas, look, (14, -50), (pose.front_hand[0], pose.front_hand[1] * 0.7), pose.front_bend)


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
    _head(canvas, look, pose, face, -60)


def _snake(canvas: Canvas, look: Look, pose: Pose, face: Face) -> None:
    for y, w in ((-6, 26), (-15, 21)):
        canvas.shape(ellipse(0, y, w, 8), look.skin, shade=2.4)
    canvas.shape(
        ribbon(smooth_open([(6, -18), (-8, -32), (2, -46), (0, -58)]), 13, 12), look.skin, shade=2.4
    )
    _head(canvas, look, pose, face, -62)


def _snow(canvas: Canvas, look: Look, pose: Pose, face: Face) -> None:
    canvas.shape(ellipse(0, -19, 23, 20), look.skin, shade=4)
    for hand, x in ((pose.back_hand, -13), (pose.front_hand, 13)):
        canvas.stroke([(x, -52), (x + hand[0], -52 + hand[1] * 0.8)], weight=2.4, taper=0.7)
    canvas.shape(ellipse(0, -49, 17.4, 16), look.skin, shade=3.4)
    for y in (-54, -47, -40):
        canvas.blot(ellipse(2, y, 1.6, 1.6))
    _head(canvas, look, pose, face, -76)
    with canvas.at(0, 0):
        _collar(canvas, look, front=True)


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
    _head(canvas, look, pose, face, -60)
    _arm(canvas, look, (8, -38), (pose.front_hand[0] * 0.6, pose.front_hand[1] * 0.5), (2, 2))


_FLOATERS: dict[str, Callable[[Canvas, Look, Pose, Face], None]] = {
    "ghost": _ghost,
    "fish": _swimmer,
    "whale": _swimmer,
    "octopus": _octopus,
    "snake": _snake,
    "snowman": _snow,
    "bee": _bee,
}
