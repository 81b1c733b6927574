"""Painting of a comic's panels: one after another, or several at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from pipeline.comic.painter import Painter, Picture, Shot, StepReport
from pipeline.models import ProgressReport


def paint_panels(shots: Sequence[Shot], painter: Painter, report: ProgressReport) -> list[Picture]:
    """Return the pictures of *shots* in their order. Raises DrawingError."""
    if painter.parallel <= 1 or len(shots) <= 1:
        return [_painted(shot, painter, report) for shot in shots]
    return _painted_together(shots, painter, report)


def _painted(shot: Shot, painter: Painter, report: ProgressReport) -> Picture:
    report("rendering", shot.index + 1)
    return painter.paint(shot, _steps(shot, report))


def _steps(shot: Shot, report: ProgressReport) -> StepReport:
    def report_step(_share: float) -> None:
        report("rendering", shot.index + 1)

    return report_step


def _painted_together(
    shots: Sequence[Shot], painter: Painter, report: ProgressReport
) -> list[Picture]:
    """Paint in threads; the first failure ends the comic, and panels that have not begun."""
    with ThreadPoolExecutor(min(painter.parallel, len(shots)), "panel") as threads:
        futures = [threads.submit(_painted, shot, painter, report) for shot in shots]
        try:
            for future in as_completed(futures):
                future.result()
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return [future.result() for future in futures]
