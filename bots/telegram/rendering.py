"""Cards as Telegram shows them: text with entities, and an inline keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity

from bots.chat.callback_data import Action, decode
from bots.chat.cards import AUTHOR, Button, Card, Rows
from bots.telegram.plain_text import CAPTION_LIMIT, JOINER, TEXT_LIMIT, harmless, shortened, units

ROW_WIDTH = 30  # characters of a row of buttons that a phone shows whole
ROW_LENGTH = 3
HEADING = MessageEntity.ITALIC  # which nothing else of ours is: that is how it is found again
FOLDED_FROM = 300  # units of a quote that is shown folded


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """What decides how buttons look in one place."""

    others_see: bool = True  # it is no private chat
    inline: bool = False  # the bot can be asked from other chats


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """A whole message: an edit replaces all of it."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None


def render_card(card: Card, look: RenderOptions, *, author: str = "") -> RenderedMessage:
    """Return the card as a message, or as the caption of its comic's picture.

    *author* is the name of who wrote what is quoted; without one nobody is named.
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
            if units(quote) < FOLDED_FROM:
                kind = MessageEntity.BLOCKQUOTE
            entities.append(MessageEntity(kind, start, units(quote)))
        parts.append(part)
        start += units(part) + 1
    if card.comic is not None and card.comic.age_restricted:
        look = replace(look, inline=False)  # nowhere in Telegram may it be posted
    return RenderedMessage("\n".join(parts), tuple(entities), keyboard_of(card.rows, look))


def heading_in(message: Message | None) -> list[str]:
    """Return the lines of the heading of a message of ours, as far as Telegram shows it to us."""
    if message is None:
        return []
    found = message.parse_caption_entities if message.caption else message.parse_entities
    return [
        line.replace(JOINER, "") for part in found([HEADING]).values() for line in part.split("\n")
    ]


def plain(text: str, rows: Rows = ()) -> RenderedMessage:
    """Return what we say by ourselves."""
    return RenderedMessage(shortened(text, TEXT_LIMIT), (), keyboard_of(rows, RenderOptions()))


def keyboard_of(rows: Rows, look: RenderOptions) -> InlineKeyboardMarkup | None:
    """Return the buttons, in rows that a phone has room for."""
    shown = [row for each in rows for row in _rows_of(each, look)]
    return InlineKeyboardMarkup(shown) if shown else None


def _rows_of(buttons: Sequence[Button], look: RenderOptions) -> list[list[InlineKeyboardButton]]:
    rows: list[list[InlineKeyboardButton]] = []
    width = 0
    for button in buttons:
        shown = _button(button, look)
        if shown is None:
            continue
        width += len(shown.text)
        if not rows or width > ROW_WIDTH or len(rows[-1]) == ROW_LENGTH:
            rows.append([])
            width = len(shown.text)
        rows[-1].append(shown)
    return rows


def _button(button: Button, look: RenderOptions) -> InlineKeyboardButton | None:
    label = f"{button.icon} {button.label}"
    press = decode(button.code)
    if press is not None and press.action is Action.SHARE and not look.others_see:
        # In a private chat there is nobody to show it to: take it to another one instead.
        if not look.inline:
            return None
        label = f"{button.icon} {button.elsewhere}"
        return InlineKeyboardButton(label, switch_inline_query=str(press.id))
    return InlineKeyboardButton(label, callback_data=button.code)
