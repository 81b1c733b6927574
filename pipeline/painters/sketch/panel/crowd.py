"""Crowd: people who are nobody in particular, behind the cast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.comic.character_look import HUMAN, LookHints, derive
from pipeline.comic.palette import RGB
from pipeline.comic.seeded_random import chance
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.figure import Figure, draw_figure
from pipeline.painters.sketch.panel.framing import FigureArea

_ROLES = ("man", "woman", "boy", "girl")
_POSES = ("stand", "relaxed", "clap", "hips")
_HAZE: RGB = (222, 222, 230)
_DIM = 0.5
_SHARE = 0.62  # of the height of those in front
_APART = 0.36  # of their own height
_BEHIND = 0.1  # how much higher they stand, in heights of those in front
_LEAST, _MOST = 4, 9


def draw_crowd(canvas: Canvas, figures: Sequence[Figure], room: FigureArea, seed: int) -> None:
    """Draw a row of people behind *figures*, in pale colors."""
    with canvas.toned(_HAZE, _DIM):
        for figure in crowd_behind(figures, room, seed):
            draw_figure(canvas, figure)


def crowd_behind(figures: Sequence[Figure], room: FigureArea, seed: int) -> Iterator[Figure]:
    """Yield the people of the crowd from left to right."""
    tall = max((figure.height for figure in figures), default=(room.bottom - room.top) * 0.7)
    ground = min((figure.y for figure in figures), default=room.bottom)
    height, ground = tall * _SHARE, ground - tall * _BEHIND
    width = room.right - room.left
    count = min(_MOST, max(_LEAST, round(width / (height * _APART))))
    for number in range(count):
        source = chance("crowd", seed, number)
        look = derive(HUMAN, source.choice(_ROLES), LookHints(), ("crowd", seed, number))
        x = room.left + width * (number + 0.5) / count
        middle = (room.left + room.right) / 2
        pose = source.choice(_POSES)
        yield Figure(look, x, ground, height, pose, facing=1 if x < middle else -1)
