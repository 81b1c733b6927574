"""Moderation in an artist process: stories before they are painted, pages of any artist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from pipeline.comic.painting import NO_HOOKS
from pipeline.errors import DrawingError, ErrorCode
from pipeline.models import DrawingOrder, DrawnPage, ProgressReport
from pipeline.service.artist_worker import load_artist
from tests.fakes.painting.moderation import KEY, FakeModeration
from tests.pictures import encode, solid
from tests.pipeline.painters.images_server import serving

MODEL = "page"
ORDER = DrawingOrder(prompt="red", seed=1)


def draw(order: DrawingOrder, report: ProgressReport) -> DrawnPage:
    """Draw a page of the color that the prompt names."""
    return DrawnPage(
        image=encode(solid(order.prompt), "PNG"),
        content_type="image/png",
        width=64,
        height=64,
        seed=order.seed,
        model=MODEL,
        title="",
        alt_text="",
        script=(),
    )


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeModeration]:
    service = FakeModeration()
    with serving(service):
        monkeypatch.setenv("COMICAI_MODERATION__URL", service.url)
        monkeypatch.setenv("COMICAI_MODERATION__TOKEN", KEY)
        yield service


def ignore(stage: str, panel: int) -> None:
    """Report to nobody."""


def test_the_pages_of_other_artists_are_checked(fake: FakeModeration) -> None:
    artist, ready = load_artist(f"{__name__}:draw")

    with pytest.raises(DrawingError) as caught:
        artist(ORDER, ignore, NO_HOOKS)
    page = artist(DrawingOrder(prompt="blue", seed=1), ignore, NO_HOOKS)

    assert caught.value.fault.code is ErrorCode.OUTPUT_REJECTED
    assert (page.model, ready.model, len(fake.pictures)) == (MODEL, MODEL, 2)


def test_rejected_words_are_not_drawn_by_the_sketch_either(
    fake: FakeModeration, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    words = tmp_path / "words.txt"
    words.write_text("gore\n", encoding="utf-8")
    monkeypatch.setenv("COMICAI_MODERATION__WORDS_FILE", str(words))
    artist, _ = load_artist("sketch")

    def stop(stage: str, panel: int) -> None:
        if stage != "planning":
            never(panel)

    with pytest.raises(DrawingError) as caught:
        artist(DrawingOrder(prompt="All gore.", seed=1), stop, NO_HOOKS)

    assert caught.value.fault.code is ErrorCode.PROMPT_REJECTED
    assert fake.calls == []


def test_checks_depend_on_the_safety_that_is_asked_for(
    fake: FakeModeration, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, checked = load_artist("sketch")
    monkeypatch.delenv("COMICAI_MODERATION__URL")
    _, unchecked = load_artist("sketch")

    assert set(checked.input_keys) - set(unchecked.input_keys) == {"safety"}
    assert fake.calls == []


def never(panel: int) -> NoReturn:
    raise AssertionError(f"panel {panel} is painted")
