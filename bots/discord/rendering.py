"""Rendering of cards as Discord messages: content, components and an attachment."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bots.chat.alt_text import alt_text
from bots.chat.callback_data import CODE
from bots.chat.cards import AUTHOR, Button, Card, Credit, Rows, Tone
from bots.discord.plain_text import CONTENT_LIMIT, headed, plain, quoted
from core.content.prompts import cut
from core.gallery.renditions import RenditionFile
from core.models.comics import Comic

ALT_LIMIT = 1024  # characters
LABEL_LIMIT = 80
STYLES = {
    Tone.PLAIN: discord.ButtonStyle.secondary,
    Tone.MAIN: discord.ButtonStyle.primary,
    Tone.DANGER: discord.ButtonStyle.danger,
}


@dataclass(frozen=True, slots=True)
class RenditionAttachment:
    """An image to attach, with its alt text."""

    image: RenditionFile
    alt: str

    def file(self) -> discord.File:
        """Return a file to upload; each attempt needs a new one."""
        return discord.File(io.BytesIO(self.image.data), self.image.filename, description=self.alt)


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """A complete message: an edit replaces all of it."""

    content: str
    rows: Rows = ()
    attached: RenditionAttachment | None = None

    def files(self) -> Sequence[discord.File]:
        """Return all attachments; an edit removes those that are not among them."""
        return [self.attached.file()] if self.attached else []

    def view(self) -> discord.ui.View:
        """Return the buttons. Has to be called in a running event loop."""
        view = discord.ui.View(timeout=None)
        for index, row in enumerate(self.rows):
            for each in row:
                view.add_item(ActionButton.of(each, index))
        return view


class ActionButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=CODE.pattern
):
    """A button as sent. Its interactions are dispatched by the client, not by this class."""

    @classmethod
    def of(cls, button: Button, row: int) -> ActionButton:
        """Return the button, placed in a row of the message."""
        return cls(
            discord.ui.Button(
                style=STYLES[button.tone],
                label=button.label[:LABEL_LIMIT],
                emoji=button.icon,
                custom_id=button.code,
                row=row,
            )
        )


def render_card(
    card: Card, image: RenditionFile | None = None, *, quote: bool = True
) -> RenderedMessage:
    """Return the card as a message; *quote*: with the text that the user wrote.

    The image has to be that of the card's comic.
    """
    attached = RenditionAttachment(image, alt_text_of(card.comic)) if image and card.comic else None
    return RenderedMessage(_content(card, quote=quote), card.rows, attached)


def alt_text_of(comic: Comic) -> str:
    """Return the comic's alt text, within Discord's limit."""
    return alt_text(comic, ALT_LIMIT)


def _content(card: Card, *, quote: bool) -> str:
    heading, quotation = [], []
    if quote:
        heading = headed(card.heading)
    if quote and card.quote:
        quotation = [quoted(card.quote), *([_credit_line(card.credit)] if card.credit else [])]
    room = CONTENT_LIMIT - len("\n".join(["", *heading, *quotation]))
    return "\n".join(filter(None, [*heading, shortened(card.text, room), *quotation]))


def shortened(text: str, room: int) -> str:
    """Return *text* escaped as plain text, cut to at most *room* characters."""
    whole, end = plain(text), len(text)
    while len(whole) > room:
        end = min(end - 1, end - (len(whole) - room) // 2)
        whole = plain(cut(text, end)) + "…"
    return whole


def _credit_line(credit: Credit) -> str:
    return plain(credit.text).replace(plain(AUTHOR), f"<@{credit.author}>")
