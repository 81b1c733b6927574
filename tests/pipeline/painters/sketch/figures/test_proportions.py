"""Proportions: adults, children and animals have bodies of their own."""

from __future__ import annotations

import pytest

from pipeline.comic.character_look import (
    HUMAN,
    Look,
    LookHints,
    creature_kinds,
    derive,
    role_names,
)
from pipeline.comic.styles import STYLES
from pipeline.painters.sketch.figures.figure import Figure, figure_box, head_point, head_radius
from pipeline.painters.sketch.figures.proportions import HEADS, HIP, NECK, proportions
from tests.pipeline.painters.sketch.figures.bodies import GROUND, HEIGHT, pixels


def _person(role: str = "man", **hints: bool) -> Look:
    return derive(HUMAN, role, LookHints(**hints), "test")  # type: ignore[arg-type]


def _heads(look: Look, adult: float = HEADS) -> float:
    """Return the height in heads, with hair: 36 units of a head of radius 18."""
    return 100 / (36 * proportions(look, adult).head_scale)


def test_an_adult_is_as_many_heads_tall_as_the_style_says() -> None:
    for adult in (3.2, 4.6, 6.2):
        assert _heads(_person(), adult) == pytest.approx(adult)
    assert _heads(_person()) == pytest.approx(HEADS)


def test_children_and_babies_have_large_heads() -> None:
    assert 3.0 <= _heads(_person("boy")) <= 3.5
    assert _heads(_person("baby")) == pytest.approx(2.5)
    assert _heads(_person("boy"), 3.0) <= 3.0


def test_growing_up_adds_legs() -> None:
    baby, child, adult = (proportions(_person(role)) for role in ("baby", "boy", "man"))

    assert baby.leg < child.leg < adult.leg
    assert adult.hip == pytest.approx(-44, abs=3)


def test_the_head_of_an_adult_is_larger_than_that_of_a_child_in_the_same_picture() -> None:
    mother, child = (Figure(_person(role), 0, GROUND, HEIGHT) for role in ("woman", "boy"))

    assert head_radius(mother) == pytest.approx(head_radius(child), rel=0.15)
    assert head_point(mother)[1] < head_point(child)[1] - head_radius(child)


def test_animals_stay_as_they_were() -> None:
    for kind in creature_kinds():
        body = proportions(derive(kind, "", LookHints(), "test"), 6.0)
        assert (body.neck, body.hip, body.limb) == (NECK, HIP, 1.0)


def test_joints_are_in_order_for_every_style_and_size() -> None:
    for style in STYLES.values():
        for role in role_names():
            for hints in ({}, {"big": True}, {"small": True}, {"fat": True}):
                body = proportions(_person(role, **hints), style.heads)
                assert body.head < body.neck < body.hip < 0
                assert -body.head + 19 * body.head_scale == pytest.approx(100)


def test_men_have_broader_shoulders_and_the_fat_a_belly() -> None:
    man, woman = proportions(_person("man")), proportions(_person("woman"))
    fat = proportions(_person("man", fat=True))

    assert man.chest > woman.chest
    assert fat.waist > man.waist + 0.2


def test_big_and_small_and_fat_are_told_apart() -> None:
    tall = Figure(_person("man", big=True), 0, GROUND, HEIGHT)
    small = Figure(_person("man", small=True), 0, GROUND, HEIGHT)

    assert figure_box(tall)[1] < figure_box(small)[1] - 8
    looks = [_person(), _person(fat=True), _person(big=True), _person(small=True)]
    assert len({pixels(Figure(look, 0, GROUND, HEIGHT)) for look in looks}) == len(looks)


@pytest.mark.parametrize("pose", ["stand", "sit", "lie", "run"])
def test_every_role_is_drawn_in_its_clothes(pose: str) -> None:
    bare = pixels(Figure(_person("man"), 0, GROUND, HEIGHT, pose))
    for role in role_names():
        look = _person(role)
        if role not in {"man", "boy", "child"}:
            assert pixels(Figure(look, 0, GROUND, HEIGHT, pose)) != bare
