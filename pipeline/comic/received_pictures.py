"""Pictures from services: decoded with limits, since a service may be broken or hostile."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.errors import DrawingError, ErrorCode, api_fault

MAX_BYTES = 50 << 20  # of an encoded picture
MAX_PIXELS = 36_000_000  # more than any service paints; 110 MB decoded

_FORMATS = ("PNG", "JPEG", "WEBP")
_SMALLEST_SIDE = 64  # pixels; smaller ones are no pictures of anything


def decoded(data: bytes) -> Image.Image:
    """Return the picture in *data* in RGB. Raises DrawingError.

    The size is read from the header before any pixel is decoded.
    """
    if len(data) > MAX_BYTES:
        raise unusable("a picture larger than 50 MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
            check_size(image.width, image.height)
            image.load()
            ImageOps.exif_transpose(image, in_place=True)  # of photos
    except DrawingError:
        raise
    except Image.DecompressionBombError:
        raise unusable("a picture of too many pixels") from None
    except UnidentifiedImageError:
        raise unusable("something that is not a picture") from None
    except Exception as error:  # noqa: BLE001 - decoders raise anything from OSError to struct.error
        raise unusable(f"a broken picture ({type(error).__name__})") from None
    return _opaque(image)


def check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise unusable(f"a picture of {width} by {height} pixels")
    if min(width, height) < _SMALLEST_SIDE:
        raise unusable(f"a picture of only {width} by {height} pixels")


def unusable(what: str) -> DrawingError:
    """Return the error of a service that answered with *what*."""
    message = f"the service returned {what}"
    return DrawingError(api_fault(ErrorCode.GENERATION_FAILED, message))


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, image).convert("RGB")
    return image.convert("RGB")
