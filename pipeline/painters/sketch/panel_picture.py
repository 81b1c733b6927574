"""Panel picture: figures placed in front of a scene and framed by the camera."""

from __future__ import annotations

import math
import random

from pipeline.comic.geometry import arc, ellipse, star
from pipeline.comic.grips import GRIPS
from pipeline.comic.painter import Head, Picture, Shot
from pipeline.comic.palette import RGB, WHITE, lighter
from pipeline.comic.seats import side_of
from pipeline.comic.seeded_random import chance
from pipeline.comic.story import PanelPlan
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.body_proportions import head_height
from pipeline.painters.sketch.figures.figure import (
    Figure,
    draw_figure,
    head_point,
    head_radius,
    may_lie,
)
from pipeline.painters.sketch.scenes import props
from pipeline.painters.sketch.scenes.foreground import burst, draw_foreground, speed_lines
from pipeline.painters.sketch.scenes.indoors import draw_indoors
from pipeline.painters.sketch.scenes.outdoors import draw_outdoors
from pipeline.painters.sketch.scenes.scenery import TINTS, View, draw_sky, weather_over
from pipeline.painters.sketch.style_effects import finish

_TALL = {"bubble": 1.06, "chef": 1.16, "wizard": 1.26, "crown": 1.08, "fedora": 1.06}


_SHELTERED = frozenset(("moon", "space", "underwater", "cave"))  # no weather there
_BURSTS: dict[str, RGB] = {
    "angry": (226, 84, 66),
    "scared": (120, 108, 176),
    "surprised": (250, 196, 84),
    "happy": (250, 206, 96),
}


def _is_loud(panel: PanelPlan) -> bool:
    """Return whether a close-up shows emotion only, without the place."""
    moods = {part.emotion for part in panel.parts}
    return bool(moods & {"angry", "surprised", "scared"}) or any(
        line.kind == "shout" for line in panel.lines
    )


