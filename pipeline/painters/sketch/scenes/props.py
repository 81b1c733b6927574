"""Props: things of a story, drawn standing on (0, 0), at most about 100 units tall or wide."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tomli

from pipeline.comic.grips import ALIKE
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.drawing import Drawing, draw_pieces
from pipeline.painters.sketch.drawings.library import drawing, names

_FOLDER = "things"
_CARD = "name card"  # stands for what has no drawing
_FRONT = "front"  # the layer in front of a figure that sits in a thing
_SIZES = Path(__file__).parents[1] / "drawings" / "sizes.toml"
_USUAL_SIZE = 0.35


def draw_prop(canvas: Canvas, name: str) -> None:
    """Draw the object called *name*; an unknown name draws nothing."""
    if name in known():
        draw_pieces(canvas, prop(name).pieces)


def draw_prop_behind(canvas: Canvas, name: str) -> None:
    """Draw what is behind a figure that sits in *name*: all of a car but its door."""
    draw_pieces(canvas, prop(name).all_but(_FRONT))


def draw_prop_front(canvas: Canvas, name: str) -> None:
    """Draw what is in front of a figure that sits in *name*."""
    draw_pieces(canvas, prop(name).layer(_FRONT))


def draw_thing(canvas: Canvas, name: str) -> None:
    """Draw a thing of the story; an unknown one is a card, marked for its label."""
    with canvas.drawing("thing", name):
        if name in known():
            draw_prop(canvas, name)
            return
        draw_prop(canvas, _CARD)
        canvas.mark("thing", name, (0, -24))


def prop(name: str) -> Drawing:
    return drawing(_FOLDER, ALIKE.get(name, name))


@cache
def known() -> frozenset[str]:
    """Return the names of all things that have a drawing, or look like one that has."""
    return names(_FOLDER) | ALIKE.keys()


def size_of(name: str) -> float:
    """Return the height of a thing next to an adult, in heights of the adult."""
    return sizes().get(ALIKE.get(name, name), _USUAL_SIZE)


@cache
def sizes() -> dict[str, float]:
    """Return the heights of things by name."""
    return tomli.loads(_SIZES.read_text(encoding="utf-8"))
