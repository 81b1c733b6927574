"""Cards as Discord shows them: text, buttons, and an attachment."""

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
    """A picture to attach, and what it shows."""

    picture: RenditionFile
    alt: str

    def file(self) -> discord.File:
        """Return it to be sent; each try needs its own."""
        return discord.File(
            io.BytesIO(self.picture.data), self.picture.filename, description=self.alt
        )


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """A whole message: an edit replaces all of it."""

    content: str
    rows: Rows = ()
    attached: RenditionAttachment | None = None

    def files(self) -> Sequence[discord.File]:
        """Return every attachment that there shall be: with an edit, the others go."""
        return [self.attached.file()] if self.attached else []

    def view(self) -> discord.ui.View:
        """Return the buttons. To be called in a running loop."""
        view = discord.ui.View(timeout=None)
        for index, row in enumerate(self.rows):
            for each in row:
                view.add_item(ActionButton.of(each, index))
        return view


class ActionButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=CODE.pattern
):
    """A button as it is sent. Pressing it is the client's to answer: see `presses`."""

    @classmethod
    def of(cls, button: Button, row: int) -> ActionButton:
        """Return the button for that row."""
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
    card: Card, picture: RenditionFile | None = None, *, quote: bool = True
) -> RenderedMessage:
    """Return the card as a message; without its *quote* where Discord refuses what somebody wrote.

    The picture has to be that of the card's comic.
    """
    attached = (
        RenditionAttachment(picture, described(card.comic)) if picture and card.comic else None
    )
    return RenderedMessage(_content(card, quote=quote), card.rows, attached)


def described(comic: Comic) -> str:
    """Return the comic's alt text, as long as Discord takes it."""
    return alt_text(comic, ALT_LIMIT)


def _content(card: Card, *, quote: bool) -> str:
    heading, words = [], []
    if quote:
        heading = headed(card.heading)
    if quote and card.quote:
        words = [quoted(card.quote), *([_named(card.credit)] if card.credit else [])]
    room = CONTENT_LIMIT - len("\n".join(["", *heading, *words]))
    return "\n".join(filter(None, [*heading, shortened(card.text, room), *words]))


def shortened(text: str, room: int) -> str:
    """Return *text* as plain text of at most *room* characters."""
    whole, end = plain(text), len(text)
    while len(whole) > room:
        end = min(end - 1, end - (len(whole) - room) // 2)
        whole = plain(cut(text, end)) + "…"
    return whole


def _named(credit: Credit) -> str:
    return plain(credit.text).replace(plain(AUTHOR), f"<@{credit.author}>")
