"""Catalogue: one picture of everything the sketch painter can draw, in sections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pipeline.comic.character_look import HUMAN, Look, LookHints, creature_kinds, derive, role_names
from pipeline.comic.palette import WHITE
from pipeline.comic.seeded_random import chance
from pipeline.comic.styles import STYLES, Style, style_named
from pipeline.painters.sketch.canvas import NEAR, Canvas
from pipeline.painters.sketch.effects import finish
from pipeline.painters.sketch.figures.acts import acts, placed_together
from pipeline.painters.sketch.figures.figure import Figure, draw_figure, figure_box
from pipeline.painters.sketch.figures.poses import POSES
from pipeline.painters.sketch.panel.styling import canvas_for
from pipeline.painters.sketch.scenes import props

Draw = Callable[[Canvas], None]
_CELL = 150  # pixels
_WORDS = 14
_COLUMNS = 10
_PAPER = (252, 250, 246)


@dataclass(frozen=True, slots=True)
class Cell:
    """A drawing with its name below."""

    name: str
    draw: Draw
    style: str = "neutral"


def looks() -> dict[str, Look]:
    """Return the five bodies that every pose is drawn with."""
    return {
        "man": derive(HUMAN, "man", LookHints(female=False), "catalogue"),
        "woman": derive(HUMAN, "woman", LookHints(female=True), "catalogue"),
        "child": derive(HUMAN, "boy", LookHints(small=True), "catalogue"),
        "cat": derive("cat", "", LookHints(), "catalogue"),
        "robot": derive("robot", "", LookHints(), "catalogue"),
    }


def sections() -> dict[str, Callable[[], Iterator[Cell]]]:
    """Return the sections of the catalogue by name."""
    return {
        "poses": _poses,
        "acts": _acts,
        "things": _things,
        "beings": _beings,
        "roles": _roles,
        "styles": _styles,
    }


def draw_catalogue(out: Path, names: list[str]) -> Image.Image:
    """Draw the sections called *names*, or all, into the file *out*."""
    chosen = [(name, list(sections()[name]())) for name in names or sections()]
    rows = sum(1 + -(-len(cells) // _COLUMNS) for _, cells in chosen)
    sheet = Image.new("RGB", (_COLUMNS * _CELL, rows * (_CELL + _WORDS)), _PAPER)
    pen, font, y = ImageDraw.Draw(sheet), ImageFont.load_default(), 0
    for name, cells in chosen:
        pen.text((8, y + _CELL // 2), f"{name}: {len(cells)}", fill=(20, 20, 30), font_size=40)
        y += _CELL + _WORDS
        for i in range(0, len(cells), _COLUMNS):
            for column, cell in enumerate(cells[i : i + _COLUMNS]):
                sheet.paste(_picture(cell), (column * _CELL, y))
                pen.text((column * _CELL + 4, y + _CELL), cell.name, fill=(20, 20, 30), font=font)
            y += _CELL + _WORDS
    sheet.save(out)
    return sheet


def _picture(cell: Cell) -> Image.Image:
    style: Style = style_named(cell.style)
    canvas = canvas_for(style, (_CELL, _CELL), chance("catalogue", cell.name))
    canvas.nearness = NEAR
    cell.draw(canvas)
    return finish(canvas, style, tint=WHITE, mode="color", size=(_CELL, _CELL))


def _figures(*figures: Figure) -> Draw:
    """Return how to draw *figures* so that they fill the cell."""
    boxes = [figure_box(figure) for figure in figures]
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
    scale = min(1.0, 94 / (right - left), 92 / (bottom - top))

    def draw(canvas: Canvas) -> None:
        with canvas.at(-(left + right) / 2 * scale, 96 - bottom * scale, scale=scale):
            for figure in sorted(figures, key=lambda figure: figure.y):
                draw_figure(canvas, figure)

    return draw


def _poses() -> Iterator[Cell]:
    for pose in POSES:
        for name, look in looks().items():
            holding = {"ride": "bicycle", "drive": "car"}.get(pose, "")
            figure = Figure(look, 0, 0, 84, pose, indoors=True, holding=holding)
            yield Cell(f"{pose} ({name})", _figures(figure))


def _acts() -> Iterator[Cell]:
    bodies = looks()
    for act in acts():
        for one, other in (("man", "woman"), ("woman", "child"), ("cat", "robot"), ("cat", "man")):
            first, second = (Figure(bodies[name], 0, 0, 84) for name in (one, other))
            pair = placed_together(first, replace(second, x=1), act)
            yield Cell(f"{act} ({one}, {other})", _figures(*pair))


def _things() -> Iterator[Cell]:
    for name in sorted(props.known()):

        def draw(canvas: Canvas, name: str = name) -> None:
            with canvas.at(0, 92, scale=0.72):
                props.draw_prop(canvas, name)

        yield Cell(name, draw)


def _beings() -> Iterator[Cell]:
    for kind in creature_kinds():
        look = derive(kind, "", LookHints(), "catalogue").as_drawn
        yield Cell(kind, _figures(Figure(look, 0, 0, 84, "relaxed")))


def _roles() -> Iterator[Cell]:
    for role in role_names():
        for sex in ("man", "woman"):
            look = derive(HUMAN, role, LookHints(female=sex == "woman"), "catalogue")
            yield Cell(f"{role} ({sex})", _figures(Figure(look, 0, 0, 84, "relaxed")))


def _styles() -> Iterator[Cell]:
    for name, style in STYLES.items():
        for body, look in looks().items():
            figure = Figure(look, 0, 0, 84, "wave", eyes=style.eyes, heads=style.heads)
            yield Cell(f"{name} ({body})", _figures(figure), style=name)
