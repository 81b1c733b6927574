"""The sketch painter: draws a story as comic panels on a single CPU core, without a model."""

from __future__ import annotations

from pipeline.comic.page import draw_page
from pipeline.models import DrawingOrder, DrawnPage, ProgressReport
from pipeline.painters.sketch.painter import SketchPainter

__all__ = ["MODEL", "draw", "painter"]

MODEL = SketchPainter.model


def draw(order: DrawingOrder, report: ProgressReport) -> DrawnPage:
    """Draw the comic of *order*: the same order gives the same bytes, in about a second."""
    return draw_page(order, SketchPainter(), report)


def painter() -> SketchPainter:
    """Return the painter; it has no settings."""
    return SketchPainter()
