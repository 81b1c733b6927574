"""The sketch painter: draws a story as comic panels on a single CPU core, without a model."""

from __future__ import annotations

from dataclasses import replace

from pipeline.comic.page import draw_page
from pipeline.comic.painting import NO_HOOKS, PaintingHooks
from pipeline.models import DrawingOrder, DrawnPage, ProgressReport
from pipeline.painters.sketch.painter import SketchPainter

__all__ = ["MODEL", "draw", "draw_storyboard", "painter"]

MODEL = SketchPainter.model


def draw(order: DrawingOrder, report: ProgressReport) -> DrawnPage:
    """Draw the comic of *order*: the same order gives the same bytes, in about a second."""
    return draw_page(order, SketchPainter(), report)


def draw_storyboard(
    order: DrawingOrder, report: ProgressReport, hooks: PaintingHooks = NO_HOOKS
) -> DrawnPage:
    """Draw a page in pencil, marked as a sketch, of the very story that *order* will be painted as.

    Panels and lettering are where those of the painted page will be. With the cache of the job in
    *hooks*, a story by a language model is written once for both.
    """
    return draw_page(replace(order, storyboard=True), SketchPainter(), report, hooks=hooks)


def painter() -> SketchPainter:
    """Return the painter; it has no settings."""
    return SketchPainter()
