"""Filters parsed from the headings of legacy gallery messages."""

from __future__ import annotations

import pytest

from bots.chat.gallery_heading import heading_of
from bots.chat.legacy_headings import filter_of
from bots.discord.plain_text import headed, heading_in, plain, quoted
from core.models.comics import GalleryFilter
from core.sentences import CATALOGUE, STYLES

AWKWARD = [
    "cat",
    "-# 🔎 dog",
    "> quoted **bold** <@1> @everyone",
    "🎨 Manga 💛",
    "\\*not\\* escaped",
    "猫 قطة 👩‍🚀",
    "x" * 200,
    "",
]


@pytest.mark.parametrize("locale", CATALOGUE.languages)
@pytest.mark.parametrize("style", [*STYLES, "a style of a later version", ""])
def test_a_heading_is_parsed_in_every_language(locale: str, style: str) -> None:
    for words in ("", "a cat"):
        for favorite in (True, None):
            gallery_filter = GalleryFilter(text=words, style=style, favorite=favorite)
            assert filter_of(heading_of(gallery_filter, locale)) == gallery_filter


@pytest.mark.parametrize("words", AWKWARD)
def test_search_text_of_one_line_is_parsed_back_from_a_discord_message(words: str) -> None:
    gallery_filter = GalleryFilter(text=words, style="manga", favorite=True)

    content = "\n".join([*headed(heading_of(gallery_filter, "en")), plain(words), quoted(words)])

    assert filter_of(heading_in(content)) == gallery_filter


@pytest.mark.parametrize("words", ["-# 🔎 dog", "> -# 🔎 dog", "🔎 dog"])
def test_user_written_text_is_never_parsed_as_a_heading(words: str) -> None:
    content = "\n".join([plain(words), quoted(words)])

    assert filter_of(heading_in(content)) == GalleryFilter()


@pytest.mark.parametrize(
    "heading",
    [
        ("🔎 cat", "🎨 Noir", "💛 Favorites"),
        ("🔎 cat", "🎨 noir", "💛 お気に入り"),
        ("💛 Favoritos", "🎨 Noir", "🔎 cat"),
    ],
)
def test_recorded_headings_are_parsed(heading: tuple[str, ...]) -> None:
    assert filter_of(heading) == GalleryFilter(text="cat", style="noir", favorite=True)
