"""Screens and textures: raster dots, hatching, paper grain, stains and fields of light."""

from __future__ import annotations

import math
from functools import lru_cache

from PIL import Image, ImageChops, ImageFilter

from pipeline.comic.palette import RGB, mix
from pipeline.comic.seeded_random import chance

Size = tuple[int, int]
_KEPT = 2  # screens and paper textures have the size of a panel; most pages need one size


@lru_cache(maxsize=_KEPT)
def dots(size: Size, pitch: int) -> Image.Image:
    """Return a threshold screen: round dots on a diagonal raster *pitch* pixels apart."""
    side = pitch
    tile = Image.new("L", (side, side))
    tile.putdata(
        [
            round(127.5 + 127.5 * math.cos(math.tau * x / side) * math.cos(math.tau * y / side))
            for y in range(side)
            for x in range(side)
        ]
    )
    return tiled(tile, size)


@lru_cache(maxsize=_KEPT)
def lines(size: Size, pitch: int) -> Image.Image:
    """Return a threshold screen of diagonal hatching, which leaves black and white alone."""
    tile = Image.new("L", (pitch, pitch))
    tile.putdata(
        [
            round(127.5 + 95 * math.cos(math.tau * (x + y) / pitch))
            for y in range(pitch)
            for x in range(pitch)
        ]
    )
    return tiled(tile, size)


@lru_cache(maxsize=_KEPT)
def grain(size: Size, strength: int) -> Image.Image:
    """Return a paper texture, as grey values between 255 - *strength* and 255."""
    noise = Image.frombytes("L", (256, 256), chance("grain").randbytes(65536))
    soft = noise.filter(ImageFilter.GaussianBlur(0.8))
    tile = soft.point(
        lambda v: 255 - strength + int((v - 64) / 128 * strength) if v > 64 else 255 - strength
    )
    return tiled(tile, size)


@lru_cache(maxsize=2 * _KEPT)
def blotches(size: Size, cells: int, low: int) -> Image.Image:
    """Return soft stains between *low* and 255."""
    raw = Image.frombytes("L", (cells, cells), chance("blotches", cells).randbytes(cells * cells))
    soft = raw.resize(size, Image.Resampling.BICUBIC)
    return soft.point(lambda v: low + v * (255 - low) // 255)


@lru_cache(maxsize=_KEPT)
def radial_light(size: Size, middle: RGB, edge: RGB) -> Image.Image:
    """Return a field of light from *middle* in the center to *edge* at the corners."""
    fade = Image.radial_gradient("L").resize(size)
    return _colored(fade, middle, edge)


@lru_cache(maxsize=_KEPT)
def white_margin(size: Size) -> Image.Image:
    """Return a mask that grows softly and a little unevenly towards the edges."""
    across = Image.linear_gradient("L").point([abs(2 * v - 255) for v in range(256)])
    edge = ImageChops.lighter(across.resize(size), across.rotate(90).resize(size))
    uneven = ImageChops.add(edge, blotches(size, 9, 200), 1, -228)
    return uneven.point([max(0, min(255, (v - 214) * 6)) for v in range(256)])


@lru_cache(maxsize=_KEPT)
def old_paper(size: Size, tone: RGB) -> Image.Image:
    """Return paper of color *tone* with stains, to multiply by."""
    stains = blotches(size, 7, 226)
    return Image.merge("RGB", [stains.point([v * c // 255 for v in range(256)]) for c in tone])


@lru_cache(maxsize=_KEPT)
def newsprint_paper(size: Size, pitch: int, tone: RGB) -> Image.Image:
    """Return grainy paper of color *tone* with a faint raster, to multiply by."""
    raster = screened(Image.new("L", size, 215), dots(size, pitch), 1.2)
    faint = raster.point([230 + v // 10 for v in range(256)])
    grey = ImageChops.multiply(faint, grain(size, 16))
    return Image.merge("RGB", [grey.point([v * c // 255 for v in range(256)]) for c in tone])


@lru_cache(maxsize=_KEPT)
def slanted_light(size: Size, top: RGB, bottom: RGB) -> Image.Image:
    """Return a field of light from *top* at the upper left to *bottom* at the lower right."""
    down = Image.linear_gradient("L").resize(size)
    across = Image.linear_gradient("L").rotate(90).resize(size)
    return _colored(Image.blend(down, across, 0.4), top, bottom)


def _colored(fade: Image.Image, first: RGB, last: RGB) -> Image.Image:
    tones = [mix(first, last, v / 255) for v in range(256)]
    bands = [fade.point([tone[band] for tone in tones]) for band in range(3)]
    return Image.merge("RGB", bands)


@lru_cache(maxsize=1)
def checker(size: Size) -> Image.Image:
    """Return a checkerboard of single pixels."""
    tile = Image.new("L", (2, 2), 0)
    tile.putdata([255, 90, 90, 255])
    return tiled(tile, size)


def tiled(tile: Image.Image, size: Size) -> Image.Image:
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


def screened(grey: Image.Image, screen: Image.Image, sharpness: float = 5.0) -> Image.Image:
    """Return *grey* in black and white through a screen, its edges anti-aliased."""
    return ImageChops.subtract(grey, screen, 1 / sharpness, 128)
