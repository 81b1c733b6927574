"""The ten styles: line, bodies, light, texture, paper and lettering of each, from styles.toml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

from pipeline.comic.palette import RGB

_DATA = Path(__file__).with_name("styles.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A drawing style. Lengths are in units: a hundredth of a panel's shorter side."""

    name: str
    line: float  # outline weight
    wobble: float
    eyes: str  # how faces are drawn: a table of face_styles.toml
    treatment: str  # print finish of the panels
    heads: float  # an adult's height in heads
    swell: float = 1.0
    shading: float = 1.0
    even: bool = False
    emphasis: str = "rays"
    motion: str = "trail"
    light: str = ""
    hour: str = ""
    weather: str = ""
    inked_rain: bool = False
    ink: RGB = (22, 18, 30)
    paper: RGB = (255, 255, 255)  # of the gutters
    balloon: RGB = (255, 255, 255)
    caption: RGB = (255, 244, 196)
    caption_ink: RGB = (24, 20, 30)
    border: float = 0.6
    mode: str = "color"
    face: str = "hand"  # of letters: hand, fat, plain, pixel
    capitals: bool = False
    oversample: int = 2
    few_colors: bool = False


def _read(name: str, table: dict[str, Any]) -> Style:
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    return Style(name=name, **fields)


STYLES: dict[str, Style] = {
    name: _read(name, table)
    for name, table in tomli.loads(_DATA.read_text(encoding="utf-8")).items()
}


def style_named(name: str) -> Style:
    return STYLES.get(name, STYLES["american_modern"])
