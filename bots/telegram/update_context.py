"""Contexts of updates: who caused an update, and where to reply."""

from __future__ import annotations

from telegram import CallbackQuery, Chat, Message, Update, User

from bots.telegram.api_client import ChatTarget
from bots.telegram.context import TelegramContext
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.message_author import is_anonymous, is_inline_result
from core.models.deliveries import DestinationContext
from core.models.identity import Identity, Platform, Requester


def context_of(update: Update, deps: HandlerDeps) -> TelegramContext | None:
    """Return the context of an update; None if it must not be answered.

    That is an update without a user, by another bot, from a channel, or the bot's own content.
    """
    bot_id = deps.api.bot_id
    user = update.effective_user
    query = update.callback_query
    message = query.message if query else update.message
    if user is None or (user.is_bot and not (update.message and is_anonymous(update.message))):
        return None
    if update.message is not None and update.message.is_automatic_forward:
        return None  # a channel post in its discussion group: addressed to the readers
    if update.message is not None and is_inline_result(update.message, bot_id):
        return None
    chat = message.chat if message else None
    if chat is not None and chat.type not in {Chat.PRIVATE, Chat.GROUP, Chat.SUPERGROUP}:
        return None
    return TelegramContext(
        api=deps.api,
        uploads=deps.uploads,
        group_admins=deps.group_admins,
        key=f"telegram:{bot_id}:{update.update_id}",
        requester=requester_of(user, chat),
        target=_target(message if isinstance(message, Message) else None, chat, query),
        scope=_scope(chat),
        message_id=str(message.message_id) if message else "",
    )


def requester_of(user: User, chat: Chat | None) -> Requester:
    """Return the requester, without permissions: those are fetched only where they matter."""
    return Requester(
        identity=Identity(Platform.TELEGRAM, str(user.id)),
        locale=user.language_code or "en",
        community=str(chat.id) if chat is not None and chat.type != Chat.PRIVATE else "",
    )


def _target(message: Message | None, chat: Chat | None, query: CallbackQuery | None) -> ChatTarget:
    if chat is None:
        return ChatTarget("")
    if message is None:
        return ChatTarget(str(chat.id))
    in_topic = message.is_topic_message and message.message_thread_id
    thread = str(message.message_thread_id) if in_topic else ""
    # A callback is answered below its message. Private chats need no reply: only the user writes.
    is_reply = query is not None or chat.type != Chat.PRIVATE
    return ChatTarget(str(chat.id), thread, str(message.message_id) if is_reply else "")


def _scope(chat: Chat | None) -> DestinationContext:
    if chat is None:
        return DestinationContext.INLINE
    return DestinationContext.PRIVATE if chat.type == Chat.PRIVATE else DestinationContext.GROUP
