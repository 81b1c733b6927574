"""Figures in any pose.

A figure is drawn in units of a hundredth of its height, feet at (0, 0), facing right.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from pipeline.comic.character_look import HUMAN, Look
from pipeline.comic.geometry import Box, Point, ellipse
from pipeline.comic.palette import mix
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.being_joints import (
    being,
    being_skeleton,
    has_legs,
    is_drawn,
    posed,
)
from pipeline.painters.sketch.figures.clothes import draw_collar, draw_torso
from pipeline.painters.sketch.figures.drawn_beings import draw_being
from pipeline.painters.sketch.figures.face_styles import face_styles
from pipeline.painters.sketch.figures.faces import Face
from pipeline.painters.sketch.figures.fittings import draw_fitting, fitting_box, fittings
from pipeline.painters.sketch.figures.heads import draw_head
from pipeline.painters.sketch.figures.holding import (
    Mount,
    draw_heaved,
    draw_held,
    draw_mount,
    mount_of,
)
from pipeline.painters.sketch.figures.limbs import draw_arm, draw_back, draw_legs, join_trunk
from pipeline.painters.sketch.figures.living_things import (
    draw_living_thing,
    is_living_thing,
    thing_proportions,
)
from pipeline.painters.sketch.figures.mounts import being_mount
from pipeline.painters.sketch.figures.poses import Pose, combined, pose_named
from pipeline.painters.sketch.figures.proportions import HEAD_RADIUS, HEADS, proportions
from pipeline.painters.sketch.figures.skeleton import Skeleton, between, skeleton
from pipeline.painters.sketch.figures.surroundings import surround

_WIDE_NECK = 2.0  # of a stand-in
_ASTRIDE = "ride astride"
_DESK = "plain desk"
_SEATS = frozenset(("chair", "bed", "blanket", "pillow", "rug"))
_LAIN = -10.0  # the hip of who lies, above what it lies on
_FITTING = 0.9  # width of a seat, in widths of a body
_UPRIGHT = 0.7  # height of the hip of who stands
_AHEAD = 0.35  # the turn of a head that looks at nothing
_ASIDE = 0.85  # of one that looks at somebody


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
    talking: bool = False
    eyes: str = "oval"
    holding: str = ""
    on: str = ""  # the thing it sits, lies or stands on: a sofa, a horse
    relation: str = "on"  # or it is in, under or behind that
    heads: float = HEADS  # an adult's height in heads
    indoors: bool = False
    close: bool = False  # the head fills the panel
    looks: float | Point | None = None  # left (-1), at the reader (0), right (1), or at a point
    hand_at: Point | None = None  # where the front hand must be
    gesture: str = ""  # the pose that arms and face have instead
    mount: Look | None = None  # the being that it rides
    desk: str = ""  # the thing in front of it, at which it sits
    empty: bool = False  # it has let go of what it held
    turned_away: bool = False  # it is seen from behind
    near: bool = False  # it is in front of all others, wherever its feet are

    @property
    def scale(self) -> float:
        return self.height * self.look.height / 100

    def placed(self, point: Point) -> Point:
        """Return where a *point* of the figure is in the panel."""
        return (self.x + self.facing * point[0] * self.scale, self.y + point[1] * self.scale)

    def point_of(self, point: Point) -> Point:
        """Return the *point* of the panel in the units of the figure."""
        return ((point[0] - self.x) * self.facing / self.scale, (point[1] - self.y) / self.scale)


def pose_of(figure: Figure) -> Pose:
    """Return the pose as the surroundings allow it: no chair outdoors."""
    pose, drawn = pose_named(figure.pose), is_drawn(figure.look)
    if drawn and not has_legs(figure.look):
        pose = pose_named(pose.legless) if pose.legless else pose
        return _with_gesture(figure, replace(pose, turn=0.0, hip=1.0))
    if figure.mount is not None and not figure.close:
        pose = pose_named(_ASTRIDE)
    elif figure.close and pose.close:
        pose = pose_named(pose.close)
    elif pose.outdoors and not figure.indoors and not figure.desk:
        pose = pose_named(pose.outdoors)
    pose = _with_gesture(figure, pose)
    pose = replace(pose, tool="" if figure.empty else pose.tool)
    return posed(figure.look, pose) if drawn else pose


def _with_gesture(figure: Figure, pose: Pose) -> Pose:
    if figure.desk and not pose.before:
        pose = replace(pose, before=_DESK)
    return combined(pose, pose_named(figure.gesture)) if figure.gesture else pose


@lru_cache(maxsize=64)
def joints(figure: Figure) -> Skeleton:
    """Return the skeleton of *figure*."""
    bones, mount = _bones(figure), mount_of_figure(figure)
    if mount is not None and mount.raised:
        x, y = bones.root
        sits = bones.pose.behind in _SEATS and not bones.pose.turn
        y = _LAIN if bones.pose.turn else 0.0 if sits else y
        return replace(bones, seat=(x, y - mount.raised))
    if mount is None or mount.seat is None:
        return bones
    return replace(bones, seat=(0.0, mount.seat * mount.scale))


def _bones(figure: Figure) -> Skeleton:
    """Return the skeleton of *figure* on the ground."""
    at = figure.point_of(figure.hand_at) if figure.hand_at else None
    if is_drawn(figure.look):
        bones = being_skeleton(figure.look, pose_of(figure), at, holds=bool(figure.holding))
    else:
        body = proportions(figure.look, figure.heads)
        if is_living_thing(figure.look):
            body = thing_proportions(figure.look)
        bones = skeleton(figure.look, pose_of(figure), body, at)
    return bones


def mount_of_figure(figure: Figure) -> Mount | None:
    """Return what the figure rides, drives, sits or stands on; None if nothing."""
    if figure.mount is not None:
        return being_mount(figure.mount, figure.look.height)
    thing = figure.on or ("" if pose_of(figure).heaves else figure.holding)
    if not thing or (thing == pose_of(figure).tool and not figure.on):
        return None
    mount = mount_of(thing, figure.look.height)
    if not figure.on:
        return mount
    if mount is not None and mount.seat is not None and figure.relation in {"on", "in"}:
        return _fitted(figure, mount)
    return surround(thing, figure.relation, figure.look.height, _bones(figure))


def _fitted(figure: Figure, mount: Mount) -> Mount:
    """Return *mount* large enough for a long body, as an elephant has; who stands, stands on it."""
    pose = pose_of(figure)
    if figure.relation == "on" and pose.hip > _UPRIGHT and not pose.turn and not pose.behind:
        return replace(mount, seat=None, raised=-(mount.seat or 0.0) * mount.scale)
    if not is_drawn(figure.look):
        return mount
    (left, _, right, _), (x0, _, x1, _) = being(figure.look).box, mount.box
    return replace(mount, scale=mount.scale * max(1.0, (right - left) * _FITTING / (x1 - x0)))


def head_point(figure: Figure) -> Point:
    """The center of the head, in the units of the panel."""
    bones = joints(figure)
    return figure.placed(bones.placed(bones.head))


def hand_point(figure: Figure) -> Point:
    """The front hand, in the units of the panel."""
    bones = joints(figure)
    return figure.placed(bones.placed(bones.front_arm.hand))


def head_radius(figure: Figure) -> float:
    return HEAD_RADIUS * figure.scale * joints(figure).body.head_scale


def figure_box(figure: Figure) -> Box:
    """The bounds of the figure with what it sits, lies or rides on, in the units of the panel."""
    bones, pose = joints(figure), joints(figure).pose
    x, y = bones.placed(bones.head)
    r = HEAD_RADIUS * 1.2 * bones.body.head_scale
    points = [*bones.points(), (x - r, y - r), (x + r, y + r), (0.0, 0.0)]
    unit = _size(bones)
    for name in filter(None, (pose.behind, pose.before)):
        x0, y0, x1, y1 = fitting_box(name)
        points += [(x0 * unit, y0 * unit), (x1 * unit, y1 * unit)]
    if (mount := mount_of_figure(figure)) is not None:
        x0, y0, x1, y1 = mount.box
        points += [(x0, y0), (x1, y1)]
    placed = [figure.placed(point) for point in points]
    xs, ys = [x for x, _ in placed], [y for _, y in placed]
    return (min(xs), min(ys), max(xs), max(ys))


def draw_figure(canvas: Canvas, figure: Figure) -> None:
    """Draw *figure* with its cast shadow on the ground."""
    bones, scale, look = joints(figure), figure.scale, figure.look
    pose, flip, mount = bones.pose, figure.facing < 0, mount_of_figure(figure)
    xs = [x for x, _ in bones.points()]
    broad = max(19.0, (max(xs) - min(xs)) * 0.5) * scale
    middle = figure.placed(((max(xs) + min(xs)) / 2, 0))[0]
    canvas.dim(ellipse(middle + 3 * scale, figure.y, broad, 3.4 * scale), 120)
    face = _face(figure, pose)
    with canvas.at(figure.x, figure.y, scale=scale, flip=flip):
        if mount is not None:
            _draw_mount(canvas, figure, mount, front=False)
        _fitting(canvas, figure, bones, pose.behind)
        with (
            canvas.at(*bones.root, turn=math.radians(pose.turn)),
            canvas.at(-bones.hip[0], -bones.hip[1]),
        ):
            held = mount is None or (figure.on and mount.being is None)
            tool = figure.holding if held else ""
            if is_drawn(look):
                draw_being(canvas, look, bones, face, partial(_held, canvas, look, bones, tool))
            elif is_living_thing(look):
                held_now = partial(_held, canvas, look, bones, tool)
                draw_living_thing(canvas, look, bones, face, held_now)
            else:
                _body(canvas, look, bones, face, tool)
            with canvas.at(*bones.head, scale=bones.body.head_scale):
                draw_fitting(canvas, pose.sign)
        _fitting(canvas, figure, bones, pose.before)
        if mount is not None:
            _draw_mount(canvas, figure, mount, front=True)


def _draw_mount(canvas: Canvas, figure: Figure, mount: Mount, *, front: bool) -> None:
    """Draw the thing below the figure, or the being that it rides, which is a figure as well."""
    if mount.being is None:
        draw_mount(canvas, mount, front=front)
    elif not front:
        height = 100 * mount.scale / mount.being.height
        ridden = Figure(
            mount.being, -mount.middle * mount.scale, 0, height, "walk", heads=figure.heads
        )
        with canvas.drawing("thing", mount.name):
            draw_figure(canvas, replace(ridden, eyes=figure.eyes))


def _fitting(canvas: Canvas, figure: Figure, bones: Skeleton, name: str) -> None:
    """Draw the fitting called *name*, unless the story has a thing in its place."""
    if figure.on and name in _SEATS:
        return
    with canvas.at(0, 0, scale=_size(bones)):
        if figure.desk and name == bones.pose.before:
            with canvas.drawing("thing", figure.desk):
                draw_fitting(canvas, name)
        else:
            draw_fitting(canvas, name)


def _size(bones: Skeleton) -> float:
    """Return the size of the fittings before and behind the figure."""
    return -bones.head[1] / 60 if bones.pose.covers else bones.unit


def _face(figure: Figure, pose: Pose) -> Face:
    emotion = pose.face if pose.face and figure.emotion == "calm" else figure.emotion
    animals = face_styles()[figure.eyes].animals if figure.look.kind != HUMAN else ""
    return Face(
        emotion=emotion,
        eyes=animals or figure.eyes,
        turn=_turn(figure, pose),
        from_behind=figure.turned_away,
        talking=figure.talking or pose.sings,
        iris=mix(figure.look.accent, (60, 50, 60), 0.4),
    )


def _turn(figure: Figure, pose: Pose) -> float:
    """Return where the face turns to, in the figure's own direction."""
    looks = figure.looks
    if looks is None or pose.turn:
        return _AHEAD
    if isinstance(looks, tuple):
        away = looks[0] - head_point(figure)[0]
        looks = max(-1.0, min(1.0, away / head_radius(figure)))
    return looks * figure.facing * _ASIDE


