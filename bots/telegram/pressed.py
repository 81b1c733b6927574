"""A button that was pressed: by whom, where, and how to answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from telegram import CallbackQuery, Message, User

from bots.chat.actions import Press
from bots.telegram.answers import Toast
from bots.telegram.asks import Ask
from bots.telegram.spots import Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """One press."""

    ask: Ask
    press: Press
    toast: Toast
    spot: Spot  # the message with the button
    person: User
    message: Message | None  # None: too old for Telegram to show it, or of inline mode

    @property
    def locale(self) -> str:
        return self.ask.locale

    @property
    def has_picture(self) -> bool:
        message = self.message
        return message is not None and bool(message.photo or message.document)


Handler: TypeAlias = Callable[[Pressed], Awaitable[None]]


def spot_pressed(query: CallbackQuery) -> Spot:
    """Return the message that was pressed on."""
    if query.inline_message_id:
        return Spot("", query.inline_message_id)
    message = query.message
    return Spot(str(message.chat.id), str(message.message_id)) if message else Spot("", "")
