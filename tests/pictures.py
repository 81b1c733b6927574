"""Small real pictures."""

from __future__ import annotations

from io import BytesIO
from typing import Literal

from PIL import Image


def make_picture(
    kind: Literal["PNG", "JPEG", "WEBP", "GIF"] = "PNG",
    *,
    width: int = 40,
    height: int = 30,
    noisy: bool = False,
) -> bytes:
    """Return an encoded picture; a noisy one is large for its size."""
    picture = (
        Image.effect_noise((width, height), 80).convert("RGB")
        if noisy
        else Image.new("RGB", (width, height), "orange")
    )
    return encode(picture, kind)


def solid(color: str, side: int = 64) -> Image.Image:
    """Return a square picture of one color."""
    return Image.new("RGB", (side, side), color)


def encode(picture: Image.Image, kind: str) -> bytes:
    file = BytesIO()
    picture.save(file, kind)
    return file.getvalue()
