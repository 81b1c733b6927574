"""Places by plan: every place that a story can name is drawn, and each looks its own way."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_search import OVERHEAD
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.library import names
from pipeline.painters.sketch.scenes import indoors, outdoors, place_plan
from pipeline.painters.sketch.scenes.place_plan import place_names
from pipeline.painters.sketch.scenes.props import known
from pipeline.painters.sketch.scenes.scenery import View

_PLANNED = [
    *((name, True) for name in sorted(place_names(indoors=True))),
    *((name, False) for name in sorted(place_names(indoors=False))),
]


def _drawn(
    name: str,
    *,
    is_room: bool,
    seed: int = 1,
    weather: str = "clear",
    time: str = "day",
    shop: str = "",
) -> Image.Image:
    canvas = Canvas(100, 100, oversample=1, line=0.6, wobble=0, source=random.Random(seed))
    view = View(50, 62, 38, time, weather, random.Random(seed), shop=shop)
    with canvas.at(0, 62):
        if is_room:
            indoors.draw_indoors(canvas, name, view, "city")
        else:
            outdoors.draw_outdoors(canvas, name, view)
    return canvas.flats


def _difference(first: Image.Image, second: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(first, second)).mean)


@pytest.mark.parametrize(("name", "is_room"), _PLANNED)
def test_a_planned_place_is_drawn_and_is_no_other_place(name: str, is_room: bool) -> None:
    usual, other = ("home", "lab") if is_room else ("field", "city")
    compared = _drawn(usual if name != usual else other, is_room=is_room)

    assert _difference(_drawn(name, is_room=is_room), compared) > 20


@pytest.mark.parametrize(("name", "is_room"), _PLANNED)
def test_a_place_looks_the_same_in_every_panel(name: str, is_room: bool) -> None:
    first, again = (_drawn(name, is_room=is_room, seed=5) for _ in range(2))

    assert _difference(first, again) == 0


@pytest.mark.parametrize(
    ("table", "is_room"), [(lexicon.ROOMS, True), (lexicon.PLACES, False)], ids=["rooms", "places"]
)
def test_all_rooms_and_places_of_the_lexicon_are_drawn(table: str, is_room: bool) -> None:
    named = lexicon.meanings(table, "en").keys() - {OVERHEAD}

    assert named <= place_names(indoors=is_room)


def test_snow_covers_what_grows() -> None:
    green = _drawn("garden", is_room=False).getpixel((50, 95))
    white = _drawn("garden", is_room=False, weather="snow").getpixel((50, 95))

    assert isinstance(green, tuple)
    assert isinstance(white, tuple)
    assert min(white) > min(green) + 60


def test_a_plan_with_an_unknown_property_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "odd_place.toml").write_text('floor = "#ffffff"\ncarpet = 1\n', encoding="utf-8")
    monkeypatch.setattr(place_plan, "_FOLDER", tmp_path)

    with pytest.raises(TypeError, match="carpet"):
        place_plan.place_plan("odd place")


def _pixels_near(picture: Image.Image, tone: tuple[int, int, int]) -> int:
    def is_near(pixel: tuple[int, int, int]) -> bool:
        return all(abs(a - b) < 12 for a, b in zip(pixel, tone, strict=True))

    return sum(
        count
        for count, pixel in picture.getcolors(picture.width * picture.height) or ()
        if isinstance(pixel, tuple) and is_near((pixel[0], pixel[1], pixel[2]))
    )


@pytest.mark.parametrize("name", ["city", "village", "castle"])
def test_more_windows_are_lit_at_night(name: str) -> None:
    by_day, at_night = (
        _pixels_near(_drawn(name, is_room=False, time=time), (255, 224, 134))
        for time in ("day", "night")
    )

    assert at_night > by_day


@pytest.mark.parametrize("name", ["field", "city", "forest", "mountains", "moon"])
def test_a_place_varies_by_seed(name: str) -> None:
    first, other = (_drawn(name, is_room=False, seed=seed) for seed in (1, 2))

    assert _difference(first, other) > 1


def test_water_is_darker_at_night() -> None:
    by_day, at_night = (
        ImageStat.Stat(_drawn("lake", is_room=False, time=time).crop((0, 65, 100, 85))).mean
        for time in ("day", "night")
    )

    assert sum(at_night) < sum(by_day) - 60


def test_the_house_of_a_room_is_painted_in_the_colors_of_its_plan() -> None:
    bakery, lab = (_drawn("moon", is_room=False, shop=shop) for shop in ("bakery", "lab"))
    roof = place_plan.place_plan("lab").front.roof

    assert _pixels_near(lab, roof) > _pixels_near(bakery, roof) + 50


@pytest.mark.parametrize(("name", "is_room"), _PLANNED)
def test_a_plan_names_drawings_that_exist(name: str, is_room: bool) -> None:
    plan = place_plan.place_plan(name)
    drawings = names("furniture") | names("things")
    drawn = [
        draw
        for item in (*plan.behind, *plan.items)
        for draw in ([item.draw] if isinstance(item.draw, str) else item.draw)
    ]
    corner = [plan.foreground.draw] if plan.foreground else []
    goods = plan.counter.goods if plan.counter else ()

    assert {*drawn, *corner, *goods, plan.front.sign} <= drawings | known()
    assert (plan.wall is not None) == is_room
