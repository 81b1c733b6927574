"""Joints of drawn beings: the skeleton of a body whose joints an SVG file marks.

Markers: `face`, `hat` (the skull), `neck`, and per limb `front-shoulder`, `front-hand`,
`front-hip`. A body with the marker `belly` is long: it lies down on its belly, where others turn
over, and its arms are its forelegs.
"""

from __future__ import annotations

import math
from dataclasses import replace

from pipeline.comic.character_look import Look
from pipeline.comic.coats import coat_of
from pipeline.comic.geometry import Point
from pipeline.painters.sketch.drawings.drawing import Drawing, Marker
from pipeline.painters.sketch.drawings.library import drawing, names
from pipeline.painters.sketch.figures.poses import STAND, Pose, pose_named
from pipeline.painters.sketch.figures.proportions import HEAD_RADIUS, HIP, Proportions
from pipeline.painters.sketch.figures.skeleton import Arm, Leg, Skeleton, skeleton

_FOLDER = "beings"
_ARM = 27.0  # length of the arm that poses are given for
_NOWHERE = Marker((0, 0), 0)
_FOLDED = -1.3  # turn of the legs of a long body that lies
_OFFERED: Point = (0.94, 0.34)  # where a foreleg holds a thing
_MUZZLE = 0.75  # the radius of a head, in distances of its mouth from the middle of the face
_CLEAR = 1.36  # how far a raised hand stays away from the middle of the head, in its radii
_STEP, _STEPS = 0.12, 10  # turns that take it away
_LEAST, _MOST = 0.72, 1.05  # how short a limb may look, and how long


def is_drawn(look: Look) -> bool:
    """Return whether beings of this kind have a drawing of their own."""
    return _name(look) in names(_FOLDER)


def being(look: Look) -> Drawing:
    return drawing(_FOLDER, _name(look))


def _name(look: Look) -> str:
    return coat_of(look.kind).like or look.kind


def marker(look: Look, name: str) -> Marker:
    return being(look).markers.get(name, _NOWHERE)


def head_of(look: Look) -> Marker:
    """Return the middle and radius of the head: a muzzle is part of it."""
    face, mouth = marker(look, "face"), marker(look, "mouth")
    radius = max(marker(look, "hat").radius, face.radius)
    if not mouth.radius:
        return Marker(face.at, radius)
    away = _away(face.at, mouth.at)
    middle = _moved(face.at, away, max(0.0, 0.5 * (1 - radius / (math.hypot(*away) + radius))))
    return Marker(middle, max(radius, (math.hypot(*away) + mouth.radius) * _MUZZLE))


def is_long(look: Look) -> bool:
    return "belly" in being(look).markers


def has_legs(look: Look) -> bool:
    return is_long(look) or "front-leg" in being(look).layers


def posed(look: Look, pose: Pose) -> Pose:
    """Return *pose* as far as a body like this can take it."""
    if not is_long(look):
        return pose
    if pose.turn < 0 or (pose.hip < 0.7 and not pose.before):
        lain = (marker(look, "belly").at[1] + 2) / _hip(look)
        return replace(pose, turn=0.0, lean=0.0, lift=0.0, hip=1 - lain, behind="", before="")
    if pose.hip < 0.7 and pose.legless:
        pose = pose_named(pose.legless)
    return replace(pose, turn=pose.turn * 0.15, lean=pose.lean * 0.4, hip=1.0, tilt=pose.tilt % 40)


def being_skeleton(look: Look, pose: Pose, hand_at: Point | None, *, holds: bool) -> Skeleton:
    """Return the joints of *look* in *pose*."""
    body = _proportions(look)
    bones, rest = skeleton(look, pose, body, hand_at), skeleton(look, STAND, body)
    neck = lowered(marker(look, "neck").at, bones)
    head = turned(lowered(head_of(look).at, bones), neck, math.radians(pose.tilt))
    bones = replace(bones, neck=neck, head=head, told=bones.told or is_long(look))
    offers = is_long(look) and holds
    front = _arm(look, bones, "front", rest.front_arm, hand_at, offers=offers)
    return replace(
        bones,
        front_arm=front,
        back_arm=_arm(look, bones, "back", rest.back_arm),
        front_leg=_leg(look, bones, "front", rest.front_leg),
        back_leg=_leg(look, bones, "back", rest.back_leg),
    )


