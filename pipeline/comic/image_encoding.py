"""Encoding of a page or a panel as PNG, WebP or JPEG."""

from __future__ import annotations

import io

from PIL import Image

CONTENT_TYPES = {"png": "image/png", "webp": "image/webp", "jpeg": "image/jpeg"}


def encode(image: Image.Image, kind: str, *, mode: str, few_colors: bool) -> bytes:
    """Return the encoded image; the server adds the metadata.

    *mode* is color, grayscale or monochrome. *few_colors*: a palette of 256 colors makes no visible
    difference.
    """
    out = io.BytesIO()
    if mode != "color":
        image = image.convert("L")
    elif kind == "png" and few_colors:  # a quarter of the size and time
        image = image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    if kind == "jpeg":
        image.save(out, "JPEG", quality=90, subsampling=0)
    elif kind == "webp":
        image.save(out, "WEBP", quality=88, method=2)
    else:
        image.save(out, "PNG", compress_level=4)
    return out.getvalue()
