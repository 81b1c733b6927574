"""Backdrop: the scene behind the figures as the camera sees it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.comic.geometry import ellipse
from pipeline.comic.painter import Shot
from pipeline.comic.palette import RGB, WHITE
from pipeline.comic.seats import side_of
from pipeline.comic.seeded_random import chance
from pipeline.comic.story import PanelPlan
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.figure import Figure
from pipeline.painters.sketch.scenes.indoors import draw_indoors
from pipeline.painters.sketch.scenes.outdoors import draw_outdoors
from pipeline.painters.sketch.scenes.place_signs import AFLOAT, draw_place_sign
from pipeline.painters.sketch.scenes.scenery import TINTS, View, draw_sky

_ZOOM = {"wide": 1.0, "medium": 1.3, "close": 1.9, "detail": 1.6}
_HORIZON = {"wide": 0.62, "medium": 0.6, "close": 0.72, "detail": 0.56}  # of the panel's height
_PAN = 0.7  # of what a zoom leaves out
_UP = 0.5  # what is drawn above the horizon at least, even if the frame cuts it off
_KEYSTONE = {"low": 0.26, "high": -0.22}
_INDOORS: dict[str, RGB] = {"night": (204, 202, 228), "sunset": (255, 238, 220)}
_LAMPLIGHT: RGB = (255, 232, 160)
DUSK: RGB = (34, 28, 48)
"""The color of whatever stands against the light."""


@dataclass(frozen=True, slots=True)
class _Camera:
    zoom: float
    horizon: float  # of the panel's height
    pan: float  # of the panel's width, at zoom 1
    mirrored: bool  # the scene is seen from its other side


def tilt_camera(canvas: Canvas, panel: PanelPlan) -> None:
    """Let verticals converge if the camera looks up or down."""
    canvas.tilt(_KEYSTONE.get(panel.angle, 0.0))


def is_loud(panel: PanelPlan) -> bool:
    """Return whether a close-up shows emotion only, without the place."""
    moods = {part.emotion for part in panel.parts}
    return bool(moods & {"angry", "scared"}) or any(
        line.kind in {"shout", "sfx"} for line in panel.lines
    )


def tint_of(panel: PanelPlan, *, loud: bool) -> RGB:
    """Return the tint of all colors of the panel."""
    setting = panel.setting
    if loud or setting.place == "cave":
        return WHITE
    if setting.room:
        return _INDOORS.get(setting.time, WHITE)
    if setting.place in {"moon", "space"}:
        return (226, 230, 250)
    return TINTS[setting.time]


def _camera(panel: PanelPlan, seed: int, index: int) -> _Camera:
    """Return the camera of a panel: the closer, the more its direction and height may vary."""
    source = chance("camera", seed, index, panel.shot)
    zoom, horizon = _ZOOM[panel.shot], _HORIZON[panel.shot]
    zoom *= source.uniform(1.0, 1.16)
    drift = source.uniform(-0.06, 0.06)
    pan = source.uniform(-0.5, 0.5) * _PAN
    mirrored = False
    if panel.angle == "low":
        zoom, horizon = zoom * 1.12, 0.87
    elif panel.angle == "high":
        horizon = 0.24
    elif panel.angle == "silhouette":
        horizon = 0.8
    elif panel.angle == "shoulder":
        mirrored = panel.listener == 1
        zoom, pan = zoom * 1.2, pan * 1.6
    elif panel.angle == "hands":
        zoom = 2.4
    if panel.setting.place == "sky":
        horizon = max(0.74, horizon)
    return _Camera(zoom, horizon + drift, pan, mirrored)


def draw_scene(canvas: Canvas, panel: PanelPlan, seed: int, index: int) -> None:
    """Draw the place of the panel."""
    setting = panel.setting
    # a place looks the same in every panel, at any camera distance
    source = chance("place", seed, setting.place, setting.room)
    camera = _camera(panel, seed, index)
    zoom = camera.zoom
    pan = camera.pan * (zoom - 1.0) * canvas.width
    horizon = canvas.height * camera.horizon
    wider = 1.15 if panel.angle in _KEYSTONE else 1.0
    view = View(
        half=canvas.width / 2 / zoom * (1 + _PAN * (zoom - 1.0)) * wider,
        up=max(horizon, canvas.height * _UP) / zoom,
        down=(canvas.height - horizon) / zoom,
        time="night" if setting.place in {"moon", "space"} else setting.time,
        weather="clear" if setting.place in {"moon", "space", "underwater"} else setting.weather,
        source=source,
        side=side_of(seed),
        shop=setting.building if panel.shot != "close" else "",
    )
    if setting.room:
        with canvas.at(pan, horizon, scale=zoom, flip=camera.mirrored):
            draw_indoors(canvas, setting.room, view, setting.place)
        if setting.time == "night":
            _light_lamp(canvas, horizon)
        return
    drift = chance("clouds", seed, setting.place, index)
    draw_sky(canvas, view, horizon, setting.place, drift)
    share = 0.72 if panel.angle == "silhouette" else 0.0
    with canvas.at(pan, horizon, scale=zoom, flip=camera.mirrored), canvas.toned(DUSK, share):
        draw_outdoors(canvas, setting.place, view)


def _light_lamp(canvas: Canvas, horizon: float) -> None:
    """Draw the light of a lamp above the middle of a room at night."""
    for share, opacity in ((0.46, 0.1), (0.3, 0.14)):
        light = ellipse(0, horizon * 0.8, canvas.width * share, canvas.height * share)
        canvas.veil(light, _LAMPLIGHT, opacity)


def sign_place(
    canvas: Canvas, shot: Shot, figures: list[Figure], top: float, bottom: float
) -> None:
    """Draw a sign for the name of a place that has no scene of its own."""
    setting = shot.panel.setting
    is_lettered = shot.order.lettering != "none" and shot.panel.shot in {"wide", "medium"}
    if not setting.sign or not is_lettered or canvas.marks:
        return  # the building has a sign
    draw_place_sign(
        canvas,
        setting.sign,
        [(figure.x, 16 * figure.scale * figure.look.girth) for figure in figures],
        top=top,
        ground=bottom - canvas.height * 0.1,
        hanging=bool(setting.room) or setting.place in AFLOAT,
    )