def _body(canvas: Canvas, look: Look, bones: Skeleton, face: Face, holding: str) -> None:
    pose, limb = bones.pose, bones.body.limb
    crosses = bones.back_arm.hand[0] > bones.neck[0] - 3
    neck = 1.0 if look.has_figure else _WIDE_NECK
    draw_back(canvas, look, bones)
    draw_legs(canvas, look, bones)
    if not crosses and not pose.over:
        draw_arm(canvas, look, bones.back_arm, limb)
    if look.kind == HUMAN:
        width = 9.5 * bones.body.head_scale
        canvas.limb([bones.neck, bones.head], width, width, look.skin, shade=1)
    with canvas.bent(bones.clothe):
        draw_torso(canvas, look)
    join_trunk(canvas, look, bones)
    if not pose.over:
        _arms(canvas, look, bones, holding, both=crosses)
    with canvas.bent(bones.clothe):
        draw_collar(canvas, look, front=False, neck=neck)
    turn = math.radians(pose.lean + pose.tilt)
    with canvas.at(*bones.head, turn=turn, scale=bones.body.head_scale):
        draw_head(canvas, look, face)
    with canvas.bent(bones.clothe):
        draw_collar(canvas, look, front=True, neck=neck)
    if pose.over:
        _arms(canvas, look, bones, holding, both=True)


