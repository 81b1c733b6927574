"""The gallery filter: as typed, and as changed by buttons."""

from __future__ import annotations

import pytest

from bots.chat.callback_data import Action
from bots.chat.gallery_view import FILTER_LENGTH, GALLERY_MOVES, gallery_filter_from
from core.models.comics import GalleryFilter


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  two \n\n lines\u2060 ", "two\nlines"),
        ("\\*not\\* 'escaped' \"quotes\"", "\\*not\\* 'escaped' \"quotes\""),
        ("🎨 x", "🎨 x"),
        ("x" * 6000, "x" * FILTER_LENGTH),
        ("   ", ""),
    ],
)
def test_typed_words_are_normalized_as_prompts_are(typed: str, words: str) -> None:
    gallery_filter = gallery_filter_from(typed, " noir ", favorites=False)

    assert gallery_filter == GalleryFilter(text=words, style="noir")


@pytest.mark.parametrize("action", GALLERY_MOVES)
def test_navigation_buttons_keep_the_filter(action: Action) -> None:
    gallery_filter = GALLERY_MOVES[action].applied_to(GalleryFilter(text="cat", style="noir"))

    if action is Action.ALL:
        assert gallery_filter == GalleryFilter()
    else:
        liked = action in {Action.FAVORITES, Action.OLDER_FAVORITE, Action.NEWER_FAVORITE}
        assert gallery_filter == GalleryFilter(
            text="cat", style="noir", favorite=True if liked else None
        )
