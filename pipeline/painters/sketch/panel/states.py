"""States of things: burning, sinking, broken; what is drawn behind and in front of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tomli

from pipeline.comic.geometry import Point
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.drawing import draw_pieces
from pipeline.painters.sketch.drawings.library import drawing

_FOLDER = "states"
_DRAWN_FOR = 100.0  # units of a thing that the drawings suit


@dataclass(frozen=True, slots=True)
class State:
    """How a state is drawn; the fields are explained in `states.toml`."""

    behind: str = ""
    front: str = ""
    turn: float = 0.0
    sunk: float = 0.0


@cache
def states() -> dict[str, State]:
    """Return how each state is drawn, by name."""
    file = Path(__file__).with_suffix(".toml")
    return {
        name: State(**table)
        for name, table in tomli.loads(file.read_text(encoding="utf-8")).items()
    }


@contextmanager
def drawn_state(canvas: Canvas, name: str, foot: Point, size: float) -> Iterator[State]:
    """Within the context the thing itself is drawn, between what its state has on both sides."""
    state = states().get(name, State())
    _draw(canvas, state.behind, foot, size)
    yield state
    _draw(canvas, state.front, foot, size)


def _draw(canvas: Canvas, name: str, foot: Point, size: float) -> None:
    if name:
        with canvas.at(*foot, scale=size / _DRAWN_FOR):
            draw_pieces(canvas, drawing(_FOLDER, name).pieces)
