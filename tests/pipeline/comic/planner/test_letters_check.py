from __future__ import annotations

import pytest

from pipeline.comic.planner.plan import plan
from pipeline.errors import DrawingError, ErrorCode
from pipeline.models import PageNotice
from pipeline.painters.sketch import draw
from tests.pipeline.comic.drawing_orders import order, quiet

RUNES = "ᚠᛖᚨᛚᚢ ᚦᚱᛁ ᛚᚨᚾᚷᛖ"


@pytest.mark.parametrize(
    ("language", "prompt"),
    [
        ("en", "A cat bakes “crème brûlée” 🍮 for 5 € — naïve…"),
        ("hi", "बिल्ली रसोई में केक खाती है।"),
        ("th", "แมวกำลังกินเค้กในครัว"),
        ("uk", "Кішка їсть торт на кухні."),
        ("ja", "ネコが台所でケーキを食べる。"),
    ],
)
def test_text_whose_letters_the_fonts_have_needs_no_notice(language: str, prompt: str) -> None:
    story = plan(order(prompt, language=language))

    assert [notice for notice in story.notices if notice.code == "letters_missing"] == []


def test_letters_that_no_font_has_are_named_once() -> None:
    story = plan(order("A cat writes “ᚠᚢᚠ” on the door of the bakery and goes home."))

    assert PageNotice("letters_missing", {"letters": ("ᚠ", "ᚢ")}) in story.notices


def test_a_mark_that_no_font_has_counts_as_its_letter() -> None:
    story = plan(order("A cat writes “a\u20d0” on the door of the bakery and goes home."))

    assert PageNotice("letters_missing", {"letters": ("a\u20d0",)}) in story.notices


def test_a_comic_that_would_be_mostly_boxes_is_refused_before_it_is_painted() -> None:
    with pytest.raises(DrawingError) as caught:
        draw(order(RUNES), quiet)

    assert caught.value.fault.code is ErrorCode.LETTERS_MISSING
    assert not caught.value.fault.retryable


def test_a_comic_with_a_few_boxes_is_drawn() -> None:
    page = draw(order("A cat writes “ᚠᚢᚠ” on the door of the bakery and goes home."), quiet)

    assert "letters_missing" in [notice.code for notice in page.notices]


def test_without_lettering_any_text_is_drawn() -> None:
    page = draw(order(RUNES, lettering="none"), quiet)

    assert "letters_missing" not in [notice.code for notice in page.notices]
