"""Tests of image scaling: sizes, kept metadata and rejected files."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from core.errors import ImageStoreError, NotAnImageError
from storage import image_sniffing
from storage.image_scaling import narrow, squeeze
from tests.pictures import encode, make_picture

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">drawn by a machine</x:xmpmeta>'


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_narrow_returns_webp_with_the_same_aspect_ratio(kind: str) -> None:
    data = encode(Image.effect_noise((1600, 1200), 80).convert("RGB"), kind)

    small = narrow(data, 320)

    assert (opened(small).format, opened(small).size) == ("WEBP", (320, 240))
    assert len(small) < len(data)


def test_narrow_never_enlarges() -> None:
    assert opened(narrow(make_picture(width=40, height=30), 320)).size == (40, 30)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_an_unscaled_picture_does_not_get_larger_in_bytes(kind: str) -> None:
    data = encode(Image.effect_noise((300, 300), 80).convert("RGB"), kind)

    assert len(narrow(data, 320)) <= len(data)


@pytest.mark.parametrize("limit", [2_000_000, 1_000_000, 250_000, 60_000, 5_000])
def test_squeeze_stays_below_the_limit_and_uses_it(limit: int) -> None:
    data = make_picture(width=1600, height=1200, noisy=True)
    assert len(data) > limit

    small = squeeze(data, limit)

    assert opened(small).format == "JPEG"
    assert limit / 3 < len(small) <= limit


def test_squeeze_scales_down_only_after_lowering_quality() -> None:
    data = make_picture(width=800, height=600, noisy=True)
    best = len(squeeze(data, 10_000_000))

    assert opened(squeeze(data, best)).size == (800, 600)
    assert opened(squeeze(data, best * 2 // 3)).size == (800, 600)
    assert opened(squeeze(data, best // 20)).width < 800


def test_squeeze_fails_if_nothing_fits() -> None:
    with pytest.raises(ImageStoreError, match="100 bytes"):
        squeeze(make_picture(width=400, height=400, noisy=True), 100)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_colour_mode_can_be_scaled(mode: str) -> None:
    grey = Image.linear_gradient("L")
    picture = Image.new("I;16", (256, 256)) if mode == "I;16" else grey.convert(mode)
    data = encode(picture, "PNG")

    assert opened(narrow(data, 100)).size == (100, 100)
    assert opened(squeeze(data, 10_000)).mode in {"L", "RGB"}


def test_cmyk_is_converted_to_rgb() -> None:
    data = encode(Image.new("CMYK", (400, 400), (0, 255, 255, 0)), "JPEG")

    red, green, _ = opened(narrow(data, 320)).convert("RGB").getpixel((9, 9))  # type: ignore[misc]

    assert red > 200
    assert green < 60


def test_transparency_stays_in_webp_and_becomes_white_in_jpeg() -> None:
    data = encode(Image.new("RGBA", (400, 400), (0, 0, 0, 0)), "PNG")

    assert opened(narrow(data, 320)).getpixel((1, 1)) == (0, 0, 0, 0)
    assert opened(squeeze(data, 10_000)).getpixel((1, 1)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_renditions_keep_the_ai_marker(kind: str) -> None:
    file = BytesIO()
    picture = Image.new("RGB", (400, 400), "orange")
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        notes = PngInfo()
        notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
        picture.save(file, kind, pnginfo=notes)
    else:
        picture.save(file, kind, xmp=XMP)

    for small in (narrow(file.getvalue(), 320), squeeze(file.getvalue(), 20_000)):
        assert opened(small).info["xmp"] == XMP


def test_oversized_metadata_is_dropped() -> None:
    file = BytesIO()
    Image.new("RGB", (400, 400), "orange").save(file, "WEBP", xmp=b"x" * 100_000)

    for small in (narrow(file.getvalue(), 320), squeeze(file.getvalue(), 20_000)):
        assert "xmp" not in opened(small).info


def test_a_decompression_bomb_is_rejected_undecoded() -> None:
    file = BytesIO()
    Image.new("1", (9000, 9000)).save(file, "PNG")
    assert len(file.getvalue()) < 50_000

    with pytest.raises(NotAnImageError, match="too many"):
        narrow(file.getvalue(), 320)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [12_000, 30_000, 65_535])
def test_a_bomb_is_detected_by_its_header(side: int) -> None:
    header = bytearray(make_picture())
    header[16:24] = side.to_bytes(4, "big") * 2

    with pytest.raises(NotAnImageError):
        squeeze(bytes(header), 1000)


def test_the_limit_of_pixels_is_below_what_pillow_itself_warns_of() -> None:
    assert Image.MAX_IMAGE_PIXELS is not None
    assert image_sniffing.PIXELS_LIMIT < Image.MAX_IMAGE_PIXELS


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_truncated_file_is_rejected(kind: str) -> None:
    data = encode(Image.effect_noise((200, 200), 80).convert("RGB"), kind)

    with pytest.raises(NotAnImageError):
        narrow(data[: len(data) // 2], 320)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"\xff\xd8\xff"])
def test_a_file_without_a_picture_is_rejected(data: bytes) -> None:
    with pytest.raises(NotAnImageError):
        squeeze(data, 1000)
