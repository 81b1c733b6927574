"""Between Telegram's words and ours: who asks, where, and by which event."""

from __future__ import annotations

from dataclasses import dataclass, replace

from telegram import CallbackQuery, Chat, Message, MessageOriginUser, Update, User

from bots.telegram.api_client import ChatTarget
from bots.telegram.message_ref import INLINE, MessageRef
from core.models.deliveries import Destination
from core.models.identity import Identity, Platform, Requester

PRIVATE, GROUP = "private", "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramContext:
    """Somebody wants something, here and now."""

    bot_id: str
    key: str  # the request key: names this very event
    requester: Requester
    place: ChatTarget  # where the answer goes; without a chat in inline mode
    context: str
    message_id: str = ""  # that was written, or pressed on

    @property
    def locale(self) -> str:
        return self.requester.locale

    @property
    def user_id(self) -> str:
        return self.requester.identity.external_id

    @property
    def is_private(self) -> bool:
        return self.context == PRIVATE

    def destination(self, ref: MessageRef | None = None) -> Destination:
        """Return where the comic goes: into that message, if there is one."""
        here = Destination(
            platform=Platform.TELEGRAM,
            application_id=self.bot_id,
            chat=self.place.chat,
            thread=self.place.thread,
            user_id=self.user_id,
            context=self.context,
        )
        return replace(here, message_id=ref.to_stored(here)) if ref else here

    def in_private_chat(self) -> TelegramContext:
        """Return the same with the answer in the person's private chat."""
        return replace(self, place=ChatTarget(self.user_id), context=PRIVATE)

    def moved(self, chat: str) -> TelegramContext:
        """Return the same in a group that has another id now."""
        return replace(self, place=ChatTarget(chat, self.place.thread))


def context_of(update: Update, bot_id: str) -> TelegramContext | None:
    """Return what an update asks; None where nobody does that we could answer."""
    user = update.effective_user
    query = update.callback_query
    message = query.message if query else update.message
    if user is None or (user.is_bot and not (update.message and is_anonymous(update.message))):
        return None
    if update.message is not None and update.message.is_automatic_forward:
        return None  # a channel's post in the group that belongs to it: written for others
    if update.message is not None and _is_inline_result(update.message, bot_id):
        return None
    chat = message.chat if message else None
    if chat is not None and chat.type not in {Chat.PRIVATE, Chat.GROUP, Chat.SUPERGROUP}:
        return None
    return TelegramContext(
        bot_id=bot_id,
        key=f"telegram:{bot_id}:{update.update_id}",
        requester=requester_of(user, chat),
        place=_place(message if isinstance(message, Message) else None, chat, query),
        context=_context(chat),
        message_id=str(message.message_id) if message else "",
    )


def requester_of(user: User, chat: Chat | None) -> Requester:
    """Return who asks. Whether they moderate is asked for only where it matters."""
    return Requester(
        identity=Identity(Platform.TELEGRAM, str(user.id)),
        locale=user.language_code or "en",
        community=str(chat.id) if chat is not None and chat.type != Chat.PRIVATE else "",
    )


def author_of(message: Message, asker: str) -> str:
    """Return who wrote a message, by their id, where that is somebody else than who asks."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginUser):
        author = str(origin.sender_user.id)
    elif origin is None and message.from_user is not None and not message.sender_chat:
        author = str(message.from_user.id)
    else:
        author = ""
    return "" if author == asker else author


def is_own(message: Message, bot_id: str) -> bool:
    """Say whether the words of a message are the bot's own, whoever sent them.

    It wrote them itself, they came through its inline mode, or somebody forwards them.
    """
    origin = message.forward_origin
    forwarded_from = origin.sender_user if isinstance(origin, MessageOriginUser) else None
    return bot_id in {
        str(user.id) for user in (message.from_user, message.via_bot, forwarded_from) if user
    }


def _is_inline_result(message: Message, bot_id: str) -> bool:
    """Say whether a message is what somebody just chose in the bot's inline mode.

    Telegram hands it back to the bot in every chat that the bot is in; `chosen_inline_result` and
    the button below the message say what is to be done.
    """
    is_chosen = message.via_bot is not None and message.forward_origin is None
    return is_chosen and is_own(message, bot_id)


def is_anonymous(message: Message) -> bool:
    """Say whether somebody writes in the name of a group or channel: nobody knows who they are.

    Telegram then names a bot of its own as the author, the same for everybody.
    """
    return message.sender_chat is not None


def is_group_itself(message: Message) -> bool:
    """Say whether an administrator writes in the name of the very group."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id


def _place(message: Message | None, chat: Chat | None, query: CallbackQuery | None) -> ChatTarget:
    if chat is None:
        return ChatTarget("")
    if message is None:
        return ChatTarget(str(chat.id))
    in_topic = message.is_topic_message and message.message_thread_id
    thread = str(message.message_thread_id) if in_topic else ""
    # A press is answered below the message that was pressed on; in private, nobody else speaks.
    responses = query is not None or chat.type != Chat.PRIVATE
    return ChatTarget(str(chat.id), thread, str(message.message_id) if responses else "")


def _context(chat: Chat | None) -> str:
    if chat is None:
        return INLINE
    return PRIVATE if chat.type == Chat.PRIVATE else GROUP
