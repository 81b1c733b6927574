"""Costumes by role, by which a samurai, a vampire or an angel is recognized at first sight."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.comic.character_look import Look
from pipeline.comic.geometry import Path, ellipse, ribbon, smooth_open, star
from pipeline.comic.palette import RGB, WHITE, darker, lighter
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.body_proportions import HIP, NECK
from pipeline.painters.sketch.figures.poses import Pose

GOLD: RGB = (246, 200, 72)
_STEEL: RGB = (196, 204, 214)


# --- Trunk ----------------------------------------------------------------------------------


def kimono(canvas: Canvas, look: Look, trunk: Path) -> None:
    """A narrow robe with a broad sash."""
    g = look.girth
    skirt = [(-11 * g, -42), (11 * g, -42), (12.6 * g, -3), (0, -1), (-12.6 * g, -3)]
    canvas.shape(skirt, look.top, shade=3)
    canvas.stroke([(4, -34), (7, -4)], weight=0.8)
    for x, y in ((-6, -12), (8, -20), (-3, -26), (4, -9)):
        canvas.dot(x * g, y, 1.5, lighter(look.accent, 0.45))
    _crossed(canvas, look, trunk)
    sash = [(-11.6 * g, -46), (11.6 * g, -46), (11.8 * g, -35), (-11.8 * g, -35)]
    canvas.shape(sash, look.accent, shade=1.4)
    canvas.stroke([(-11 * g, -40.4), (11 * g, -40.4)], weight=1.2, taper=1)


def hakama(canvas: Canvas, look: Look, trunk: Path) -> None:
    """A jacket crossed on the breast over trousers as wide as a skirt."""
    g = look.girth
    skirt = [(-10.6 * g, -40), (10.6 * g, -40), (17.6 * g, -5), (2, -7), (-17.6 * g, -5)]
    canvas.shape(skirt, look.bottom, shade=3.4)
    for x in (-7, -1, 6):
        canvas.stroke([(x * 0.6, -35), (x * 1.5, -8)], weight=0.7)
    _crossed(canvas, look, trunk)
    belt = [(-11.4 * g, -42), (11.4 * g, -42), (11.6 * g, -37), (-11.6 * g, -37)]
    canvas.shape(belt, look.accent, line=0.8)
    canvas.shape([(-1, -40), (5, -41), (6, -33), (2, -34)], look.accent, line=0.7)


def _crossed(canvas: Canvas, look: Look, trunk: Path) -> None:
    canvas.shape([p for p in trunk if p[1] < -36], look.top, shade=2.6)
    collar = lighter(look.accent, 0.75)
    canvas.shape([(-7, NECK + 1), (-2.6, NECK), (5, -43), (1, -42)], collar, line=0.7)
    canvas.shape([(7, NECK + 1), (2.6, NECK), (-4, -43), (0, -42)], collar, line=0.7)


def shells(canvas: Canvas, look: Look, trunk: Path) -> None:
    """A mermaid's."""
    canvas.shape(trunk, look.skin, shade=3)
    for side in (-1, 1):
        shell = [(side * 1, -46), (side * 8.6, -50), (side * 9.4, -44), (side * 4, -40)]
        canvas.shape(shell, look.accent, curved=True, line=0.8)


def romper(canvas: Canvas, look: Look, trunk: Path) -> None:
    """A baby's: one piece, with a bib."""
    canvas.shape(trunk, look.top, shade=3)
    canvas.shape(ellipse(1, -53, 7.4, 7), (250, 248, 240), line=0.8)
    with canvas.at(1, -53, scale=0.9):
        canvas.shape(star(0, 0, 3.4, 1.5, 5), look.accent, line=0.4)


# --- Additions to an outfit -----------------------------------------------------------------


def badges(canvas: Canvas, look: Look) -> None:
    """Draw the chest piece worn over an outfit."""
    for name, draw in _BADGES.items():
        if name in look.wears:
            draw(canvas, look)


def _vest(canvas: Canvas, look: Look) -> None:
    g = look.girth
    for side in (-1, 1):
        half = [(side * 10 * g, NECK + 3), (side * 4, NECK + 1), (side * 5, -34)]
        canvas.shape([*half, (side * 11.6 * g, -34)], (128, 84, 52), shade=1)


def _furs(canvas: Canvas, look: Look) -> None:
    g = look.girth
    tufts = [(x * g, NECK + 2 + (5 if i % 2 else 11)) for i, x in enumerate(range(13, -14, -3))]
    canvas.shape([(-12 * g, NECK), (12 * g, NECK), *tufts], (150, 116, 84), line=0.9)


