"""Author of a message: a user, the bot itself, or a group or channel that hides who wrote it."""

from __future__ import annotations

from telegram import Message, MessageOriginUser


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


def is_inline_result(message: Message, bot_id: str) -> bool:
    """Return whether a message is a result that a user just chose in the bot's inline mode.

    Telegram also sends it to the bot in every chat that the bot is a member of. The update
    `chosen_inline_result` and the button below the message trigger the work instead.
    """
    is_chosen = message.via_bot is not None and message.forward_origin is None
    return is_chosen and is_own(message, bot_id)


def is_anonymous(message: Message) -> bool:
    """Return whether a message was sent on behalf of a group or channel, so the user is unknown.

    Telegram then names one of its own bots as the author, always the same one.
    """
    return message.sender_chat is not None


def is_group_itself(message: Message) -> bool:
    """Return whether an anonymous administrator sent the message as the group itself."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id
