"""Tests of the crowd behind the cast."""

from __future__ import annotations

from pipeline.comic.character_look import HUMAN, LookHints, derive
from pipeline.painters.sketch.figures.figure import Figure
from pipeline.painters.sketch.panel.crowd import crowd_behind
from pipeline.painters.sketch.panel.framing import FigureArea

ROOM = FigureArea(-80, 0, 80, 140)
HERO = Figure(derive(HUMAN, "man", LookHints(), "test"), 0, 130, 90)


def test_the_crowd_stands_smaller_and_farther_away_than_the_cast() -> None:
    people = list(crowd_behind([HERO], ROOM, 1))

    assert len(people) >= 4
    assert all(one.height < HERO.height and one.y < HERO.y for one in people)
    assert all(ROOM.left < one.x < ROOM.right for one in people)


def test_the_crowd_is_the_same_for_the_same_seed() -> None:
    assert list(crowd_behind([HERO], ROOM, 1)) == list(crowd_behind([HERO], ROOM, 1))
    assert list(crowd_behind([HERO], ROOM, 1)) != list(crowd_behind([HERO], ROOM, 2))


def test_a_panel_without_a_cast_has_a_crowd_too() -> None:
    assert all(one.y <= ROOM.bottom for one in crowd_behind([], ROOM, 1))
