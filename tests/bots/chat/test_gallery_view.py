"""The gallery in a chat: its filter as typed and as changed by buttons, and its card."""

from __future__ import annotations

import pytest

from bots.chat.callback_data import Action
from bots.chat.gallery_heading import heading_of
from bots.chat.gallery_view import (
    FILTER_LENGTH,
    GALLERY_MOVES,
    SEARCH_LENGTH,
    gallery_card,
    gallery_filter_from,
)
from core.gallery.chat_gallery import EMPTY_GALLERY, GalleryPosition
from core.models.comics import GalleryFilter
from core.models.identity import Identity, Platform, Requester
from core.sentences import sentence
from tests.bots.chat.samples import COMIC, OWNER, comic, shown

ME = Requester(identity=Identity(Platform.DISCORD, OWNER))
ID = "AZW3oYwffT6fABI0VniavA"


def test_a_search_may_be_as_long_as_before_in_discord() -> None:
    assert SEARCH_LENGTH == 200


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
