"""The heading of a gallery's message, and which filters it can be of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bots.chat.gallery_heading import LINE_LENGTH, heading_of, is_heading_of
from bots.chat.gallery_view import GALLERY_MOVES
from core.models.comics import GalleryFilter
from core.sentences import CATALOGUE

FILTERS = [
    GalleryFilter(),
    GalleryFilter(text="two\nlines 🎨 x"),
    GalleryFilter(text="x" * 6000, style="y" * 6000),
    GalleryFilter(style="noir", favorite=True),
    GalleryFilter(text='💛 \\ "', style="Aquarela", favorite=True),
]


@pytest.mark.parametrize("gallery_filter", FILTERS)
def test_every_line_fits(gallery_filter: GalleryFilter) -> None:
    for line in heading_of(gallery_filter, "en"):
        assert "\n" not in line
        assert len(line) <= LINE_LENGTH + 2


@pytest.mark.parametrize("locale", CATALOGUE.languages)
@pytest.mark.parametrize("gallery_filter", FILTERS)
def test_a_heading_is_of_its_filter_in_every_language(
    gallery_filter: GalleryFilter, locale: str
) -> None:
    assert is_heading_of(heading_of(gallery_filter, locale), gallery_filter)


@pytest.mark.parametrize("gallery_filter", FILTERS)
def test_a_filter_that_a_button_changed_has_another_heading(gallery_filter: GalleryFilter) -> None:
    for move in GALLERY_MOVES.values():
        changed = move.applied_to(gallery_filter)

        is_same = is_heading_of(heading_of(changed, "en"), gallery_filter)

        assert is_same == (changed == gallery_filter)


def test_lines_that_are_no_restriction_do_not_matter() -> None:
    gallery_filter = GalleryFilter(text="a @mention that splits the line")
    assert is_heading_of(("🔎 a ", "@mention", " that splits the line"), gallery_filter)
    assert not is_heading_of(("@mention",), gallery_filter)
    assert not is_heading_of((), replace(gallery_filter, text="cat"))
