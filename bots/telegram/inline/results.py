"""Inline query results: the user's own comics, and a new comic.

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
from bots.telegram.inline.photo_links import PhotoUrls
from bots.telegram.plain_text import CAPTION_LIMIT, TEXT_LIMIT, harmless, shortened
from bots.telegram.rendering import RenderedMessage, RenderOptions, keyboard_of
from bots.telegram.upload_sizes import PHOTO
from core.content.titles import title_of
from core.models.comics import Comic
from core.models.identity import JobId
from core.sentences import sentence

DRAW = "draw"  # result id of a new comic; other results have the comic's id
ELSEWHERE = RenderOptions(others_see=True, inline=True)


def draw_result(typed: str, prompt_id: JobId, locale: str) -> InlineQueryResult:
    """Return the result that draws a new comic. Its button is for bots without chosen feedback."""
    button = Button(
        "🎨", sentence("button_draw", locale), encode(Action.DRAW, prompt_id), Tone.MAIN
    )
    return InlineQueryResultArticle(
        id=DRAW,
        title=sentence("inline_draw", locale, story=title_of(typed)),
        input_message_content=_text_content(
            f"{sentence('inline_placeholder', locale)}\n{harmless(typed)}"
        ),
        reply_markup=keyboard_of(((button,),), ELSEWHERE),
    )


def cached_result(comic: Comic, kind: str, file_id: str) -> InlineQueryResult:
    """Return a comic that Telegram already has as a file."""
    name, caption = str(comic.id), posted_message(comic).text
    if kind == PHOTO:
        return InlineQueryResultCachedPhoto(name, file_id, title=comic.title, caption=caption)
    return InlineQueryResultCachedDocument(name, _title(comic), file_id, caption=caption)


def photo_result(comic: Comic, urls: PhotoUrls) -> InlineQueryResult:
    """Return a comic that Telegram fetches by URL."""
    return InlineQueryResultPhoto(
        str(comic.id),
        urls.picture,
        urls.thumbnail,
        photo_width=comic.width,
        photo_height=comic.height,
        title=comic.title,
        caption=posted_message(comic).text,
    )


def placeholder_result(comic: Comic, locale: str) -> InlineQueryResult:
    """Return a comic by its title: a placeholder that is edited to show the picture."""
    button = Button(
        "🖼️", sentence("button_bring", locale), encode(Action.DELIVER_INLINE, comic.id), Tone.MAIN
    )
    return InlineQueryResultArticle(
        id=str(comic.id),
        title=_title(comic),
        description=sentence("inline_bring", locale),
        input_message_content=_text_content(
            f"{sentence('one_moment', locale)}\n{harmless(_title(comic))}"
        ),
        reply_markup=keyboard_of(((button,),), ELSEWHERE),
    )


def posted_message(comic: Comic) -> RenderedMessage:
    """Return the caption of a comic that was posted to another chat."""
    return RenderedMessage(shortened(harmless(comic.prompt), CAPTION_LIMIT))


def _title(comic: Comic) -> str:
    return comic.title or title_of(comic.prompt)


def _text_content(text: str) -> InputTextMessageContent:
    return InputTextMessageContent(shortened(text, TEXT_LIMIT), link_preview_options=NO_PREVIEW)
