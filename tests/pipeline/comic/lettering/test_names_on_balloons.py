"""Lettering for painters that do not know where heads are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pipeline.comic.page_assembly import aimed
from pipeline.comic.page_plan import PagePlan, plan_page
from pipeline.comic.painter import Picture
from pipeline.models import STYLES, CastMember, DrawingOrder, ScriptPanelText, SpeechLine
from tests.pipeline.comic.drawing_orders import FOX, LONG, order
from tests.pipeline.comic.lettering.test_arrangement import (
    ARABIC,
    JAPANESE,
    assert_everything_planned_is_lettered,
    assert_text_lies_in_its_shapes,
)
from tests.property_tests import examples

TALK = (
    ScriptPanelText(
        "a park",
        "",
        (
            SpeechLine("Are you lost?", "Ann"),
            SpeechLine("I think you are.", "Ann"),
            SpeechLine("I am not!", "Bartholomew the Elder of Lower Wessex", "shout"),
            SpeechLine("What a day…", "Ann", "thought"),
        ),
    ),
)
CASES: dict[str, DrawingOrder] = {
    "short": order(FOX, panel_size=1024),
    "talk": order(panel_count=1, script=TALK),
    "talk in twelve": order(panel_count=12, script=TALK * 12, layout="page"),
    "talk from the right": order(panel_count=1, script=TALK, reading_direction="rtl"),
    "long": order(LONG[:2000], panel_count=6, layout="strip", aspect="9:16"),
    "japanese": order(JAPANESE[:900], panel_count=4, language="ja", style="manga"),
    "arabic": order(ARABIC[:900], panel_count=3, language="ar", reading_direction="rtl"),
}


def assert_names_fit(page: PagePlan) -> None:
    for rect, lettering in zip(page.sheet.panels, page.letterings, strict=True):
        footprints = [item.footprint for item in lettering.placed]
        for x0, y0, x1, y1 in footprints:
            assert 0 <= x0 < x1 <= rect.width
            assert 0 <= y0 < y1 <= rect.height
        for i, a in enumerate(footprints):
            for b in footprints[i + 1 :]:
                assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        for tag in (item.tag for item in lettering.placed if item.tag):
            x0, y0, x1, y1 = tag.box
            assert x0 <= tag.left
            assert tag.left + tag.block.width * tag.size <= x1
            assert y0 <= tag.top
            assert tag.top + tag.block.height * tag.size <= y1


def assert_text_is_not_under_a_name(page: PagePlan) -> None:
    for lettering in page.letterings:
        for item in lettering.placed:
            for left, top, right, _ in item.text_boxes() if item.tag else ():
                x0, _, x1, y1 = item.tag.box if item.tag else (0, 0, 0, 0)
                assert right <= x0 or left >= x1 or top >= y1, item.text


@pytest.mark.parametrize("name", CASES)
def test_names_and_texts_have_room(name: str) -> None:
    page = plan_page(CASES[name], knows_heads=False)

    assert_text_lies_in_its_shapes(page)
    assert_names_fit(page)
    assert_text_is_not_under_a_name(page)
    assert_everything_planned_is_lettered(page)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("scale", [1, 2])
def test_names_fit_in_every_style_and_scale(style: str, scale: int) -> None:
    given_order = order(panel_count=2, script=TALK * 2, style=style, scale=scale)
    page = plan_page(given_order, knows_heads=False)

    assert_names_fit(page)
    assert_text_is_not_under_a_name(page)


def test_a_balloon_shows_its_speaker_where_the_speaker_changes() -> None:
    placed = plan_page(CASES["talk"], knows_heads=False).letterings[0].placed

    assert [item.tag is not None for item in placed] == [True, False, True, True]


def test_a_painter_that_knows_heads_needs_no_names() -> None:
    assert all(
        item.tag is None
        for lettering in plan_page(CASES["talk"]).letterings
        for item in lettering.placed
    )


@pytest.mark.parametrize("name", CASES)
def test_nothing_of_the_lettering_reaches_into_the_picture(name: str) -> None:
    page = plan_page(CASES[name], knows_heads=False)
    for rect, lettering in zip(page.sheet.panels, page.letterings, strict=True):
        picture = Picture(Image.new("RGB", (rect.width, rect.height)))
        for item in aimed(lettering, picture, rect):
            for x, y in (*item.tail, *item.bridge):
                assert 0 <= x <= rect.width
                assert y <= lettering.top
            in_top = item.box[3] <= lettering.top
            assert in_top or item.box[1] >= rect.height - lettering.bottom


@settings(max_examples=examples(40))
@given(
    name=st.text(
        alphabet=st.one_of(
            st.characters(codec="utf-8", exclude_categories=["Cs"]),
            st.sampled_from("aeiou AEIOU שלום مرحبا 猫👩‍🚀"),
        ),
        max_size=40,
    ),
    count=st.integers(1, 4),
)
def test_unusual_names_fit(name: str, count: int) -> None:
    script = (ScriptPanelText("", "", (SpeechLine("Hi", name), SpeechLine("Ho", "Bob"))),) * count
    given_order = order(panel_count=count, script=script, characters=(CastMember("Bob"),))

    assert_names_fit(plan_page(given_order, knows_heads=False))
