"""Membership, and which events of a chat the bot receives."""

from __future__ import annotations

from typing import Any

from tests.fakes.telegram.models import Chat, MemberStatus, Message, User
from tests.fakes.telegram.rich_messages import entities_in
from tests.fakes.telegram.serialise import chat_json, member_json, message_json, user_json
from tests.fakes.telegram.state import State


def set_member_status(
    state: State, chat: Chat, user: User, member_status: MemberStatus, *, by: User
) -> None:
    """Change a member's status; the bot receives an update about its own."""
    old = chat.member_status(user)
    chat.members[user.id] = user
    chat.member_statuses[user.id] = member_status
    if user is state.bot and old is not member_status:
        state.updates.add(
            "my_chat_member",
            {
                "chat": chat_json(chat),
                "from": user_json(by),
                "date": state.clock.date(),
                "old_chat_member": member_json(user, old),
                "new_chat_member": member_json(user, member_status),
            },
            f"chat {chat.id}",
        )
    state.changed()


def announce(state: State, message: Message, kind: str = "message") -> None:
    """Send the bot the update of a message, if it may receive it."""
    chat = message.chat
    if message.sender.is_bot or message.via_bot is not None:
        chat.last_bot = message.via_bot or message.sender
    if receives(state, message):
        if message.sender_chat is None:
            state.chat_store.known_users.add(message.sender.id)
        state.updates.add(kind, message_json(message, state.files), f"chat {chat.id}")
    state.changed()


def announce_service(state: State, chat: Chat, sender: User, service: dict[str, Any]) -> Message:
    """Post a service message, and send the bot its update."""
    message = state.chat_store.post(chat, sender, state.clock.date(), service=service)
    announce(state, message)
    return message


def receives(state: State, message: Message) -> bool:
    """Return whether the bot receives a message: https://core.telegram.org/bots/features#privacy-mode"""
    chat, bot = message.chat, state.bot
    if not chat.member_status(bot).is_in or (message.sender.is_bot and message.sender is not bot):
        return False
    if chat.user is not None or message.service or message.via_bot is bot:
        return True
    if not state.settings.has_privacy_mode or chat.member_status(bot).is_admin:
        return True
    if message.reply_to is not None and message.reply_to.sender is bot:
        return True
    entities = [(entity["type"], message.part(entity)) for entity in message.entities]
    entities += entities_in(message.rich)
    return any(_is_meant(state, chat, kind, part.lower()) for kind, part in entities)


def _is_meant(state: State, chat: Chat, kind: str, part: str) -> bool:
    bot = state.bot
    if kind == "mention":
        return state.settings.receives_mentions and part == f"@{bot.username.lower()}"
    if kind != "bot_command":
        return False
    _, _, addressed = part.partition("@")
    if addressed:
        return addressed == bot.username.lower()
    return chat.last_bot in {None, bot}
