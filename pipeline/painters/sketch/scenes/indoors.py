"""Rooms, drawn around the middle of the line where the back wall meets the floor."""

from __future__ import annotations

from pipeline.comic.palette import RGB
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.scenes.furnished import draw_room
from pipeline.painters.sketch.scenes.place_plan import place_names, place_plan
from pipeline.painters.sketch.scenes.scenery import View

WOOD: RGB = (176, 120, 74)  # of tables
_USUAL = "home"


def draw_indoors(canvas: Canvas, room: str, view: View, outside: str) -> None:
    """Draw the room; *outside* is the place seen through the window."""
    known = room if room in place_names(indoors=True) else _USUAL
    draw_room(canvas, place_plan(known), view, outside)
