"""Image type, dimensions and completeness from the first and the last bytes of a file."""

from __future__ import annotations

import hmac
from hashlib import sha256
from io import BytesIO

from core.errors import NotAnImageError
from core.models.comics import ImageInfo

HEAD_BYTES = 65536  # enough for the type and dimensions of all but rare files
TAIL_BYTES = 64  # enough for the end mark, and the padding that some encoders add after it
SIZE_LIMIT = 50_000_000  # bytes; more than any supported platform accepts
PIXELS_LIMIT = 50_000_000  # four bytes each once decoded, however small the file is

_PNG_END = b"IEND\xaeB`\x82"  # the chunk and its checksum
_JPEG_END = b"\xff\xd9"  # end of image
CONTENT_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


def check_size(size_bytes: int) -> None:
    """Raise NotAnImageError if a file of this size is empty or too large to show."""
    if size_bytes == 0:
        raise NotAnImageError("the file is empty")
    if size_bytes > SIZE_LIMIT:
        raise NotAnImageError(f"{size_bytes} bytes; at most {SIZE_LIMIT}")


def check_digest(data: bytes, expected: str) -> None:
    """Raise NotAnImageError unless *data* has this SHA-256 (hex)."""
    if not hmac.compare_digest(sha256(data).hexdigest().encode(), expected.lower().encode()):
        raise NotAnImageError("the SHA-256 digest differs from the one the generator reported")


def picture_info(data: bytes, size_bytes: int) -> ImageInfo:
    """Return type and dimensions of a file of *size_bytes* from *data*, its first bytes or all.

    Raises NotAnImageError. A whole file may succeed where its first bytes did not; WebP always
    needs the whole file.
    """
    from PIL import Image  # late: most commands open no picture

    kind = kind_of(data)
    try:
        with Image.open(BytesIO(data), formats=[kind]) as picture:
            width, height = picture.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NotAnImageError(f"{kind} with a broken header") from error
    if width * height > PIXELS_LIMIT:
        raise NotAnImageError(f"{width} by {height} pixels are too many")
    return ImageInfo(
        content_type=CONTENT_TYPES[kind], size_bytes=size_bytes, width=width, height=height
    )


def check_end(head: bytes, tail: bytes, size_bytes: int) -> None:
    """Raise NotAnImageError if a file of that size ends before its picture does.

    *head* are its first bytes, *tail* its last ones, at least `TAIL_BYTES` or all. An upload that
    broke off has the right beginning, and no digest may say that it is incomplete.
    """
    kind = kind_of(head)
    match kind:
        case "PNG":
            is_complete = _PNG_END in tail
        case "JPEG":
            is_complete = _JPEG_END in tail
        case _:
            is_complete = int.from_bytes(head[4:8], "little") + 8 <= size_bytes  # RIFF header
    if not is_complete:
        raise NotAnImageError(f"an incomplete {kind}")


def kind_of(data: bytes) -> str:
    """Return Pillow's name of the format. Raises NotAnImageError unless PNG, JPEG or WebP."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    raise NotAnImageError("neither PNG, JPEG nor WebP")
