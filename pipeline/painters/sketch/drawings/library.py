"""Library of drawings: the SVG files of this package by name, read when first drawn."""

from __future__ import annotations

from functools import cache
from pathlib import Path as FilePath

from pipeline.painters.sketch.drawings.drawing import Drawing
from pipeline.painters.sketch.drawings.svg import read_drawing

_FOLDER = FilePath(__file__).parent


@cache
def names(folder: str) -> frozenset[str]:
    """Return the names of the drawings in *folder*: things, beings."""
    return frozenset(file.stem.replace("_", " ") for file in (_FOLDER / folder).glob("*.svg"))


@cache
def drawing(folder: str, name: str) -> Drawing:
    """Return the drawing called *name*. Raises DrawingFileError if its file is damaged."""
    return read_drawing(_FOLDER / folder / f"{name.replace(' ', '_')}.svg")
