"""Drawing: shapes of an SVG file, drawn on a canvas in the line of the style.

Coordinates are those of the file: y points down, and what stands on the ground stands on (0, 0).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.comic.geometry import Box, Path, Point, bounds
from pipeline.comic.palette import RGB, WHITE
from pipeline.painters.sketch.canvas import Canvas

Paint = RGB | str  # a color, or the name of one in the palette of what is drawn: skin, top


@dataclass(frozen=True, slots=True)
class Piece:
    """A shape or line of a drawing. *layer* is the id of the group that it stands in."""

    path: Path
    fill: Paint | None  # None: a line
    line: Paint | None  # None: no outline; else a dark color is ink
    weight: float = 1.0  # of the line
    shade: float = 0.0  # width of the shadow inside the dark side, in units
    opacity: float = 1.0
    even: bool = False  # a line as wide at its ends as in the middle
    clip: Path | None = None  # what the fill is cut to
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """A named position of a drawing: a hand, a seat, the middle of a face. It is not drawn."""

    at: Point
    radius: float


@dataclass(frozen=True, slots=True)
class Drawing:
    pieces: tuple[Piece, ...]
    markers: Mapping[str, Marker]

    @property
    def layers(self) -> tuple[str, ...]:
        """The ids of the groups, in the order in which they are drawn."""
        return tuple(dict.fromkeys(piece.layer for piece in self.pieces))

    @property
    def box(self) -> Box:
        return bounds(point for piece in self.pieces for point in piece.path)

    def layer(self, *names: str) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.layer in names)

    def all_but(self, *names: str) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.layer not in names)


NO_PALETTE: Mapping[str, RGB] = {}
_INK = 60  # mean brightness up to which a line is ink


def draw_pieces(
    canvas: Canvas,
    pieces: Iterable[Piece],
    palette: Mapping[str, RGB] = NO_PALETTE,
    *,
    ink: int = 255,
) -> None:
    """Draw *pieces*; *palette* has the colors for the names that they use.

    *ink* is the strength of the lines: less for what is far away.
    """
    for piece in pieces:
        if piece.fill is None:
            _draw_line(canvas, piece, palette, ink)
        else:
            _draw_shape(canvas, piece, _color(piece.fill, palette), ink)


def _draw_line(canvas: Canvas, piece: Piece, palette: Mapping[str, RGB], ink: int) -> None:
    tone = _color(piece.line or WHITE, palette)
    taper = 1.0 if piece.even else 0.35
    if sum(tone) <= 3 * _INK:
        ink = round(ink * piece.opacity)
        canvas.stroke(piece.path, weight=piece.weight, ink=ink, curved=False, taper=taper)
    else:
        canvas.streak(piece.path, tone, weight=piece.weight, curved=False, taper=taper)


def _draw_shape(canvas: Canvas, piece: Piece, tone: RGB, ink: int) -> None:
    if piece.clip is not None:
        canvas.clip_fill(piece.clip, [piece.path], tone)
    elif piece.opacity < 1:
        canvas.veil(piece.path, tone, piece.opacity)
    elif piece.line is None and tone == (0, 0, 0):
        canvas.blot(piece.path)
    else:
        line = 0.0 if piece.line is None else piece.weight
        canvas.shape(piece.path, tone, line=line, shade=piece.shade, ink=ink)


def _color(paint: Paint, palette: Mapping[str, RGB]) -> RGB:
    return palette.get(paint, WHITE) if isinstance(paint, str) else paint
