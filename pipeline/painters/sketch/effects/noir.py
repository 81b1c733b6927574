"""Noir finish: black with a few white shapes."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter

from pipeline.comic.styles import Style
from pipeline.painters.sketch.effects.panel_layers import (
    PanelLayers,
    as_rgb,
    blurred,
    multiplied,
    saturated,
)
from pipeline.painters.sketch.effects.screens import lines, screened

_LOW, _HIGH = 96, 150  # grey values between which hatching swells from black to white


def noir(sheet: PanelLayers, _style: Style, mode: str) -> Image.Image:
    """Black, white and hatching; figures are lit from one side, with a rim of light on the other;
    ink lines turn white where they cross the dark.
    """
    grey = _lit(sheet)
    span = _HIGH - _LOW
    curve = [max(0, min(255, (v - _LOW) * 255 // span)) for v in range(256)]
    tone = screened(grey.point(curve), lines(sheet.size, max(4, round(5 * sheet.scale))), 4)
    black = grey.point([255 if v >= _LOW else 0 for v in range(256)])
    tone = ImageChops.darker(tone, black)
    tone = ImageChops.lighter(tone, sheet.rim(3.0))
    image = as_rgb(tone)
    if mode == "color":
        colors = saturated(multiplied(sheet.flats, (255, 236, 214)), 0.7)
        image = ImageChops.multiply(colors, image)
    dark = black.filter(ImageFilter.BoxBlur(1)).point(lambda v: 0 if v > 96 else 255)
    strength = sheet.near.point(lambda v: 104 + v * 151 // 255)  # fainter lines in the background
    image.paste(as_rgb(ImageChops.darker(dark, strength)), (0, 0), sheet.ink)
    image.paste((236, 236, 236), (0, 0), sheet.weather.point(lambda v: v * 2 // 5))
    return image


def _lit(sheet: PanelLayers) -> Image.Image:
    """Return the brightness of what the light falls on, with darkness around what is near."""
    grey = sheet.flats.convert("L")
    # skin and cloth of middle brightness are white in the light, only dark cloth is not
    close = grey.point([v if v < 52 else min(255, 112 + (v - 52) * 3 // 4) for v in range(256)])
    close = ImageChops.subtract(close, sheet.shade.point([min(255, v * 2) for v in range(256)]))
    halo = ImageChops.subtract(blurred(sheet.near, sheet.pixels(7)), sheet.near)
    far = grey.point([min(255, 12 + v) for v in range(256)])
    far = ImageChops.subtract(far, sheet.shade)
    far = ImageChops.subtract(far, halo.point([min(255, v * 2) for v in range(256)]))
    return Image.composite(close, far, sheet.near)
