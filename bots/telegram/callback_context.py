"""A button that was pressed: by whom, where, and how to answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from telegram import CallbackQuery, Message, User

from bots.chat.callback_data import CallbackData
from bots.telegram.context import TelegramContext
from bots.telegram.message_ref import MessageRef
from bots.telegram.responses import CallbackAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackContext:
    """One press."""

    context: TelegramContext
    data: CallbackData
    answer: CallbackAnswer
    ref: MessageRef  # the message with the button
    person: User
    message: Message | None  # None: too old for Telegram to show it, or of inline mode

    @property
    def locale(self) -> str:
        return self.context.locale

    @property
    def has_picture(self) -> bool:
        message = self.message
        return message is not None and bool(message.photo or message.document)


Handler: TypeAlias = Callable[[CallbackContext], Awaitable[None]]


def pressed_message_ref(query: CallbackQuery) -> MessageRef:
    """Return the message that was pressed on."""
    if query.inline_message_id:
        return MessageRef("", query.inline_message_id)
    message = query.message
    return (
        MessageRef(str(message.chat.id), str(message.message_id)) if message else MessageRef("", "")
    )
