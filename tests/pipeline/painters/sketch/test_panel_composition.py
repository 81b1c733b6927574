"""Composition of a panel: figures, things and angles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.comic.character_look import HUMAN, LookHints, derive
from pipeline.comic.seats import seats
from pipeline.comic.seeded_random import chance
from pipeline.comic.story import Actor, DialogueLine, PanelPlan, Part, PlacedThing, Setting
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.extent import extent_of
from pipeline.painters.sketch.figures.figure import (
    Figure,
    draw_figure,
    head_point,
    head_radius,
)
from pipeline.painters.sketch.panel.picture import (
    Composition,
    canvas_of,
    compose,
    draw_composition,
)
from pipeline.painters.sketch.panel.placing import Spot, face_box, overlaps
from tests.pipeline.comic.drawing_orders import order
from tests.pipeline.comic.shots import shots_of


def _actor(kind: str, role: str = "") -> Actor:
    return Actor(kind, role or kind, derive(kind, role, LookHints(), (kind, role)), species=kind)


CAT, MOUSE, ELEPHANT = _actor("cat"), _actor("mouse"), _actor("elephant")
WIZARD, KNIGHT = _actor(HUMAN, "wizard"), _actor(HUMAN, "knight")
HELLO = (DialogueLine("Hello", "speech", 0),)


def _composed(panel: PanelPlan, aspect: str = "1:1") -> Composition:
    (shot,) = shots_of(order(panel_count=1, panel_size=256, aspect=aspect))
    middles = seats(panel, shot.width, shot.height, seed=7, source=chance("test"))
    shot = replace(shot, panel=panel, seats=tuple(middles), clear=(shot.height * 0.2, 0))
    _, canvas = canvas_of(shot)
    scene = compose(canvas, shot)
    draw_composition(canvas, shot, scene)
    return scene


def _panel(*parts: Part, shot: str = "wide", **fields: object) -> PanelPlan:
    return PanelPlan(Setting("park"), shot, parts, **fields)  # type: ignore[arg-type]


def _with(*things: PlacedThing, room: str = "") -> PanelPlan:
    names = tuple(thing.name for thing in things)
    panel = _panel(Part(CAT), Part(KNIGHT), things=names, placed=things)
    return replace(panel, setting=Setting("park", room))


def _spots(panel: PanelPlan) -> dict[str, Spot]:
    return {spot.thing.name: spot for spot in _composed(panel).spots}


# --- Figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize("aspect", ["1:1", "16:9", "9:16"])
@pytest.mark.parametrize("shot", ["wide", "medium"])
def test_hats_are_below_the_lettering_and_nobody_leaves_the_frame(shot: str, aspect: str) -> None:
    scene = _composed(_panel(Part(WIZARD, "cheer"), Part(MOUSE), Part(ELEPHANT), shot=shot), aspect)

    for figure in scene.figures:
        left, top, right, _ = extent_of(figure)
        share = figure.height / 100
        assert figure.y + top * share >= scene.room.top - 0.5
        assert figure.x + left * share >= scene.room.left
        assert figure.x + right * share <= scene.room.right


def test_a_lone_figure_fills_the_height_of_a_wide_panel() -> None:
    scene = _composed(_panel(Part(KNIGHT), shot="medium"), "16:9")

    head = head_point(scene.figures[0])
    assert head_radius(scene.figures[0]) > scene.room.height * 0.1
    assert scene.room.top < head[1] < scene.room.bottom


@pytest.mark.parametrize("angle", ["eye", "high"])
def test_small_ones_on_their_own_fill_half_of_a_wide_panel(angle: str) -> None:
    scene = _composed(_panel(Part(MOUSE), Part(MOUSE), angle=angle), "4:3")

    assert all(-extent_of(f)[1] / 100 * f.height > 0.45 * scene.room.height for f in scene.figures)


def test_in_a_crowd_the_tall_stand_behind_and_every_face_is_seen() -> None:
    parts = [Part(actor) for actor in (ELEPHANT, MOUSE, WIZARD, CAT, KNIGHT)]
    scene = _composed(_panel(*parts), "16:9")

    tall, small = scene.figures[0], scene.figures[1]
    assert tall.y < small.y


def test_speakers_and_listeners_face_each_other() -> None:
    scene = _composed(_panel(Part(CAT), Part(KNIGHT), lines=HELLO))

    listener = scene.figures[1]
    assert listener.facing == -1
    assert listener.looks == head_point(scene.figures[0])


def test_a_partner_is_faced_whatever_the_seats() -> None:
    parts = (Part(CAT, "hug", partner=1), Part(KNIGHT, "hug", partner=0))
    first, second = _composed(_panel(*parts)).figures

    assert (first.facing, second.facing) == (1, -1)
    assert second.x - first.x < first.scale * 100 * 0.6


# --- Angles ---------------------------------------------------------------------------------------


def test_from_above_figures_are_smaller_and_from_below_larger() -> None:
    sizes = {
        angle: _composed(_panel(Part(KNIGHT), angle=angle)).figures[0].height
        for angle in ("high", "eye", "low")
    }

    assert sizes["high"] < sizes["eye"] <= sizes["low"]


@pytest.mark.parametrize("speaker", [0, 1])
def test_the_listener_is_in_a_lower_corner_and_hides_no_face(speaker: int) -> None:
    lines = (DialogueLine("Hello", "speech", speaker),)
    scene = _composed(
        _panel(Part(CAT), Part(KNIGHT), shot="medium", angle="shoulder", lines=lines), "4:3"
    )

    assert scene.listener == 1 - speaker
    back, face = scene.figures[1 - speaker], face_box(scene.figures[speaker])
    (x, y), r = head_point(back), head_radius(back)
    assert not overlaps((x - r, y - r, x + r, scene.room.bottom), face)
    assert (x < 0) == (speaker == 1)
    assert y > scene.room.top + scene.room.height * 0.5


def test_from_behind_the_hair_is_seen_in_place_of_the_face() -> None:
    look = replace(_actor(HUMAN, "man").look, hair_style="short")
    canvas = Canvas(100, 100, oversample=1, line=0.6, wobble=0, source=chance("test"))
    figure = Figure(look, 0, 96, 90, turned_away=True)
    draw_figure(canvas, figure)

    x, y = head_point(figure)
    assert canvas.flats.getpixel((round(x + 50) - 3, round(y))) == look.hair


# --- Things ---------------------------------------------------------------------------------------


def test_what_is_on_a_table_stands_on_it() -> None:
    spots = _spots(_with(PlacedThing("cake", "on", thing="table"), room="kitchen"))

    cake = spots["cake"]
    below = cake.y + cake.table if cake.table else spots["table"].y
    assert below > cake.y


def test_small_things_stand_on_a_table_indoors_and_on_the_ground_outdoors() -> None:
    assert _spots(_with(PlacedThing("cup"), room="kitchen"))["cup"].table > 0
    assert _spots(_with(PlacedThing("cup")))["cup"].table == 0


def test_large_things_are_behind_everybody() -> None:
    spots = _spots(_with(PlacedThing("car"), PlacedThing("apple")))

    assert spots["car"].layer == "back"
    assert spots["car"].size > spots["apple"].size


def test_what_falls_is_in_the_air_and_what_is_held_is_not_drawn_twice() -> None:
    assert _spots(_with(PlacedThing("book", "falling")))["book"].y < 90
    held = _panel(Part(CAT, "carry", holding="cake"), things=("cake",))
    assert _spots(held) == {}


@pytest.mark.parametrize("aspect", ["1:1", "16:9", "9:16"])
def test_no_thing_in_front_hides_a_face(aspect: str) -> None:
    things = (PlacedThing("piano"), PlacedThing("ring", is_key=True), PlacedThing("cake", "air"))
    scene = _composed(_with(*things), aspect)

    faces = [face_box(figure) for figure in scene.figures]
    for spot in scene.spots:
        if spot.layer == "front":
            assert not any(overlaps(spot.box, face) for face in faces), spot.thing.name


# --- Sizes and looks of a panel -------------------------------------------------------------------


def test_a_giant_thing_is_larger_and_a_tiny_one_smaller() -> None:
    usual, giant, tiny = (
        _spots(_with(PlacedThing("cheese", size=size)))["cheese"].size for size in (1.0, 2.4, 0.45)
    )

    assert tiny < usual
    assert giant > usual * 1.8


def test_many_things_are_all_over_the_panel_and_over_no_face() -> None:
    scene = _composed(_with(PlacedThing("balloon", many=True)))

    assert len(scene.spots) > 8
    front = [spot.box for spot in scene.spots if spot.layer == "front"]
    assert not any(overlaps(box, face_box(figure)) for box in front for figure in scene.figures)


def test_a_figure_wears_what_its_part_says_and_the_thing_lies_nowhere() -> None:
    crowned = replace(CAT.look, hat="crown")
    scene = _composed(
        _panel(
            Part(CAT, look=crowned), things=("crown",), placed=(PlacedThing("crown", "worn", 0),)
        )
    )

    assert scene.figures[0].look.hat == "crown"
    assert not scene.spots
