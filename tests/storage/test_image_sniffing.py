"""Tests of image sniffing."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from core.errors import NotAnImageError
from storage.image_sniffing import (
    HEAD_BYTES,
    SIZE_LIMIT,
    TAIL_BYTES,
    check_digest,
    check_end,
    check_size,
    picture_info,
)
from tests.pictures import make_picture


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")],
)
def test_type_and_size_are_read_from_the_file(
    kind: Literal["PNG", "JPEG", "WEBP"], content_type: str
) -> None:
    data = make_picture(kind, width=40, height=30)

    info = picture_info(data, len(data))

    assert (info.content_type, info.width, info.height) == (content_type, 40, 30)
    assert info.size_bytes == len(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_beginning_of_a_file_is_enough(kind: Literal["PNG", "JPEG"]) -> None:
    data = make_picture(kind, width=600, height=400, noisy=True)

    info = picture_info(data[:HEAD_BYTES], len(data))

    assert (info.width, info.height, info.size_bytes) == (600, 400, len(data))


@pytest.mark.parametrize(
    "data",
    [
        make_picture("GIF"),
        b"<!doctype html><title>not found</title>",
        b"\x89PNG\r\n\x1a\n",
        make_picture("JPEG")[:40],
        b"RIFF\x10\x00\x00\x00WEBPVP8 ",
        b"RIFF\x10\x00\x00\x00AVI LIST",
    ],
    ids=["GIF", "HTML", "PNG signature", "cut JPEG", "cut WebP", "film"],
)
def test_other_files_are_rejected(data: bytes) -> None:
    with pytest.raises(NotAnImageError):
        picture_info(data, len(data))


def test_a_decompression_bomb_is_rejected() -> None:
    small = make_picture("PNG")
    huge = small[:16] + (60_000).to_bytes(4) * 2 + small[24:]

    with pytest.raises(NotAnImageError):
        picture_info(huge, len(huge))


@pytest.mark.parametrize("size", [0, SIZE_LIMIT + 1])
def test_empty_and_enormous_files_are_refused(size: int) -> None:
    with pytest.raises(NotAnImageError):
        check_size(size)


def test_a_digest_may_be_written_in_capitals() -> None:
    check_digest(b"data", sha256(b"data").hexdigest().upper())


@pytest.mark.parametrize("digest", ["", "0" * 64, "é" * 64])
def test_another_digest_is_refused(digest: str) -> None:
    with pytest.raises(NotAnImageError):
        check_digest(b"data", digest)


def encoded(kind: str, size: tuple[int, int] = (400, 300)) -> bytes:
    """Return a picture that no encoder makes small."""
    noise = Image.effect_noise(size, 90).convert("RGB")
    buffer = BytesIO()
    noise.save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@given(kept=st.floats(0.01, 0.999))
@settings(max_examples=20)
def test_a_picture_that_ends_too_early_is_none(kind: str, kept: float) -> None:
    whole = encoded(kind)
    cut = whole[: int(len(whole) * kept)]

    check_end(whole, whole[-TAIL_BYTES:], len(whole))
    with pytest.raises(NotAnImageError):
        check_end(cut, cut[-TAIL_BYTES:], len(cut))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_padding_after_a_picture_is_accepted(kind: str) -> None:
    padded = encoded(kind) + bytes(16)

    check_end(padded, padded[-TAIL_BYTES:], len(padded))


def test_a_picture_of_too_many_pixels_is_none() -> None:
    buffer = BytesIO()
    Image.new("1", (9000, 9000)).save(buffer, "PNG")

    with pytest.raises(NotAnImageError, match="9000 by 9000 pixels are too many"):
        picture_info(buffer.getvalue(), len(buffer.getvalue()))
