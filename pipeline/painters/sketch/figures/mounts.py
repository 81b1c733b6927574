"""Mounts: beings that somebody rides, with the place where the rider sits.

The marker `seat` of a drawing says where; on a body without it, it is behind the shoulders.
"""

from __future__ import annotations

from pipeline.comic.character_look import Look
from pipeline.painters.sketch.figures.being_joints import being, is_drawn
from pipeline.painters.sketch.figures.holding import Mount

_SEAT = "seat"
_SHOULDERS = (-9.0, -58.0)
_BOX = (-34.0, -100.0, 34.0, 0.0)  # of a body without a drawing
_LEAST = 1.05  # height next to an adult: somebody fits on the back of a snail


def being_mount(look: Look, height: float) -> Mount:
    """Return *look* below a rider of *height*, an adult's being 1."""
    scale = max(_LEAST, look.height) / height
    if not is_drawn(look):
        return Mount(look.kind, scale, *_SHOULDERS, look, _BOX)
    drawn = being(look)
    seat = drawn.markers[_SEAT].at if _SEAT in drawn.markers else _SHOULDERS
    return Mount(look.kind, scale, seat[0], seat[1], look, drawn.box)
