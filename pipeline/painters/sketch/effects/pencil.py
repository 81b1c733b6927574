"""Pencil finish of a storyboard: light grey washes, hatched shade and pencil lines."""

from __future__ import annotations

from PIL import Image, ImageChops

from pipeline.comic.styles import Style
from pipeline.painters.sketch.effects.panel_layers import PanelLayers, as_rgb, blurred, multiplied
from pipeline.painters.sketch.effects.screens import lines, screened

_HATCHING = 6.0  # pixels between two strokes


def pencil(sheet: PanelLayers, style: Style, _mode: str) -> Image.Image:
    wash = sheet.flats.convert("L").point(lambda v: 212 + v * 42 // 255)
    shade = ImageChops.invert(sheet.shade.point(lambda v: v // 2))
    hatch = screened(shade, lines(sheet.size, max(4, sheet.pixels(_HATCHING))), 3)
    wash = ImageChops.multiply(wash, hatch.point(lambda v: 214 + v * 41 // 255))
    image = multiplied(as_rgb(wash), style.paper)
    faint = blurred(sheet.ink, 0.6 * sheet.scale).point(lambda v: v * 230 // 255)
    image.paste(style.ink, (0, 0), faint)
    return image
