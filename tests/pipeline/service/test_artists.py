from __future__ import annotations

import pytest

from pipeline.service.artists import ARTISTS, image_format, is_painter, reference_of


@pytest.mark.parametrize(
    ("artist", "expected"),
    [
        ("sketch", "png"),
        ("images", "webp"),
        ("a1111", "webp"),
        ("diffusers", "webp"),
        ("my_module:draw", "png"),
    ],
)
def test_paintings_are_webp_and_drawings_are_png(artist: str, expected: str) -> None:
    assert image_format(artist) == expected


def test_an_artist_is_a_name_or_a_reference() -> None:
    assert [reference_of(name).partition(":")[2] for name in ARTISTS] == ["painter"] * 4
    assert reference_of("my_module:draw") == "my_module:draw"
    assert is_painter("sketch")
    assert not is_painter("my_module:draw")
