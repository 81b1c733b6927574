"""Tests of what a figure is on, in, under or behind."""

from __future__ import annotations

import pytest

from pipeline.comic.character_look import LookHints, derive
from pipeline.painters.sketch.figures.figure import (
    Figure,
    head_point,
    head_radius,
    joints,
    mount_of_figure,
)
from tests.pipeline.painters.sketch.panel_scenes import scenes_of, varied_orders


def _figure(kind: str, thing: str, relation: str, pose: str = "stand") -> Figure:
    look = derive(kind, "", LookHints(), kind)
    return Figure(look, 0, 0, 100, pose, on=thing, relation=relation, indoors=True)


@pytest.mark.parametrize(("kind", "thing"), [("frog", "pot"), ("human", "barrel"), ("cat", "box")])
def test_the_face_looks_out_of_what_somebody_is_in(kind: str, thing: str) -> None:
    figure = _figure(kind, thing, "in")
    mount = mount_of_figure(figure)

    assert mount is not None
    assert mount.is_before
    face = head_point(figure)[1] + head_radius(figure) * 0.8
    assert mount.box[1] * figure.scale > face


@pytest.mark.parametrize(
    ("kind", "thing"), [("crow", "fence"), ("monkey", "table"), ("bear", "chair")]
)
def test_who_stands_on_a_thing_is_higher(kind: str, thing: str) -> None:
    figure = _figure(kind, thing, "on")
    ground = Figure(figure.look, 0, 0, 100, indoors=True)

    assert head_point(figure)[1] < head_point(ground)[1] - 5


def test_a_seat_is_as_wide_as_a_long_body() -> None:
    elephant, cat = (_figure(kind, "bathtub", "in", "sit") for kind in ("elephant", "cat"))

    tubs = [mount_of_figure(each) for each in (elephant, cat)]

    assert tubs[0] is not None
    assert tubs[1] is not None
    wide = [tub.box[2] - tub.box[0] for tub in tubs if tub is not None]
    assert wide[0] * elephant.scale > wide[1] * cat.scale
    assert joints(elephant).seat is not None


@pytest.mark.parametrize("thing", ["tree", "curtain", "door", "couch"])
def test_what_somebody_is_behind_hides_no_face(thing: str) -> None:
    figure = _figure("human", thing, "behind")
    mount = mount_of_figure(figure)
    assert mount is not None
    (x, y), r = head_point(figure), head_radius(figure)

    left, top, right, _ = (value * figure.scale for value in mount.box)
    below = top > y + r * 0.9
    beside = right < x - r * 0.9 or "tree" in thing
    assert below or beside
    assert left < x


@pytest.mark.parametrize(
    ("prompt", "thing", "where"),
    [
        ("An elephant sits in the bathtub.", "bathtub", "around"),
        ("A crow sits on a fence and laughs.", "fence", "seat"),
        ("A boy hides under the bed.", "bed", "over"),
        ("A dog hides behind a tree.", "tree", "before"),
        ("Ein Junge liegt unter dem Tisch.", "table", "over"),
        ("Un mono está en la jaula.", "cage", "around"),
    ],
)
def test_what_beings_are_told_to_be_in_is_around_them(prompt: str, thing: str, where: str) -> None:
    (order,) = varied_orders([prompt])

    plans = [drawn.scene.panel for drawn in scenes_of(order)]

    assert any(
        (placed.name, placed.where, placed.part) == (thing, where, 0)
        for plan in plans
        for placed in plan.placed
    )
