"""Checked pictures: what is painted once more, and what of paid pictures is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PIL import Image

from pipeline.comic.job_cache import JobCache
from pipeline.comic.painting import PaintingHooks, paint_panels
from pipeline.errors import ArtistUnreadyError, DrawingError, ErrorCode, UnreadyReason, api_fault
from pipeline.models import DrawnPanel, PictureCost
from tests.pipeline.comic.drawing_orders import order, quiet
from tests.pipeline.comic.shots import shots_of
from tests.pipeline.painters.paid_painter import PRICE, PaidPainter

SHOTS = shots_of(order(panel_count=4, seed=7))


class Check:
    """Check with a verdict for each picture in turn, and then a good one."""

    def __init__(self, *verdicts: DrawingError | None) -> None:
        self.verdicts = list(verdicts)
        self.seen = 0
        self.raised: DrawingError | None = None

    def __call__(self, image: Image.Image, safety: str) -> None:
        self.seen += 1
        verdict = self.verdicts.pop(0) if self.verdicts else None
        if verdict is not None:
            raise verdict


def rejected() -> DrawingError:
    return DrawingError(api_fault(ErrorCode.OUTPUT_REJECTED, "refused"))


def unavailable() -> DrawingError:
    return ArtistUnreadyError(UnreadyReason.MODERATION, "the service is down")


def kinds_in(folder: Path) -> list[str]:
    return sorted(path.name.partition("-")[0] for path in folder.glob("*"))


def painted(folder: Path, check: Check, hooks: PaintingHooks | None = None) -> list[int]:
    """Return the panels that are painted and paid in one attempt at the comic."""
    painter = PaidPainter()
    given = replace(hooks or PaintingHooks(), check=check, cache=JobCache(folder))
    try:
        paint_panels(SHOTS, painter, quiet, given)
    except DrawingError as error:
        check.raised = error
    return painter.painted


def test_a_rejected_picture_is_paid_and_neither_kept_nor_handed_on(tmp_path: Path) -> None:
    panels: list[DrawnPanel] = []
    paid: list[PictureCost] = []
    check = Check(None, rejected(), rejected())

    assert painted(tmp_path, check, PaintingHooks(on_painted=panels.append, on_paid=paid.append))

    assert check.raised is not None
    assert check.raised.fault.code is ErrorCode.OUTPUT_REJECTED
    assert paid == [PictureCost(1, PRICE)] * 3
    assert [panel.index for panel in panels] == [1]
    assert kinds_in(tmp_path) == ["picture"]


def test_the_picture_that_replaces_a_rejected_one_is_not_paid_again(tmp_path: Path) -> None:
    panels: list[DrawnPanel] = []

    assert painted(tmp_path, Check(rejected())) == [1, 1, 2, 3, 4]
    again = Check()
    assert painted(tmp_path, again, PaintingHooks(on_painted=panels.append)) == []

    assert again.seen == 0
    assert panels[0].seed != SHOTS[0].panel_seed
    assert [panel.seed for panel in panels[1:]] == [shot.panel_seed for shot in SHOTS[1:]]


def test_a_paid_picture_that_could_not_be_checked_is_checked_by_the_next_attempt(
    tmp_path: Path,
) -> None:
    assert painted(tmp_path, Check(None, unavailable())) == [1, 2]
    assert kinds_in(tmp_path) == ["picture", "unchecked"]

    again = Check()
    assert painted(tmp_path, again) == [3, 4]

    assert again.seen == 3
    assert kinds_in(tmp_path) == ["picture"] * 4


def test_a_picture_that_fails_its_late_check_is_removed(tmp_path: Path) -> None:
    painted(tmp_path, Check(unavailable()))

    late = Check(rejected(), rejected())
    assert painted(tmp_path, late) == [1]

    assert late.raised is not None
    assert late.raised.fault.code is ErrorCode.OUTPUT_REJECTED
    assert kinds_in(tmp_path) == []


def test_pictures_from_before_the_check_was_configured_are_checked(tmp_path: Path) -> None:
    paint_panels(SHOTS, PaidPainter(), quiet, PaintingHooks(cache=JobCache(tmp_path)))

    check = Check()
    assert painted(tmp_path, check) == []

    assert check.seen == 4