def _shawl(canvas: Canvas, look: Look) -> None:
    g = look.girth
    shawl = [(-12 * g, NECK + 3), (12 * g, NECK + 3), (13 * g, -46), (0, -38), (-13 * g, -46)]
    canvas.shape(shawl, lighter(look.accent, 0.2), curved=True, shade=1.6)
    canvas.shape(ellipse(0, -53, 2, 2), GOLD, line=0.6)


def _stripes(canvas: Canvas, look: Look) -> None:
    for y in (-40, -26):
        wide = (12.2 if y < -30 else 13) * look.girth
        canvas.shape([(-wide, y), (wide, y), (wide, y + 4), (-wide, y + 4)], (250, 226, 92))


def _rags(canvas: Canvas, look: Look) -> None:
    for x, y in ((-6, -50), (5, -38), (-3, -33)):
        rip = [(x - 3, y - 2), (x + 1, y - 3), (x + 4, y), (x, y + 4)]
        canvas.shape(rip, darker(look.skin, 0.2), line=0.7)


def _stethoscope(canvas: Canvas, _look: Look) -> None:
    tube = [(-6, NECK + 2), (-5, -48), (1, -44), (6, -49), (6, NECK + 2)]
    canvas.stroke(tube, weight=1.6, taper=0.9)
    canvas.stroke([(1, -44), (3, -38)], weight=1.6, taper=0.9)
    canvas.shape(ellipse(3, -36, 3, 3), _STEEL, line=0.8)


def _badge(canvas: Canvas, _look: Look) -> None:
    canvas.shape(star(6, -48, 4.4, 2, 5), GOLD, line=0.7)


def _katana(canvas: Canvas, _look: Look) -> None:
    sheath = smooth_open([(10, -42), (-8, -35), (-28, -31)])
    canvas.shape(ribbon(sheath, 3.6, 2.8), (46, 42, 58), line=0.9)
    canvas.shape(ribbon([(10, -42), (19, -47)], 3.8, 3.8), (176, 60, 60), line=0.8)
    canvas.shape(ellipse(9.6, -42, 1.8, 3.4, turn=0.4), GOLD, line=0.6)


_BADGES: dict[str, Callable[[Canvas, Look], None]] = {
    "vest": _vest,
    "furs": _furs,
    "shawl": _shawl,
    "stripes": _stripes,
    "rags": _rags,
    "stethoscope": _stethoscope,
    "badge": _badge,
    "katana": _katana,
}


def draw_wings(canvas: Canvas, look: Look) -> None:
    """Feathers of an angel, or the gauze of a fairy, behind the back."""
    if "wings" in look.wears:
        for side in (-1, 1):
            wing = [(side * 5, -56), (side * 22, -78), (side * 36, -74), (side * 38, -58)]
            tips = [(side * 34, -50), (side * 30, -52), (side * 27, -42), (side * 22, -46)]
            canvas.shape([*wing, *tips, (side * 17, -37), (side * 8, -42)], WHITE, shade=3)
            for k in (0.0, 1.0):
                feather = [(side * 12, -54 + 5 * k), (side * (33 - 5 * k), -58 + 9 * k)]
                canvas.stroke(feather, weight=0.6)
    if "gauze" in look.wears:
        for side in (-1, 1):
            for tip, size in (((24, -70), (17, 9)), ((20, -42), (13, 7))):
                petal = ellipse(
                    side * tip[0], tip[1], *size, turn=side * (-0.6 if size[0] > 15 else 0.5)
                )
                canvas.shape(petal, (206, 236, 250), line=0.8)


def fishtail(canvas: Canvas, look: Look, pose: Pose) -> None:
    """Draw the tail in place of legs."""
    sway = 4 if pose.front_foot[0] > 8 else 0
    tail = [(-11, HIP - 5), (11, HIP - 5), (11, -20), (2, -9), (-9 - sway, -5), (-12, -16)]
    fin = [(-6 - sway, -8), (-22 - sway, -13), (-17 - sway, -3), (-21 - sway, 4), (-4 - sway, -2)]
    canvas.shape(fin, lighter(look.top, 0.25), curved=True, shade=1.4)
    canvas.shape(tail, look.top, curved=True, shade=3)
    for x, y in ((-5, -26), (2, -27), (-2, -20), (5, -20), (-5, -14), (1, -14)):
        canvas.stroke([(x - 2, y), (x, y + 1.8), (x + 2, y)], weight=0.6)
