"""Panel picture: figures and things placed in front of a scene and framed by the camera."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.comic.geometry import Box
from pipeline.comic.painter import Head, Picture, Shot
from pipeline.comic.palette import RGB
from pipeline.comic.seeded_random import chance
from pipeline.comic.story import PanelPlan
from pipeline.painters.sketch.canvas import NEAR, OVER, Canvas
from pipeline.painters.sketch.effects import finish
from pipeline.painters.sketch.figures.comic_signs import draw_sign
from pipeline.painters.sketch.figures.extent import extent_of
from pipeline.painters.sketch.figures.figure import Figure, draw_figure, head_point, head_radius
from pipeline.painters.sketch.labels import labels_of
from pipeline.painters.sketch.panel.backdrop import (
    DUSK,
    draw_scene,
    is_loud,
    sign_place,
    tilt_camera,
    tint_of,
)
from pipeline.painters.sketch.panel.closeups import draw_in_hands, draw_still_life
from pipeline.painters.sketch.panel.crowd import draw_crowd
from pipeline.painters.sketch.panel.framing import FigureArea, frame_figures
from pipeline.painters.sketch.panel.placing import (
    Spot,
    draw_spots,
    face_box,
    place_beside_heads,
    place_things,
    sides_of_things,
    tallest_adult,
)
from pipeline.painters.sketch.panel.styling import (
    SHELTERED,
    at_hour_of,
    canvas_for,
    draw_motion,
    emphasize,
    light_of,
    lower_light,
)
from pipeline.painters.sketch.scenes.foreground import draw_foreground
from pipeline.painters.sketch.scenes.scenery import weather_over

_RIM = 0.9  # units
_IN_SHADE = 0.4  # how dark the listener in the foreground is
_LIGHT: RGB = (196, 190, 214)


@dataclass(frozen=True, slots=True)
class Composition:
    """What is where in a panel, in units, before it is drawn."""

    panel: PanelPlan
    room: FigureArea
    figures: list[Figure]
    spots: list[Spot]
    loud: bool
    listener: int | None  # seen from behind, in the foreground

    @property
    def in_hands(self) -> bool:
        return self.panel.angle == "hands" and bool(self.figures)

    @property
    def is_still_life(self) -> bool:
        return self.panel.shot == "detail" and bool(self.panel.things) and not self.in_hands

    @property
    def is_whole(self) -> bool:
        """Whether the figures are seen in their surroundings."""
        return self.panel.shot in {"wide", "medium"}


def draw_picture(shot: Shot) -> Picture:
    """Draw the panel of *shot*."""
    small, canvas = canvas_of(shot)
    size, panel = (shot.width, shot.height), shot.panel
    scene = compose(canvas, shot)
    draw_composition(canvas, shot, scene)
    tint = tint_of(scene.panel, loud=scene.loud)
    light = light_of(scene.panel)
    image = finish(canvas, shot.style, tint=tint, light=light, mode=shot.mode, size=size)
    unit = size[0] / small[0]
    heads = tuple(_head(canvas, figure, unit) for figure in scene.figures)
    return Picture(image, heads, labels=labels_of(panel, canvas.marks, unit))


def canvas_of(shot: Shot) -> tuple[tuple[int, int], Canvas]:
    """Return the canvas of a panel, and its size in pixels."""
    source = chance("panel", shot.seed, shot.panel.scene)
    small = (max(8, shot.width // shot.coarse), max(8, shot.height // shot.coarse))
    canvas = canvas_for(shot.style, small, source)
    return small, canvas


def compose(canvas: Canvas, shot: Shot) -> Composition:
    """Return what is where in the panel of *shot*."""
    panel = at_hour_of(shot.style, shot.panel)
    unit = shot.width / canvas.width  # pixels of the result per unit
    top, bottom = shot.clear[0] / unit, canvas.height - shot.clear[1] / unit
    room = FigureArea(canvas.left, top, canvas.right, max(bottom, top + 20))
    middles = [middle / unit + canvas.left for middle in shot.seats]
    listener = panel.listener if panel.angle == "shoulder" else None
    spots: list[Spot] = []
    if panel.shot in {"wide", "medium"}:
        left, right = (0.0, 0.0) if listener is not None else sides_of_things(panel, middles)
        share = 1 - left - right
        between = replace(room, left=room.left * (1 - 2 * left), right=room.right * (1 - 2 * right))
        middles = [(between.left + between.right) / 2 + x * share for x in middles]
        figures = frame_figures(canvas, shot, middles, between, tallest_adult(panel, room))
        spots = place_things(panel, figures, room)
    else:
        figures = frame_figures(canvas, shot, middles, room)
        if panel.shot == "close":
            spots = place_beside_heads(panel, figures, room)
    return Composition(
        panel, room, figures, spots, panel.shot == "close" and is_loud(panel), listener
    )


def draw_composition(canvas: Canvas, shot: Shot, scene: Composition) -> None:
    """Draw the scene, then what is in it from back to front."""
    panel, room, style = scene.panel, scene.room, shot.style
    tilt_camera(canvas, panel)
    if scene.loud:
        emphasize(canvas, style, scene.figures[0])
    else:
        draw_scene(canvas, panel, shot.seed, shot.index)
        lower_light(canvas, style, panel, canvas.source)
        sign_place(canvas, shot, scene.figures, room.top, room.bottom)
    draw_motion(canvas, style, scene.figures, panel.shot)
    canvas.nearness = NEAR
    with canvas.toned(DUSK, 1.0 if panel.angle == "silhouette" else 0.0):
        _draw_cast(canvas, scene, shot.seed)
        if scene.is_whole:
            _draw_foreground(canvas, scene)
        draw_spots(canvas, scene.spots, "front")
    if scene.figures:  # next to the figure that feels it
        moved = next((f for f in scene.figures if f.emotion != "calm"), scene.figures[0])
        draw_sign(canvas, panel.sign, moved)
    canvas.nearness = OVER
    if not scene.loud and not panel.setting.room and panel.setting.place not in SHELTERED:
        weather_over(canvas, panel.setting.weather, canvas.source, inked=style.inked_rain)


def _draw_cast(canvas: Canvas, scene: Composition, seed: int) -> None:
    """Draw figures and things, those farther away first."""
    if scene.in_hands:
        draw_in_hands(canvas, scene.figures[0], scene.panel.things[0], scene.room)
        return
    if scene.panel.crowd and scene.is_whole:
        draw_crowd(canvas, scene.figures, scene.room, seed)
    draw_spots(canvas, scene.spots, "back")
    order = sorted(
        range(len(scene.figures)),
        key=lambda i: (i == scene.listener, *_depth(scene.figures[i])),
    )
    for index in order:
        _draw_one(canvas, scene, index)
    if scene.is_still_life:
        draw_still_life(canvas, scene.panel, scene.figures, scene.room)


def _depth(figure: Figure) -> tuple[bool, float, float]:
    """Return how near a figure is: of two side by side, the broad one is behind the narrow one."""
    left, _, right, _ = extent_of(figure)
    return figure.near, round(figure.y, 1), left - right


def _draw_one(canvas: Canvas, scene: Composition, index: int) -> None:
    figure = scene.figures[index]
    with canvas.drawing("figure", str(index)):
        if index == scene.listener:
            _draw_back(canvas, figure)
        else:
            draw_figure(canvas, figure)
    canvas.mark("figure", str(index), (figure.x, min(figure.y + 3, scene.room.bottom)))


def _draw_back(canvas: Canvas, figure: Figure) -> None:
    """Draw a figure from behind in darkened colors, with a rim of light towards the others."""
    away = replace(figure, turned_away=True)
    rim = replace(away, x=figure.x + _RIM * figure.facing, y=figure.y - _RIM * 0.6)
    for each, tone, share in ((rim, _LIGHT, 1.0), (away, DUSK, _IN_SHADE)):
        with canvas.toned(tone, share):
            draw_figure(canvas, each)


def _draw_foreground(canvas: Canvas, scene: Composition) -> None:
    panel = scene.panel
    busy = any(part.holding or part.pose == "sleep" for part in panel.parts) or scene.spots
    draw_foreground(
        canvas,
        panel.setting,
        scene.room.bottom,
        random.Random(canvas.source.random()),  # noqa: S311 - a picture is no secret
        counter=panel.shot == "medium" and not busy and panel.angle == "eye",
        faces=_faces(scene.figures),
    )


def _faces(figures: Sequence[Figure]) -> list[Box]:
    return [face_box(figure) for figure in figures]


def _head(canvas: Canvas, figure: Figure, unit: float) -> Head:
    """Return the position of a head in the picture, whose pixels are *unit* canvas pixels."""
    x, y = canvas.place(head_point(figure))
    return Head((x * unit, y * unit), head_radius(figure) * canvas.unit / canvas.oversample * unit)
