"""Styling: what a drawing style changes in the drawing itself, before the print finish."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import tomli

from pipeline.comic.character_look import HUMAN, Look
from pipeline.comic.palette import RGB, lighter, luminance
from pipeline.comic.story import PanelPlan
from pipeline.comic.styles import Style
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.figure import Figure, head_point
from pipeline.painters.sketch.scenes.emphasis import draw_emphasis, draw_streaks, is_fast
from pipeline.painters.sketch.scenes.foreground import speed_lines
from pipeline.painters.sketch.scenes.low_light import darken_room, darken_street

_LIGHTS = Path(__file__).with_name("lights.toml")
_FAIR = 150.0  # brightness from which hair is white in black and white
_PALER = 0.5
SHELTERED = frozenset(("moon", "space", "underwater", "cave"))  # no weather there
_MOODS: dict[str, RGB] = {
    "angry": (226, 84, 66),
    "scared": (120, 108, 176),
    "surprised": (250, 196, 84),
    "happy": (250, 206, 96),
}


def canvas_for(style: Style, size: tuple[int, int], source: random.Random) -> Canvas:
    """Return an empty canvas for the line and light of *style*."""
    return Canvas(
        *size,
        oversample=style.oversample,
        line=style.line,
        wobble=style.wobble,
        source=source,
        swell=style.swell,
        shading=style.shading,
        even=style.even,
    )


def light_of(panel: PanelPlan) -> RGB:
    """Return the color of the light at the edges of *panel*: its mood, its place or its hour."""
    lights, setting = _lights(), panel.setting
    moods = [part.emotion for part in panel.parts]
    strong = [mood for mood in moods if 2 * moods.count(mood) > len(moods)]
    hour = lights["hours"].get(setting.time, lights["hours"]["day"])
    place = lights["places"].get(setting.room or setting.place, hour)
    return lights["feelings"].get(strong[0], place) if strong else place


@cache
def _lights() -> Mapping[str, Mapping[str, RGB]]:
    tables = tomli.loads(_LIGHTS.read_text(encoding="utf-8"))
    return {kind: {name: (r, g, b) for name, (r, g, b) in t.items()} for kind, t in tables.items()}


def inked_look(look: Look, style: Style) -> Look:
    """Return *look* as it is drawn in black and white: pale skin, hair either black or white."""
    if style.mode == "color":
        return look
    if look.kind != HUMAN:
        return replace(look, skin=lighter(look.skin, 0.2))
    hair: RGB = (248, 248, 248) if luminance(look.hair) > _FAIR else (22, 22, 26)
    return replace(look, skin=lighter(look.skin, _PALER), hair=hair)


def at_hour_of(style: Style, panel: PanelPlan) -> PanelPlan:
    """Return *panel* at the hour and in the weather of a style that always has the same."""
    if not style.hour:
        return panel
    weather = style.weather if panel.setting.weather in {"clear", "wind"} else panel.setting.weather
    return replace(panel, setting=replace(panel.setting, time=style.hour, weather=weather))


def lower_light(canvas: Canvas, style: Style, panel: PanelPlan, source: random.Random) -> None:
    """Darken the scene if the style lights it by a lamp or through blinds only."""
    if style.light != "low":
        return
    if panel.setting.room:
        darken_room(canvas, source)
    elif panel.setting.place not in SHELTERED:
        darken_street(canvas, source)


def emphasize(canvas: Canvas, style: Style, figure: Figure) -> None:
    """Draw what surrounds a loud head, in the color of its mood."""
    tone = _MOODS.get(figure.emotion, (250, 196, 84))
    draw_emphasis(canvas, style.emphasis, head_point(figure), tone)


def draw_motion(canvas: Canvas, style: Style, figures: Sequence[Figure], shot: str) -> None:
    """Draw the speed lines of figures that move."""
    for figure in figures:
        tall = figure.height * figure.look.height
        if style.motion == "streaks" and is_fast(figure.pose):
            draw_streaks(canvas, figure.y - tall * 0.5, tall)
        elif figure.pose == "run" and shot != "close":
            speed_lines(canvas, figure.x, figure.y, tall, figure.facing)
