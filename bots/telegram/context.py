"""Request context of an update: the requester, the chat and the request key."""

from __future__ import annotations

from dataclasses import dataclass, replace

from telegram import CallbackQuery, Chat, Message, MessageOriginUser, Update, User

from bots.telegram.api_client import ChatTarget
from core.models.deliveries import Destination, DestinationContext, MessageReference
from core.models.identity import Identity, Platform, Requester


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramContext:
    """The requester of one update, and where to reply."""

    bot_id: str
    key: str  # the request key, unique to the update
    requester: Requester
    target: ChatTarget  # where replies go; has no chat in inline mode
    scope: DestinationContext  # PRIVATE, GROUP or INLINE
    message_id: str = ""  # of the message that was sent, or whose button was pressed

    @property
    def locale(self) -> str:
        return self.requester.locale

    @property
    def user_id(self) -> str:
        return self.requester.identity.external_id

    @property
    def is_private(self) -> bool:
        return self.scope is DestinationContext.PRIVATE

    def destination(self, ref: MessageReference | None = None) -> Destination:
        """Return the delivery destination: the message *ref*, if given."""
        return Destination(
            platform=Platform.TELEGRAM,
            application_id=self.bot_id,
            chat=self.target.chat,
            thread=self.target.thread,
            user_id=self.user_id,
            context=self.scope,
            message=ref,
        )

    def in_private_chat(self) -> TelegramContext:
        """Return a copy that replies in the user's private chat."""
        return replace(self, target=ChatTarget(self.user_id), scope=DestinationContext.PRIVATE)

    def moved(self, chat: str) -> TelegramContext:
        """Return a copy for a group that was migrated to the id *chat*."""
        return replace(self, target=ChatTarget(chat, self.target.thread))


def context_of(update: Update, bot_id: str) -> TelegramContext | None:
    """Return the context of an update; None if it must not be answered.

    That is an update without a user, by another bot, from a channel, or the bot's own content.
    """
    user = update.effective_user
    query = update.callback_query
    message = query.message if query else update.message
    if user is None or (user.is_bot and not (update.message and is_anonymous(update.message))):
        return None
    if update.message is not None and update.message.is_automatic_forward:
        return None  # a channel post in its discussion group: addressed to the readers
    if update.message is not None and _is_inline_result(update.message, bot_id):
        return None
    chat = message.chat if message else None
    if chat is not None and chat.type not in {Chat.PRIVATE, Chat.GROUP, Chat.SUPERGROUP}:
        return None
    return TelegramContext(
        bot_id=bot_id,
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


def author_of(message: Message, user_id: str) -> str:
    """Return the user id of a message's author; empty if that is the user *user_id*."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginUser):
        author = str(origin.sender_user.id)
    elif origin is None and message.from_user is not None and not message.sender_chat:
        author = str(message.from_user.id)
    else:
        author = ""
    return "" if author == user_id else author


def is_own(message: Message, bot_id: str) -> bool:
    """Return whether the bot is the author of a message's content.

    It sent the message itself, the message came through its inline mode, or a user forwarded it.
    """
    origin = message.forward_origin
    forwarded_from = origin.sender_user if isinstance(origin, MessageOriginUser) else None
    return bot_id in {
        str(user.id) for user in (message.from_user, message.via_bot, forwarded_from) if user
    }


def _is_inline_result(message: Message, bot_id: str) -> bool:
    """Return whether a message is a result that a user just chose in the bot's inline mode.

    Telegram also sends it to the bot in every chat that the bot is a member of. The update
    `chosen_inline_result` and the button below the message trigger the work instead.
    """
    is_chosen = message.via_bot is not None and message.forward_origin is None
    return is_chosen and is_own(message, bot_id)


def is_anonymous(message: Message) -> bool:
    """Return whether a message was sent on behalf of a group or channel, so the user is unknown.

    Telegram then names one of its own bots as the author, the same for all such messages.
    """
    return message.sender_chat is not None


def is_group_itself(message: Message) -> bool:
    """Return whether an anonymous administrator sent the message as the group itself."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id


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
