"""Layers of a drawn panel in the size of the result, and operations on them."""

from __future__ import annotations

from functools import cached_property

from PIL import Image, ImageChops, ImageFilter

from pipeline.comic.palette import RGB, WHITE
from pipeline.painters.sketch.canvas import NEAR, OVER, Canvas
from pipeline.painters.sketch.effects.palettes import Palette

Size = tuple[int, int]
STAGE: RGB = (176, 170, 214)
"""The light at the edges of a panel, if neither place nor mood says another."""


class PanelLayers:
    """The color, shade and ink layers of a panel, and masks of what is near."""

    def __init__(self, canvas: Canvas, tint: RGB, size: Size, light: RGB = STAGE) -> None:
        self.size, self.light = size, light
        self.scale = max(1.0, min(size) / 480)
        self._canvas = canvas
        self.flats, self.ink = self._reduced(canvas.flats), self._reduced(canvas.ink)
        if tint != WHITE:
            self.flats = multiplied(self.flats, tint)

    def _reduced(self, layer: Image.Image) -> Image.Image:
        n = self._canvas.oversample
        return layer.reduce(n) if n > 1 else layer

    @cached_property
    def shade(self) -> Image.Image:
        """The mask of shadows."""
        return self._reduced(self._canvas.shade)

    @cached_property
    def near(self) -> Image.Image:
        """The mask of figures, things and the foreground."""
        return self._reduced(self._canvas.pixels_at(NEAR))

    @cached_property
    def weather(self) -> Image.Image:
        """The mask of rain and snow."""
        return self._reduced(self._canvas.pixels_at(OVER))

    def pixels(self, length: float) -> int:
        """Return the pixels of *length* pixels of a panel of ordinary size."""
        return max(1, round(length * self.scale))

    def graded(self, palette: Palette) -> Image.Image:
        """Return the colors changed as *palette* says, those of the background differently."""
        figures = palette.figures.applied(self.flats)
        return Image.composite(figures, palette.background.applied(self.flats), self.near)

    def rim(self, thickness: float) -> Image.Image:
        """Return the mask of the edge of what is near, on the side away from the light."""
        k = self.pixels(thickness)
        return ImageChops.subtract(self.near, shifted(self.near, -k, -k, outside=255))


def shifted(mask: Image.Image, dx: int, dy: int, *, outside: int = 0) -> Image.Image:
    """Return *mask* moved by whole pixels; what comes in has the value *outside*."""
    moved = Image.new("L", mask.size, outside)
    moved.paste(mask, (dx, dy))
    return moved


def multiplied(image: Image.Image, color: RGB) -> Image.Image:
    return image.point([v * c // 255 for c in color for v in range(256)])


def shaded(image: Image.Image, mask: Image.Image, tone: RGB) -> Image.Image:
    """Return *image* multiplied by *tone* where *mask* is white."""
    return Image.composite(multiplied(image, tone), image, mask)


def inked(image: Image.Image, sheet: PanelLayers, color: RGB) -> Image.Image:
    image.paste(color, (0, 0), sheet.ink)
    return image


def saturated(image: Image.Image, share: float) -> Image.Image:
    """Return *image* with stronger colors (*share* above 1) or weaker ones."""
    return Image.blend(as_rgb(image.convert("L")), image, share)


def as_rgb(grey: Image.Image) -> Image.Image:
    return Image.merge("RGB", (grey, grey, grey))


def blurred(image: Image.Image, radius: float) -> Image.Image:
    """Return *image* out of focus; at half size, which is as good and four times as fast."""
    small = image.reduce(2).filter(ImageFilter.BoxBlur(radius / 2))
    return small.resize(image.size, Image.Resampling.BILINEAR)
