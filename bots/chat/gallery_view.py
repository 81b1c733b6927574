"""Gallery view in a chat: one comic at a time, with navigation buttons.

The active filter is saved by `core.gallery.views`, because callback data has no room for it. The
heading of the message shows it to the user.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bots.chat.callback_data import NOBODY, Action, encode
from bots.chat.cards import Button, Card, Rows, Tone, share_button
from bots.chat.gallery_heading import heading_of
from core.content.prompts import PROMPT_LIMIT, cut, tidy
from core.gallery.chat_gallery import GalleryPosition
from core.models.comics import Comic, GalleryFilter
from core.models.identity import JobId, Requester
from core.sentences import sentence

SEARCH_LENGTH = 200  # characters that Discord lets users type
FILTER_LENGTH = PROMPT_LIMIT  # characters; no comic contains a longer text


@dataclass(frozen=True, slots=True)
class GalleryMove:
    """The effect of a navigation button."""

    newer: bool = False
    favorites: bool = False
    all: bool = False  # drops the filter

    def applied_to(self, gallery_filter: GalleryFilter) -> GalleryFilter:
        """Return the filter after the button was pressed in a gallery with *gallery_filter*."""
        if self.all:
            return GalleryFilter()
        return replace(gallery_filter, favorite=True) if self.favorites else gallery_filter


GALLERY_MOVES: Mapping[Action, GalleryMove] = {
    Action.OLDER: GalleryMove(),
    Action.NEWER: GalleryMove(newer=True),
    Action.OLDER_FAVORITE: GalleryMove(favorites=True),
    Action.NEWER_FAVORITE: GalleryMove(newer=True, favorites=True),
    Action.ALL: GalleryMove(all=True),
    Action.FAVORITES: GalleryMove(favorites=True),
}


def gallery_filter_from(words: str, style: str, *, favorites: bool) -> GalleryFilter:
    """Return the filter, with its texts normalized as prompts are."""
    return GalleryFilter(
        text=cut(tidy(words), FILTER_LENGTH).strip(),
        style=cut(tidy(style), FILTER_LENGTH).strip(),
        favorite=True if favorites else None,
    )


def gallery_card(
    position: GalleryPosition,
    gallery_filter: GalleryFilter,
    requester: Requester,
    *,
    deleted: JobId | None = None,
) -> Card:
    """Return the comic at the position, or a sentence where the gallery has none."""
    locale = requester.locale
    heading = heading_of(gallery_filter, locale)
    undo: Rows = ()
    text = ""
    if deleted is not None:
        label = sentence("button_restore", locale)
        undo = ((Button("↩️", label, encode(Action.GALLERY_RESTORE, deleted)),),)
        text = sentence("comic_removed", locale)
    if position.comic is None:
        empty = sentence(_empty(gallery_filter), locale)
        full_text = "\n".join(filter(None, [text, empty]))
        show_all: Rows = ((_all(locale),),) if gallery_filter != GalleryFilter() else ()
        return Card(text=full_text, heading=heading, rows=undo + show_all)
    rows = _rows(position.comic, position, requester, gallery_filter)
    caption = text or position.comic.title
    quote = position.comic.prompt
    return Card(
        text="" if caption == quote else caption,
        quote=quote,
        heading=heading,
        rows=rows + undo,
        comic=position.comic,
    )


def _empty(gallery_filter: GalleryFilter) -> str:
    if gallery_filter.text or gallery_filter.style:
        return "gallery_nothing_found"
    return "gallery_no_favorites" if gallery_filter.favorite else "gallery_empty"


def _all(locale: str) -> Button:
    return Button("🖼️", sentence("button_all", locale), encode(Action.ALL))


def _rows(
    comic: Comic, position: GalleryPosition, requester: Requester, gallery_filter: GalleryFilter
) -> Rows:
    locale, owner = requester.locale, requester.identity.external_id
    older = Action.OLDER_FAVORITE if gallery_filter.favorite else Action.OLDER
    newer = Action.NEWER_FAVORITE if gallery_filter.favorite else Action.NEWER

    def say(key: str) -> str:
        return sentence(key, locale)

    navigation = []
    if position.has_newer:
        navigation.append(Button("◀️", say("button_newer"), encode(newer, NOBODY, position.cursor)))
    if position.has_older:
        navigation.append(Button("▶️", say("button_older"), encode(older, NOBODY, position.cursor)))
    if not gallery_filter.favorite:
        navigation.append(Button("💛", say("button_favorites"), encode(Action.FAVORITES)))
    if gallery_filter != GalleryFilter():
        navigation.append(_all(locale))
    favorite = (
        Button("💛", say("button_unfavorite"), encode(Action.GALLERY_UNFAVORITE, comic.id))
        if comic.favorite
        else Button("⭐", say("button_favorite"), encode(Action.GALLERY_FAVORITE, comic.id))
    )
    actions = (
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
    views = (
        Button("📖", say("button_read"), encode(Action.READ, comic.id, owner)),
        Button("🖼️", say("button_original"), encode(Action.ORIGINAL, comic.id, owner)),
    )
    return (tuple(navigation), actions, views)
