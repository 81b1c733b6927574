"""Extent of a figure: the box around what is drawn of it, known before it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pipeline.comic.geometry import Box, Point
from pipeline.comic.palette import RGB
from pipeline.comic.seeded_random import chance
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.figure import Figure, draw_figure

_KEPT = 256  # figures of the latest pages; most are in several panels


def extent_of(figure: Figure) -> Box:
    """Return the box around *figure*, with its hat and what it holds.

    It is relative to the feet, in hundredths of an adult's height.
    """
    left, top, right, bottom = _extent(
        replace(
            figure,
            x=0,
            y=0,
            height=100,
            facing=1,
            talking=False,
            emotion="calm",
            looks=None,
            hand_at=None,
        )
    )
    return (left, top, right, bottom) if figure.facing > 0 else (-right, top, -left, bottom)


@lru_cache(maxsize=_KEPT)
def _extent(figure: Figure) -> Box:
    canvas = _Measure(1, 1, oversample=1, line=0, wobble=0, source=chance("extent"))
    with canvas.drawing("figure", "") as item:
        draw_figure(canvas, figure)
    return item.box


class _Measure(Canvas):
    """Canvas that draws nothing, and records where it would."""

    def shape(self, points: Sequence[Point], fill: RGB, **_style: Any) -> None:  # noqa: ARG002
        self._note(self._pixels(points))

    def union(self, shapes: Sequence[Sequence[Point]], fill: RGB, **_style: Any) -> None:  # noqa: ARG002
        for points in shapes:
            self._note(self._pixels(points))

    def limb(
        self,
        points: Sequence[Point],
        start: float,
        end: float,
        fill: RGB,  # noqa: ARG002
        *,
        shade: float = 0.0,  # noqa: ARG002
    ) -> None:
        self._note(self._pixels(points), max(start, end) * self.unit * self._zoom / 2)

    def stroke(self, points: Sequence[Point], **_style: Any) -> None:
        self._note(self._pixels(points))

    def streak(self, points: Sequence[Point], fill: RGB, **_style: Any) -> None:
        """Draw nothing: what is only a color lies on a shape."""

    def clip_fill(self, *_shapes: Any) -> None:
        """Draw nothing."""

    def blot(self, points: Sequence[Point]) -> None:
        """Draw nothing."""

    def dot(self, x: float, y: float, r: float, fill: RGB) -> None:
        """Draw nothing."""

    def dim(self, points: Sequence[Point], depth: int) -> None:
        """Draw nothing: a shadow is no part of the figure."""

    def veil(self, points: Sequence[Point], fill: RGB, opacity: float) -> None:
        """Draw nothing."""
