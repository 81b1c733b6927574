"""Skeleton: where the joints of a figure are, and how its clothes follow them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.comic.character_look import Look
from pipeline.comic.geometry import Point
from pipeline.painters.sketch.figures.poses import Joint, Pose
from pipeline.painters.sketch.figures.proportions import HIP, NECK, Proportions

_ANKLE = 3.0  # above the sole
_BONE = 15.6  # of an arm
_HIP_WIDTH = 5.2


@dataclass(frozen=True, slots=True)
class Arm:
    shoulder: Point
    elbow: Point
    hand: Point


@dataclass(frozen=True, slots=True)
class Leg:
    hip: Point
    knee: Point
    foot: Point


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The joints of a figure that faces right, feet at (0, 0), before its body is turned."""

    body: Proportions
    pose: Pose
    hip: Point
    neck: Point
    head: Point
    front_leg: Leg
    back_leg: Leg
    front_arm: Arm
    back_arm: Arm
    seat: Point | None = None  # where the hip is, on what it rides
    told: bool = False  # the front hand is where it must be: what it holds is there

    @property
    def unit(self) -> float:
        """The size of fittings: they suit the body, but chairs the legs."""
        if self.pose.turn:
            return 1.0
        return self.body.leg if self.pose.hip < 0.7 else -self.body.head / 56

    @property
    def root(self) -> Point:
        """Where the hip is once the body is lifted and turned: a body that lies is centered."""
        if self.seat is not None:
            return self.seat
        lift = self.pose.lift * (1.0 if self.pose.turn else self.body.leg)
        if self.pose.turn:
            return (-math.sin(math.radians(self.pose.turn)) * (50 + self.body.hip), -lift)
        return (self.hip[0], self.hip[1] - lift)

    def placed(self, point: Point) -> Point:
        """Return where *point* of the unturned body is after lift and turn."""
        x, y = _turned((point[0] - self.hip[0], point[1] - self.hip[1]), self.pose.turn)
        return (x + self.root[0], y + self.root[1])

    def points(self) -> list[Point]:
        """Return all joints, lifted and turned."""
        joints = [self.hip, self.neck, self.head]
        for leg in (self.front_leg, self.back_leg):
            joints += [leg.knee, leg.foot]
        for arm in (self.front_arm, self.back_arm):
            joints += [arm.elbow, arm.hand]
        return [self.placed(joint) for joint in joints]

    def clothe(self, point: Point) -> Point:
        """Return where a *point* of the pattern is: skirts follow the legs."""
        x, y = point
        if y <= HIP:
            return self._trunk(x, y)
        share = min(1.15, (y - HIP) / -HIP)
        knee = _middle(self.front_leg.knee, self.back_leg.knee)
        foot = _middle(self.front_leg.foot, self.back_leg.foot)
        if share < 0.5:
            at = between(self.hip, knee, share * 2)
        else:
            at = between(knee, foot, share * 2 - 1)
        thigh, shin = _heading(self.hip, knee), _heading(knee, foot)
        bent = _blend(math.radians(self.pose.lean), thigh, share / 0.3)
        bent = _blend(bent, shin, (share - 0.36) / 0.28)
        x *= self._width(HIP) * (1 - 0.4 * abs(math.sin(bent)))
        x *= _crease(x, thigh - math.radians(self.pose.lean), (share - 0.1) / 0.3)
        x *= _crease(x, shin - thigh, (share - 0.5) / 0.35)
        return (at[0] + x * math.cos(bent), at[1] + x * math.sin(bent))

    def hang(self, point: Point) -> Point:
        """Return where a *point* of the pattern is that hangs down the back: capes and tails."""
        x, y = point
        if y <= HIP:
            return self._trunk(x, y)
        return (self.hip[0] + x, self.hip[1] + (y - HIP) / HIP * self.hip[1])

    def _trunk(self, x: float, y: float) -> Point:
        up = (y - HIP) * self.body.trunk
        dx, dy = _turned((x * self._width(y), up), self.pose.lean)
        return (self.hip[0] + dx, self.hip[1] + dy)

    def _width(self, y: float) -> float:
        share = min(1.0, max(0.0, (y - NECK) / (HIP - NECK)))
        belly = math.sin(math.pi * min(1.0, share * 0.72)) ** 2
        return self.body.chest + (self.body.waist - self.body.chest) * belly


