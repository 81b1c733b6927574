"""The ten styles: line, eyes, palette, texture, paper and lettering of each."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.comic.palette import RGB


@dataclass(frozen=True, slots=True)
class Style:
    """A drawing style. Lengths are in units: a hundredth of a panel's shorter side."""

    name: str
    line: float  # outline weight
    wobble: float
    eyes: str  # oval, dot, big
    treatment: str  # print finish of the panels
    ink: RGB = (22, 18, 30)
    paper: RGB = (255, 255, 255)  # of the gutters
    balloon: RGB = (255, 255, 255)
    caption: RGB = (255, 244, 196)
    caption_ink: RGB = (24, 20, 30)
    border: float = 0.6
    mode: str = "color"
    face: str = "hand"  # hand, fat, plain, pixel
    capitals: bool = False
    oversample: int = 2
    few_colors: bool = False  # its texture hides the palette of 256 colors in the file


_ALL = (
    Style("american_modern", 0.62, 0.2, "oval", "modern", capitals=True),
    Style(
        "american_1950",
        0.6,
        0.26,
        "oval",
        "benday",
        ink=(38, 28, 34),
        paper=(244, 232, 202),
        few_colors=True,
        balloon=(253, 247, 226),
        caption=(250, 222, 110),
        capitals=True,
    ),
    Style(
        "manga",
        0.46,
        0.12,
        "big",
        "screentone",
        ink=(12, 12, 14),
        caption=(255, 255, 255),
        mode="grayscale",
        border=0.5,
    ),
    Style(
        "franco_belgian",
        0.44,
        0.06,
        "dot",
        "clear",
        ink=(20, 18, 24),
        caption=(252, 236, 170),
        border=0.45,
    ),
    Style(
        "newspaper_strip",
        0.5,
        0.34,
        "dot",
        "newsprint",
        ink=(34, 32, 36),
        paper=(238, 235, 226),
        few_colors=True,
        balloon=(250, 248, 240),
        caption=(250, 248, 240),
        border=0.4,
        capitals=True,
    ),
    Style(
        "noir",
        0.7,
        0.24,
        "oval",
        "noir",
        ink=(8, 8, 10),
        paper=(16, 16, 18),
        balloon=(248, 248, 246),
        caption=(10, 10, 12),
        caption_ink=(246, 246, 242),
        mode="monochrome",
        capitals=True,
    ),
    Style(
        "watercolor",
        0.36,
        0.4,
        "dot",
        "watercolor",
        ink=(72, 54, 58),
        paper=(252, 248, 238),
        few_colors=True,
        balloon=(255, 253, 246),
        caption=(253, 246, 226),
        border=0.0,
    ),
    Style(
        "pixel",
        0.75,
        0.0,
        "dot",
        "pixel",
        ink=(28, 22, 44),
        paper=(30, 26, 48),
        few_colors=True,
        balloon=(250, 248, 240),
        caption=(42, 38, 74),
        caption_ink=(250, 244, 214),
        border=0.9,
        face="pixel",
        oversample=1,
    ),
    Style(
        "webtoon",
        0.34,
        0.04,
        "big",
        "soft",
        ink=(66, 40, 62),
        caption=(255, 255, 255),
        border=0.0,
    ),
    Style("neutral", 0.48, 0.14, "oval", "plain", border=0.5),
)

STYLES: dict[str, Style] = {style.name: style for style in _ALL}


def style_named(name: str) -> Style:
    return STYLES.get(name, STYLES["american_modern"])
