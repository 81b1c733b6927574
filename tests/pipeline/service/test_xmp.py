from __future__ import annotations

import io

import pytest
from PIL import Image

from pipeline.service.xmp import (
    BY_RULES,
    BY_TRAINED_MODEL,
    UnknownImageError,
    source_type,
    with_xmp,
)

UUID = "0197a1c2-0000-7000-8000-000000000001"


def _file(kind: str, mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (37, 21), 90 if mode == "L" else (200, 30, 40, 120)[: len(mode)]).save(
        out, kind, **options
    )
    return out.getvalue()


FILES = {
    "png": ("image/png", _file("PNG")),
    "palette png": ("image/png", _file("PNG", "L")),
    "jpeg": ("image/jpeg", _file("JPEG")),
    "webp": ("image/webp", _file("WEBP")),
    "lossless webp": ("image/webp", _file("WEBP", lossless=True)),
    "transparent webp": ("image/webp", _file("WEBP", "RGBA")),
}


@pytest.mark.parametrize("name", FILES)
def test_the_packet_is_added_and_the_image_unchanged(name: str) -> None:
    content_type, plain = FILES[name]

    marked = with_xmp(plain, content_type, UUID, BY_TRAINED_MODEL)

    before, after = Image.open(io.BytesIO(plain)), Image.open(io.BytesIO(marked))
    assert after.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()
    packet = after.info["xmp"].decode()
    assert f'DigitalSourceType="{BY_TRAINED_MODEL}"' in packet
    assert UUID in packet


def test_an_image_of_another_type_is_rejected() -> None:
    with pytest.raises(UnknownImageError):
        with_xmp(b"GIF89a", "image/png", UUID, BY_RULES)
    with pytest.raises(UnknownImageError):
        with_xmp(_file("PNG"), "image/jpeg", UUID, BY_RULES)


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("sketch-1", "algorithmicMedia"),
        ("sketch", "algorithmicMedia"),
        ("sketchy-2", "trainedAlgorithmicMedia"),
        ("gpt-image-1", "trainedAlgorithmicMedia"),
        ("", "trainedAlgorithmicMedia"),
    ],
)
def test_every_model_but_the_sketch_is_a_trained_one(model: str, name: str) -> None:
    assert source_type(model) == f"http://cv.iptc.org/newscodes/digitalsourcetype/{name}"
