"""The gallery in a chat: the filter in a message's heading, and the buttons."""

from __future__ import annotations

import pytest

from bots.chat.callback_data import Action
from bots.chat.gallery_view import (
    GALLERY_MOVES,
    SEARCH_LENGTH,
    filter_of,
    gallery_card,
    gallery_filter_from,
    heading_of,
    moved_filter,
)
from bots.discord.plain_text import headed, heading_in, plain, quoted
from core.gallery.chat_gallery import EMPTY_GALLERY, GalleryPosition
from core.models.comics import GalleryFilter
from core.models.identity import Identity, Platform, Requester
from core.sentences import CATALOGUE, STYLES, sentence
from tests.bots.chat.samples import COMIC, OWNER, comic, shown

ME = Requester(identity=Identity(Platform.DISCORD, OWNER))
ID = "AZW3oYwffT6fABI0VniavA"

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


@pytest.mark.parametrize(
    ("action", "newer", "favorites"),
    [
        (Action.OLDER, False, False),
        (Action.NEWER, True, False),
        (Action.OLDER_FAVORITE, False, True),
        (Action.NEWER_FAVORITE, True, True),
        (Action.FAVORITES, False, True),
    ],
)
def test_navigation_buttons_move_in_their_direction(
    action: Action, *, newer: bool, favorites: bool
) -> None:
    move = GALLERY_MOVES[action]

    assert (move.newer, move.favorites, move.all) == (newer, favorites, False)


def test_a_heading_of_a_recorded_message_is_parsed() -> None:
    """The prefixes are in old messages: they must not change."""
    assert filter_of(["🔎 cat", "🎨 Manga", "💛 Favorites"]) == GalleryFilter(
        text="cat", style="manga", favorite=True
    )
    assert SEARCH_LENGTH == 200


# --- The card -------------------------------------------------------------------------------------


def at(*, newer: bool = True, older: bool = True, **changes: object) -> GalleryPosition:
    return GalleryPosition(
        comic=comic(**changes), cursor="CURSOR", has_newer=newer, has_older=older
    )


def test_a_comic_in_the_gallery_has_the_buttons_of_its_actions() -> None:
    card = gallery_card(at(), GalleryFilter(), ME)

    assert shown(card.rows) == [
        [
            "◀️ Newer (plain) newer:AAAAAAAAAAAAAAAAAAAAAA:CURSOR",
            "▶️ Older (plain) older:AAAAAAAAAAAAAAAAAAAAAA:CURSOR",
            "💛 Favorites (plain) favs:AAAAAAAAAAAAAAAAAAAAAA",
        ],
        [
            f"⭐ Favorite (plain) gfav1:{ID}",
            f"🔁 Again (main) again:{ID}:{OWNER}",
            f"✏️ Make another like this (plain) edit:{ID}:{OWNER}",
            f"📣 Post here (plain) share:{ID}:{OWNER}",
            f"🗑️ Delete (danger) gdel:{ID}:CURSOR",
        ],
        [
            f"📖 Read as text (plain) read:{ID}:{OWNER}",
            f"🖼️ Original file (plain) file:{ID}:{OWNER}",
        ],
    ]
    assert (card.text, card.quote, card.heading) == ("The Moon Bakery", "a cat opens a bakery", ())
    assert card.comic == comic()


def test_a_favorite_in_the_gallery_can_be_unfavorited() -> None:
    card = gallery_card(at(favorite=True), GalleryFilter(), ME)

    assert shown(card.rows)[1][0] == f"💛 Unfavorite (plain) gfav0:{ID}"


@pytest.mark.parametrize(
    ("gallery_filter", "offered"),
    [
        (GalleryFilter(), ["newer", "older", "favs"]),
        (GalleryFilter(text="cat"), ["newer", "older", "favs", "all"]),
        (GalleryFilter(style="manga"), ["newer", "older", "favs", "all"]),
        (GalleryFilter(favorite=True), ["fnewer", "folder", "all"]),
        (GalleryFilter(text="cat", favorite=True), ["fnewer", "folder", "all"]),
    ],
)
def test_navigation_stays_within_the_filter_and_leads_out_of_it(
    gallery_filter: GalleryFilter, offered: list[str]
) -> None:
    card = gallery_card(at(), gallery_filter, ME)

    assert [each.code.partition(":")[0] for each in card.rows[0]] == offered
    assert card.heading == heading_of(gallery_filter, "en")


@pytest.mark.parametrize(
    ("newer", "older", "offered"),
    [
        (False, False, ["favs"]),
        (True, False, ["newer", "favs"]),
        (False, True, ["older", "favs"]),
    ],
)
def test_navigation_leads_only_to_comics_that_exist(
    *, newer: bool, older: bool, offered: list[str]
) -> None:
    card = gallery_card(at(newer=newer, older=older), GalleryFilter(), ME)

    assert [each.code.partition(":")[0] for each in card.rows[0]] == offered


def test_a_title_that_repeats_the_prompt_is_shown_once() -> None:
    card = gallery_card(at(title="a cat opens a bakery"), GalleryFilter(), ME)

    assert (card.text, card.quote) == ("", "a cat opens a bakery")


def test_after_a_deletion_the_next_comic_has_a_button_to_restore_the_deleted_one() -> None:
    card = gallery_card(at(), GalleryFilter(), ME, deleted=COMIC)

    assert card.text == sentence("comic_removed", "en")
    assert shown(card.rows)[-1] == [f"↩️ Restore (plain) gundel:{ID}"]
    assert len(card.rows) == 4


def test_after_the_deletion_of_the_last_comic_it_can_be_restored() -> None:
    card = gallery_card(EMPTY_GALLERY, GalleryFilter(favorite=True), ME, deleted=COMIC)

    assert card.text.splitlines() == [
        sentence("comic_removed", "en"),
        sentence("gallery_no_favorites", "en"),
    ]
    assert [each.code.partition(":")[0] for row in card.rows for each in row] == ["gundel", "all"]


@pytest.mark.parametrize(
    ("gallery_filter", "key"),
    [
        (GalleryFilter(), "gallery_empty"),
        (GalleryFilter(favorite=True), "gallery_no_favorites"),
        (GalleryFilter(text="cat"), "gallery_nothing_found"),
        (GalleryFilter(style="manga"), "gallery_nothing_found"),
        (GalleryFilter(style="manga", favorite=True), "gallery_nothing_found"),
    ],
)
def test_an_empty_gallery_says_why(gallery_filter: GalleryFilter, key: str) -> None:
    card = gallery_card(EMPTY_GALLERY, gallery_filter, ME)

    assert (card.text, card.comic) == (sentence(key, "en"), None)
    assert card.heading == heading_of(gallery_filter, "en")
    filtered = gallery_filter != GalleryFilter()
    assert shown(card.rows) == (
        [["🖼️ All comics (plain) all:AAAAAAAAAAAAAAAAAAAAAA"]] if filtered else []
    )
