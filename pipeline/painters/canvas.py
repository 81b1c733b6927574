"""Canvas: the size in which a model paints a panel, and the fitting of its picture to the panel."""

from __future__ import annotations

import math

from PIL import Image, ImageOps

from pipeline.comic.painter import Shot

_MOST_ASPECT = 2.0  # models are not trained on longer pictures; a longer panel is cropped


def canvas_size(
    width: int, height: int, *, native: int, smallest: int, multiple: int
) -> tuple[int, int]:
    """Return the size to paint for a panel: its aspect, with an area that the model paints well.

    *native* and *smallest* are sides of the squares with the largest and the smallest such area.
    """
    aspect = min(max(width / height, 1 / _MOST_ASPECT), _MOST_ASPECT)
    side = min(max(math.sqrt(width * height), smallest), native)
    return (
        _rounded(side * math.sqrt(aspect), multiple),
        _rounded(side / math.sqrt(aspect), multiple),
    )


def _rounded(length: float, multiple: int) -> int:
    return max(multiple, round(length / multiple) * multiple)


def fitted(image: Image.Image, shot: Shot) -> Image.Image:
    """Return *image* in the size, the colors and the pixels of its shot; the middle is kept."""
    size = (shot.width, shot.height)
    image = image.convert("RGB")
    if image.size != size:
        image = ImageOps.fit(image, size, Image.Resampling.LANCZOS)
    if shot.mode != "color":
        image = ImageOps.autocontrast(image.convert("L"), cutoff=1).convert("RGB")
    if shot.coarse > 1:
        small = (max(1, shot.width // shot.coarse), max(1, shot.height // shot.coarse))
        image = image.resize(small, Image.Resampling.BOX).resize(size, Image.Resampling.NEAREST)
    return image
