"""Poses: hands and feet relative to the joints, in hundredths of the height."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.comic.geometry import Point


@dataclass(frozen=True, slots=True)
class Pose:
    """The figure faces right; *front* is the arm and leg nearer to the viewer."""

    front_hand: Point = (10, 25)  # from the shoulder
    back_hand: Point = (-8, 25)
    front_bend: Point = (4, 0)  # how far the elbow is pushed out
    back_bend: Point = (-4, 0)
    front_foot: Point = (6, 0)  # from below the middle of the body, on the ground
    back_foot: Point = (-6, 0)
    lean: float = 0.0  # radians, forwards
    tilt: float = 0.0  # of the head
    lift: float = 0.0  # off the ground
    arms_over: bool = False  # hands are in front of the head


STAND = Pose()

POSES: dict[str, Pose] = {
    "stand": STAND,
    "relaxed": Pose((9, 24), (-12, 18), (6, 2), (-9, -2), tilt=0.06),
    "wave": Pose((17, -20), (-9, 24), (11, 4), tilt=0.08, arms_over=True),
    "cheer": Pose(
        (17, -25), (-18, -23), (10, 2), (-10, 2), (8, 0), (-8, 0), lift=3, arms_over=True
    ),
    "jump": Pose(
        (20, -22), (-20, -18), (9, 4), (-9, 4), (12, -9), (-11, -5), 0.05, lift=12, arms_over=True
    ),
    "walk": Pose((12, 18), (-12, 18), (5, 4), (-6, 4), (13, 0), (-12, -2), 0.06),
    "run": Pose((17, 7), (-15, 9), (2, 12), (-6, 12), (19, -6), (-20, -10), 0.24, lift=4),
    "point": Pose((29, -6), (-10, 18), (2, 5), (-10, 4), tilt=-0.03),
    "present": Pose((24, 4), (-21, 8), (6, 10), (-7, 8), tilt=0.06),
    "hips": Pose((8, 16), (-8, 16), (15, 2), (-15, 2), (8, 0), (-8, 0)),
    "hold": Pose((14, 12), (4, 14), (7, 12), (-9, 12)),
    "offer": Pose((22, 6), (14, 9), (3, 11), (-4, 13), lean=0.06),
    "shock": Pose((13, -13), (-13, -13), (14, 6), (-14, 6), (9, 0), (-9, 0), -0.06, arms_over=True),
    "think": Pose((9, -6), (6, 13), (17, 14), (-9, 10), tilt=0.1),
    "droop": Pose((8, 28), (-5, 28), (2, 2), (-2, 2), (4, 0), (-5, 0), 0.12, tilt=0.26),
    "fists": Pose((16, 9), (-15, 9), (13, 8), (-13, 8), (10, 0), (-10, 0), 0.08, tilt=0.05),
    "cower": Pose((10, -4), (-2, -3), (14, 9), (-13, 8), (3, 0), (-7, 0), -0.14, tilt=-0.08),
    "reach": Pose((26, -18), (-12, 16), (4, 5), (-7, 3), (10, 0), (-10, -2), 0.14, tilt=-0.12),
    "sleep": Pose((8, 22), (-8, 22), (6, 3), (-6, 3), tilt=0.3),
    "fly": Pose((28, -14), (-16, 12), (3, 4), (-5, 4), (-18, -14), (-13, -20), 0.5, lift=22),
    "carry": Pose((8, 18), (15, 20), (9, 8), (-6, 10)),
    "read": Pose((9, 16), (8, 18), (12, 6), (-12, 8), tilt=0.12),
    "sip": Pose((11, 2), (-9, 22), (9, 12), (-5, 2), tilt=0.04),
    "shelter": Pose((9, -8), (-9, 24), (10, 12), (-4, 0), (9, 0), (-8, 0), tilt=-0.04),
    "brandish": Pose((19, -7), (-15, 10), (6, 12), (-8, 6), (13, 0), (-13, 0), 0.08),
    "lift": Pose((18, -8), (-9, 22), (6, 12), (-5, 2), (7, 0), (-8, 0), tilt=-0.08),
    "lantern": Pose((20, 4), (-9, 22), (2, 8), (-5, 2), (10, 0), (-9, 0), 0.05),
    "aim": Pose((14, -5), (20, -2), (6, 14), (-2, 12), (8, 0), (-8, 0)),
    "play": Pose((27, -3), (14, 20), (3, 12), (-14, 8), (9, 0), (-8, 0), tilt=0.1),
    "kick": Pose((13, 6), (-16, 4), (4, 8), (-6, 6), (20, -7), (-9, 0), -0.12),
    "ride": Pose((21, 19), (17, 19), (3, 5), (2, 6), (4, 6), (-2, -4), 0.12, lift=18),
    "surf": Pose((20, -4), (-20, 2), (4, 4), (-4, 6), (15, 0), (-15, 0), 0.1, lift=9),
    "dance": Pose(
        (18, -20), (-18, 6), (10, 2), (-12, 4), (4, 0), (-15, -8), -0.1, tilt=0.12, arms_over=True
    ),
}