def _proportions(look: Look) -> Proportions:
    skull = head_of(look)
    shoulder, hand = marker(look, "front-shoulder").at, marker(look, "front-hand").at
    return Proportions(
        neck=marker(look, "neck").at[1],
        hip=_hip(look),
        head=skull.at[1],
        head_scale=skull.radius / HEAD_RADIUS,
        arm=math.dist(shoulder, hand) / _ARM,
        shoulder=max(6.0, abs(shoulder[0])),
    )


def _is_folded(look: Look, pose: Pose) -> bool:
    return is_long(look) and pose.hip < 1


def _arm(
    look: Look,
    bones: Skeleton,
    side: str,
    rest: Arm,
    at: Point | None = None,
    *,
    offers: bool = False,
) -> Arm:
    """Return the arm that the drawing has, turned as far as that of *bones* is from *rest*.

    *at* is where the hand must be, *offers* whether it may hold a thing out.
    """
    now = bones.front_arm if side == "front" else bones.back_arm
    start, end = (marker(look, f"{side}-{part}").at for part in ("shoulder", "hand"))
    own, joint = _away(start, end), lowered(start, bones)
    turn, size = _turn(_away(rest.shoulder, rest.hand), _away(now.shoulder, now.hand)), 1.0
    if at is not None:
        turn, size = _turn(own, _away(joint, at)), math.dist(joint, at) / math.hypot(*own)
    elif _is_folded(look, bones.pose):
        turn = _FOLDED
    elif offers and abs(turn) < 0.9:
        turn = _turn(own, _OFFERED)
    tip = _moved(joint, turned(own, (0, 0), turn), min(_MOST, max(_LEAST, size)))
    if at is None and getattr(bones.pose, f"{side}_hand").of != "head":
        tip = _off_face(look, bones, joint, tip, _STEP if side == "front" else -_STEP)
    return Arm(joint, _moved(joint, _away(joint, tip), 0.5), tip)


def _off_face(look: Look, bones: Skeleton, joint: Point, tip: Point, step: float) -> Point:
    """Return *tip*, turned about *joint* until it does not cover the face."""
    long = 1.5 if is_long(look) else 1.0  # a long face
    clear = bones.body.head_scale * HEAD_RADIUS * _CLEAR * long
    for _ in range(_STEPS):
        if math.dist(tip, bones.head) > clear:
            break
        tip = turned(tip, joint, step)
    return tip


def _leg(look: Look, bones: Skeleton, side: str, rest: Leg) -> Leg:
    now = bones.front_leg if side == "front" else bones.back_leg
    start = marker(look, f"{side}-hip").at
    joint = (start[0], start[1] + bones.hip[1] - bones.body.hip)
    turn = _turn(_away(rest.hip, rest.foot), _away(now.hip, now.foot))
    size = math.dist(now.hip, now.foot) / math.dist(rest.hip, rest.foot)
    if _is_folded(look, bones.pose):
        turn, size = _FOLDED, 1.0
    own = turned((0.0, -start[1]), (0, 0), turn)
    tip = _moved(joint, own, min(_MOST, max(_LEAST, size)))
    return Leg(joint, _moved(joint, _away(joint, tip), 0.5), tip)


def lowered(point: Point, bones: Skeleton) -> Point:
    """Return where *point* of the drawing is on a body that sits down or leans."""
    x, y = turned(point, (0, bones.body.hip), math.radians(bones.pose.lean))
    return (x, y + bones.hip[1] - bones.body.hip)


def turned(point: Point, about: Point, turn: float) -> Point:
    x, y = _away(about, point)
    c, s = math.cos(turn), math.sin(turn)
    return (about[0] + x * c - y * s, about[1] + x * s + y * c)


def _hip(look: Look) -> float:
    return marker(look, "front-hip").at[1] or HIP


def _away(start: Point, end: Point) -> Point:
    return (end[0] - start[0], end[1] - start[1])


def _moved(start: Point, way: Point, share: float) -> Point:
    return (start[0] + way[0] * share, start[1] + way[1] * share)


def _turn(rest: Point, to: Point) -> float:
    """Return the turn from *rest* to *to*, the short way."""
    away = math.atan2(to[1], to[0]) - math.atan2(rest[1], rest[0])
    return (away + math.pi) % math.tau - math.pi
