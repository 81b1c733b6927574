"""Clothes of the trunk: outfits, aprons and neckwear."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.comic.character_look import HUMAN, Look
from pipeline.comic.geometry import (
    Path,
    ellipse,
    rounded,
    smooth,
)
from pipeline.comic.palette import RGB, darker, lighter
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.body_proportions import HIP, NECK
from pipeline.painters.sketch.figures.costumes import badges, hakama, kimono, romper, shells


def draw_torso(canvas: Canvas, look: Look) -> None:
    g = look.girth
    if look.kind == "robot":
        _robot_body(canvas, look)
        return
    trunk = smooth(
        [
            (-9.6 * g, NECK + 3),
            (0, NECK - 1),
            (9.6 * g, NECK + 3),
            (11.6 * g, -44),
            (11.4 * g, HIP + 2),
            (0, HIP + 4),
            (-11.4 * g, HIP + 2),
            (-11.6 * g, -44),
        ]
    )
    draw = _OUTFITS.get(look.outfit)
    if draw is None:
        canvas.shape(trunk, look.skin, shade=3)
        canvas.shape(ellipse(1.5, -43, 7.4 * g, 12.4), look.belly, line=0)
        if "apron" in look.wears:
            _apron(canvas, look)
        if look.kind == "turtle":
            canvas.shape(ellipse(-8, -44, 9, 17), darker(look.skin, 0.4), shade=2)
        return
    draw(canvas, look, trunk)
    badges(canvas, look)


def _shirt(canvas: Canvas, look: Look, trunk: Path) -> None:
    canvas.shape(trunk, look.top, shade=3)
    if look.kind == HUMAN:
        g = look.girth
        canvas.shape(
            [
                (-11 * g, HIP - 3),
                (11 * g, HIP - 3),
                (11 * g, HIP + 3),
                (0, HIP + 5),
                (-11 * g, HIP + 3),
            ],
            look.bottom,
            line=0.8,
        )
    if "apron" in look.wears:
        _apron(canvas, look)


def _apron(canvas: Canvas, look: Look) -> None:
    g = look.girth
    canvas.shape(
        [
            (-6 * g, -54),
            (6 * g, -54),
            (9.6 * g, -42),
            (11 * g, -17),
            (-11 * g, -17),
            (-9.6 * g, -42),
        ],
        (250, 246, 236),
        line=0.9,
        shade=2,
    )
    canvas.shape(rounded(-4 * g, -36, 5 * g, -27, 2), (250, 246, 236), line=0.6)


def _dress(canvas: Canvas, look: Look, _trunk: Path) -> None:
    g = look.girth
    long = look.hat in {"crown", "tiara"}
    hem, flare = (-2.5, 21.0) if long else (-13.0, 17.0)
    canvas.shape(
        [
            (-9 * g, NECK + 3),
            (0, NECK),
            (9 * g, NECK + 3),
            (9.2 * g, -46),
            (8.4 * g, -40),
            (flare * g, hem),
            (6, hem + 2),
            (-6, hem + 2),
            (-flare * g, hem),
            (-8.4 * g, -40),
            (-9.2 * g, -46),
        ],
        look.top,
        shade=3.4,
    )
    canvas.shape(
        [(-8.8 * g, -43), (8.8 * g, -43), (9.2 * g, -38.6), (-9.2 * g, -38.6)],
        look.accent,
        line=0.7,
    )
    for x in (-6, 5):
        canvas.stroke([(x * 0.7, -34), (x * 1.5, hem - 3)], weight=0.6)
    if "apron" in look.wears:
        _apron(canvas, look)


def _robe(canvas: Canvas, look: Look, _trunk: Path) -> None:
    g = look.girth
    canvas.shape(
        [
            (-9.6 * g, NECK + 3),
            (0, NECK),
            (9.6 * g, NECK + 3),
            (12 * g, -42),
            (19 * g, -3),
            (0, -1),
            (-19 * g, -3),
            (-12 * g, -42),
        ],
        look.top,
        shade=3.6,
    )
    canvas.shape(
        [(-11.6 * g, -40), (11.6 * g, -40), (12.4 * g, -35.4), (-12.4 * g, -35.4)],
        look.accent,
        line=0.7,
    )
    canvas.stroke([(1, -34), (2.4, -6)], weight=0.7)
    canvas.shape(
        [(-19 * g, -3), (0, -1), (19 * g, -3), (18.2 * g, -8), (0, -6), (-18.2 * g, -8)],
        lighter(look.accent, 0.2),
        line=0.6,
    )


def _coat(canvas: Canvas, look: Look, _trunk: Path) -> None:
    g = look.girth
    canvas.shape(
        [
            (-10 * g, NECK + 3),
            (0, NECK),
            (10 * g, NECK + 3),
            (12 * g, -44),
            (13.6 * g, -17),
            (-13.6 * g, -17),
            (-12 * g, -44),
        ],
        look.top,
        shade=3.2,
    )
    canvas.shape([(-4, NECK + 1), (4, NECK + 1), (1, -45)], lighter(look.accent, 0.5), line=0.6)
    canvas.stroke([(1, -45), (1.4, -18)], weight=0.8)
    for y in (-40, -33, -26):
        canvas.blot(ellipse(4, y, 1, 1))
    if "apron" in look.wears:
        _apron(canvas, look)


def _suit(canvas: Canvas, look: Look, trunk: Path) -> None:
    canvas.shape(trunk, look.top, shade=3)
    canvas.shape(
        [(0, -54), (6, -50), (4, -43), (0, -39), (-4, -43), (-6, -50)], (250, 214, 76), line=0.8
    )
    g = look.girth
    canvas.shape(
        [(-11.2 * g, HIP - 4), (11.2 * g, HIP - 4), (11.4 * g, HIP), (-11.4 * g, HIP)],
        (250, 214, 76),
        line=0.7,
    )


def _armor(canvas: Canvas, look: Look, trunk: Path) -> None:
    steel: RGB = (192, 200, 212)
    canvas.shape(trunk, steel, shade=3.4)
    canvas.stroke([(0, NECK + 2), (1, -36)], weight=0.8)
    for side in (-1, 1):
        canvas.shape(ellipse(side * 10.4 * look.girth, NECK + 5, 6, 5), steel, shade=1.4)
    canvas.shape(
        [(-11, HIP - 5), (11, HIP - 5), (12.4, HIP + 5), (0, HIP + 8), (-12.4, HIP + 5)],
        look.accent,
        shade=1.6,
    )


def _space(canvas: Canvas, _look: Look, trunk: Path) -> None:
    canvas.shape(trunk, (244, 246, 250), shade=3.2)
    canvas.shape(rounded(-6, -50, 6, -40, 2), (120, 130, 150), line=0.8)
    for x, tone in ((-3, (226, 70, 60)), (0.4, (250, 206, 80)), (3.6, (98, 190, 110))):
        canvas.dot(x, -45, 1.2, tone)
    canvas.stroke([(-11, -34), (0, -32.6), (11, -34)], weight=0.8)


def _overalls(canvas: Canvas, look: Look, trunk: Path) -> None:
    canvas.shape(trunk, look.accent, shade=3)
    denim: RGB = (70, 104, 160)
    g = look.girth
    canvas.shape(
        [
            (-6, -50),
            (6, -50),
            (7, -42),
            (11.4 * g, -38),
            (11.4 * g, HIP + 3),
            (0, HIP + 5),
            (-11.4 * g, HIP + 3),
            (-11.4 * g, -38),
            (-7, -42),
        ],
        denim,
        shade=2,
    )
    for side in (-1, 1):
        canvas.stroke([(side * 5, -49), (side * 7, NECK + 3)], weight=1.6, taper=1)


_OUTFITS: dict[str, Callable[[Canvas, Look, Path], None]] = {
    "shirt": _shirt,
    "dress": _dress,
    "robe": _robe,
    "coat": _coat,
    "suit": _suit,
    "armor": _armor,
    "space": _space,
    "overalls": _overalls,
    "kimono": kimono,
    "hakama": hakama,
    "shells": shells,
    "romper": romper,
}


def _robot_body(canvas: Canvas, look: Look) -> None:
    canvas.shape(rounded(-12, NECK + 1, 12, HIP + 3, 4), look.skin, shade=3.2)
    canvas.shape(rounded(-8, -55, 8, -42, 2), lighter(look.skin, 0.4), line=0.8)
    for x, tone in ((-4.4, (226, 70, 60)), (0, (250, 206, 80)), (4.4, (98, 190, 110))):
        canvas.shape(ellipse(x, -50.6, 1.6, 1.6), tone, line=0.5)
    canvas.stroke([(-6, -45), (-2, -46), (1, -44), (6, -45.6)], weight=0.6)
    for x in (-6, -2, 2, 6):
        canvas.stroke([(x, -37), (x, -32)], weight=0.9, taper=1)


def draw_collar(canvas: Canvas, look: Look, *, front: bool) -> None:
    """Draw the neckwear; a scarf covers the chin, a tie hangs below it."""
    wears, g, tone = look.wears, look.girth, look.accent
    y = NECK + 3
    if not front:
        if "tie" in wears:
            canvas.shape(
                [(-1.6, y), (1.6, y), (3, y + 14), (0, y + 18), (-3, y + 14)], tone, line=0.7
            )
        if "collar" in wears:
            canvas.shape(rounded(-9 * g, y - 2.4, 9 * g, y + 2, 2), tone, line=0.8)
            canvas.shape(ellipse(2, y + 4.4, 2.6, 2.6), (248, 210, 80), line=0.7)
        if "neckerchief" in wears:
            canvas.shape([(-9 * g, y - 2), (9 * g, y - 2), (3, y + 10)], tone, shade=1)
        return
    if "scarf" in wears:
        canvas.shape(
            [
                (-9 * g - 3, y + 1),
                (-15, y + 14),
                (-17, y + 24),
                (-9.4, y + 25),
                (-6, y + 12),
                (-4, y + 4),
            ],
            tone,
            curved=False,
            shade=1.2,
        )
        canvas.shape(
            [
                (-11.4 * g, y - 5),
                (0, y - 2.4),
                (11.4 * g, y - 5),
                (11.8 * g, y + 1.4),
                (0, y + 4.4),
                (-11.8 * g, y + 1.4),
            ],
            tone,
            curved=True,
            shade=1.4,
        )
        canvas.stroke([(-14, y + 20), (-9, y + 21)], weight=0.7)
    if "bowtie" in wears:
        for side in (-1, 1):
            canvas.shape([(1, y), (1 + side * 8, y - 4.4), (1 + side * 8, y + 4.4)], tone, line=0.8)
        canvas.shape(ellipse(1, y, 2, 2.2), tone, line=0.7)
