"""Moderation of a comic: the story before it is painted, each picture before it is used."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.comic.page import draw_page
from pipeline.comic.painter import Picture, Shot, StepReport
from pipeline.comic.portraits import PortraitStore
from pipeline.errors import ArtistUnreadyError, DrawingError, ErrorCode
from pipeline.models import CastMember, DrawingOrder
from pipeline.moderation import local_pictures
from pipeline.moderation.moderator import ComicModerator, check_moderation, checker_of
from pipeline.painters.sketch.painter import SketchPainter
from pipeline.settings import ArtistOptions, ModerationOptions, PipelineOptions, SettingsError
from tests.fakes.painting.moderation import FLAGGED_WORD, KEY, FakeModeration, ModerationFault
from tests.pipeline.painters.flat_painter import FlatPainter
from tests.pipeline.painters.images_server import serving

RED = (230, 10, 10)


class RedPainter(FlatPainter):
    """Paints red what has one of the seeds: what the fake service flags."""

    def __init__(self, red: set[int] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.red = red

    def paint(self, shot: Shot, report: StepReport) -> Picture:
        picture = super().paint(shot, report)
        if self.red is None or shot.panel_seed in self.red:
            return Picture(Image.new("RGB", (shot.width, shot.height), RED))
        return picture


@pytest.fixture
def fake() -> Iterator[FakeModeration]:
    service = FakeModeration()
    with serving(service):
        yield service


def moderator_of(fake: FakeModeration, **options: Any) -> ComicModerator:
    return ComicModerator(
        ModerationOptions.model_validate({"url": fake.url, "token": KEY, **options})
    )


def order(**changes: Any) -> DrawingOrder:
    given = {"prompt": "Ada and Bob walk home.", "seed": 7, "panel_count": 3, "panels": True}
    return DrawingOrder(**{**given, **changes})


def ignore(stage: str, panel: int) -> None:
    """Report to nobody."""


def test_a_rejected_picture_is_painted_once_more_with_another_seed(fake: FakeModeration) -> None:
    painter = RedPainter(red={8})

    page = draw_page(order(), painter, ignore, moderator=moderator_of(fake))

    seeds = [shot.panel_seed for shot in painter.shots]
    assert len(seeds) == 4
    assert seeds[:2] == [7, 8]
    assert [panel.seed for panel in page.panels] == [7, seeds[2], 9]
    assert seeds[2] not in {7, 8, 9}
    assert len(fake.pictures) == 4


def test_a_comic_with_a_picture_that_is_rejected_twice_fails(fake: FakeModeration) -> None:
    painter = RedPainter()

    with pytest.raises(DrawingError) as caught:
        draw_page(order(), painter, ignore, moderator=moderator_of(fake))

    assert caught.value.fault.code is ErrorCode.OUTPUT_REJECTED
    assert not caught.value.fault.retryable
    assert len(painter.shots) == 2


def test_panels_that_are_painted_together_are_checked_too(fake: FakeModeration) -> None:
    painter = RedPainter(red={8}, parallel=3)

    draw_page(order(), painter, ignore, moderator=moderator_of(fake))

    assert len(painter.shots) == len(fake.pictures) == 4


@pytest.mark.parametrize("fault", [ModerationFault.HTML, ModerationFault.DROP])
def test_no_picture_is_used_without_its_check(fake: FakeModeration, fault: ModerationFault) -> None:
    painter = FlatPainter()
    moderator = moderator_of(fake)
    fake.fail_after(1, fault, times=2)

    with pytest.raises(ArtistUnreadyError):
        draw_page(order(), painter, ignore, moderator=moderator)

    assert len(painter.shots) == 1


def test_nothing_is_painted_while_the_service_is_down(fake: FakeModeration) -> None:
    painter = FlatPainter()
    fake.fail(ModerationFault.SERVER_ERROR, route="moderations", times=2)

    with pytest.raises(ArtistUnreadyError):
        draw_page(order(), painter, ignore, moderator=moderator_of(fake))

    assert painter.shots == []


def test_a_portrait_is_checked_before_it_is_kept(fake: FakeModeration, tmp_path: Path) -> None:
    painter = RedPainter(max_references=4)
    given = order(characters=(CastMember("Ada", "a tall woman"),), prompt="Ada walks. Ada runs.")

    with pytest.raises(DrawingError) as caught:
        draw_page(
            given,
            painter,
            ignore,
            PortraitStore(tmp_path / "portraits"),
            moderator=moderator_of(fake),
        )

    assert caught.value.fault.code is ErrorCode.OUTPUT_REJECTED
    assert painter.shots[0].seats == (painter.shots[0].width / 2,)
    assert not (tmp_path / "portraits").exists()


def test_the_sketch_is_not_checked(fake: FakeModeration) -> None:
    draw_page(order(panel_count=1), SketchPainter(), ignore, moderator=moderator_of(fake))

    assert fake.pictures == []


def test_a_story_is_checked_before_it_is_painted(fake: FakeModeration, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("# ours\ngore # and more\n", encoding="utf-8")
    moderator = moderator_of(fake, words_file=str(words))
    painter = FlatPainter()

    for prompt in ("All gore.", f"A {FLAGGED_WORD} walks.", "A naked child."):
        with pytest.raises(DrawingError) as caught:
            draw_page(order(prompt=prompt), painter, ignore, moderator=moderator)
        assert caught.value.fault.code is ErrorCode.PROMPT_REJECTED
    draw_page(order(prompt="All and more."), painter, ignore, moderator=moderator)

    assert len(painter.shots) == 3


# --- Settings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "checker"),
    [
        ({}, ""),
        ({"url": "http://127.0.0.1:9"}, "service"),
        ({"url": "http://127.0.0.1:9", "pictures": "service"}, "service"),
        ({"url": "http://127.0.0.1:9", "pictures": "off"}, ""),
        ({"pictures": "off"}, ""),
    ],
)
def test_what_checks_pictures(settings: dict[str, str], checker: str) -> None:
    options = ModerationOptions.model_validate(settings)

    assert checker_of(options) == checker
    assert (ComicModerator(options).picture_check is not None) is bool(checker)


def test_a_checker_that_is_missing_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_pictures, "PACKAGE", "no_such_package")

    for settings in ({"pictures": "service"}, {"pictures": "local"}):
        with pytest.raises(SettingsError, match=r"^moderation\.[^\n]*$"):
            checker_of(ModerationOptions.model_validate(settings))
    with pytest.raises(SettingsError, match="words"):
        ComicModerator(ModerationOptions(words_file="/no/words.txt"))


@pytest.mark.parametrize(
    ("artist", "moderation", "is_public", "starts"),
    [
        ("sketch", {}, True, True),
        ("images", {}, False, True),
        ("images", {}, True, False),
        ("diffusers", {}, True, False),
        ("own.module:draw", {}, True, False),
        ("images", {"pictures": "off"}, True, True),
        ("images", {"url": "http://127.0.0.1:9"}, True, True),
        ("images", {"url": "http://127.0.0.1:9", "pictures": "off"}, True, True),
        ("images", {"pictures": "service"}, False, False),
    ],
)
def test_a_model_paints_for_others_only_if_its_pictures_are_checked(
    artist: str, moderation: dict[str, str], *, is_public: bool, starts: bool
) -> None:
    options = PipelineOptions(
        artist=ArtistOptions(kind=artist), moderation=ModerationOptions.model_validate(moderation)
    )

    if starts:
        check_moderation(artist, options, is_public=is_public)
        return
    with pytest.raises(SettingsError, match=r"^moderation\.[^\n]*$"):
        check_moderation(artist, options, is_public=is_public)


# --- Local checker --------------------------------------------------------------------------------

HAS_LOCAL = importlib.util.find_spec(local_pictures.PACKAGE) is not None


@pytest.mark.skipif(not HAS_LOCAL, reason="the extra `moderation` is not installed")
def test_the_local_checker_accepts_flat_pictures() -> None:
    check = ComicModerator(ModerationOptions(pictures="local")).picture_check

    assert check is not None
    for color in ("blue", "white", "green"):
        check(Image.new("RGB", (256, 192), color), "strict")
