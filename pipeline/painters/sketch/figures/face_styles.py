"""Face styles: which eyes, nose and mouth a drawing style gives a face, from face_styles.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tomli

from pipeline.comic.palette import RGB

_DATA = Path(__file__).with_name("face_styles.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceStyle:
    """A way to draw faces; the comments of the file explain the fields."""

    eyes: str
    size: float = 1.0
    spread: float = 1.0
    drop: float = 0.0
    squint: bool = False
    nose: str = "hook"
    mouth: float = 1.0
    low: float = 0.0
    brow: float = 1.0
    cheeks: float = 0.0
    jaw: float = 1.0
    chin: float = 0.0
    animals: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """The position and style of the features of a head. The center of the head is (0, 0)."""

    emotion: str = "calm"
    eyes: str = "oval"  # a table of face_styles.toml
    turn: float = 0.35  # -1 looks left, 1 looks right
    spread: float = 6.4  # from the middle to each eye
    eye_y: float = -1.0
    eye_size: float = 4.2
    mouth_x: float = 0.0
    mouth_y: float = 8.0
    mouth_width: float = 6.0  # 0: a beak takes its place
    iris: RGB = (46, 40, 48)
    blush: RGB = (240, 150, 140)
    talking: bool = False
    brows: bool = True
    lashes: bool = False
    brow: RGB | None = None
    from_behind: bool = False  # none of the features is seen

    @property
    def style(self) -> FaceStyle:
        return face_styles()[self.eyes]


@cache
def face_styles() -> dict[str, FaceStyle]:
    """Return the face styles by name."""
    tables = tomli.loads(_DATA.read_text(encoding="utf-8"))
    return {name: FaceStyle(**table) for name, table in tables.items()}
