"""Poses: the joints of a figure in every pose, read from ``poses.toml``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from pipeline.comic.geometry import Point

_DATA = Path(__file__).with_name("poses.toml")


@dataclass(frozen=True, slots=True)
class Joint:
    """A target of a hand, relative to a part of the body: shoulder, head, hip, knee or foot."""

    at: Point
    of: str = "shoulder"


@dataclass(frozen=True, slots=True)
class Pose:
    """The figure faces right; *front* is the arm and leg nearer to the viewer.

    Lengths are those of the pattern of `proportions`, angles are degrees, clockwise.
    """

    front_hand: Joint = Joint((10, 25))
    back_hand: Joint = Joint((-8, 25))
    front_elbow: str = "down"  # down, up, out: where the elbow is
    back_elbow: str = "down"
    front_foot: Point = (5, 0)  # from below the middle of the body, on the ground
    back_foot: Point = (-5, 0)
    front_knee: str = "front"  # front, back: where the knee bends to
    back_knee: str = "front"
    hip: float = 1.0  # its height, in lengths of a leg
    lean: float = 0.0  # of the trunk, forwards
    tilt: float = 0.0  # of the head
    turn: float = 0.0  # of the whole body about the hip
    lift: float = 0.0  # off the ground; of a turned body, the height of the hip
    over: bool = False  # hands are in front of the head
    face: str = ""  # the emotion of somebody who is told none
    sings: bool = False  # the mouth is open
    behind: str = ""  # fitting behind the figure: a chair
    before: str = ""  # fitting in front of it: a desk
    heaves: bool = False  # what is held is above the head, in both hands, and large
    covers: bool = False  # it reaches up to the eyes
    sign: str = ""  # fitting at the head: tears
    tool: str = ""  # what is held, unless the story says what
    tool_turn: float = 0.0
    outdoors: str = ""  # the pose that takes its place outdoors
    close: str = ""  # the pose that takes its place in a close-up
    legless: str = ""  # the pose that takes its place for those without legs


def pose_named(name: str) -> Pose:
    """Return the pose called *name*; an unknown name is "stand"."""
    return POSES.get(name, STAND)


_FLAT = 45  # turn from which on signs at the head would lie on their side


def combined(posture: Pose, gesture: Pose) -> Pose:
    """Return the body of *posture* with the arms and the face of *gesture*: who sits and cries."""
    lies = abs(posture.turn) > _FLAT
    return replace(
        posture,
        front_hand=_upward(gesture.front_hand) if lies else gesture.front_hand,
        back_hand=_upward(gesture.back_hand) if lies else gesture.back_hand,
        front_elbow=gesture.front_elbow,
        back_elbow=gesture.back_elbow,
        tilt=posture.tilt if posture.turn else posture.tilt + gesture.tilt,
        over=gesture.over,
        face=gesture.face or posture.face,
        sings=gesture.sings,
        sign="" if lies else gesture.sign,
        tool=gesture.tool or posture.tool,
        tool_turn=gesture.tool_turn if gesture.tool else posture.tool_turn,
    )


def _upward(hand: Joint) -> Joint:
    """Return where *hand* is of somebody who lies on the back: above the chest."""
    x, y = hand.at
    return (
        Joint((max(abs(x), abs(y)), min(abs(x), y) * 0.4), hand.of)
        if hand.of == "shoulder"
        else hand
    )


def _joint(value: list[Any]) -> Joint:
    if isinstance(value[0], str):
        return Joint((value[1], value[2]), value[0])
    return Joint((value[0], value[1]))


def _pose(fields: dict[str, Any]) -> Pose:
    points = {key: (fields[key][0], fields[key][1]) for key in fields if key.endswith("_foot")}
    hands = {key: _joint(fields[key]) for key in fields if key.endswith("_hand")}
    return replace(Pose(), **{**fields, **points, **hands})


@cache
def _read() -> dict[str, Pose]:
    table = tomli.loads(_DATA.read_text(encoding="utf-8"))
    return {name: _pose(fields) for name, fields in table.items()}


POSES: dict[str, Pose] = _read()
STAND = POSES["stand"]
