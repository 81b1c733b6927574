"""The gallery in a chat: one comic at a time, and the buttons that lead on from it.

Which comics are looked at stands in the message itself, as its heading, and is read from there when
a button is pressed: buttons have no room for it, and a message lives as long as they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bots.chat.callback_data import NOBODY, Action, encode
from bots.chat.cards import Button, Card, Rows, Tone, share_button
from bots.chat.choices import style_called
from core.content.prompts import cut, tidy_line
from core.gallery.chat_gallery import GalleryPosition
from core.models.comics import Comic, GalleryFilter
from core.models.identity import JobId, Requester
from core.sentences import sentence, style_name

SEARCH_LENGTH = 200  # characters
WORDS, STYLE, FAVORITES = "🔎 ", "🎨 ", "💛 "  # what a line of the heading begins with


@dataclass(frozen=True, slots=True)
class GalleryMove:
    """Where a button of the gallery leads."""

    newer: bool = False
    favorites: bool = False
    all: bool = False  # whatever was looked at before


GALLERY_MOVES: Mapping[Action, GalleryMove] = {
    Action.OLDER: GalleryMove(),
    Action.NEWER: GalleryMove(newer=True),
    Action.OLDER_FAVORITE: GalleryMove(favorites=True),
    Action.NEWER_FAVORITE: GalleryMove(newer=True, favorites=True),
    Action.ALL: GalleryMove(all=True),
    Action.FAVORITES: GalleryMove(favorites=True),
}


def wanted_from(words: str, style: str, *, favorites: bool) -> GalleryFilter:
    """Return which comics somebody wants to see, in a form that a heading can hold."""
    return GalleryFilter(
        text=cut(tidy_line(words), SEARCH_LENGTH).strip(),
        style=cut(tidy_line(style), SEARCH_LENGTH).strip(),
        favorite=True if favorites else None,
    )


def heading_of(wanted: GalleryFilter, locale: str) -> tuple[str, ...]:
    """Return the lines that say which comics are looked at."""
    lines = (
        wanted.text and WORDS + wanted.text,
        wanted.style and STYLE + style_name(wanted.style, locale),
        wanted.favorite and FAVORITES + sentence("button_favorites", locale),
    )
    return tuple(line for line in lines if line)


def filter_of(heading: Iterable[str]) -> GalleryFilter:
    """Return what a heading says, in whichever language."""
    wanted = GalleryFilter()
    for line in heading:
        if line.startswith(WORDS):
            wanted = replace(wanted, text=line.removeprefix(WORDS))
        elif line.startswith(STYLE):
            wanted = replace(wanted, style=style_called(line.removeprefix(STYLE)))
        elif line.startswith(FAVORITES):
            wanted = replace(wanted, favorite=True)
    return wanted


def moved_filter(turn: GalleryMove, heading: Iterable[str]) -> GalleryFilter:
    """Return which comics are looked at after a button below that heading was pressed."""
    if turn.all:
        return GalleryFilter()
    wanted = filter_of(heading)
    return replace(wanted, favorite=True) if turn.favorites else wanted


def gallery_card(
    position: GalleryPosition,
    wanted: GalleryFilter,
    requester: Requester,
    *,
    deleted: JobId | None = None,
) -> Card:
    """Show the comic, or say that there is none."""
    locale = requester.locale
    heading = heading_of(wanted, locale)
    undo: Rows = ()
    text = ""
    if deleted is not None:
        label = sentence("button_restore", locale)
        undo = ((Button("↩️", label, encode(Action.GALLERY_RESTORE, deleted)),),)
        text = sentence("comic_removed", locale)
    if position.comic is None:
        empty = sentence(_empty(wanted), locale)
        said = "\n".join(filter(None, [text, empty]))
        others: Rows = ((_all(locale),),) if wanted != GalleryFilter() else ()
        return Card(text=said, heading=heading, rows=undo + others)
    rows = _rows(position.comic, position, requester, wanted)
    caption = text or position.comic.title
    quote = position.comic.prompt
    return Card(
        text="" if caption == quote else caption,
        quote=quote,
        heading=heading,
        rows=rows + undo,
        comic=position.comic,
    )


def _empty(wanted: GalleryFilter) -> str:
    if wanted.text or wanted.style:
        return "gallery_nothing_found"
    return "gallery_no_favorites" if wanted.favorite else "gallery_empty"


def _all(locale: str) -> Button:
    return Button("🖼️", sentence("button_all", locale), encode(Action.ALL))


def _rows(
    comic: Comic, position: GalleryPosition, requester: Requester, wanted: GalleryFilter
) -> Rows:
    locale, owner = requester.locale, requester.identity.external_id
    older = Action.OLDER_FAVORITE if wanted.favorite else Action.OLDER
    newer = Action.NEWER_FAVORITE if wanted.favorite else Action.NEWER

    def say(key: str) -> str:
        return sentence(key, locale)

    turning = []
    if position.has_newer:
        turning.append(Button("◀️", say("button_newer"), encode(newer, NOBODY, position.cursor)))
    if position.has_older:
        turning.append(Button("▶️", say("button_older"), encode(older, NOBODY, position.cursor)))
    if not wanted.favorite:
        turning.append(Button("💛", say("button_favorites"), encode(Action.FAVORITES)))
    if wanted != GalleryFilter():
        turning.append(_all(locale))
    favorite = (
        Button("💛", say("button_unfavorite"), encode(Action.GALLERY_UNFAVORITE, comic.id))
        if comic.favorite
        else Button("⭐", say("button_favorite"), encode(Action.GALLERY_FAVORITE, comic.id))
    )
    doing = (
        favorite,
        Button("🔁", say("button_again"), encode(Action.AGAIN, comic.id, owner), Tone.MAIN),
        Button("✏️", say("button_like_this"), encode(Action.EDIT, comic.id, owner)),
        share_button("button_resend", comic.id, locale, owner),
        Button(
            "🗑️",
            say("button_delete"),
            encode(Action.GALLERY_DELETE, comic.id, position.cursor),
            Tone.DANGER,
        ),
    )
    looking = (
        Button("📖", say("button_read"), encode(Action.READ, comic.id, owner)),
        Button("🖼️", say("button_original"), encode(Action.ORIGINAL, comic.id, owner)),
    )
    return (tuple(turning), doing, looking)
