"""Painting of a comic's panels: one after another, or several at the same time, and checked."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace

import structlog

from pipeline.comic.moderator import PictureCheck
from pipeline.comic.painter import Painter, Picture, Shot, StepReport
from pipeline.errors import DrawingError, ErrorCode
from pipeline.models import ProgressReport

log = structlog.get_logger(__name__)

_NEXT_SEED = 0x9E3779B1  # odd and large, so that no other panel of the comic has the new seed


def paint_panels(
    shots: Sequence[Shot],
    painter: Painter,
    report: ProgressReport,
    check: PictureCheck | None = None,
) -> list[Picture]:
    """Return the pictures of *shots* in their order. Raises DrawingError.

    A picture that fails *check* is painted once more, with another seed.
    """
    if not getattr(painter, "needs_check", True):
        check = None
    if painter.parallel <= 1 or len(shots) <= 1:
        return [_painted(shot, painter, report, check) for shot in shots]
    return _painted_together(shots, painter, report, check)


def _painted(
    shot: Shot, painter: Painter, report: ProgressReport, check: PictureCheck | None
) -> Picture:
    report("rendering", shot.index + 1)
    picture = painter.paint(shot, _steps(shot, report))
    if check is None:
        return picture
    try:
        check(picture.image, shot.order.safety)
    except DrawingError as error:
        if error.fault.code is not ErrorCode.OUTPUT_REJECTED:
            raise
        log.info("picture_rejected", panel=shot.index + 1)
    else:
        return picture
    again = replace(shot, seed=(shot.seed + _NEXT_SEED) % 2**32)
    picture = painter.paint(again, _steps(shot, report))
    check(picture.image, shot.order.safety)
    return replace(picture, seed=again.panel_seed)


def _steps(shot: Shot, report: ProgressReport) -> StepReport:
    def report_step(_share: float) -> None:
        report("rendering", shot.index + 1)

    return report_step


def _painted_together(
    shots: Sequence[Shot], painter: Painter, report: ProgressReport, check: PictureCheck | None
) -> list[Picture]:
    """Paint in threads; the first failure ends the comic, and panels that have not begun."""
    with ThreadPoolExecutor(min(painter.parallel, len(shots)), "panel") as threads:
        futures = [threads.submit(_painted, shot, painter, report, check) for shot in shots]
        try:
            for future in as_completed(futures):
                future.result()
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return [future.result() for future in futures]
