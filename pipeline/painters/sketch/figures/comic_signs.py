"""Comic signs next to a head: hearts, notes, drops, surprise marks. They are SVG files."""

from __future__ import annotations

from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.drawing import draw_pieces
from pipeline.painters.sketch.drawings.library import drawing, names
from pipeline.painters.sketch.figures.figure import Figure, head_point, head_radius

_FOLDER = "signs"


def draw_sign(canvas: Canvas, sign: str, figure: Figure) -> None:
    """Draw the sign called *sign* next to the head of *figure*; an unknown one draws nothing."""
    if sign not in names(_FOLDER):
        return
    x, y = head_point(figure)
    r = head_radius(figure)
    with canvas.at(x + figure.facing * r * 1.45, y - r * 0.9, scale=r / 18):
        draw_pieces(canvas, drawing(_FOLDER, sign).pieces)
