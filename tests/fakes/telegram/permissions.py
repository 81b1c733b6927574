"""Permissions: where the bot may write, and which message a call refers to."""

from __future__ import annotations

from dataclasses import dataclass

from tests.fakes.telegram.api_errors import ApiError, bad, forbidden, migrated
from tests.fakes.telegram.models import GENERAL, Chat, MemberStatus, Message, User
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.state import State


@dataclass(frozen=True, slots=True)
class SendTarget:
    """The target of a message."""

    chat: Chat
    thread_id: int
    reply_to: Message | None


def chat_of(state: State, params: Params) -> Chat:
    """Return the chat that a call names, if the bot knows and can reach it. Raises ApiError."""
    if not params.text("chat_id"):
        raise bad("chat_id is empty")
    name = params.text("chat_id")
    chat = None
    if not name.startswith("@"):
        chat_id = params.number("chat_id")
        chat = state.chat_store.chats.get(chat_id)
        if chat is None and chat_id in state.chat_store.known_users:
            chat = state.chat_store.private(state.chat_store.users[chat_id])
    if chat is None or state.bot.id not in chat.member_statuses:
        raise bad("chat not found")
    if refusal := _unreachable(state, chat):
        raise refusal
    return chat


def _unreachable(state: State, chat: Chat) -> ApiError | None:
    if chat.user is not None:
        return _unreachable_user(state, chat, chat.user)
    if chat.migrated_to:
        return migrated(chat.migrated_to)
    kind = "supergroup" if chat.type == "supergroup" else "group"
    if chat.is_deleted:
        return forbidden("the group chat was deleted")
    return {
        MemberStatus.KICKED: forbidden(f"bot was kicked from the {kind} chat"),
        MemberStatus.LEFT: forbidden(f"bot is not a member of the {kind} chat"),
    }.get(chat.member_status(state.bot))


def _unreachable_user(state: State, chat: Chat, user: User) -> ApiError | None:
    if user.is_deactivated:
        return forbidden("user is deactivated")
    if chat.member_status(state.bot) is MemberStatus.KICKED:
        return forbidden("bot was blocked by the user")
    if chat.is_started:
        return None
    if user.id in state.chat_store.known_users:
        return forbidden("bot can't initiate conversation with a user")
    return bad("chat not found")


def send_target_of(state: State, params: Params, what: str = "text messages") -> SendTarget:
    """Return the target of a message. Raises ApiError if the bot may not write there."""
    chat = chat_of(state, params)
    is_admin = chat.user is not None or chat.member_status(state.bot).is_admin
    if chat.refusal:
        raise bad(chat.refusal)
    if chat.is_direct_messages and not params.number("direct_messages_topic_id"):
        raise bad("chat topic must be specified")
    if chat.is_write_forbidden:
        raise bad("CHAT_WRITE_FORBIDDEN")
    if not is_admin and not (chat.may_write and (chat.may_send_media or what == "text messages")):
        raise bad(f"not enough rights to send {what} to the chat")
    reply_to = _replied_to(chat, params)
    thread_id = params.number("message_thread_id")
    if not thread_id and reply_to is not None and chat.is_forum:
        thread_id = reply_to.thread_id
    _check_topic(
        chat, thread_id, is_admin=is_admin, requested_id=params.number("message_thread_id")
    )
    return SendTarget(chat, thread_id, reply_to)


def check_media(state: State, chat: Chat, kind: str) -> None:
    """Refuse a picture in a chat where media are not allowed.

    Errors of https://core.telegram.org/method/messages.editMessage
    """
    if chat.user is not None or state.bot.id not in chat.member_statuses:
        return
    if chat.is_write_forbidden:
        raise bad("CHAT_WRITE_FORBIDDEN")
    if not (chat.member_status(state.bot).is_admin or chat.may_send_media):
        raise bad({"photo": "CHAT_SEND_PHOTOS_FORBIDDEN"}.get(kind, "CHAT_SEND_DOCS_FORBIDDEN"))


def _replied_to(chat: Chat, params: Params) -> Message | None:
    given = params.parsed("reply_parameters") or {}
    if not isinstance(given, dict):
        raise bad("object expected as reply parameters")
    message_id = int(given.get("message_id") or params.number("reply_to_message_id"))
    if not message_id:
        return None
    message = chat.find(message_id)
    may_miss = given.get("allow_sending_without_reply") or params.flag(
        "allow_sending_without_reply"
    )
    if message is None and not may_miss:
        raise bad("message to be replied not found")
    return message


def _check_topic(chat: Chat, thread_id: int, *, is_admin: bool, requested_id: int) -> None:
    if requested_id and (not chat.has_topics or requested_id == GENERAL):
        raise bad("message thread not found")  # General has no thread id
    if not (chat.is_forum or thread_id):
        return  # outside the topics of a private chat, or in a chat without topics
    topic = chat.topics.get(thread_id or GENERAL)
    if topic is None or topic.is_deleted:
        raise bad("message thread not found")
    if topic.is_closed and not is_admin:
        raise bad("TOPIC_CLOSED")


def own_message(state: State, params: Params) -> Message:
    """Return the message to edit. Raises ApiError."""
    if inline_id := params.text("inline_message_id"):
        message = state.inline_messages.get(inline_id)
        if message is None or message.is_deleted:
            raise bad("MESSAGE_ID_INVALID")
        return message
    chat = chat_of(state, params)
    if not params.text("message_id"):
        raise bad("message identifier is not specified")
    if chat.refusal:
        raise bad(chat.refusal)
    message = chat.find(params.number("message_id"))
    if message is None:
        raise bad("message to edit not found")
    if message.sender is not state.bot or message.service or message.markup:
        raise bad("message can't be edited")  # nor can one with a reply keyboard or force_reply
    return message
