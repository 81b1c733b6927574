"""Print finish: how each style turns the color, shade and ink layers into an image."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageChops, ImageFilter

from pipeline.comic.palette import RGB, WHITE, mix
from pipeline.comic.seeded_random import chance
from pipeline.comic.styles import Style
from pipeline.painters.sketch.canvas import Canvas

Size = tuple[int, int]
_KEPT = 2  # screens and paper textures have the size of a panel; most pages need one size


def finish(canvas: Canvas, style: Style, *, tint: RGB, mode: str, size: Size) -> Image.Image:
    """Return the printed panel: *tint* is the light of the hour, *mode* is color, grayscale or
    monochrome, *size* the size of the result in pixels.
    """
    if style.mode != "color":
        tint = mix(tint, WHITE, 0.75)  # in black and white only the sky shows that it is night
    sheet = _Sheet(canvas, tint, size)
    image = _TREATMENTS[style.treatment](sheet, style, mode)
    own = {"manga": "grayscale", "noir": "monochrome"}.get(style.name)
    if mode == "grayscale" and own != "grayscale":
        image = Image.merge("RGB", (image.convert("L"),) * 3)
    elif mode == "monochrome" and own != "monochrome":
        image = _one_ink(image, size)
    return image


class _Sheet:
    """Return the three layers of a panel at the size of the result."""

    def __init__(self, canvas: Canvas, tint: RGB, size: Size) -> None:
        self.size = size
        self.scale = max(1.0, min(size) / 480)
        flats, shade, ink = canvas.flats, canvas.shade, canvas.ink
        if canvas.oversample > 1:
            n = canvas.oversample
            flats, shade, ink = flats.reduce(n), shade.reduce(n), ink.reduce(n)
        self.flats = _multiply(flats, tint) if tint != WHITE else flats
        self.shade, self.ink = shade, ink


def _multiply(image: Image.Image, color: RGB) -> Image.Image:
    table = [v * c // 255 for c in color for v in range(256)]
    return image.point(table)


def _shaded(sheet: _Sheet, tone: RGB, strength: float = 1.0) -> Image.Image:
    """Return flat colors, multiplied by *tone* in the shade."""
    mask = sheet.shade if strength == 1.0 else sheet.shade.point(lambda v: int(v * strength))
    return Image.composite(_multiply(sheet.flats, tone), sheet.flats, mask)


def _inked(image: Image.Image, sheet: _Sheet, color: RGB) -> Image.Image:
    image.paste(color, (0, 0), sheet.ink)
    return image


def _saturated(image: Image.Image, share: float) -> Image.Image:
    """*share* above 1 strengthens colours, below 1 weakens them."""
    grey = Image.merge("RGB", (image.convert("L"),) * 3)
    return Image.blend(grey, image, share)


@lru_cache(maxsize=_KEPT)
def _dots(size: Size, pitch: int) -> Image.Image:
    """A threshold screen: round dots on a diagonal raster *pitch* pixels apart."""
    side = pitch
    tile = Image.new("L", (side, side))
    tile.putdata(
        [
            round(127.5 + 127.5 * math.cos(math.tau * x / side) * math.cos(math.tau * y / side))
            for y in range(side)
            for x in range(side)
        ]
    )
    return _tiled(tile, size)


@lru_cache(maxsize=_KEPT)
def _lines(size: Size, pitch: int) -> Image.Image:
    """A threshold screen of diagonal hatching."""
    tile = Image.new("L", (pitch, pitch))
    tile.putdata(
        [
            round(127.5 + 127.5 * math.cos(math.tau * (x + y) / pitch))
            for y in range(pitch)
            for x in range(pitch)
        ]
    )
    return _tiled(tile, size)


@lru_cache(maxsize=_KEPT)
def _grain(size: Size, strength: int) -> Image.Image:
    """Return a paper texture, as grey values between 255 - *strength* and 255."""
    noise = Image.frombytes("L", (256, 256), chance("grain").randbytes(65536))
    soft = noise.filter(ImageFilter.GaussianBlur(0.8))
    tile = soft.point(
        lambda v: 255 - strength + int((v - 64) / 128 * strength) if v > 64 else 255 - strength
    )
    return _tiled(tile, size)


@lru_cache(maxsize=_KEPT)
def _blotches(size: Size, cells: int, low: int) -> Image.Image:
    """Return soft stains between *low* and 255."""
    raw = Image.frombytes("L", (cells, cells), chance("blotches", cells).randbytes(cells * cells))
    soft = raw.resize(size, Image.Resampling.BICUBIC)
    return soft.point(lambda v: low + v * (255 - low) // 255)


def _tiled(tile: Image.Image, size: Size) -> Image.Image:
    sheet = Image.new("L", size)
    w, h = tile.size
    sheet.paste(tile, (0, 0))
    while w < size[0]:
        sheet.paste(sheet.crop((0, 0, w, h)), (w, 0))
        w *= 2
    while h < size[1]:
        sheet.paste(sheet.crop((0, 0, size[0], h)), (0, h))
        h *= 2
    return sheet


def _screened(grey: Image.Image, screen: Image.Image, sharpness: float = 5.0) -> Image.Image:
    """Black and white through a screen, its edges anti-aliased."""
    return ImageChops.subtract(grey, screen, 1 / sharpness, 128)


def _pitch(sheet: _Sheet, base: float) -> int:
    return max(4, round(base * sheet.scale))


def _rgb(grey: Image.Image) -> Image.Image:
    return Image.merge("RGB", (grey, grey, grey))


# --- Treatments -----------------------------------------------------------------------------


def _plain(sheet: _Sheet, style: Style, _mode: str) -> Image.Image:
    return _inked(_shaded(sheet, (186, 180, 206)), sheet, style.ink)


def _modern(sheet: _Sheet, style: Style, _mode: str) -> Image.Image:
    """Saturated colour, deep violet shadows with dots at their edge."""
    soft = sheet.shade.filter(ImageFilter.BoxBlur(round(2.4 * sheet.scale)))
    dots = ImageChops.invert(
        _screened(ImageChops.invert(soft), _dots(sheet.size, _pitch(sheet, 5)), 4)
    )
    colors = _saturated(sheet.flats, 1.18)
    deep = _multiply(colors, (138, 116, 178))
    image = Image.composite(
        deep,
        colors,
        ImageChops.lighter(
            sheet.shade.point(lambda v: v * 4 // 5), dots.point(lambda v: v * 2 // 5)
        ),
    )
    return _inked(image, sheet, style.ink)


def _benday(sheet: _Sheet, style: Style, _mode: str) -> Image.Image:
    """Four-colour printing of the fifties: dots, colour a little out of register, old paper."""
    colors = _saturated(sheet.flats, 1.1)
    pitch = _pitch(sheet, 5.2)
    screen = _dots(sheet.size, pitch)
    bands = []
    for band, lift in zip(colors.split(), (8, 2, 18), strict=True):
        # light tints become dots, strong colours stay solid
        bands.append(
            Image.blend(
                band, _screened(band.point(lambda v, k=lift: min(255, v + k)), screen, 1.6), 0.42
            )
        )
    printed = Image.merge("RGB", bands)
    shade = _screened(ImageChops.invert(sheet.shade.point(lambda v: v * 9 // 10)), screen, 4)
    printed = Image.composite(printed, _multiply(printed, (150, 116, 120)), shade)
    printed = ImageChops.offset(printed, round(1.6 * sheet.scale), round(-0.8 * sheet.scale))
    printed = _multiply(printed, (250, 238, 208))
    printed = ImageChops.multiply(printed, _rgb(_grain(sheet.size, 20)))
    printed = ImageChops.multiply(printed, _rgb(_blotches(sheet.size, 7, 226)))
    return _inked(printed, sheet, style.ink)


def _screentone(sheet: _Sheet, style: Style, mode: str) -> Image.Image:
    if mode == "color":
        tone = _screened(ImageChops.invert(sheet.shade), _dots(sheet.size, _pitch(sheet, 4)), 4)
        image = Image.composite(sheet.flats, _multiply(sheet.flats, (170, 164, 204)), tone)
        return _inked(image, sheet, style.ink)
    grey = sheet.flats.convert("L")
    # paper white for what is light, solid black for what is dark, tone between
    grey = grey.point(
        [0 if v < 62 else 255 if v > 204 else 104 + (v - 62) * 140 // 142 for v in range(256)]
    )
    grey = ImageChops.subtract(grey, sheet.shade.point(lambda v: v * 2 // 5))
    tone = _screened(
        grey.point(lambda v: 40 + v * 215 // 255 if v else 0),
        _dots(sheet.size, _pitch(sheet, 4)),
        3.2,
    )
    black = grey.point(lambda v: 0 if v < 12 else 255)
    tone = ImageChops.darker(tone, black)
    return _inked(_rgb(tone), sheet, style.ink)


def _clear(sheet: _Sheet, style: Style, _mode: str) -> Image.Image:
    """Even line, flat and friendly colour, hardly any shadow."""
    light = sheet.flats.point([min(255, 14 + v * 241 // 255) for v in range(256)] * 3)
    sheet.flats = light
    return _inked(_shaded(sheet, (222, 214, 224), 0.8), sheet, style.ink)


def _newsprint(sheet: _Sheet, style: Style, _mode: str) -> Image.Image:
    """Muted Sunday colours, hatching for shadow, grey paper."""
    colors = _saturated(
        Image.blend(sheet.flats, Image.new("RGB", sheet.size, (250, 244, 228)), 0.22), 0.86
    )
    hatch = _screened(
        ImageChops.invert(sheet.shade.point(lambda v: v * 5 // 6)),
        _lines(sheet.size, _pitch(sheet, 5)),
        4,
    )
    image = Image.composite(colors, _multiply(colors, (112, 108, 120)), hatch)
    dots = _screened(
        _rgb(Image.new("L", (1, 1), 215)).convert("L").resize(sheet.size),
        _dots(sheet.size, _pitch(sheet, 3.4)),
        1.2,
    )
    image = Image.blend(image, ImageChops.multiply(image, _rgb(dots)), 0.16)
    image = ImageChops.multiply(image, _rgb(_grain(sheet.size, 26)))
    return _inked(_multiply(image, (246, 243, 234)), sheet, style.ink)


def _noir(sheet: _Sheet, _style: Style, mode: str) -> Image.Image:
    """Black, white and a little hatching; ink lines turn white where they cross the dark."""
    grey = sheet.flats.convert("L").point([min(255, 26 + v * 5 // 4) for v in range(256)])
    grey = ImageChops.subtract(grey, sheet.shade.point(lambda v: v * 9 // 10))
    side = Image.linear_gradient("L").rotate(90).resize(sheet.size).point(lambda v: v // 7)
    grey = ImageChops.subtract(grey, side)
    # hatching swells from white to black without a step, so that no seam shows where it begins
    low, high = 112, 168
    span = high - low
    curve = [0 if v < low else 255 if v > high else (v - low) * 255 // span for v in range(256)]
    tone = _screened(grey.point(curve), _lines(sheet.size, _pitch(sheet, 5)), 4)
    black = grey.point(lambda v: 255 if v >= low else 0)
    image = _rgb(ImageChops.darker(tone, black))
    if mode == "color":
        image = ImageChops.multiply(_saturated(_multiply(sheet.flats, (255, 236, 214)), 0.7), image)
    lines = _rgb(black.filter(ImageFilter.BoxBlur(1)).point(lambda v: 8 if v > 96 else 236))
    image.paste(lines, (0, 0), sheet.ink)
    return image


def _watercolor(sheet: _Sheet, style: Style, _mode: str) -> Image.Image:
    """Washes that pool at their edges, on rough paper, under a thin sepia line."""
    sheet.shade = sheet.shade.filter(ImageFilter.BoxBlur(round(2 * sheet.scale)))
    sheet.flats = _saturated(sheet.flats, 1.25)
    wash = _shaded(sheet, (186, 186, 232))
    soft = wash.filter(ImageFilter.BoxBlur(round(2.6 * sheet.scale)))
    pool = ImageChops.subtract(soft, wash, 1.5)  # where a wash meets something lighter
    wash = ImageChops.subtract(soft if sheet.scale < 1 else Image.blend(wash, soft, 0.45), pool)
    wash = Image.blend(wash, Image.new("RGB", sheet.size, (255, 252, 244)), 0.2)
    wash = ImageChops.screen(wash, _rgb(_blotches(sheet.size, 6, 0).point(lambda v: v // 5)))
    wash = ImageChops.multiply(wash, _rgb(_blotches(sheet.size, 17, 232)))
    wash = ImageChops.multiply(wash, _rgb(_grain(sheet.size, 20)))
    wash.paste(style.ink, (0, 0), sheet.ink.point(lambda v: v * 7 // 8))
    return wash


def _soft(sheet: _Sheet, style: Style, _mode: str) -> Image.Image:
    """Digital cel shading: clean colour, one soft shadow, light from above."""
    image = _shaded(sheet, (206, 178, 218))
    glow = Image.linear_gradient("L").resize(sheet.size).point(lambda v: (255 - v) // 7)
    image = ImageChops.screen(
        image,
        Image.composite(
            Image.new("RGB", sheet.size, (255, 232, 240)), Image.new("RGB", sheet.size), glow
        ),
    )
    return _inked(_saturated(image, 1.08), sheet, style.ink)


def _pixel(sheet: _Sheet, style: Style, _mode: str) -> Image.Image:
    """Few colours and shadows in a checkerboard; the caller enlarges the pixels."""
    checker = _tiled(_checker(), sheet.flats.size)
    shade = ImageChops.multiply(sheet.shade.point(lambda v: 255 if v > 60 else 0), checker)
    dark = _multiply(sheet.flats, (150, 128, 190))
    image = Image.composite(dark, sheet.flats, shade)
    image.paste(style.ink, (0, 0), sheet.ink.point(lambda v: 255 if v > 120 else 0))
    few = image.quantize(40, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return few.convert("RGB").resize(sheet.size, Image.Resampling.NEAREST)


@lru_cache(maxsize=1)
def _checker() -> Image.Image:
    tile = Image.new("L", (2, 2), 0)
    tile.putdata([255, 90, 90, 255])
    return tile


def _one_ink(image: Image.Image, size: Size) -> Image.Image:
    """Black and white only, greys as dots."""
    scale = max(1.0, min(size) / 480)
    grey = image.convert("L").point(
        [min(255, 30 + v * 235 // 255) if v > 70 else v // 3 for v in range(256)]
    )
    return _rgb(_screened(grey, _dots(size, max(4, round(4 * scale))), 4))


_TREATMENTS: dict[str, Callable[[_Sheet, Style, str], Image.Image]] = {
    "plain": _plain,
    "modern": _modern,
    "benday": _benday,
    "screentone": _screentone,
    "clear": _clear,
    "newsprint": _newsprint,
    "noir": _noir,
    "watercolor": _watercolor,
    "soft": _soft,
    "pixel": _pixel,
}
