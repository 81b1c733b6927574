"""Palettes of the print finishes, from palettes.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import tomli
from PIL import Image

from pipeline.comic.palette import RGB

_DATA = Path(__file__).with_name("palettes.toml")
_WEIGHTS = (0.299, 0.587, 0.114)  # of red, green and blue in brightness


@dataclass(frozen=True, slots=True)
class Grade:
    """A change of all colors: saturation, then what black and white become."""

    saturation: float = 1.0
    low: tuple[float, ...] = (0, 0, 0)
    high: tuple[float, ...] = (255, 255, 255)

    def applied(self, image: Image.Image) -> Image.Image:
        return image.convert("RGB", self._matrix())

    def _matrix(self) -> tuple[float, ...]:
        rows: list[float] = []
        for band, (low, high) in enumerate(zip(self.low, self.high, strict=True)):
            gain = (high - low) / 255
            for other, weight in enumerate(_WEIGHTS):
                own = self.saturation if other == band else 0.0
                rows.append(gain * ((1 - self.saturation) * weight + own))
            rows.append(low)
        return tuple(rows)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colors of a print finish."""

    figures: Grade
    background: Grade
    shade: RGB = (255, 255, 255)
    rim: RGB = (255, 255, 255)
    line: RGB = (0, 0, 0)


@cache
def palette(treatment: str) -> Palette:
    """Return the palette of a print finish."""
    table = _tables()[treatment]
    tones = {key: _rgb(value) for key, value in table.items() if isinstance(value, list)}
    return Palette(_grade(table.get("figures", {})), _grade(table.get("background", {})), **tones)


@cache
def _tables() -> dict[str, Any]:
    return tomli.loads(_DATA.read_text(encoding="utf-8"))


def _grade(table: dict[str, Any]) -> Grade:
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    return Grade(**fields)


def _rgb(value: list[int]) -> RGB:
    red, green, blue = value
    return red, green, blue
