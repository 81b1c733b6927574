"""Which comics are looked at stands in the message itself."""

from __future__ import annotations

import pytest

from bots.chat.callback_data import Action
from bots.chat.gallery_view import (
    GALLERY_MOVES,
    SEARCH_LENGTH,
    filter_of,
    heading_of,
    moved_filter,
    gallery_filter_from,
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
def test_a_heading_says_what_is_looked_at_in_every_language(locale: str, style: str) -> None:
    for words in ("", "a cat"):
        for favorites in (True, False):
            wanted = gallery_filter_from(words, style, favorites=favorites)
            assert filter_of(heading_of(wanted, locale)) == wanted


@pytest.mark.parametrize("words", AWKWARD)
def test_whatever_somebody_looks_for_is_read_back_from_discord(words: str) -> None:
    wanted = gallery_filter_from(words, "manga", favorites=True)
    assert len(wanted.text) <= SEARCH_LENGTH

    content = "\n".join([*headed(heading_of(wanted, "en")), plain(words), quoted(words)])

    assert filter_of(heading_in(content)) == wanted


@pytest.mark.parametrize("words", ["-# 🔎 dog", "> -# 🔎 dog", "🔎 dog"])
def test_what_others_wrote_is_never_taken_for_a_heading(words: str) -> None:
    content = "\n".join([plain(words), quoted(words)])

    assert filter_of(heading_in(content)) == GalleryFilter()


@pytest.mark.parametrize("action", GALLERY_MOVES)
def test_buttons_keep_to_what_is_looked_at(action: Action) -> None:
    heading = heading_of(gallery_filter_from("cat", "noir", favorites=False), "es")

    wanted = moved_filter(GALLERY_MOVES[action], heading)

    if action is Action.ALL:
        assert wanted == GalleryFilter()
    else:
        liked = action in {Action.FAVORITES, Action.OLDER_FAVORITE, Action.NEWER_FAVORITE}
        assert wanted == GalleryFilter(text="cat", style="noir", favorite=True if liked else None)
