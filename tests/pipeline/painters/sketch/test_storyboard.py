"""Storyboards: pages in pencil of the very story that will be painted."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from pipeline.comic.page import draw_page
from pipeline.comic.page_plan import plan_page
from pipeline.comic.planner.plan import plan
from pipeline.comic.planner.story_of import story_of
from pipeline.comic.shot_words import shot_words
from pipeline.comic.storyboard import in_pencil, word_for
from pipeline.models import STYLES, DrawingOrder, DrawnPage
from pipeline.painters.sketch import draw, draw_storyboard
from pipeline.painters.sketch.__main__ import main
from tests.pipeline.comic.drawing_orders import FOX, order, quiet
from tests.pipeline.comic.shots import shots_of
from tests.pipeline.painters.flat_painter import FlatPainter

JAPANESE = "月の上で猫がパン屋を開いた。「いらっしゃいませ！」と猫が言った。"
ORDERS = {
    "fox": order(FOX),
    "rtl": order(FOX, reading_direction="rtl", style="manga"),
    "japanese": order(JAPANESE, language="ja", panel_count=3),
    **{style: order(FOX, panel_count=2, style=style) for style in STYLES},
}


def picture(page: DrawnPage) -> Image.Image:
    return Image.open(io.BytesIO(page.image)).convert("RGB")


@pytest.mark.parametrize("name", ORDERS)
def test_the_story_is_that_of_the_painted_page(name: str) -> None:
    given = ORDERS[name]
    asked = replace(given, storyboard=True)
    painted, sketched = plan_page(given, knows_heads=False), plan_page(asked, knows_heads=False)

    assert story_of(plan(asked), asked).model_dump_json() == (
        story_of(plan(given), given).model_dump_json()
    )
    in_grey = in_pencil(sketched)
    assert in_grey.story == painted.story
    assert in_grey.sheet == painted.sheet
    assert in_grey.middles == painted.middles
    assert in_grey.letterings == painted.letterings


def test_the_words_that_a_model_gets_are_the_same() -> None:
    given, asked = order(FOX), order(FOX, storyboard=True)

    for shot, other in zip(shots_of(given), shots_of(asked), strict=True):
        assert shot_words(shot) == shot_words(other)


def test_the_page_has_the_size_and_the_words_of_the_painted_one() -> None:
    given = order(FOX)
    sketched, painted = draw_storyboard(given, quiet), draw_page(given, FlatPainter(), quiet)

    assert (sketched.width, sketched.height) == (painted.width, painted.height)
    assert sketched.title == painted.title
    assert sketched.script == painted.script
    assert sketched.alt_text == painted.alt_text
    assert sketched.continuation == painted.continuation


def test_a_storyboard_looks_the_same_each_time_and_not_like_the_comic() -> None:
    given = order(FOX, panel_count=2)
    first, second = draw_storyboard(given, quiet), draw_storyboard(given, quiet)

    assert first.image == second.image
    assert first.image != draw(given, quiet).image


@pytest.mark.parametrize("style", STYLES)
def test_it_is_in_pencil_whatever_the_style(style: str) -> None:
    shown = picture(draw_storyboard(order(panel_count=1, style=style), quiet))
    red, green, _ = shown.resize((32, 32), Image.Resampling.BOX).split()

    colorful = sorted(ImageChops.difference(red, green).tobytes())
    assert colorful[len(colorful) * 95 // 100] < 12, "grey, apart from the mark"
    assert sum(shown.convert("L").tobytes()) / (shown.width * shown.height) > 170, "light"


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_mark_is_red_and_in_the_corner_where_the_page_ends(direction: str) -> None:
    shown = picture(draw_storyboard(order(reading_direction=direction), quiet))
    red, green, _ = shown.split()
    box = ImageChops.subtract(red, green).point(lambda v: 255 if v > 90 else 0).getbbox()

    assert box is not None
    left, top, right, bottom = box
    assert bottom > shown.height * 0.9
    assert top > shown.height * 0.8
    assert (right < shown.width * 0.5) if direction == "rtl" else (left > shown.width * 0.5)


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "Sketch"),
        ("de-AT", "Entwurf"),
        ("pt-BR", "Esboço"),
        ("ja", "下描き"),
        ("xx", "Sketch"),
    ],
)
def test_the_mark_is_in_the_language_of_the_comic(language: str, word: str) -> None:
    assert word_for(language) == word


def test_a_model_paints_the_comic_itself() -> None:
    asked: DrawingOrder = order(storyboard=True)

    assert draw_page(asked, FlatPainter(), quiet).image == (
        draw_page(replace(asked, storyboard=False), FlatPainter(), quiet).image
    )


def test_the_command_draws_a_storyboard(tmp_path: Path) -> None:
    pages = {}
    for name, options in (("page", []), ("storyboard", ["--storyboard"])):
        out = tmp_path / f"{name}.png"
        assert main([FOX, "--out", str(out), "--panels", "1", "--size", "512", *options]) == 0
        pages[name] = out.read_bytes()

    assert pages["page"] != pages["storyboard"]