def draw_picture(shot: Shot) -> Picture:
    """Draw the panel of *shot*."""
    panel, style, size, coarse = shot.panel, shot.style, (shot.width, shot.height), shot.coarse
    source = chance("panel", shot.seed, panel.scene)
    small = (max(8, size[0] // coarse), max(8, size[1] // coarse))
    canvas = Canvas(
        *small, oversample=style.oversample, line=style.line, wobble=style.wobble, source=source
    )
    unit = size[0] / canvas.width  # pixels of the result per unit
    top, bottom = shot.clear[0] / unit, canvas.height - shot.clear[1] / unit
    xs = [middle / unit + canvas.left for middle in shot.seats]
    figures = _frame(canvas, panel, xs, (top, bottom), eyes=style.eyes, rtl=shot.rtl)
    loud = panel.shot == "close" and _is_loud(panel)
    if loud:
        mood = panel.parts[0].emotion
        tone = _BURSTS.get(mood, (250, 196, 84)) if style.mode == "color" else (72, 72, 80)
        ray = lighter(tone, 0.45) if style.mode == "color" else (244, 244, 244)
        burst(canvas, figures[0].x, head_point(figures[0])[1], tone, ray)
    else:
        _scene(canvas, panel, shot.seed)
    if panel.shot == "detail" and panel.things:
        figures = []
        _still_life(canvas, panel, top, bottom)
    afloat = panel.setting.place in {"sea", "sky"} and not panel.setting.room
    if panel.shot in {"wide", "medium"} and panel.things and not afloat:
        _scatter(canvas, panel, figures, source, bottom)
    for figure in sorted(figures, key=lambda f: f.y):
        if figure.pose == "run" and panel.shot != "close":
            speed_lines(
                canvas, figure.x, figure.y, figure.height * figure.look.height, figure.facing
            )
        draw_figure(canvas, figure)
    if panel.shot in {"wide", "medium"}:
        draw_foreground(canvas, panel.setting, bottom, source, counter=_counter_fits(panel))
    if figures:  # next to the figure that feels it
        moved = next((figure for figure in figures if figure.emotion != "calm"), figures[0])
        _sign(canvas, panel.sign, moved)
    if not loud and not panel.setting.room and panel.setting.place not in _SHELTERED:
        weather_over(canvas, panel.setting.weather, source)
    image = finish(canvas, style, tint=_tint(panel, loud=loud), mode=shot.mode, size=size)
    heads = tuple(
        Head(((x - canvas.left) * unit, y * unit), head_radius(figure) * unit)
        for figure in figures
        for x, y in (head_point(figure),)
    )
    return Picture(image, heads)


def _counter_fits(panel: PanelPlan) -> bool:
    """Return whether a shop's counter may cover the figures: not if it hides their action."""
    busy = any(part.holding or part.pose == "sleep" for part in panel.parts)
    return panel.shot == "medium" and not busy


def _tint(panel: PanelPlan, *, loud: bool) -> RGB:
    """Return the tint of all colors of the panel."""
    setting = panel.setting
    if loud or setting.room or setting.place == "cave":
        return WHITE
    if setting.place in {"moon", "space"}:
        return (226, 230, 250)
    return TINTS[setting.time]


def _scene(canvas: Canvas, panel: PanelPlan, seed: int) -> None:
    setting = panel.setting
    # a place looks the same in every panel, at any camera distance
    source = chance("place", seed, setting.place, setting.room)
    zoom = {"wide": 1.0, "medium": 1.3, "close": 1.9, "detail": 1.6}[panel.shot]
    share = {"wide": 0.62, "medium": 0.6, "close": 0.72, "detail": 0.56}[panel.shot]
    camera = chance("camera", seed, panel.scene, panel.caption, panel.shot)
    # the closer the camera, the more its direction and height may vary
    pan = camera.uniform(-0.5, 0.5) * (zoom - 1.0) * canvas.width * 0.3
    horizon = canvas.height * (share + camera.uniform(-0.04, 0.03))
    if setting.place == "sky":
        horizon = canvas.height * 0.74
    view = View(
        half=canvas.width / 2 / zoom * (1 + 0.3 * (zoom - 1.0)),
        up=horizon / zoom,
        down=(canvas.height - horizon) / zoom,
        time="night" if setting.place in {"moon", "space"} else setting.time,
        weather="clear" if setting.place in {"moon", "space", "underwater"} else setting.weather,
        source=source,
        side=side_of(seed),
        shop=setting.building if panel.shot != "close" else "",
    )
    if setting.room:
        with canvas.at(pan, horizon, scale=zoom):
            draw_indoors(canvas, setting.room, view, setting.place)
        return
    draw_sky(canvas, view, horizon, setting.place)
    with canvas.at(pan, horizon, scale=zoom):
        draw_outdoors(canvas, setting.place, view)


def _frame(
    canvas: Canvas,
    panel: PanelPlan,
    middles: list[float],
    free: tuple[float, float],
    *,
    eyes: str,
    rtl: bool,
) -> list[Figure]:
    """Size and place the figures for the panel's shot; *free* is the height without lettering."""
    top, bottom = free
    count = max(1, len(panel.parts))
    wide_shot = panel.shot in {"wide", "medium"}
    room = max(20.0, bottom - top)
    tallest = max(
        (
            part.actor.look.height
            * (_TALL.get(part.actor.look.hat, 1.0) + (_reach(part.holding) if wide_shot else 0))
            for part in panel.parts
        ),
        default=1.0,
    )
    lane = canvas.width / count
    figures = []
    for i, (part, x) in enumerate(zip(panel.parts, middles, strict=True)):
        look = part.actor.look
        if panel.shot == "wide":
            wide = 1.3 if count < 3 else 1.7 if count < 4 else 2.3
            adult = min(room * 0.82, canvas.height * 0.6, lane * wide) / max(0.9, tallest)
            feet = bottom - canvas.height * 0.06 - (adult * 0.07 if i % 2 else 0)
        elif panel.shot == "medium":
            wide = 1.75 if count < 4 else 2.4
            adult = min(room * 1.06, lane * wide, canvas.height * 0.96) / max(0.85, tallest)
            feet = max(top + adult * tallest + 4, bottom + adult * 0.16)
            feet -= adult * 0.08 if count > 3 and i % 2 else 0
        else:
            # the head fills the free part of the panel
            radius = min(room * 0.29, lane * 0.31)
            adult = radius / (0.18 * (1 + max(0.0, 1 - look.height) * 0.42)) / look.height
            feet = top + room * 0.54 + head_height(look) * adult * look.height / 100
        facing = 1 if x <= (middles[0] + middles[-1]) / 2 else -1
        if count == 1:
            facing = -1 if rtl != (x > 0) else 1
        elif i == count - 1:
            facing = -1
        lying = part.pose == "sleep" and wide_shot and count < 3 and may_lie(look)
        if lying:
            adult = min(adult, lane * 0.94 / look.height)
            feet = bottom - canvas.height * 0.07
        speaks = any(line.speaker == i for line in panel.lines)
        figures.append(
            Figure(
                look,
                x,
                feet,
                adult,
                part.pose,
                part.emotion,
                facing,
                turn=0.35,
                talking=speaks,
                eyes=eyes,
                holding=part.holding,
                lying=lying,
            )
        )
    return figures


def _reach(thing: str) -> float:
    """Return how far the held object extends above the head, in heights."""
    return GRIPS[thing].above if thing in GRIPS else 0.0


def _still_life(canvas: Canvas, panel: PanelPlan, top: float, bottom: float) -> None:
    """Draw the central object of the story, large."""
    size = min(canvas.width * 0.62, (bottom - top) * 0.72)
    y = bottom - canvas.height * 0.1
    canvas.dim(ellipse(2, y, size * 0.5, size * 0.07), 120)
    for i in range(14):
        a = math.tau * i / 14
        inner, outer = size * 0.68, size * (0.8 if i % 2 else 0.9)
        middle = y - size * 0.42
        canvas.streak(
            [
                (inner * math.cos(a), middle + inner * math.sin(a)),
                (outer * math.cos(a), middle + outer * math.sin(a)),
            ],
            (255, 246, 196),
            weight=1.4,
        )
    with canvas.at(0, y, scale=size / 105):
        props.draw_prop(canvas, panel.things[0])


_HUGE = {
    "rocket": 0.62,
    "car": 0.42,
    "boat": 0.5,
    "train": 0.46,
    "plane": 0.4,
    "tree": 0.6,
    "telescope": 0.36,
    "treasure": 0.26,
    "computer": 0.26,
    "bicycle": 0.34,
}


def _scatter(
    canvas: Canvas, panel: PanelPlan, figures: list[Figure], source: random.Random, bottom: float
) -> None:
    """Draw objects of the story where no figure is."""
    held = {figure.holding for figure in figures}
    edges = [canvas.left * 0.7, canvas.right * 0.7]
    if figures and figures[0].x < 0:
        edges.reverse()
    for thing, x in zip(panel.things, edges, strict=False):
        if thing in held or thing == "heart":
            continue
        if thing in {"sword", "wand", "key", "umbrella", "balloon", "kite", "magnifier", "broom"}:
            continue  # objects that are not drawn without a figure
        if thing == "butterfly":
            _butterfly(canvas, figures, x)
            continue
        tall = _HUGE.get(thing, 0.17) * canvas.height
        y = bottom - canvas.height * (0.2 if thing in _HUGE else 0.07)
        canvas.dim(ellipse(x, y, tall * 0.4, tall * 0.06), 110)
        with canvas.at(x, y, scale=tall / 100, flip=source.random() < 0.3):
            props.draw_prop(canvas, thing)


def _butterfly(canvas: Canvas, figures: list[Figure], x: float) -> None:
    """Draw it in the air in front of a figure, or on the nose of one that stands still."""
    if not figures:
        return
    figure = figures[0]
    hx, hy = head_point(figure)
    r = head_radius(figure)
    ahead = 1.9 if figure.pose != "relaxed" else 1.25
    edge = canvas.right - r * 0.5
    x = max(-edge, min(edge, hx + figure.facing * r * ahead))
    with canvas.at(x, hy - r * 0.2, scale=r / 62, turn=0.3 * figure.facing):
        props.draw_prop(canvas, "butterfly")


def _sign(canvas: Canvas, sign: str, figure: Figure) -> None:
    """Draw the comic signs next to a head: hearts, notes, drops, surprise marks."""
    draw = {
        "heart": _hearts,
        "note": _notes,
        "drops": _drops,
        "bang": _bang,
        "query": _query,
        "spark": _sparks,
        "vein": _vein,
        "zzz": _snore,
    }.get(sign)
    if draw is None:
        return
    x, y = head_point(figure)
    r = head_radius(figure)
    with canvas.at(x + figure.facing * r * 1.45, y - r * 0.9, scale=r / 18):
        draw(canvas)


def _hearts(c: Canvas) -> None:
    for x, y, s in ((0, 0, 0.16), (9, -10, 0.11)):
        with c.at(x, y, scale=s):
            props.draw_prop(c, "heart")


def _notes(c: Canvas) -> None:
    for x, y in ((0, 2), (9, -8)):
        c.blot(ellipse(x, y, 3, 2.3, turn=-0.4))
        c.stroke([(x + 2.6, y), (x + 3, y - 11), (x + 7, y - 8)], weight=1.2, taper=0.9)


def _drops(c: Canvas) -> None:
    for x, y in ((0, 0), (6, 5), (5, -6)):
        c.shape(
            [(x, y - 3.4), (x + 2.4, y + 1), (x, y + 3), (x - 2.2, y + 1)],
            (150, 212, 246),
            line=0.6,
            curved=True,
        )


def _bang(c: Canvas) -> None:
    c.shape([(-3, -16), (4, -16), (1.8, -2), (-1.4, -2)], (250, 206, 60), line=0.9)
    c.shape(ellipse(0.2, 3, 2.6, 2.6), (250, 206, 60), line=0.9)


def _query(c: Canvas) -> None:
    c.stroke(
        [*arc(0, -9, 5.6, 5.6, math.pi, math.tau + 0.9, 12), (0.6, -1.6), (0.4, 0.6)],
        weight=2.2,
        taper=0.9,
    )
    c.blot(ellipse(0.4, 5, 1.8, 1.8))


def _sparks(c: Canvas) -> None:
    for x, y, s in ((0, 0, 6), (9, -8, 4), (8, 6, 3)):
        c.shape(star(x, y, s, s * 0.3, 4), (255, 238, 150), line=0.6)


def _vein(c: Canvas) -> None:
    for k in range(4):
        a = math.tau * k / 4 + 0.4
        x, y = 2 * math.cos(a), 2 * math.sin(a)
        c.streak(
            [(x * 1.2, y * 1.2), (x * 2.4 + y * 0.8, y * 2.4 - x * 0.8), (x * 4, y * 4)],
            (214, 44, 48),
            weight=1.8,
            taper=0.7,
        )


def _snore(c: Canvas) -> None:
    for x, y, s in ((0, 0, 3.0), (8, -9, 4.4), (19, -21, 6.0)):
        c.stroke(
            [(x, y - s), (x + s, y - s), (x, y), (x + s, y)],
            weight=0.9 + s * 0.12,
            curved=False,
            taper=0.9,
        )
