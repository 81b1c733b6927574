"""Deeds as they are drawn: mounts, living things, things that act, small ones beside large."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.comic.character_look import HUMAN, LookHints, derive
from pipeline.models import DrawingOrder
from pipeline.painters.sketch.drawings.library import names
from pipeline.painters.sketch.figures.acts import placed_together
from pipeline.painters.sketch.figures.figure import (
    Figure,
    figure_box,
    head_point,
    head_radius,
    pose_of,
)
from pipeline.painters.sketch.figures.living_things import is_living_thing
from pipeline.painters.sketch.figures.mounts import being_mount
from pipeline.painters.sketch.figures.poses import POSES, combined
from pipeline.painters.sketch.panel.placing import acts_itself
from pipeline.painters.sketch.panel.states import states
from tests.pipeline.painters.sketch.panel_scenes import DrawnScene, area_of, common, scenes_of

_RIDDEN = ("camel", "horse", "dragon", "elephant", "unicorn", "ostrich", "whale", "bear", "snail")
_THINGS = ("toaster", "treasure", "sandwich", "sun", "moon", "cloud", "star", "teapot")


def _scene(prompt: str, panel: int = 0, count: int = 1) -> DrawnScene:
    order = DrawingOrder(prompt=prompt, seed=3, panel_size=160, panel_count=count)
    return list(scenes_of(order))[panel]


def _being(kind: str, height: float = 1.0) -> Figure:
    look = replace(derive(kind, "", LookHints(), kind), height=height)
    return Figure(look, 0, 100, 60)


# --- Two acts of one body -------------------------------------------------------------------------


@pytest.mark.parametrize("gesture", ["cry", "laugh", "sing", "read", "eat", "drink", "phone"])
@pytest.mark.parametrize("posture", ["sit", "lie", "kneel", "swim", "run", "drive"])
def test_a_gesture_changes_arms_and_face_and_leaves_the_body(posture: str, gesture: str) -> None:
    body, hands = POSES[posture], POSES[gesture]
    both = combined(body, hands)

    assert (both.hip, both.turn, both.front_foot) == (body.hip, body.turn, body.front_foot)
    assert (both.sings, both.over) == (hands.sings, hands.over)
    assert both.front_hand.of == hands.front_hand.of


def test_tears_do_not_fly_sideways_from_who_lies() -> None:
    assert combined(POSES["sit"], POSES["cry"]).sign == "tears"
    assert combined(POSES["lie"], POSES["cry"]).sign == ""


def test_who_sits_at_a_desk_has_it_in_front() -> None:
    drawn = _scene("A clerk sits at her desk and cries")
    figure = drawn.scene.figures[0]

    assert pose_of(figure).before == "plain desk"
    assert pose_of(figure).hip < POSES["cry"].hip
    assert drawn.drawn("thing", "desk")
    assert [spot.thing.name for spot in drawn.scene.spots] == []


# --- Mounts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", _RIDDEN)
def test_a_rider_sits_high_on_a_large_mount(kind: str) -> None:
    rider = replace(_being(HUMAN), pose="ride", mount=_being(kind).look)
    alone = replace(rider, mount=None, pose="stand")
    mount = being_mount(_being(kind).look, 1.0)

    assert head_point(rider)[1] < head_point(alone)[1] - 5
    x0, _, x1, _ = figure_box(rider)
    assert x1 - x0 >= (mount.box[2] - mount.box[0]) * rider.scale * 0.99


@pytest.mark.parametrize("kind", ["camel", "dragon", "dinosaur", "elephant", "ostrich"])
def test_a_mount_is_drawn_once_and_is_no_parcel(kind: str) -> None:
    drawn = _scene(f"A queen rides a {kind}")

    assert len(drawn.scene.figures) == 1
    assert len(drawn.drawn("thing", kind)) == 1
    assert not [mark for mark in drawn.canvas.marks if mark.kind == "thing"]


# --- Living things --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", _THINGS)
def test_a_thing_that_acts_has_a_face_within_its_body(kind: str) -> None:
    figure = _being(kind)
    x, y = head_point(figure)
    x0, y0, x1, y1 = figure_box(figure)

    assert is_living_thing(figure.look)
    assert x0 < x < x1
    assert y0 < y < y1
    assert head_radius(figure) > 4


def test_a_living_thing_needs_no_label() -> None:
    assert not is_living_thing(_being("gizmo").look)
    assert not is_living_thing(_being("cat").look)
    assert is_living_thing(_scene("A toaster falls in love").scene.figures[0].look)


# --- Things that act ------------------------------------------------------------------------------


def test_every_state_has_its_drawings() -> None:
    used = {name for state in states().values() for name in (state.behind, state.front) if name}

    assert used == names("states")


@pytest.mark.parametrize("deed", ["The pie explodes", "The vase falls", "The printer breaks"])
def test_what_acts_is_drawn_large(deed: str) -> None:
    drawn = _scene(f"A man waits. {deed}.", 1, 2)
    spot = next(spot for spot in drawn.scene.spots if acts_itself(spot.thing))

    assert spot.size > 25
    assert area_of(common(spot.box, drawn.frame)) > area_of(spot.box) * 0.7


def test_a_bus_is_larger_than_people() -> None:
    drawn = _scene("A girl waits. The bus drives past.", 1, 2)
    (spot,) = drawn.scene.spots
    tallest = max(figure.height for figure in drawn.scene.figures)

    assert spot.box[3] - spot.box[1] > tallest * 0.9
    assert spot.layer == "back"


def test_what_falls_on_somebody_is_above_the_head() -> None:
    drawn = _scene("The bookshelf collapses on the librarian")
    (spot,), (figure,) = drawn.scene.spots, drawn.scene.figures
    x, y = head_point(figure)

    assert abs(spot.x - x) < spot.size
    assert spot.y <= y


def test_a_pushed_cart_is_in_front_of_the_hands() -> None:
    drawn = _scene("A farmer pushes a cart")
    (spot,), (figure,) = drawn.scene.spots, drawn.scene.figures

    assert (spot.x - figure.x) * figure.facing > 0
    assert spot.layer == "front"


def test_who_throws_a_thing_has_let_go_of_it() -> None:
    figure = _scene("A boy throws a tomato").scene.figures[0]

    assert figure.empty
    assert pose_of(figure).tool == ""
    assert pose_of(replace(figure, empty=False)).tool == "ball"


# --- Of two ---------------------------------------------------------------------------------------


def test_a_small_one_is_lifted_to_be_hugged() -> None:
    small, tall = replace(_being("hedgehog", 0.5), x=-10), replace(_being("giraffe", 1.6), x=10)
    small, tall = placed_together(small, tall, "hug")

    assert small.y < tall.y - 10
    assert small.near
    assert not tall.near


def test_equals_stand_on_the_ground_to_hug() -> None:
    first, second = placed_together(
        replace(_being("cat"), x=-9), replace(_being("dog"), x=9), "hug"
    )

    assert abs(first.y - second.y) < 1
    assert not first.near
    assert not second.near
