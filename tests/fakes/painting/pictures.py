"""Pictures that the fakes return: flat colours from a hash, and broken or hostile ones."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

from PIL import Image


def flat_picture(words: str, width: int, height: int, kind: str = "PNG") -> bytes:
    """Return a picture in one colour, which depends on *words* alone."""
    red, green, blue = hashlib.sha256(words.encode()).digest()[:3]
    file = io.BytesIO()
    # light, so that a person who looks at a page sees balloons and tails
    color = (128 + red // 2, 128 + green // 2, 128 + blue // 2)
    Image.new("RGB", (width, height), color).save(file, kind)
    return file.getvalue()


def truncated_picture(width: int, height: int) -> bytes:
    noise = Image.effect_noise((width, height), 80).convert("RGB")
    file = io.BytesIO()
    noise.save(file, "PNG")
    return file.getvalue()[: len(file.getvalue()) // 2]


def webp_bomb() -> bytes:
    """Return a few kilobytes of WebP that decode to 16383 by 16383 pixels (1 GB)."""
    # A lossless frame's header: 14 bits each for width and height less one; the rest is left out,
    # since a reader has to refuse by the header.
    sides = (16382) | (16382 << 14)
    frame = b"\x2f" + struct.pack("<I", sides) + b"\x00" * 64
    chunk = b"VP8L" + struct.pack("<I", len(frame)) + frame + b"\x00" * (len(frame) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def png_bomb(side: int = 30_000) -> bytes:
    """Return a valid PNG of *side* by *side* pixels in about a megabyte."""

    def chunk(name: bytes, body: bytes) -> bytes:
        checksum = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    row = b"\x00" * (1 + (side + 7) // 8)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(row * side, 9))
        + chunk(b"IEND", b"")
    )
