"""What is offered in inline mode: one's own comics, and having a new one drawn.

https://core.telegram.org/bots/api#inlinequeryresult
"""

from __future__ import annotations

from telegram import (
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultCachedDocument,
    InlineQueryResultCachedPhoto,
    InlineQueryResultPhoto,
    InputTextMessageContent,
)

from bots.chat.callback_data import Action, encode
from bots.chat.cards import Button, Tone
from bots.telegram.api_client import NO_PREVIEW
from bots.telegram.inline.photos import PhotoUrls
from bots.telegram.plain_text import CAPTION_LIMIT, TEXT_LIMIT, harmless, shortened
from bots.telegram.rendering import RenderedMessage, RenderOptions, keyboard_of
from bots.telegram.uploads import PHOTO
from core.content.prompts import title_of
from core.models.comics import Comic
from core.models.identity import JobId
from core.sentences import sentence

DRAW = "draw"  # the id of the result that has something drawn; a comic's is its own
ELSEWHERE = RenderOptions(others_see=True, inline=True)


def drawn(typed: str, wish_id: JobId, locale: str) -> InlineQueryResult:
    """Return what has it drawn: a placeholder, with a button where we hear no more."""
    button = Button("🎨", sentence("button_draw", locale), encode(Action.DRAW, wish_id), Tone.MAIN)
    return InlineQueryResultArticle(
        id=DRAW,
        title=sentence("inline_draw", locale, story=title_of(typed)),
        input_message_content=_said(f"{sentence('inline_placeholder', locale)}\n{harmless(typed)}"),
        reply_markup=keyboard_of(((button,),), ELSEWHERE),
    )


def known(comic: Comic, kind: str, file_id: str) -> InlineQueryResult:
    """Return a comic by the file that Telegram has of it."""
    name, caption = str(comic.id), screen_of_shown(comic).text
    if kind == PHOTO:
        return InlineQueryResultCachedPhoto(name, file_id, title=comic.title, caption=caption)
    return InlineQueryResultCachedDocument(name, _title(comic), file_id, caption=caption)


def fetched(comic: Comic, addresses: PhotoUrls) -> InlineQueryResult:
    """Return a comic that Telegram fetches for itself."""
    return InlineQueryResultPhoto(
        str(comic.id),
        addresses.picture,
        addresses.thumbnail,
        photo_width=comic.width,
        photo_height=comic.height,
        title=comic.title,
        caption=screen_of_shown(comic).text,
    )


def brought(comic: Comic, locale: str) -> InlineQueryResult:
    """Return a comic by its name: a placeholder that its picture is put into."""
    button = Button(
        "🖼️", sentence("button_bring", locale), encode(Action.BRING, comic.id), Tone.MAIN
    )
    return InlineQueryResultArticle(
        id=str(comic.id),
        title=_title(comic),
        description=sentence("inline_bring", locale),
        input_message_content=_said(f"{sentence('one_moment', locale)}\n{harmless(_title(comic))}"),
        reply_markup=keyboard_of(((button,),), ELSEWHERE),
    )


def screen_of_shown(comic: Comic) -> RenderedMessage:
    """Return what stands below a comic that was shown in another chat."""
    return RenderedMessage(shortened(harmless(comic.prompt), CAPTION_LIMIT))


def _title(comic: Comic) -> str:
    return comic.title or title_of(comic.prompt)


def _said(text: str) -> InputTextMessageContent:
    return InputTextMessageContent(shortened(text, TEXT_LIMIT), link_preview_options=NO_PREVIEW)