def skeleton(look: Look, pose: Pose, body: Proportions, hand_at: Point | None = None) -> Skeleton:
    """Return the joints of *look* in *pose*. *hand_at* is where its front hand must be, in the
    units of the figure.
    """
    hip = (0.0, body.hip * pose.hip)
    lean = pose.lean
    dx, dy = _turned((0.0, body.neck - body.hip), lean)
    neck = (hip[0] + dx, hip[1] + dy)
    dx, dy = _turned((0.0, body.head - body.neck), lean + pose.tilt * 0.4)
    head = (neck[0] + dx, neck[1] + dy)
    front_leg = _leg(look, body, hip, pose.front_foot, _HIP_WIDTH, pose.front_knee)
    back_leg = _leg(look, body, hip, pose.back_foot, -_HIP_WIDTH, pose.back_knee)
    anchors = {
        "head": (head, body.head_scale),
        "hip": (hip, body.arm),
        "knee": (front_leg.knee, body.arm),
        "foot": (front_leg.foot, body.leg),
    }

    def arm(joint: Joint, side: int, elbow: str) -> Arm:
        dx, dy = _turned((side * body.shoulder, 7 * body.trunk), lean)
        shoulder = (neck[0] + dx, neck[1] + dy)
        (ax, ay), unit = anchors.get(joint.of, (shoulder, body.arm))
        reach = (ax + joint.at[0] * unit, ay + joint.at[1] * unit)
        if hand_at is not None and side > 0:
            reach = hand_at
        if not pose.turn:
            reach = (reach[0], min(reach[1], -_ANKLE))  # not into the ground
        bone = _BONE * body.arm
        return Arm(shoulder, *_bent(shoulder, reach, bone, _elbow(elbow, side), folds=True))

    return Skeleton(
        body=body,
        pose=pose,
        hip=hip,
        neck=neck,
        head=head,
        front_leg=front_leg,
        back_leg=back_leg,
        front_arm=arm(pose.front_hand, 1, pose.front_elbow),
        back_arm=arm(pose.back_hand, -1, pose.back_elbow),
        told=hand_at is not None,
    )


def _leg(look: Look, body: Proportions, hip: Point, foot: Point, x: float, knee: str) -> Leg:  # noqa: PLR0917 - a joint each
    top = (hip[0] + x * look.girth * body.chest * 0.9, hip[1] - 1)
    end = (x * 0.4 + foot[0] * body.leg, (foot[1] - _ANKLE * body.limb) * body.leg)
    bone = (-body.hip - _ANKLE * body.leg + 2) / 2
    middle, end = _bent(top, end, bone, (1.0 if knee == "front" else -1.0, -0.2))
    return Leg(top, middle, end)


def _elbow(where: str, side: int) -> Point:
    return {"up": (side * 0.3, -1.0), "out": (side * 1.0, 0.1)}.get(where, (side * 0.45, 1.0))


def _bent(
    start: Point, end: Point, bone: float, toward: Point, *, folds: bool = False
) -> tuple[Point, Point]:
    """Return the joint between two bones from *start* to *end*, and the end as far as they reach.

    Of the two ways to bend it takes the one *toward* the given direction; of a hand near its
    shoulder the elbow points that way, and the bones look shorter.
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    distance = math.hypot(dx, dy) or 0.01
    reach = min(distance, 2 * bone)
    ux, uy = dx / distance, dy / distance
    end = (start[0] + ux * reach, start[1] + uy * reach)
    out = math.sqrt(max(0.0, bone * bone - reach * reach / 4))
    side = 1.0 if -uy * toward[0] + ux * toward[1] >= 0 else -1.0
    middle = (
        start[0] + ux * reach / 2 - uy * out * side,
        start[1] + uy * reach / 2 + ux * out * side,
    )
    near = min(1.0, max(0.0, (1.35 - reach / bone) / 0.5)) if folds else 0.0
    length = math.hypot(*toward) / bone / 0.85
    fold = (start[0] + toward[0] / length, start[1] + toward[1] / length)
    return between(middle, fold, near), end


def _turned(point: Point, degrees: float) -> Point:
    a = math.radians(degrees)
    x, y = point
    return (x * math.cos(a) - y * math.sin(a), x * math.sin(a) + y * math.cos(a))


def _heading(start: Point, end: Point) -> float:
    """Return the turn that makes "down" point from *start* to *end*."""
    return math.atan2(start[0] - end[0], end[1] - start[1])


def _middle(a: Point, b: Point) -> Point:
    return between(a, b, 0.5)


def between(a: Point, b: Point, share: float) -> Point:
    """Return the point at *share* of the way from *a* to *b*."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def _crease(x: float, turn: float, away: float) -> float:
    """Return how much narrower cloth is inside a bend, *away* from its middle by up to 1."""
    if x * turn >= 0 or abs(away) >= 1:
        return 1.0
    return 1 - min(0.9, abs(turn) * 0.7) * (1 - abs(away))


def _blend(a: float, b: float, share: float) -> float:
    way = (b - a + math.pi) % math.tau - math.pi
    return a + way * min(1.0, max(0.0, share))
