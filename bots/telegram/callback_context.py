"""Telegram's button context: a callback query, and the message with the pressed button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from telegram import CallbackQuery, Message, User

from bots.chat.callback_data import CallbackData
from bots.chat.cards import Card, Rows
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.callback_answer import CallbackAnswer
from bots.telegram.context import OWNER_ONLY, TelegramContext
from bots.telegram.rendering import heading_in, keyboard_of, plain, render_card
from core.models.chats import MessageKey
from core.models.deliveries import MessageKind, MessageReference

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramButtonContext(TelegramContext):
    """Context of a callback query: a `ButtonContext`."""

    data: CallbackData
    answer: CallbackAnswer
    ref: MessageReference  # the message with the button
    user: User
    message: Message | None  # None if inaccessible (too old) or inline

    @property
    def message_key(self) -> MessageKey | None:
        return self.key_of(self.ref)

    @property
    def heading(self) -> Sequence[str] | None:
        return heading_in(self.message) if self.message is not None else None

    @property
    def has_picture(self) -> bool:
        message = self.message
        return message is not None and bool(message.photo or message.document)

    async def acknowledge_update(self) -> None:
        """Do nothing: `CallbackAnswer.in_time` answers the query, at the latest after the edit."""

    async def show(self, card: Card) -> MessageKey | None:
        """Edit the message to show the card, or replace it: its picture cannot be removed."""
        rendered = render_card(card, OWNER_ONLY)
        if card.comic is not None:
            await self.uploads.edit(self.ref, rendered, card.comic)
        elif self.has_picture:
            replacement = await self.send_privately(rendered)
            await self._delete_if_possible()
            return self.key_of(replacement)
        else:
            await self.api.edit_text(self.ref, rendered)
        return self.message_key

    async def show_buttons(self, rows: Rows) -> None:
        options = await self.render_options()
        await self.api.edit_keyboard(self.ref, keyboard_of(rows, options))

    async def show_in_new_message(self, card: Card) -> None:
        """Send the card to the chat; in a private chat, delete the message with the button.

        Pressing the button again would send another copy.
        """
        await self.send_card(card)
        if self.is_private:
            await self.api.delete(self.ref)

    async def remove_message(self, confirmation: Card) -> None:
        """Delete the message, and confirm it to the user alone.

        A confirmation with buttons is sent to the private chat, or is an alert if that is closed.
        Without buttons, or for an inline message, it is a toast.
        """
        rendered = render_card(confirmation, await self.render_options())
        await self._delete_or_empty(confirmation.text)
        if not confirmation.rows or self.ref.is_inline:
            await self.confirm(confirmation.text)
            return
        try:
            await self.send_privately(rendered)
        except TelegramApiError:
            await self.answer.say(confirmation.text, alert=True)

    async def confirm(self, text: str) -> None:
        """Show a toast."""
        await self.answer.say(text)

    async def say(self, text: str) -> None:
        """Show an alert; if the query is answered already, write, but only to a private chat."""
        if not await self.answer.say(text, alert=True) and self.is_private:
            await self.reply_text(text)

    async def _delete_or_empty(self, text: str) -> None:
        """Delete the message; if that fails, replace it with the text and no buttons."""
        if self.ref.is_inline or not await self._delete_if_possible():
            await self.api.edit_text(self.ref, plain(text))

    async def _delete_if_possible(self) -> bool:
        """Delete the message; return whether it is gone.

        Bots cannot delete messages that are older than two days.
        """
        try:
            await self.api.delete(self.ref)
        except TelegramApiError as error:
            log.info("message_delete_failed", detail=error.detail)
            return False
        return True


def button_context_of(
    context: TelegramContext, query: CallbackQuery, data: CallbackData, answer: CallbackAnswer
) -> TelegramButtonContext:
    """Return the context of an update together with that of its callback query."""
    return TelegramButtonContext(
        api=context.api,
        uploads=context.uploads,
        group_admins=context.group_admins,
        key=context.key,
        requester=context.requester,
        target=context.target,
        scope=context.scope,
        message_id=context.message_id,
        data=data,
        answer=answer,
        ref=_message_ref(query),
        user=query.from_user,
        message=_accessible(query),
    )


def _accessible(query: CallbackQuery) -> Message | None:
    """Return the message with the pressed button, unless Telegram hides its content."""
    message = query.message
    # The library makes an inaccessible message a Message too, only with an impossible date.
    return message if isinstance(message, Message) and message.is_accessible else None


def _message_ref(query: CallbackQuery) -> MessageReference:
    """Return the reference of the message with the pressed button."""
    if query.inline_message_id:
        return MessageReference("", query.inline_message_id, MessageKind.INLINE_MESSAGE)
    message = query.message
    return (
        MessageReference(str(message.chat.id), str(message.message_id))
        if message
        else MessageReference("", "", MessageKind.INLINE_MESSAGE)
    )
