"""Headwear: hats, crowns, helmets and glasses. Hats are SVG files, drawn around the head."""

from __future__ import annotations

import math

from pipeline.comic.character_look import Look
from pipeline.comic.geometry import arc
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.drawing import draw_pieces
from pipeline.painters.sketch.drawings.library import drawing, names
from pipeline.painters.sketch.figures.faces import Face
from pipeline.painters.sketch.figures.garments import palette_of

_FOLDER = "hats"


def draw_glasses(canvas: Canvas, face: Face) -> None:
    shift = face.turn * 3.6
    rims = []
    for side in (-1, 1):
        x = shift + side * face.spread
        rims.append(x)
        points = arc(x, face.eye_y, 5.6, 5.6, 0, math.tau, 26)
        canvas.stroke(points, weight=1.1, curved=False, taper=1)
    canvas.stroke(
        [(rims[0] + 5.4, face.eye_y - 1), (rims[1] - 5.4, face.eye_y - 1)], weight=1, taper=1
    )


def draw_hat(canvas: Canvas, look: Look) -> None:
    """Draw the hat of *look*, around a head at (0, 0) with a radius of 18."""
    if look.hat in names(_FOLDER):
        draw_pieces(canvas, drawing(_FOLDER, look.hat).pieces, palette_of(look))
