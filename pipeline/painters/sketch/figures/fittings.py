"""Fittings of a pose: chairs and beds, tools in the hand and signs at the head.

The figure stands on (0, 0) of a chair, where a leg is 29 long; what somebody stands at is drawn for
eyes 56 above the ground, and what somebody lies on for a body 100 long. The hand is at (0, 0) of a
tool, the middle of a head of radius 18 at (0, 0) of a sign.
"""

from __future__ import annotations

from pipeline.comic.geometry import Box
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.drawing import draw_pieces
from pipeline.painters.sketch.drawings.library import drawing, names

_FOLDER = "fittings"


def fittings() -> frozenset[str]:
    """Return the names of all fittings."""
    return names(_FOLDER)


def draw_fitting(canvas: Canvas, name: str) -> None:
    """Draw the fitting called *name*; an unknown name draws nothing."""
    if name in fittings():
        draw_pieces(canvas, drawing(_FOLDER, name).pieces)


def fitting_box(name: str) -> Box:
    """Return the bounds of the fitting called *name*."""
    return drawing(_FOLDER, name).box
