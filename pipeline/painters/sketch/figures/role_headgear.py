"""Role-specific headwear and face details: helmets, a halo, fangs, the seams of the undead."""

from __future__ import annotations

from pipeline.comic.character_look import Look
from pipeline.comic.geometry import ellipse, star
from pipeline.comic.palette import BLACK, RGB, WHITE, darker, lighter
from pipeline.painters.sketch.canvas import Canvas

GOLD: RGB = (246, 200, 72)
_STEEL: RGB = (196, 204, 214)


def made_up(canvas: Canvas, look: Look, x: float, mouth_y: float) -> None:
    """Draw the face details of a role: fangs, a pacifier, the seams of the undead, red lips."""
    if "fangs" in look.wears:
        for side in (-1, 1):
            fang = [(x + side * 3 - 1.3, mouth_y), (x + side * 3 + 1.3, mouth_y)]
            canvas.shape([*fang, (x + side * 3, mouth_y + 4)], WHITE, line=0.6)
    if "dummy" in look.wears:
        canvas.shape(ellipse(x, mouth_y + 1, 5, 3.6), look.accent, line=0.8)
        canvas.shape(ellipse(x, mouth_y + 1.4, 2, 2), lighter(look.accent, 0.5), line=0.6)
    if "seams" in look.wears:
        for seam in ([(-12, -9), (-5, -12)], [(6, 11), (12, 7)]):
            canvas.stroke(seam, weight=0.8)
            (x0, y0), (x1, y1) = seam
            for t in (0.25, 0.5, 0.75):
                px, py = x0 + (x1 - x0) * t, y0 + (y1 - y0) * t
                canvas.stroke([(px - 0.6, py - 2), (px + 0.6, py + 2)], weight=0.7, taper=1)
    if "rouge" in look.wears:
        canvas.shape(ellipse(x, mouth_y + 0.6, 2.2, 1.5), (206, 40, 52), line=0.4)


def topknot(canvas: Canvas, look: Look) -> None:
    canvas.shape([(-3, -18), (-5, -27), (2, -30), (8, -27), (4, -18)], look.hair, curved=True)
    canvas.shape([(-3.6, -22), (4.6, -22), (4.4, -19.4), (-3.4, -19.4)], look.accent, line=0.6)


def kabuto(canvas: Canvas, look: Look) -> None:
    lacquer: RGB = (58, 54, 74)
    for side in (-1, 1):
        guard = [(side * 15, -9), (side * 25, 9), (side * 17, 12), (side * 14.4, 0)]
        canvas.shape(guard, look.top, shade=1.6)
        canvas.stroke([(side * 17, -1), (side * 21, 4)], weight=0.7)
        horn = [(side * 2, -14), (side * 12, -22), (side * 15, -38), (side * 19, -22)]
        canvas.shape([*horn, (side * 9, -12)], GOLD, curved=True, line=0.8)
    bowl = [(-18, -5), (-15, -17), (0, -23), (15, -17), (18, -5), (0, -9)]
    canvas.shape(bowl, lacquer, shade=2.4)
    canvas.shape(ellipse(0, -14, 3.6, 3.6), (214, 60, 52), line=0.7)


def kanzashi(canvas: Canvas, look: Look) -> None:
    canvas.shape(ellipse(0, -22, 10, 7.6), look.hair, shade=1.8)
    for x, tone in ((10, (240, 110, 150)), (14, (250, 214, 96)), (12, (246, 244, 238))):
        canvas.shape(ellipse(x, -15 - (x % 5), 2.8, 2.8), tone, line=0.6)
    canvas.stroke([(-17, -26), (13, -22)], weight=1.3, taper=1)


def horned(canvas: Canvas, _look: Look) -> None:
    for side in (-1, 1):
        horn = [(side * 14, -12), (side * 25, -16), (side * 26, -30), (side * 19, -22)]
        canvas.shape([*horn, (side * 12, -19)], (244, 234, 206), curved=True, shade=1)
    bowl = [(-17, -6), (-14, -17), (0, -22.6), (14, -17), (17, -6)]
    canvas.shape(bowl, _STEEL, shade=2.4)
    canvas.shape([(-17.4, -9), (17.4, -9), (17.4, -5), (-17.4, -5)], (150, 116, 70), line=0.8)


def stetson(canvas: Canvas, look: Look) -> None:
    felt = darker(look.top, 0.15)
    crown = [(-12, -12), (-13, -24), (-7, -29), (0, -25.6), (7, -29), (13, -24), (12, -12)]
    canvas.shape(crown, felt, curved=True, shade=2)
    canvas.shape([(-12.4, -16), (12.4, -16), (12.4, -12), (-12.4, -12)], look.accent, line=0.6)
    brim = [(-27, -18), (-15, -12.6), (0, -11), (15, -12.6), (27, -18), (17, -8), (-17, -8)]
    canvas.shape(brim, felt, curved=True, shade=1.4)


def firehat(canvas: Canvas, _look: Look) -> None:
    red: RGB = (206, 48, 44)
    canvas.shape([(-15, -9), (-14, -20), (0, -26), (14, -20), (15, -9)], red, shade=2.2)
    canvas.stroke([(0, -26), (0, -12)], weight=0.9)
    canvas.shape([(-21, -6), (-14, -12), (14, -12), (19, -9), (14, -8)], red, curved=True, shade=1)
    canvas.shape([(-4, -20), (4, -20), (4, -14), (0, -11), (-4, -14)], GOLD, line=0.8)


def peaked(canvas: Canvas, look: Look) -> None:
    """A police cap."""
    cloth = darker(look.top, 0.35)
    canvas.shape([(-14, -12), (-20, -22), (0, -27), (20, -22), (14, -12)], cloth, shade=2)
    canvas.shape([(-14.4, -14), (14.4, -14), (14, -10), (-14, -10)], BLACK, line=0.7)
    canvas.shape([(-12, -10), (12, -10), (9, -6.4), (-6, -6.4)], BLACK, curved=True, line=0.7)
    canvas.shape(star(0, -18, 4, 1.8, 5), GOLD, line=0.6)


def halo(canvas: Canvas, _look: Look) -> None:
    canvas.stroke([*ellipse(0, -27, 12, 3.8), (12, -27)], weight=3, curved=False, taper=1)
    canvas.streak([*ellipse(0, -27, 12, 3.8), (12, -27)], GOLD, weight=2, curved=False, taper=1)


def curl(canvas: Canvas, look: Look) -> None:
    """Draw the hair of a baby."""
    canvas.stroke([(0, -16), (-2, -21), (2, -23), (3, -20)], weight=1.5)
    canvas.streak([(0, -17), (-2, -21), (2, -23)], look.hair, weight=0.7)
