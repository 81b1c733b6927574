"""Furnished places: rooms and outdoor places, drawn by their plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.comic.geometry import Path, box
from pipeline.comic.palette import RGB, darker, lighter, mix
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.drawing import Drawing, Piece, draw_pieces
from pipeline.painters.sketch.drawings.library import drawing, names
from pipeline.painters.sketch.scenes.place_plan import Band, Item, PlacePlan
from pipeline.painters.sketch.scenes.room_shell import draw_shell, draw_window
from pipeline.painters.sketch.scenes.scenery import (
    FAR,
    MID,
    View,
    flowers,
    grass,
    ground,
    hills,
    soften,
)

_FOLDERS = ("furniture", "things")
_MARGIN = 8.0  # units that bands reach beyond the picture
_TALLEST = 0.92  # of the height above the floor, so that nothing is cut at the top
_SNOW: RGB = (236, 242, 248)
_WATERS: dict[str, RGB] = {
    "dawn": (110, 160, 196),
    "sunset": (122, 112, 168),
    "night": (44, 82, 132),
}
_LAMPLIGHT: RGB = (255, 224, 134)
_GLASS: RGB = (176, 208, 228)
_DARK_GLASS: RGB = (78, 88, 122)
_WINDOWS = ("window1", "window2", "window3", "window4")  # each is lit or not, in every copy anew


def draw_room(canvas: Canvas, plan: PlacePlan, view: View, outside: str) -> None:
    """Draw a room by its plan; *outside* is the place seen through the windows."""
    assert plan.wall is not None
    boards, tiles = plan.pattern == "boards", plan.pattern == "tiles"
    draw_shell(canvas, view, plan.wall, plan.floor, boards=boards, tiles=tiles)
    for band in plan.bands:
        _band(canvas, band, view)
    for window in plan.windows:
        x, height = window.x * view.half, min(window.height, view.up * 0.5)
        draw_window(canvas, view, x, window.y, window.half_width, height, outside)
    _items(canvas, plan.items, view)


def draw_open_place(canvas: Canvas, plan: PlacePlan, view: View) -> None:
    """Draw what is outdoors by its plan, below a sky that is there already."""
    white = view.weather == "snow" and plan.grass > 0
    for hill in plan.hills:
        tone = mix(hill.color, _SNOW, 0.6) if white else hill.color
        tone = soften(tone, hill.haze) if hill.haze else tone
        hills(canvas, view, tone, hill.height, peaks=hill.peaks)
    _items(canvas, plan.behind, view)
    floor = _SNOW if white else plan.floor
    ground(canvas, view, floor, y=plan.edge, bumps=plan.bumps)
    for band in plan.bands:
        _band(canvas, band, view)
    grass(canvas, view, darker(floor, 0.2), plan.grass, plan.edge + 5, view.down)
    if not white:
        flowers(canvas, view, plan.flowers, plan.edge + 6, view.down)
    _items(canvas, plan.items, view)


def house_colors(view: View, wall: RGB, roof: RGB, *, lit: bool) -> dict[str, RGB]:
    """Return the palette of the house that stands for a room."""
    light = _LAMPLIGHT if lit or view.time in {"night", "sunset"} else _GLASS
    return {
        "wall": wall,
        "roof": roof,
        "door": darker(roof, 0.15),
        "chimney": darker(wall, 0.3),
        "lit": light,
    }


def layers_now(found: Drawing, view: View) -> tuple[Piece, ...]:
    """Return the pieces that are seen in the weather and at the hour: snow, the light of a lamp."""
    hidden = {"summer"} if view.weather == "snow" else {"snow"}
    return found.all_but(*hidden, *(() if view.dark else ("night",)))


def water_color(tone: RGB, view: View) -> RGB:
    return mix(tone, _WATERS.get(view.time, tone), 0.7)


def _band(canvas: Canvas, band: Band, view: View) -> None:
    half = view.half + _MARGIN
    line = 0.8 if band.outlined else 0.0
    tone = water_color(band.color, view) if band.water else band.color
    canvas.shape(box(-half, band.top, half, band.bottom), tone, line=line, ink=MID)
    if not band.water:
        return
    source, deep = view.source, min(band.bottom, view.down) - band.top
    for i in range(int(view.half * 0.5)):
        y = band.top + 1 + (deep - 2) * i / max(1, int(view.half * 0.5))
        x, w = source.uniform(-view.half, view.half), 2 + (y - band.top) * 0.2
        wave = [(x - w, y), (x - w / 2, y - 0.7), (x, y), (x + w / 2, y - 0.7), (x + w, y)]
        canvas.streak(wave, lighter(tone, 0.5), weight=0.7)


def _items(canvas: Canvas, items: Iterable[Item], view: View) -> None:
    for item in items:
        for x, y, nearness in _positions(item, view):
            _item(canvas, item, (x, y), nearness, view)


def _positions(item: Item, view: View) -> list[tuple[float, float, float]]:
    """Return where the copies of *item* are, with their size, farthest first."""
    source = view.source
    if item.every:
        across = view.across(max(3, int(2 * view.half / item.every)), item.jitter)
    else:
        first = item.x - item.gap * (item.copies - 1) / 2
        wander = item.jitter * item.gap
        shares = [first + item.gap * i for i in range(item.copies)]
        across = [(share + source.uniform(-wander, wander)) * view.half for share in shares]
    if item.sided:
        across = [-view.side * x for x in across]
    if not item.spread:
        return [(x, item.y, 1.0) for x in across]
    deep = max(1.0, view.down - item.y)
    ways = sorted(source.random() for _ in across)
    source.shuffle(across)
    return [(x, item.y + deep * way, 0.6 + way) for x, way in zip(across, ways, strict=True)]


def _item(canvas: Canvas, item: Item, at: tuple[float, float], size: float, view: View) -> None:
    source = view.source
    found = _drawing(item.draw if isinstance(item.draw, str) else source.choice(item.draw))
    pieces, palette = layers_now(found, view), _palette(item, view)
    ink = FAR if item.far or (item.y < 0 and not item.hangs) else MID
    if item.stretched:
        draw_pieces(canvas, [_stretched(piece, view) for piece in pieces], palette, ink=ink)
        return
    _, top, _, bottom = found.box
    height = size * source.uniform(item.height, max(item.height, item.tallest))
    height = height if item.hangs else min(height, (view.up + at[1]) * _TALLEST)
    flip = item.flip != (item.turns and source.random() < 0.5)
    if height <= 1:
        return  # above the picture
    scale = height / (bottom - top)
    y = -view.up + at[1] - top * scale if item.hangs else at[1]
    with canvas.at(at[0], y, scale=scale, flip=flip):
        draw_pieces(canvas, pieces, palette, ink=ink)


def _stretched(piece: Piece, view: View) -> Piece:
    def spread(path: Path) -> Path:
        return [(x * view.half / 100, y * (view.down if y > 0 else view.up) / 100) for x, y in path]

    return replace(piece, path=spread(piece.path))


def _palette(item: Item, view: View) -> dict[str, RGB]:
    """Return the colors for the names in a drawing, for one copy."""
    source, share = view.source, 0.6 if view.dark else 0.1
    dark = _DARK_GLASS if view.dark else _GLASS
    palette = {name: source.choice(tones) for name, tones in item.colors.items()}
    for name in _WINDOWS:
        palette[name] = _LAMPLIGHT if source.random() < share else palette.get("glass", dark)
    palette["lit"] = _LAMPLIGHT if view.time in {"night", "sunset"} else dark
    if water := palette.get("water"):
        palette["water"] = water_color(water, view)
        palette["deep"] = mix(palette["water"], (36, 92, 150), 0.4)
    return palette


def _drawing(name: str) -> Drawing:
    """Return the drawing of furniture or of a thing. Raises KeyError."""
    folder = next((folder for folder in _FOLDERS if name in names(folder)), None)
    if folder is None:
        raise KeyError(name)
    return drawing(folder, name)
