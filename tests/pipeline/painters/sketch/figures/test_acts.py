"""Acts of two: partners face and touch each other, whatever their sizes."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest

from pipeline.painters.sketch.figures.acts import acts, placed_together
from pipeline.painters.sketch.figures.figure import (
    Figure,
    figure_box,
    hand_point,
    head_point,
    head_radius,
)
from pipeline.painters.sketch.figures.poses import POSES
from tests.pipeline.painters.sketch.figures.bodies import BODIES, GROUND, figure, pixels

_ACTS = sorted(acts())
_PAIRS = sorted(itertools.product(BODIES, BODIES))
_PROMISED = (
    "hug kiss shake_hands fight hand_over chase dance_pair high_five whisper comfort push"
    " carry_person hold_up"
)


def _pair(act: str, one: str, other: str, *, swapped: bool = False) -> tuple[Figure, Figure]:
    left, right = figure(one), figure(other)
    return placed_together(*_sides(left, right, swapped=swapped), act)


def _sides(first: Figure, second: Figure, *, swapped: bool) -> tuple[Figure, Figure]:
    side = -1 if swapped else 1
    return replace(first, x=-20.0 * side), replace(second, x=20.0 * side)


def test_all_promised_acts_are_in_the_file() -> None:
    assert set(_PROMISED.split()) == acts().keys()


@pytest.mark.parametrize("act", _ACTS)
def test_an_act_is_made_of_poses(act: str) -> None:
    assert set(acts()[act].poses) <= POSES.keys()
    assert acts()[act].contact in {"", "hands", "shoulder", "backs"}


def test_an_unknown_act_moves_nobody() -> None:
    first, second = _sides(figure("man"), figure("cat"), swapped=False)

    assert placed_together(first, second, "teleport") == (first, second)


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("act", _ACTS)
def test_partners_face_each_other_and_stay_on_their_sides(act: str, *, swapped: bool) -> None:
    for one, other in _PAIRS:
        first, second = _pair(act, one, other, swapped=swapped)
        side = 1 if second.x > first.x else -1
        assert side == (-1 if swapped else 1)
        assert first.facing == side
        assert second.facing == (side if acts()[act].back else -side)


@pytest.mark.parametrize("act", [name for name in _ACTS if acts()[name].contact == "hands"])
def test_hands_meet(act: str) -> None:
    for one, other in _PAIRS:
        first, second = _pair(act, one, other)
        assert math.dist(hand_point(first), hand_point(second)) < 2.5, (one, other)


@pytest.mark.parametrize("act", ["hug", "kiss", "comfort"])
def test_the_hand_of_the_first_lies_on_the_second(act: str) -> None:
    for one, other in _PAIRS:
        first, second = _pair(act, one, other)
        x, _ = hand_point(first)
        assert x > second.x - 10 * second.scale, (one, other)


@pytest.mark.parametrize("act", [name for name in _ACTS if name != "carry_person"])
def test_heads_touch_at_most(act: str) -> None:
    for one, other in _PAIRS:
        first, second = _pair(act, one, other)
        apart = math.dist(head_point(first), head_point(second))
        assert apart > 0.9 * (head_radius(first) + head_radius(second)), (one, other)


@pytest.mark.parametrize("act", ["hug", "kiss"])
def test_those_who_hug_are_close(act: str) -> None:
    for one, other in _PAIRS:
        first, second = _pair(act, one, other)
        assert figure_box(first)[2] > figure_box(second)[0]


def test_the_pair_stays_around_its_middle() -> None:
    for act in _ACTS:
        first, second = _pair(act, "man", "woman")
        assert abs(first.x + second.x) < 4
        assert {round(first.y), round(second.y)} == {round(GROUND)}


def test_the_smaller_one_is_in_front() -> None:
    first, second = _pair("hug", "woman", "child")
    assert second.y > first.y
    first, second = _pair("hug", "child", "woman")
    assert first.y > second.y


def test_partners_look_at_each_other() -> None:
    first, second = _pair("shake_hands", "man", "woman")
    assert first.looks == head_point(second)
    assert second.looks == head_point(first)
    _, hunted = _pair("chase", "man", "woman")
    assert hunted.looks is None


def test_acts_are_told_apart() -> None:
    pictures = {pixels(*_pair(act, "man", "woman")) for act in _ACTS}
    assert len(pictures) == len(_ACTS)
