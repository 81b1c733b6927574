"""Placing: held, ridden, falling, on another thing; and what is kept from panel to panel."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.plan import plan
from pipeline.comic.story import PanelPlan, PlacedThing
from tests.pipeline.comic.drawing_orders import order


def _panel(prompt: str, panel: int = 0, **fields: object) -> PanelPlan:
    return plan(order(prompt, **{"panel_count": 1, **fields})).panels[panel]


def _placed(prompt: str, name: str, panel: int = 0, **fields: object) -> PlacedThing:
    return next(p for p in _panel(prompt, panel, **fields).placed if p.name == name)


@pytest.mark.parametrize(
    ("prompt", "name", "where", "part"),
    [
        ("A boy eats a burger", "burger", "held", 0),
        ("A girl rides her bicycle", "bicycle", "ridden", 0),
        ("A man drives a bus", "bus", "ridden", 0),
        ("A king sits on a throne", "throne", "seat", 0),
        ("A boy sleeps in his bed", "bed", "around", 0),
        ("A girl throws a stone", "rock", "air", 0),
        ("A cat knocks a vase off the table", "vase", "falling", 0),
        ("Un gato empuja un jarrón", "vase", "falling", 0),
        ("Die Katze stößt eine Vase vom Tisch", "vase", "falling", 0),
        ("The vase falls off the shelf", "vase", "falling", None),
        ("A truck drives past", "truck", "moving", None),
        ("A boy hides behind the curtain", "curtain", "before", 0),
    ],
)
def test_the_act_tells_where_a_thing_is(
    prompt: str, name: str, where: str, part: int | None
) -> None:
    placed = _placed(prompt, name)

    assert (placed.where, placed.part) == (where, part)
    assert placed.is_key


def test_one_thing_is_on_another() -> None:
    placed = _placed("A mouse sees a cake on the table", "cake")

    assert (placed.where, placed.thing) == ("on", "table")


def test_what_breaks_is_broken() -> None:
    assert _placed("Tom breaks a vase", "vase").state == "broken"
    assert _placed("A cat knocks a vase off the table", "vase", 1, panel_count=2) == PlacedThing(
        "vase", "ground", 0, state="broken", is_key=True
    )


@pytest.mark.parametrize("prompt", ["A cat sits on a chair with a fish and a lamp", "A dog digs"])
def test_every_thing_of_a_panel_has_one_place(prompt: str) -> None:
    panel = _panel(prompt)

    assert sorted({thing.name for thing in panel.placed}) == sorted(
        {*panel.things, *(part.holding for part in panel.parts if part.holding)}
    )
    assert len({thing.name for thing in panel.placed}) == len(panel.placed)


def test_the_set_up_has_nothing_in_hands() -> None:
    story = plan(order("A dog rides a bicycle", panel_count=4))

    assert [thing.where for thing in story.panels[0].placed] == ["ground"]


def test_what_somebody_got_stays_in_the_hand() -> None:
    story = plan(order("A girl finds a key. She walks home. She runs.", panel_count=3))

    assert [panel.parts[0].holding for panel in story.panels] == ["key", "key", "key"]


def test_what_is_given_away_is_the_others() -> None:
    story = plan(
        order("A girl finds a key. The girl gives the key to a wizard. The wizard walks away. ",
              panel_count=3)
    )  # fmt: skip
    holding = [
        {part.actor.name: part.holding for part in panel.parts if part.holding}
        for panel in story.panels
    ]

    assert holding == [{"girl": "key"}, {"girl": "key"}, {"wizard": "key"}]


def test_it_means_what_was_told_of_before() -> None:
    part = _panel("A chef bakes a cake. A mouse steals it.", 1, panel_count=2).parts[1]

    assert (part.actor.name, part.holding) == ("mouse", "cake")


def test_a_mount_is_held_under_its_rider() -> None:
    panel = _panel("A girl rides a horse")

    assert [(part.pose, part.holding) for part in panel.parts] == [("ride", "horse")]
    assert [(thing.name, thing.where) for thing in panel.placed] == [("horse", "ridden")]


def test_a_passenger_sits_next_to_the_driver() -> None:
    driver, passenger = _panel("Tom and Anna drive to the beach").parts

    assert (driver.pose, driver.holding) == ("drive", "car")
    assert (passenger.pose, passenger.holding, passenger.partner) == ("ride", "", 0)
