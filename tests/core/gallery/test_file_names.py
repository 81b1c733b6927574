"""Tests of the file names of comics."""

from __future__ import annotations

import pytest

from core.gallery.file_names import filename_of
from tests.bots.chat.samples import comic


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A cat & a bakery!", "A-cat-a-bakery"),
        ("月のパン屋さん", "月のパン屋さん"),
        ("../../etc/passwd", "etc-passwd"),
        ('"; rm -rf\r\n', "rm-rf"),
        ("🚀", "comic"),
        ("", "comic"),
        ("word " * 50, "word-" * 11 + "word"),
    ],
)
def test_a_file_is_named_after_the_comic(title: str, name: str) -> None:
    assert filename_of(comic(title=title), "image/png") == f"{name}.png"


@pytest.mark.parametrize(
    ("content_type", "ending"),
    [("image/png", ".png"), ("image/jpeg", ".jpg"), ("image/webp", ".webp")],
)
def test_the_ending_of_a_file_is_that_of_its_content(content_type: str, ending: str) -> None:
    assert filename_of(comic(title="A cat"), content_type) == f"A-cat{ending}"
