"""The gallery in a chat: one comic at a time, and the buttons that lead on from it.

A filter by words or style holds for the first page: the buttons have no room for it. Favorites
have buttons of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bots.chat.actions import NOBODY, Action, encode
from bots.chat.cards import Button, Card, Rows, Tone
from core.models import Comic, GalleryFilter, JobId, Requester
from core.sentences import sentence
from core.showcase import Shelf


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a button of the gallery leads."""

    newer: bool
    favorites: bool


SHELVES: Mapping[Action, Turn] = {
    Action.OLDER: Turn(newer=False, favorites=False),
    Action.NEWER: Turn(newer=True, favorites=False),
    Action.OLDER_FAVORITE: Turn(newer=False, favorites=True),
    Action.NEWER_FAVORITE: Turn(newer=True, favorites=True),
    Action.ALL: Turn(newer=False, favorites=False),
    Action.FAVORITES: Turn(newer=False, favorites=True),
}


def shelf_card(
    shelf: Shelf, wanted: GalleryFilter, requester: Requester, *, deleted: JobId | None = None
) -> Card:
    """Show the comic, or say that there is none."""
    locale = requester.locale
    undo: Rows = ()
    text = ""
    if deleted is not None:
        label = sentence("button_restore", locale)
        undo = ((Button("↩️", label, encode(Action.GALLERY_RESTORE, deleted)),),)
        text = sentence("comic_removed", locale)
    if shelf.comic is None:
        empty = sentence(_empty(wanted), locale)
        return Card(text="\n".join(filter(None, [text, empty])), rows=(*undo, _way_back(locale)))
    rows = _rows(shelf.comic, shelf, requester, favorites=bool(wanted.favorite))
    caption = text or shelf.comic.title
    quote = shelf.comic.prompt
    return Card(
        text="" if caption == quote else caption, quote=quote, rows=rows + undo, comic=shelf.comic
    )


def _empty(wanted: GalleryFilter) -> str:
    if wanted.favorite:
        return "gallery_no_favorites"
    return "gallery_nothing_found" if wanted.text or wanted.style else "gallery_empty"


def _way_back(locale: str) -> tuple[Button, ...]:
    return (Button("🖼️", sentence("button_all", locale), encode(Action.ALL)),)


def _rows(comic: Comic, shelf: Shelf, requester: Requester, *, favorites: bool) -> Rows:
    locale, owner = requester.locale, requester.identity.external_id
    older = Action.OLDER_FAVORITE if favorites else Action.OLDER
    newer = Action.NEWER_FAVORITE if favorites else Action.NEWER

    def say(key: str) -> str:
        return sentence(key, locale)

    turning = []
    if shelf.has_newer:
        turning.append(Button("◀️", say("button_newer"), encode(newer, NOBODY, shelf.cursor)))
    if shelf.has_older:
        turning.append(Button("▶️", say("button_older"), encode(older, NOBODY, shelf.cursor)))
    turning.append(
        Button("🖼️", say("button_all"), encode(Action.ALL))
        if favorites
        else Button("💛", say("button_favorites"), encode(Action.FAVORITES))
    )
    favorite = (
        Button("💛", say("button_unfavorite"), encode(Action.GALLERY_UNFAVORITE, comic.id))
        if comic.favorite
        else Button("⭐", say("button_favorite"), encode(Action.GALLERY_FAVORITE, comic.id))
    )
    doing = (
        favorite,
        Button("🔁", say("button_again"), encode(Action.AGAIN, comic.id, owner), Tone.MAIN),
        Button("✏️", say("button_like_this"), encode(Action.EDIT, comic.id, owner)),
        Button("📣", say("button_resend"), encode(Action.SHARE, comic.id, owner)),
        Button(
            "🗑️",
            say("button_delete"),
            encode(Action.GALLERY_DELETE, comic.id, shelf.cursor),
            Tone.DANGER,
        ),
    )
    return (tuple(turning), doing)
