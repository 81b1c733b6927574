"""Outdoor places, each drawn around the middle of its horizon, with the ground below."""

from __future__ import annotations

from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.drawing import draw_pieces
from pipeline.painters.sketch.drawings.library import drawing
from pipeline.painters.sketch.scenes.furnished import draw_open_place, house_colors, layers_now
from pipeline.painters.sketch.scenes.place_plan import Front, place_names, place_plan
from pipeline.painters.sketch.scenes.props import draw_prop
from pipeline.painters.sketch.scenes.scenery import View

_USUAL = "field"
_AFLOAT = frozenset(("underwater", "sea", "sky"))  # no ground for a house
_HOUSE = "house front"


def draw_outdoors(canvas: Canvas, place: str, view: View) -> None:
    known = place if place in place_names(indoors=False) else _USUAL
    draw_open_place(canvas, place_plan(known), view)
    if view.shop and place not in _AFLOAT:
        _draw_shop(canvas, view, is_dark=place in {"moon", "space"})


def _draw_shop(canvas: Canvas, view: View, *, is_dark: bool) -> None:
    """Draw the house of an indoor place, with its sign."""
    is_room = view.shop in place_names(indoors=True)
    front = place_plan(view.shop).front if is_room else Front()
    found = drawing("furniture", _HOUSE)
    palette = house_colors(view, front.wall, front.roof, lit=is_dark)
    scale = min(46.0, view.up * 0.72) / 100
    with canvas.at(view.side * view.half * 0.44, 5.0, scale=scale):
        draw_pieces(canvas, layers_now(found, view), palette)
        x, y = found.markers["sign"].at
        with canvas.at(x, y, scale=0.26):
            draw_prop(canvas, front.sign)
        canvas.mark("sign", view.shop, (x, y - 6))
