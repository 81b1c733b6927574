"""Poses: every one can be read, told from the others, and stays in its box."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import pytest
from PIL import ImageChops

from pipeline.comic.character_look import LookHints, derive
from pipeline.painters.sketch.figures.figure import (
    draw_figure,
    figure_box,
    hand_point,
    head_point,
    head_radius,
    joints,
    pose_of,
)
from pipeline.painters.sketch.figures.fittings import fittings
from pipeline.painters.sketch.figures.poses import POSES, STAND, Pose, pose_named
from pipeline.painters.sketch.scenes import props
from tests.pipeline.painters.sketch.figures.bodies import BODIES, GROUND, figure, ink_of, pixels

_PROMISED = (
    "stand relaxed wave cheer jump walk run point present hips hold offer shock think droop fists"
    " cower reach sleep fly carry read sip shelter brandish lift lantern aim play kick ride surf"
    " dance sit lie fall slip kneel throw push pull swim drive write type paint cook cry faint eat"
    " drink climb crawl hide sneak dig sweep phone bow clap laugh shiver stretch exercise listen"
    " sing wait search pray hug kiss shake_hands fight hand_over receive chase flee dance_pair"
    " high_five whisper comfort carry_person carried"
)
_NAMES = sorted(POSES)
_BORDER = 4  # pixels: outlines, ears and hair stick out of the joints


def _drawn_box(pose: str, body: str) -> tuple[float, float, float, float]:
    """Return the bounds of all ink, in units of the canvas."""
    box = ink_of(figure(body, pose, indoors=True)).ink.getbbox()
    assert box is not None
    left, top, right, bottom = (value / 2 for value in box)
    return left - 50, top, right - 50, bottom


def test_all_promised_poses_are_in_the_file() -> None:
    assert set(_PROMISED.split()) <= POSES.keys()


def test_an_unknown_pose_is_stand() -> None:
    assert pose_named("teleport") is STAND
    assert pixels(figure(pose="teleport")) == pixels(figure(pose="stand"))


@pytest.mark.parametrize("body", BODIES)
def test_hands_are_below_what_they_carry(body: str) -> None:
    carrier = figure(body, "carry")
    hand, head = hand_point(carrier), head_point(carrier)

    assert (hand[1] - head[1]) / (GROUND - head[1]) > 0.35
    assert abs(hand[0] - head[0]) < head_radius(carrier) * 1.2


@pytest.mark.parametrize("name", _NAMES)
def test_what_a_pose_needs_has_a_drawing(name: str) -> None:
    pose = POSES[name]

    needed = {pose.behind, pose.before, pose.sign} - {""}
    assert needed <= fittings()
    assert pose.tool in {"", *fittings(), *props.known()}
    assert {pose.outdoors, pose.close, pose.legless} - {""} <= POSES.keys()


@pytest.mark.parametrize("name", _NAMES)
def test_the_anchors_and_bends_of_a_pose_are_known(name: str) -> None:
    pose = POSES[name]

    for hand in (pose.front_hand, pose.back_hand):
        assert hand.of in {"shoulder", "head", "hip", "knee", "foot"}
    assert {pose.front_elbow, pose.back_elbow} <= {"down", "up", "out"}
    assert {pose.front_knee, pose.back_knee} <= {"front", "back"}


def test_every_field_of_a_pose_is_used_by_some_pose_or_has_a_reason_to_stay() -> None:
    plain = Pose()
    unused = {
        field.name
        for field in fields(Pose)
        if all(getattr(pose, field.name) == getattr(plain, field.name) for pose in POSES.values())
    }
    assert unused <= {"front_knee", "back_knee"}  # for those who draw poses


@pytest.mark.parametrize("body", sorted(BODIES))
def test_every_pose_differs_from_the_others(body: str) -> None:
    pictures = {pixels(figure(body, pose, indoors=True)): pose for pose in POSES}

    assert len(pictures) == len(POSES)


@pytest.mark.parametrize("body", ["man", "cat"])
@pytest.mark.parametrize("name", _NAMES)
def test_a_figure_is_drawn_inside_its_box(name: str, body: str) -> None:
    x0, y0, x1, y1 = figure_box(figure(body, name, indoors=True))
    left, top, right, bottom = _drawn_box(name, body)
    # a sign at the head, a tool and a tail may stick out
    reach = head_radius(figure(body, name)) * 4

    assert left > x0 - reach
    assert top > y0 - reach
    assert right < x1 + reach
    assert bottom < y1 + _BORDER


@pytest.mark.parametrize("name", sorted(POSES.keys() - {"swim"}))
def test_nobody_sinks_into_the_ground(name: str) -> None:
    for body in BODIES:
        lowest = max(y for _, y in joints(figure(body, name, indoors=True)).points())
        assert lowest < 4.5, body  # hundredths of the height


def test_those_who_lie_are_low_and_have_their_head_at_the_left() -> None:
    for name in ("sleep", "lie", "faint", "sleep on the ground"):
        one = figure(pose=name)
        assert head_point(one)[1] > head_point(figure())[1] + 20
        assert head_point(one)[0] < -10
    assert head_point(figure(pose="lie", facing=-1))[0] > 10


def test_a_figure_that_lies_is_centered() -> None:
    for body in BODIES:
        x0, _, x1, _ = figure_box(figure(body, "faint"))
        assert abs(x0 + x1) < 12


def test_there_is_no_bed_and_no_chair_outdoors() -> None:
    assert pose_of(figure(pose="sit", indoors=True)).behind == "chair"
    assert pose_of(figure(pose="sit")).behind == ""
    assert pose_of(figure(pose="sleep", indoors=True)).behind == "bed"
    assert pose_of(figure(pose="sleep")).behind == "pillow"


def test_a_close_up_shows_an_upright_head() -> None:
    for name, pose in POSES.items():
        if pose.turn and name != "fly":
            assert pose_of(figure(pose=name, close=True)).turn == 0


def test_those_without_legs_neither_lie_nor_sit() -> None:
    ghost = derive("ghost", "", LookHints(), "test")
    for name in POSES:
        one = replace(figure(pose=name, indoors=True), look=ghost)
        assert pose_of(one).turn == 0
        assert head_point(one)[1] < GROUND - 10
        draw_figure(ink_of(), one)


def test_bones_keep_their_length() -> None:
    for name in POSES:
        bones = joints(figure(pose=name, indoors=True))
        for arm in (bones.front_arm, bones.back_arm):
            assert math.dist(arm.shoulder, arm.hand) < 31.3 * bones.body.arm
        for leg in (bones.front_leg, bones.back_leg):
            assert math.dist(leg.hip, leg.knee) == pytest.approx(math.dist(leg.knee, leg.foot))


def test_a_pose_has_a_feeling_only_if_the_story_has_none() -> None:
    assert pixels(figure(pose="cry")) == pixels(figure(pose="cry", emotion="sad"))
    assert pixels(figure(pose="cry")) != pixels(figure(pose="cry", emotion="happy"))


def test_a_tool_gives_way_to_what_the_story_says() -> None:
    assert pixels(figure(pose="eat")) == pixels(figure(pose="eat", holding="apple"))
    assert pixels(figure(pose="eat")) != pixels(figure(pose="eat", holding="banana"))


def test_pictures_are_the_same_every_time() -> None:
    for name in POSES:
        assert pixels(figure("woman", name)) == pixels(figure("woman", name))


# --- Skirts ---------------------------------------------------------------------------------------


def test_the_hem_of_a_skirt_follows_the_legs() -> None:
    standing = joints(figure("woman"))
    sitting = joints(figure("woman", "sit", indoors=True))

    assert standing.clothe((0, -2))[0] == pytest.approx(0, abs=3)
    assert sitting.clothe((0, -2))[0] > 12  # in front of the hip, above the feet
    assert sitting.clothe((0, -15))[1] < standing.clothe((0, -4))[1]


def test_a_cape_hangs_down_from_somebody_who_sits() -> None:
    sitting = joints(figure("woman", "sit", indoors=True))

    assert sitting.hang((0, -4))[0] == pytest.approx(0, abs=1)


# --- On things ------------------------------------------------------------------------------------


def test_a_rider_sits_on_the_saddle() -> None:
    for body in BODIES:
        one = figure(body, "ride", holding="bicycle")
        assert joints(one).placed(joints(one).hip)[1] == pytest.approx(-56 * 0.86)


def test_the_box_of_a_rider_has_the_bicycle_in_it() -> None:
    x0, _, x1, _ = figure_box(figure(pose="ride", holding="bicycle"))
    y0, _, y1, _ = figure_box(figure(pose="ride"))

    assert x1 - x0 > y1 - y0


def test_a_ball_that_is_thrown_does_not_lie_on_the_ground() -> None:
    assert pixels(figure(pose="throw", holding="ball")) == pixels(figure(pose="throw"))


def test_a_hand_goes_where_it_is_told_as_far_as_the_arm_reaches() -> None:
    near = figure(hand_at=(10, GROUND - 28))
    far = figure(hand_at=(90, GROUND - 28))

    assert math.dist(hand_point(near), (10, GROUND - 28)) < 0.01
    assert 10 < hand_point(far)[0] < 30


def test_what_is_handed_over_is_in_the_hand_and_not_at_the_chest() -> None:
    def cake_at(x: float) -> float:
        one = figure(pose="hand_over", holding="cake", hand_at=(x, 70.0))
        bare = ink_of(replace(one, holding="")).flats
        box = ImageChops.difference(ink_of(one).flats, bare).getbbox()
        assert box is not None
        return (box[0] + box[2]) / 4 - 50

    assert cake_at(14) - cake_at(8) == pytest.approx(6, abs=2)


# --- Gaze -----------------------------------------------------------------------------------------


def test_a_face_turns_to_what_it_looks_at() -> None:
    ahead, back, reader = (pixels(figure(looks=looks)) for looks in (1.0, -1.0, 0.0))

    assert len({ahead, back, reader, pixels(figure())}) == 4
    assert pixels(figure(looks=(80.0, 50.0))) == ahead
    assert pixels(figure(looks=(-80.0, 50.0))) == back


def test_right_is_right_for_those_who_face_left() -> None:
    assert pixels(figure(facing=-1, looks=-1.0)) != pixels(figure(facing=-1, looks=1.0))
    assert pixels(figure(facing=-1, looks=-1.0)) == pixels(figure(facing=-1, looks=(-80.0, 50.0)))
