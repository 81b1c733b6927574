"""Close-ups of things: in the hands of somebody, or on a table or the ground before them."""

from __future__ import annotations

from pipeline.comic.geometry import box, ellipse
from pipeline.comic.palette import darker, lighter
from pipeline.comic.story import PanelPlan
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.figure import Figure
from pipeline.painters.sketch.figures.limbs import glove_of, sleeve_of
from pipeline.painters.sketch.panel.framing import FigureArea
from pipeline.painters.sketch.panel.placing import draw_sized
from pipeline.painters.sketch.scenes.indoors import WOOD

_LARGE = 0.56  # a thing in a close-up, of the room
_BESIDE = 0.3  # a second thing


def draw_in_hands(canvas: Canvas, figure: Figure, thing: str, room: FigureArea) -> None:
    """Draw what *figure* holds, large, in its hands; the rest of it is outside the picture."""
    x = (room.left + room.right) / 2
    size = min(room.height * 0.62, room.width * 0.5)
    foot = room.top + room.height * 0.5 + size * 0.5
    hand = foot - size * 0.12
    grip = size * 0.34
    with canvas.drawing("figure", "0"):
        for side in (-1, 1):
            _forearm(canvas, figure, (x + side * grip, hand), side, size)
        draw_sized(canvas, thing, (x, foot), size)
        for side in (-1, 1):
            _fingers(canvas, figure, (x + side * grip, hand), side, size)


def _forearm(
    canvas: Canvas, figure: Figure, at: tuple[float, float], side: int, size: float
) -> None:
    x, y = at
    elbow = (x + side * size * 0.5, canvas.height + size * 0.3)
    canvas.limb(
        [
            elbow,
            (x + side * size * 0.22, y + size * 0.36),
            (x + side * size * 0.1, y + size * 0.14),
        ],
        size * 0.3,
        size * 0.24,
        sleeve_of(figure.look),
        shade=size * 0.05,
    )
    palm = ellipse(x, y, size * 0.17, size * 0.19, turn=side * 0.3)
    canvas.shape(palm, glove_of(figure.look), shade=size * 0.03)


def _fingers(
    canvas: Canvas, figure: Figure, at: tuple[float, float], side: int, size: float
) -> None:
    tone = glove_of(figure.look)
    for i in range(4):
        x = at[0] - side * size * (0.05 + 0.012 * i)
        y = at[1] - size * 0.13 + i * size * 0.085
        finger = ellipse(x, y, size * 0.12, size * 0.05, turn=side * -0.25)
        canvas.shape(finger, tone, shade=size * 0.012, line=0.9)


def draw_still_life(
    canvas: Canvas, panel: PanelPlan, figures: list[Figure], room: FigureArea
) -> None:
    """Draw the central thing of the panel before those who look at it, others beside it."""
    side = -1 if figures and figures[0].x > 0 else 1
    size = min(room.width * 0.52, room.height * _LARGE)
    foot = room.bottom - room.height * 0.06
    if panel.setting.room:
        _draw_top(canvas, foot - size * 0.24)
    x = side * min(room.width * 0.22, room.right - size * 0.55) if figures else 0.0
    spots = [(panel.things[0], x, foot, size)]
    small = min(room.height * _BESIDE, room.width * 0.2)
    for i, name in enumerate(panel.things[1:]):
        at = x - side * ((size + small) * 0.52 + i * small)
        reach = room.right - small * 0.55
        spots.append((name, min(max(at, -reach), reach), foot, small))
    for name, middle, y, tall in reversed(spots):
        canvas.dim(ellipse(middle + 2, y, tall * 0.5, tall * 0.07), 120)
        draw_sized(canvas, name, (middle, y), tall * 0.96)


def _draw_top(canvas: Canvas, top: float) -> None:
    """Draw the top of a table over the whole width."""
    left, right = canvas.left - 4, canvas.right + 4
    canvas.shape(box(left, top, right, canvas.height + 4), lighter(WOOD, 0.16), shade=0)
    canvas.shape(box(left, top, right, top + 1.6), darker(WOOD, 0.1), line=0.8)
