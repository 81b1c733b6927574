"""Sizes of letters on a phone, the room that captions take, and text that needs more panels."""

from __future__ import annotations

import pytest

from pipeline.comic.page_plan import LEGIBLE, PHONE, PagePlan, plan_page
from pipeline.comic.planner.plan import plan
from pipeline.models import STYLES, DrawingOrder, PageNotice, ScriptPanelText, SpeechLine
from tests.pipeline.comic.drawing_orders import LONG, order

DIALOGUE = " ".join(
    f'"{text}" says the {who}.'
    for text, who in (
        ("I told you the bakery would never work on the moon", "cat"),
        ("and I told you that bread rises better without gravity", "robot"),
        ("but nobody comes here to buy any bread", "mouse"),
        ("there are seven astronauts in the queue already", "cat"),
    )
    * 9
)[:2000]
TEN = tuple(SpeechLine(f"This is line number {i} of ten.", "AB"[i % 2]) for i in range(10))
CASES: dict[str, DrawingOrder] = {
    "ten balloons": order(panel_count=1, script=(ScriptPanelText("a park", "", TEN),)),
    "ten balloons four times": order(script=(ScriptPanelText("a park", "", TEN),) * 4),
    "ten balloons in twelve": order(
        panel_count=12, script=(ScriptPanelText("a park", "", TEN),) * 12
    ),
    "dialogue in four": order(DIALOGUE),
    "dialogue spread": order(DIALOGUE, max_panels=12),
    "dialogue in twelve": order(DIALOGUE, panel_count=12),
    "narration in four": order(LONG[:2000]),
    "narration spread": order(LONG[:2000], max_panels=12),
    "strip": order(DIALOGUE[:400], layout="strip"),
    **{style: order(DIALOGUE, max_panels=12, style=style) for style in STYLES},
}


def on_a_phone(page: PagePlan) -> float:
    """Return the smallest letter size on a phone, in pixels."""
    sizes = [item.size for lettering in page.letterings for item in lettering.placed]
    return min(sizes) * PHONE / page.sheet.width


@pytest.mark.parametrize("name", CASES)
def test_letters_are_legible_on_a_phone(name: str) -> None:
    assert on_a_phone(plan_page(CASES[name])) >= LEGIBLE * 0.97


@pytest.mark.parametrize("name", CASES)
def test_captions_take_about_a_third_of_a_panel(name: str) -> None:
    page = plan_page(CASES[name])

    for rect, lettering in zip(page.sheet.panels, page.letterings, strict=True):
        assert lettering.captions <= 0.4 * rect.height
        assert lettering.top + lettering.bottom <= 0.66 * rect.height


def test_text_that_needs_more_panels_gets_them_and_the_user_is_told() -> None:
    story = plan(order(DIALOGUE, max_panels=12))

    assert 4 < len(story.panels) <= 12
    notice = PageNotice("panels_added", {"asked": 4, "panels": len(story.panels)})
    assert notice in story.notices
    assert max(len(panel.dialogue) for panel in story.panels) <= 5
    assert len(plan_page(order(DIALOGUE, max_panels=12)).sheet.panels) == len(story.panels)


@pytest.mark.parametrize(
    "given",
    [
        order(DIALOGUE),
        order(DIALOGUE, max_panels=4),
        order(max_panels=12),
        order(max_panels=12, script=(ScriptPanelText("a park", "", TEN),) * 4),
    ],
)
def test_a_chosen_number_of_panels_and_short_texts_keep_it(given: DrawingOrder) -> None:
    story = plan(given)

    assert len(story.panels) == 4
    assert [notice.code for notice in story.notices if notice.code == "panels_added"] == []


def test_a_panel_grows_if_its_number_was_chosen() -> None:
    crowded, short = plan_page(CASES["ten balloons in twelve"]), plan_page(order(panel_count=12))

    assert crowded.sheet.height > short.sheet.height
