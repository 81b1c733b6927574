"""Pixel finish: few colors, shadows in a checkerboard."""

from __future__ import annotations

from PIL import Image, ImageChops

from pipeline.comic.styles import Style
from pipeline.painters.sketch.effects.palettes import palette
from pipeline.painters.sketch.effects.panel_layers import PanelLayers, multiplied
from pipeline.painters.sketch.effects.screens import checker

_COLORS = 40


def pixel(sheet: PanelLayers, style: Style, _mode: str) -> Image.Image:
    """Few colors and shadows in a checkerboard, then every pixel enlarged to the result's size."""
    shade = sheet.shade.point(lambda v: 255 if v > 60 else 0)
    shade = ImageChops.multiply(shade, checker(sheet.flats.size))
    image = Image.composite(multiplied(sheet.flats, palette("pixel").shade), sheet.flats, shade)
    image.paste(style.ink, (0, 0), sheet.ink.point(lambda v: 255 if v > 120 else 0))
    few = image.quantize(_COLORS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return few.convert("RGB").resize(sheet.size, Image.Resampling.NEAREST)
