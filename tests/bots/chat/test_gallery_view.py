"""The gallery filter in a message's heading."""

from __future__ import annotations

import pytest

from bots.chat.callback_data import Action
from bots.chat.gallery_view import (
    GALLERY_MOVES,
    SEARCH_LENGTH,
    filter_of,
    gallery_filter_from,
    heading_of,
    moved_filter,
)
from bots.discord.plain_text import headed, heading_in, plain, quoted
from core.models.comics import GalleryFilter
from core.sentences import CATALOGUE, STYLES

AWKWARD = [
    "cat",
    "-# 🔎 dog",
    "> quoted **bold** <@1> @everyone",
    "two\nlines\n\nand more",
    "🎨 Manga 💛",
    "\\*not\\* escaped",
    "猫 قطة 👩‍🚀",
    "x" * 6000,
    "   ",
]


@pytest.mark.parametrize("locale", CATALOGUE.languages)
@pytest.mark.parametrize("style", [*STYLES, "a style of a later version", ""])
def test_a_heading_is_parsed_in_every_language(locale: str, style: str) -> None:
    for words in ("", "a cat"):
        for favorites in (True, False):
            gallery_filter = gallery_filter_from(words, style, favorites=favorites)
            assert filter_of(heading_of(gallery_filter, locale)) == gallery_filter


@pytest.mark.parametrize("words", AWKWARD)
def test_any_search_text_is_parsed_back_from_a_discord_message(words: str) -> None:
    gallery_filter = gallery_filter_from(words, "manga", favorites=True)
    assert len(gallery_filter.text) <= SEARCH_LENGTH

    content = "\n".join([*headed(heading_of(gallery_filter, "en")), plain(words), quoted(words)])

    assert filter_of(heading_in(content)) == gallery_filter


@pytest.mark.parametrize("words", ["-# 🔎 dog", "> -# 🔎 dog", "🔎 dog"])
def test_user_written_text_is_never_parsed_as_a_heading(words: str) -> None:
    content = "\n".join([plain(words), quoted(words)])

    assert filter_of(heading_in(content)) == GalleryFilter()


@pytest.mark.parametrize("action", GALLERY_MOVES)
def test_navigation_buttons_keep_the_filter(action: Action) -> None:
    heading = heading_of(gallery_filter_from("cat", "noir", favorites=False), "es")

    gallery_filter = moved_filter(GALLERY_MOVES[action], heading)

    if action is Action.ALL:
        assert gallery_filter == GalleryFilter()
    else:
        liked = action in {Action.FAVORITES, Action.OLDER_FAVORITE, Action.NEWER_FAVORITE}
        assert gallery_filter == GalleryFilter(
            text="cat", style="noir", favorite=True if liked else None
        )
