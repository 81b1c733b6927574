"""Garments in SVG files, and the colors that clothes, hair and heads are drawn in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from pipeline.comic.character_look import Look
from pipeline.comic.palette import RGB, darker, lighter, luminance, mix
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.drawing import Piece, draw_pieces
from pipeline.painters.sketch.drawings.library import drawing, names

_FOLDER = "garments"
_PINK: RGB = (240, 160, 160)
_MANE: RGB = (160, 70, 30)
_BRIGHT = 90  # brightness of a fur from which on its stripes are much darker


@lru_cache(maxsize=64)
def palette_of(look: Look) -> Mapping[str, RGB]:
    """Return the colors of *look* by the names that drawings of clothes and heads use."""
    skin, top, accent = look.skin, look.top, look.accent
    return {
        "skin": skin,
        "skin-light": lighter(skin, 0.3),
        "skin-shade": darker(skin, 0.22),
        "skin-deep": darker(skin, 0.45),
        "skin-stripe": darker(skin, 0.42 if luminance(skin) > _BRIGHT else 0.1),
        "skin-pink": mix(skin, _PINK, 0.5),
        "mane": mix(skin, _MANE, 0.55),
        "belly": look.belly,
        "hair": look.hair,
        "hair-light": lighter(look.hair, 0.4),
        "top": top,
        "top-light": lighter(top, 0.25),
        "top-dark": darker(top, 0.3),
        "bottom": look.bottom,
        "accent": accent,
        "accent-light": lighter(accent, 0.4),
        "accent-pale": lighter(accent, 0.75),
    }


def draw_garments(canvas: Canvas, look: Look) -> None:
    """Draw what *look* wears over its outfit, on a trunk between neck and hip."""
    for name in sorted(look.wears & names(_FOLDER)):
        draw_fitted(canvas, look, drawing(_FOLDER, name).pieces)


def draw_fitted(canvas: Canvas, look: Look, pieces: Iterable[Piece]) -> None:
    """Draw *pieces* in the colors of *look*, as wide as its girth."""
    draw_pieces(canvas, (_fitted(piece, look.girth) for piece in pieces), palette_of(look))


def _fitted(piece: Piece, girth: float) -> Piece:
    clip = [(x * girth, y) for x, y in piece.clip] if piece.clip else None
    return replace(piece, path=[(x * girth, y) for x, y in piece.path], clip=clip)
