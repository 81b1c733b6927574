"""Clothes of the trunk: outfits, what is worn over them, and neckwear. All are SVG files."""

from __future__ import annotations

from dataclasses import replace

from pipeline.comic.character_look import HUMAN, Look
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.library import drawing, names
from pipeline.painters.sketch.figures.garments import draw_fitted, draw_garments

_OUTFITS, _STAND_INS, _NECKWEAR = "outfits", "stand_ins", "neckwear"
_PEOPLE, _BEASTS = "human", "beast"  # layers of an outfit that only these wear
_BUTTONED = frozenset(("robe", "suit"))  # drawn as coats on a stand-in


def draw_torso(canvas: Canvas, look: Look) -> None:
    """Draw the trunk in its outfit, and what is worn over it."""
    if not look.has_figure:
        draw_fitted(canvas, look, drawing(_STAND_INS, _stand_in(look.outfit)).pieces)
        look = replace(look, wears=look.wears & {"apron"})  # others suit no egg
    else:
        outfit = drawing(_OUTFITS, _outfit(look))
        others = _BEASTS if look.kind == HUMAN else _PEOPLE
        draw_fitted(canvas, look, outfit.all_but(others))
    draw_garments(canvas, look)


def _outfit(look: Look) -> str:
    if look.kind == "robot":
        return "robot"
    if look.outfit == "dress" and look.wears_gown:
        return "gown"
    return look.outfit if look.outfit in names(_OUTFITS) else "none"


def _stand_in(outfit: str) -> str:
    outfit = "coat" if outfit in _BUTTONED else outfit
    return outfit if outfit in names(_STAND_INS) else "clothed"


def draw_collar(canvas: Canvas, look: Look, *, front: bool, neck: float = 1.0) -> None:
    """Draw the neckwear for a neck *neck* times as wide as a person's: a scarf covers the chin,
    a tie hangs below it.
    """
    side = "front" if front else "back"
    wide = replace(look, girth=look.girth * neck)
    for name in sorted(look.wears & names(_NECKWEAR)):
        draw_fitted(canvas, wide, drawing(_NECKWEAR, name).layer(side))
        draw_fitted(canvas, look, drawing(_NECKWEAR, name).layer(f"{side}-narrow"))
