"""Inked finishes: American modern, Franco-Belgian, neutral."""

from __future__ import annotations

from PIL import Image, ImageChops

from pipeline.comic.styles import Style
from pipeline.painters.sketch.effects.palettes import palette
from pipeline.painters.sketch.effects.panel_layers import PanelLayers, inked, shaded
from pipeline.painters.sketch.effects.screens import radial_light

_SPOT = 70  # brightness below which a shadow is solid black


def modern(sheet: PanelLayers, style: Style, _mode: str) -> Image.Image:
    """Saturated color under a stage light, hard shadows, spotted blacks, a lit rim."""
    tones = palette("modern")
    colors = sheet.graded(tones)
    lit = ImageChops.multiply(colors, radial_light(sheet.size, (255, 252, 240), sheet.light))
    colors = Image.composite(colors, lit, sheet.near)
    image = shaded(colors, sheet.shade.point(lambda v: min(255, v * 3 // 2)), tones.shade)
    image.paste(tones.rim, (0, 0), sheet.rim(3.4).point(lambda v: v * 4 // 5))
    dark = colors.convert("L").point([255 if v < _SPOT else 0 for v in range(256)])
    spots = ImageChops.darker(dark, sheet.shade.point(_solid()))
    image.paste(style.ink, (0, 0), ImageChops.lighter(spots, sheet.ink))
    return image


def _solid() -> list[int]:
    return [255 if v > 100 else 0 for v in range(256)]


def clear(sheet: PanelLayers, style: Style, _mode: str) -> Image.Image:
    """Flat, light color without shadows, under an even line."""
    return inked(sheet.graded(palette("clear")), sheet, style.ink)


def plain(sheet: PanelLayers, _style: Style, _mode: str) -> Image.Image:
    """Calm, flat color under a clear grey line; the background pale, as in a schoolbook."""
    tones = palette("plain")
    image = shaded(sheet.graded(tones), sheet.shade, tones.shade)
    strength = sheet.near.point(lambda v: 120 + v * 135 // 255)
    image.paste(tones.line, (0, 0), ImageChops.multiply(sheet.ink, strength))
    return image
