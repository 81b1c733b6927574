"""Context of a callback query: the pressed button, its message, and the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from telegram import CallbackQuery, Message, User

from bots.chat.callback_data import CallbackData
from bots.telegram.context import TelegramContext
from bots.telegram.responses import CallbackAnswer
from core.models.deliveries import MessageKind, MessageReference


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackContext:
    """A callback query with its decoded data and request context."""

    context: TelegramContext
    data: CallbackData
    answer: CallbackAnswer
    ref: MessageReference  # the message with the button
    user: User
    message: Message | None  # None if inaccessible (too old) or inline

    @property
    def locale(self) -> str:
        return self.context.locale

    @property
    def has_picture(self) -> bool:
        message = self.message
        return message is not None and bool(message.photo or message.document)


Handler: TypeAlias = Callable[[CallbackContext], Awaitable[None]]


def callback_message_ref(query: CallbackQuery) -> MessageReference:
    """Return the reference of the message with the pressed button."""
    if query.inline_message_id:
        return MessageReference("", query.inline_message_id, MessageKind.INLINE_MESSAGE)
    message = query.message
    return (
        MessageReference(str(message.chat.id), str(message.message_id))
        if message
        else MessageReference("", "", MessageKind.INLINE_MESSAGE)
    )
