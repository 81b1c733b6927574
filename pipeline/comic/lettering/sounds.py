"""Sounds: words drawn into the picture, large, tilted and outlined, in the colors of the style."""

from __future__ import annotations

import math

from PIL import Image, ImageFilter

from pipeline.comic.geometry import Point
from pipeline.comic.lettering.arrangement import Placed
from pipeline.comic.palette import RGB
from pipeline.comic.styles import Style
from pipeline.comic.typesetting.text_blocks import paint

_WHITE: RGB = (255, 255, 255)
# Color of the letters, by the style's treatment; of others white.
_COLORS: dict[str, RGB] = {
    "modern": (255, 210, 48),
    "benday": (232, 70, 52),
    "clear": (244, 120, 40),
    "watercolor": (208, 108, 92),
    "pixel": (250, 214, 90),
    "soft": (255, 128, 168),
    "plain": (250, 172, 64),
}
_OUTLINE = 0.1  # in letter sizes
_HALO = 0.07  # of paper around the outline


def draw_sound(page: Image.Image, item: Placed, style: Style, origin: Point, coarse: int) -> None:
    """Draw the sound *item* of a panel with its corner at *origin*."""
    fine = page.mode == "RGB" and coarse == 1
    mask = _letters(item, coarse)
    rings = [_thicker(mask, item.size * share, coarse) for share in (_OUTLINE + _HALO, _OUTLINE)]
    ink = style.ink
    fill = _COLORS.get(style.treatment, _WHITE) if style.balloon != style.caption else _WHITE
    layers = ((rings[0], style.balloon), (rings[1], ink), (mask, fill))
    x, y = item.center[0] + origin[0], item.center[1] + origin[1]
    for layer, color in layers:
        turned = layer
        if fine:
            degrees = -math.degrees(item.tilt)
            turned = layer.rotate(degrees, Image.Resampling.BICUBIC)
        page.paste(color, (round(x - turned.width / 2), round(y - turned.height / 2)), turned)


def _letters(item: Placed, coarse: int) -> Image.Image:
    """Return the coverage of the letters, with room around them to be tilted."""
    wide, tall = item.block.width * item.size, item.block.height * item.size
    lean = abs(math.sin(item.tilt))
    step = 2 * coarse

    def padded(side: float, other: float) -> int:
        return math.ceil((side + other * lean + item.size) / step) * step

    picture = Image.new("RGB", (padded(wide, tall), padded(tall, wide)))
    left, top = (picture.width - wide) / 2, (picture.height - tall) / 2
    paint(picture, item.block, left, top, size=item.size, color=_WHITE, coarse=coarse)
    return picture.getchannel(0)


def _thicker(mask: Image.Image, by: float, coarse: int) -> Image.Image:
    """Return *mask* with its shapes *by* thicker on each side; a blur is quicker than a filter."""
    reach = max(coarse, round(by / coarse) * coarse)
    steep = 8 if coarse == 1 else 255
    return mask.filter(ImageFilter.BoxBlur(reach)).point(lambda v: min(255, v * steep))
