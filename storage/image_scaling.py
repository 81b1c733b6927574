"""Image scaling with Pillow. Blocks, so it runs only in the resizing process."""

from __future__ import annotations

from io import BytesIO
from math import sqrt
from typing import Any

from PIL import Image

from core.errors import ImageStoreError, NotAnImageError
from storage.image_sniffing import PIXELS_LIMIT, check_size, kind_of

XMP_LIMIT = 16_384  # bytes; the marker for AI-generated pictures takes a tenth of that

WEBP_QUALITIES = (82, 70, 55)  # the first one that is no larger than the original is used
JPEG_QUALITIES = ((95, 0), (90, 0), (84, 2), (76, 2))  # quality and chroma subsampling
SMALL_QUALITY = (80, 2)  # for pictures that are scaled down as well
LEAST_SIDE = 16  # pixels


def narrow(data: bytes, width: int) -> bytes:
    """Return the picture as WebP, at most *width* pixels wide. Raises NotAnImageError."""
    picture, kept = _loaded(data)
    picture = _scaled(picture, min(1.0, width / picture.width))
    encoded = b""
    for quality in WEBP_QUALITIES:
        encoded = _encoded(picture, "WEBP", quality=quality, method=4, **kept)
        if len(encoded) <= len(data):
            break
    return encoded


def squeeze(data: bytes, limit: int) -> bytes:
    """Return the best JPEG of the picture that has at most *limit* bytes.

    Raises NotAnImageError, or ImageStoreError if not even a thumbnail of `LEAST_SIDE` fits.
    """
    picture, kept = _loaded(data)
    picture = _flat(picture)
    encoded = b""
    for quality, subsampling in JPEG_QUALITIES:
        encoded = _encoded(picture, "JPEG", quality=quality, subsampling=subsampling, **kept)
        if len(encoded) <= limit:
            return encoded
    quality, subsampling = SMALL_QUALITY
    while min(picture.size) > LEAST_SIDE:
        # The size in bytes follows the area; aim slightly lower and avoid tiny steps.
        scale = min(max(0.97 * sqrt(limit / len(encoded)), 0.25), 0.9)
        picture = _scaled(picture, scale)
        encoded = _encoded(picture, "JPEG", quality=quality, subsampling=subsampling, **kept)
        if len(encoded) <= limit:
            return encoded
    raise ImageStoreError(f"no rendition fits into {limit} bytes")


def _loaded(data: bytes) -> tuple[Image.Image, dict[str, Any]]:
    """Return the picture in grey, RGB or RGBA, and the metadata to keep."""
    check_size(len(data))
    kind = kind_of(data)
    try:
        picture = Image.open(BytesIO(data), formats=[kind])
        too_many = picture.width * picture.height > PIXELS_LIMIT
        if not too_many:
            picture.load()
    except Exception as error:
        # Pillow's exception for a broken file depends on where it is broken.
        raise NotAnImageError(f"a broken {kind}: {type(error).__name__}") from error
    if too_many:
        raise NotAnImageError(f"{picture.width} by {picture.height} pixels are too many")
    kept = _kept_metadata(picture)
    plain = _plain(picture)
    plain.info.clear()  # encoders read it, too
    return plain, kept


def _kept_metadata(picture: Image.Image) -> dict[str, Any]:
    """Return the metadata that renditions keep: colour profile and provenance (XMP)."""
    xmp = picture.info.get("xmp")
    if isinstance(xmp, str):
        xmp = xmp.encode()
    if xmp is not None and len(xmp) > XMP_LIMIT:
        xmp = None
    # A CMYK profile does not apply to the converted RGB picture.
    profile = None if picture.mode == "CMYK" else picture.info.get("icc_profile")
    given = {"icc_profile": profile, "xmp": xmp}
    return {name: value for name, value in given.items() if value}


def _plain(picture: Image.Image) -> Image.Image:
    has_alpha = picture.mode in {"LA", "PA", "RGBA"} or "transparency" in picture.info
    if picture.mode in {"L", "RGB", "RGBA"} and has_alpha == (picture.mode == "RGBA"):
        return picture
    return picture.convert("RGBA" if has_alpha else "RGB")


def _scaled(picture: Image.Image, scale: float) -> Image.Image:
    if scale >= 1:
        return picture
    size = (max(1, int(picture.width * scale)), max(1, int(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _flat(picture: Image.Image) -> Image.Image:
    """Return the picture on a white background, since JPEG has no transparency."""
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
