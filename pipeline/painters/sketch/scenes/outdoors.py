"""Outdoor places, each drawn around the middle of its horizon, with the ground below."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.scenes.landscapes import (
    cave,
    desert,
    field,
    forest,
    mountains,
    park,
    snowfield,
    volcano,
)
from pipeline.painters.sketch.scenes.scenery import (
    View,
    shopfront,
)
from pipeline.painters.sketch.scenes.seaside import beach, island, sea, underwater
from pipeline.painters.sketch.scenes.space import moon, sky, space
from pipeline.painters.sketch.scenes.towns import castle, city, farm, road, temple, village


def draw_outdoors(canvas: Canvas, place: str, view: View) -> None:
    _PLACES.get(place, field)(canvas, view)
    if view.shop and place not in {"underwater", "sea", "sky"}:
        shopfront(
            canvas, view, view.side * view.half * 0.44, 5.0, min(46.0, view.up * 0.72), view.shop
        )


_PLACES: dict[str, Callable[[Canvas, View], None]] = {
    "field": field,
    "park": park,
    "moon": moon,
    "space": space,
    "city": city,
    "village": village,
    "forest": forest,
    "beach": beach,
    "sea": sea,
    "island": island,
    "underwater": underwater,
    "desert": desert,
    "mountains": mountains,
    "castle": castle,
    "road": road,
    "farm": farm,
    "snow": snowfield,
    "sky": sky,
    "volcano": volcano,
    "cave": cave,
    "temple": temple,
}
