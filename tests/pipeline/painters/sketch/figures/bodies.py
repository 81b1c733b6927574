"""Bodies that poses are tested with, and the pictures of figures."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.comic.seeded_random import chance
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.catalogue import looks
from pipeline.painters.sketch.figures.figure import Figure, draw_figure

BODIES = looks()
GROUND = 90.0
HEIGHT = 40.0


def figure(body: str = "man", pose: str = "stand", **fields: object) -> Figure:
    """Return a figure in the middle of a canvas of 100 by 100 units."""
    return Figure(BODIES[body], 0, GROUND, HEIGHT, pose, **fields)  # type: ignore[arg-type]


def ink_of(*figures: Figure, draw: Callable[[Canvas, Figure], None] = draw_figure) -> Canvas:
    """Return a canvas of 200 by 200 pixels with *figures* only."""
    canvas = Canvas(200, 200, oversample=1, line=0.5, wobble=0, source=chance("test"))
    for one in figures:
        draw(canvas, one)
    return canvas


def pixels(*figures: Figure) -> bytes:
    canvas = ink_of(*figures)
    return canvas.flats.tobytes() + canvas.ink.tobytes()
