"""Painted finishes: watercolor, webtoon."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter

from pipeline.comic.styles import Style
from pipeline.painters.sketch.effects.palettes import palette
from pipeline.painters.sketch.effects.panel_layers import (
    PanelLayers,
    Size,
    as_rgb,
    blurred,
    multiplied,
    shaded,
)
from pipeline.painters.sketch.effects.screens import blotches, grain, slanted_light, white_margin


def watercolor(sheet: PanelLayers, style: Style, _mode: str) -> Image.Image:
    """Washes that run past the pencil line and pool at their edges, on rough paper that stays
    white at the edges of the picture.
    """
    tones = palette("watercolor")
    shade = sheet.shade.filter(ImageFilter.BoxBlur(sheet.pixels(2)))
    wash = shaded(sheet.graded(tones), shade, tones.shade)
    run = ImageChops.offset(wash, sheet.pixels(3), sheet.pixels(2))
    wash = Image.composite(run, wash, blotches(sheet.size, 17, 0).point(_steep()))
    soft = wash.filter(ImageFilter.BoxBlur(sheet.pixels(3)))
    pool = ImageChops.subtract(soft, wash, 0.9)  # where a wash meets something lighter
    wash = ImageChops.subtract(Image.blend(wash, soft, 0.6), pool)
    wash = ImageChops.multiply(wash, as_rgb(grain(sheet.size, 15)))
    wash.paste(style.paper, (0, 0), _bare_paper(sheet))
    wash.paste(tones.line, (0, 0), ImageChops.multiply(sheet.ink, grain(sheet.size, 90)))
    return wash


def _steep() -> list[int]:
    return [max(0, min(255, (v - 118) * 12)) for v in range(256)]


def _bare_paper(sheet: PanelLayers) -> Image.Image:
    """Return how much paper shows: at the edges of the background, and a little everywhere."""
    pale = blotches(sheet.size, 6, 0).point(lambda v: v // 6)
    margin = ImageChops.subtract(white_margin(sheet.size), sheet.near.point(lambda v: v * 3 // 4))
    return ImageChops.lighter(margin, pale)


def soft(sheet: PanelLayers, _style: Style, _mode: str) -> Image.Image:
    """Pale color, lines of a darker tone of it, a background out of focus, light from above."""
    tones = palette("soft")
    colors = shaded(sheet.graded(tones), _smooth(sheet), tones.shade)
    lines = multiplied(colors, tones.line)
    drawn = Image.composite(lines, colors, sheet.ink)
    small = drawn.reduce(2).filter(ImageFilter.BoxBlur(sheet.pixels(3) / 2))
    image = Image.composite(drawn, _enlarged(small, sheet.size), sheet.near)
    glow = small.reduce(4).filter(ImageFilter.BoxBlur(sheet.pixels(12) / 8))
    glow = glow.point([max(0, v - 206) for v in range(256)] * 3)
    glow = ImageChops.screen(glow, slanted_light(glow.size, (58, 40, 40), (0, 0, 0)))
    return ImageChops.screen(image, _enlarged(glow, sheet.size))


def _enlarged(image: Image.Image, size: Size) -> Image.Image:
    return image.resize(size, Image.Resampling.BILINEAR)


def _smooth(sheet: PanelLayers) -> Image.Image:
    """Return the shade with a hard core and a soft edge."""
    return Image.blend(sheet.shade, blurred(sheet.shade, sheet.pixels(6)), 0.6)