def _arms(canvas: Canvas, look: Look, bones: Skeleton, holding: str, *, both: bool) -> None:
    inner = between(bones.neck, bones.hip, 0.4) if look.has_figure else None
    if both:
        draw_arm(canvas, look, bones.back_arm, bones.body.limb, inner)
    _held(canvas, look, bones, holding)
    draw_arm(canvas, look, bones.front_arm, bones.body.limb, inner)


def _held(canvas: Canvas, look: Look, bones: Skeleton, holding: str) -> None:
    pose, hand = bones.pose, bones.front_arm.hand
    if pose.tool in fittings() and (not holding or holding == pose.tool):
        with canvas.at(*hand, scale=bones.body.arm, turn=math.radians(pose.tool_turn)):
            draw_fitting(canvas, pose.tool)
    elif holding and pose.heaves:
        x, y = (sum(at) / 2 for at in zip(hand, bones.back_arm.hand, strict=True))
        above = bones.head[1] - HEAD_RADIUS * bones.body.head_scale
        draw_heaved(canvas, holding, (x, min(y, above)))
    elif holding or pose.tool:
        chest = hand if bones.told else bones.clothe((5, -37))
        draw_held(canvas, holding or pose.tool, hand, chest, look.height / bones.body.limb)


def reach(figure: Figure, point: Point) -> float:
    """Return how far the front hand stays away from *point* if it reaches for it."""
    return math.dist(hand_point(replace(figure, hand_at=point)), point)
