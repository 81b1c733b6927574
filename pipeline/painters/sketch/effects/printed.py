"""Printed finishes: American 1950, manga, newspaper strip, and black and white of any style."""

from __future__ import annotations

from PIL import Image, ImageChops

from pipeline.comic.styles import Style
from pipeline.painters.sketch.effects.palettes import palette
from pipeline.painters.sketch.effects.panel_layers import (
    PanelLayers,
    Size,
    as_rgb,
    blurred,
    inked,
    multiplied,
    shaded,
)
from pipeline.painters.sketch.effects.screens import dots, newsprint_paper, old_paper, screened


def _pitch(sheet: PanelLayers, base: float) -> int:
    return max(4, round(base * sheet.scale))


def benday(sheet: PanelLayers, style: Style, _mode: str) -> Image.Image:
    """Four-color printing of the fifties: dots, color out of register, old paper."""
    tones = palette("benday")
    colors = sheet.graded(tones)
    screen = dots(sheet.size, _pitch(sheet, 6.4))
    bands = []
    for band, strength in zip(colors.split(), (0.3, 0.44, 0.4), strict=True):
        # light tints become dots, strong colors stay solid
        bands.append(Image.blend(band, screened(band, screen, 1.6), strength))
    printed = Image.merge("RGB", bands)
    shade = screened(ImageChops.invert(sheet.shade.point(lambda v: v * 9 // 10)), screen, 4)
    printed = Image.composite(printed, multiplied(printed, tones.shade), shade)
    printed = ImageChops.offset(printed, sheet.pixels(3), -sheet.pixels(1.6))
    printed = ImageChops.multiply(printed, old_paper(sheet.size, (250, 238, 208)))
    return inked(printed, sheet, style.ink)


def screentone(sheet: PanelLayers, style: Style, mode: str) -> Image.Image:
    """Black, white and one raster: white skies and skins, solid black hair."""
    if mode == "color":
        tone = screened(ImageChops.invert(sheet.shade), dots(sheet.size, _pitch(sheet, 4)), 4)
        return inked(
            shaded(sheet.flats, ImageChops.invert(tone), (170, 164, 204)), sheet, style.ink
        )
    grey = _toned(sheet)
    screen = dots(sheet.size, _pitch(sheet, 4.6))
    tone = screened(grey.point(lambda v: 24 + v * 231 // 255 if v else 0), screen, 3.2)
    tone = ImageChops.darker(tone, grey.point(lambda v: 0 if v < 12 else 255))
    tone = ImageChops.lighter(tone, grey.point(lambda v: 255 if v > 246 else 0))
    halo = blurred(sheet.near, sheet.pixels(5)).point(lambda v: 255 if v > 24 else 0)
    halo = ImageChops.subtract(halo, sheet.near)
    tone.paste(255, (0, 0), halo)
    sheet.ink = ImageChops.subtract(sheet.ink, halo)
    return inked(as_rgb(tone), sheet, style.ink)


_TONES = ((64, 0), (112, 104), (168, 196), (256, 255))
"""Cloth up to a brightness gets one of a few screens; skin is brighter than any of them."""
_FAR_TONES = ((44, 12), (84, 128), (146, 206), (256, 255))
"""The same for the background: black, night, one light screen, and white as the sky by day."""


def _toned(sheet: PanelLayers) -> Image.Image:
    """Return the greys to be screened: flat ones, and no shadows on what is white."""
    grey = sheet.flats.convert("L")
    close, far = (
        grey.point([next(tone for most, tone in tones if v < most) for v in range(256)])
        for tones in (_TONES, _FAR_TONES)
    )
    grey = Image.composite(close, far, sheet.near)
    shade = sheet.shade.point(lambda v: v * 3 // 5)
    return Image.composite(grey, ImageChops.subtract(grey, shade), grey.point(_is_white))


def _is_white(value: int) -> int:
    return 255 if value == 255 else 0


def newsprint(sheet: PanelLayers, style: Style, _mode: str) -> Image.Image:
    """A few flat colors, the lighter ones in the background, on grey paper."""
    image = sheet.graded(palette("newsprint"))
    paper = newsprint_paper(sheet.size, _pitch(sheet, 3.4), (250, 247, 238))
    image = ImageChops.multiply(image, paper)
    strength = sheet.near.point(lambda v: 148 + v * 107 // 255)  # weaker lines in the background
    image.paste(style.ink, (0, 0), ImageChops.multiply(sheet.ink, strength))
    return image


def one_ink(image: Image.Image, size: Size) -> Image.Image:
    """Return *image* in black and white only, its greys as dots."""
    scale = max(1.0, min(size) / 480)
    grey = image.convert("L").point(
        [min(255, 30 + v * 235 // 255) if v > 70 else v // 3 for v in range(256)]
    )
    return as_rgb(screened(grey, dots(size, max(4, round(4 * scale))), 4))
