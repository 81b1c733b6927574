"""Rendering of cards as Telegram messages: text with entities, and an inline keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity

from bots.chat.callback_data import Action, decode
from bots.chat.cards import AUTHOR, Button, Card, Rows
from bots.telegram.plain_text import CAPTION_LIMIT, JOINER, TEXT_LIMIT, harmless, shortened, units

ROW_WIDTH = 30  # characters that a phone shows in one row of buttons
ROW_LENGTH = 3
HEADING = MessageEntity.ITALIC  # used for nothing else, so `heading_in` finds it
EXPANDABLE_FROM = 300  # units; a longer quote is collapsed


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """The properties of a chat that decide how buttons are rendered."""

    others_see: bool = True  # not a private chat
    inline: bool = False  # the bot has inline mode


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """A complete message; an edit replaces all of it."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None


def render_card(card: Card, options: RenderOptions, *, author: str = "") -> RenderedMessage:
    """Return the card as a message, or as the caption of its comic's picture.

    *author* is the name of the quoted text's author; if empty, the credit is omitted.
    """
    limit = CAPTION_LIMIT if card.comic is not None else TEXT_LIMIT
    credit = ""
    if card.credit is not None and author:
        credit = harmless(card.credit.text.replace(AUTHOR, author))
    heading = harmless("\n".join(card.heading))
    room = limit - units(heading) - units(credit) - 3
    text = shortened(harmless(card.text), room)
    quote = shortened(harmless(card.quote), room - units(text))
    parts, entities, start = [], [], 0
    for part in filter(None, (heading, text, quote, credit)):
        if part is heading:
            entities.append(MessageEntity(HEADING, start, units(heading)))
        elif part is quote:
            kind = MessageEntity.EXPANDABLE_BLOCKQUOTE
            if units(quote) < EXPANDABLE_FROM:
                kind = MessageEntity.BLOCKQUOTE
            entities.append(MessageEntity(kind, start, units(quote)))
        parts.append(part)
        start += units(part) + 1
    if card.comic is not None and card.comic.age_restricted:
        options = replace(options, inline=False)  # must not be posted to other chats
    return RenderedMessage("\n".join(parts), tuple(entities), keyboard_of(card.rows, options))


def heading_in(message: Message) -> list[str]:
    """Return the heading lines of one of the bot's messages."""
    found = message.parse_caption_entities if message.caption else message.parse_entities
    return [
        line.replace(JOINER, "") for part in found([HEADING]).values() for line in part.split("\n")
    ]


def plain(text: str, rows: Rows = ()) -> RenderedMessage:
    """Return a message without a card: plain text and buttons."""
    return RenderedMessage(shortened(text, TEXT_LIMIT), (), keyboard_of(rows, RenderOptions()))


def keyboard_of(rows: Rows, options: RenderOptions) -> InlineKeyboardMarkup | None:
    """Return the buttons, wrapped into rows that fit a phone."""
    shown = [row for each in rows for row in _rows_of(each, options)]
    return InlineKeyboardMarkup(shown) if shown else None


def _rows_of(buttons: Sequence[Button], options: RenderOptions) -> list[list[InlineKeyboardButton]]:
    rows: list[list[InlineKeyboardButton]] = []
    width = 0
    for button in buttons:
        shown = _button(button, options)
        if shown is None:
            continue
        width += len(shown.text)
        if not rows or width > ROW_WIDTH or len(rows[-1]) == ROW_LENGTH:
            rows.append([])
            width = len(shown.text)
        rows[-1].append(shown)
    return rows


def _button(button: Button, options: RenderOptions) -> InlineKeyboardButton | None:
    label = f"{button.icon} {button.label}"
    data = decode(button.code)
    if data is not None and data.action is Action.SHARE and not options.others_see:
        # A private chat has no other members: offer to share to another chat instead.
        if not options.inline:
            return None
        label = f"{button.icon} {button.elsewhere}"
        return InlineKeyboardButton(label, switch_inline_query=str(data.id))
    return InlineKeyboardButton(label, callback_data=button.code)
