"""Legacy form of message references, in the column `deliveries.message_id`.

Older releases read and write only this form, and may serve while this one is introduced.

To be contracted when no release before `2026_11_30_message_references` is in use: a migration fills
the new columns of all rows by `storage.message_references.reference_of`, then this module, its uses
in `storage/message_references.py` and the column go.

On Discord `123` is the original response to the interaction, `45/123` a message in channel 45, and
`+/123` a follow-up. A `?` in front: the image may already have been delivered into the message; its
id may be missing then. On Telegram `123` is a message in the delivery's chat, `-45/123` one in chat
-45, and `/abc` an inline message, or just `abc` if the delivery has no chat.
"""

from __future__ import annotations

import re

from core.models.deliveries import MessageKind, MessageReference
from core.models.identity import Platform

FOLLOW_UP = "+"
DOUBT = "?"
ID = re.compile(r"[0-9]+")
CHAT_ID = re.compile(r"-?[0-9]+")


def from_legacy(stored: str | None, *, platform: Platform, chat: str) -> MessageReference | None:
    """Return the reference that the legacy form stands for; None if it is absent or malformed.

    *chat* is the delivery's.
    """
    if not stored:
        return None
    if platform is Platform.DISCORD:
        return _from_discord(stored, chat)
    return _from_telegram(stored, chat) if platform is Platform.TELEGRAM else None


def to_legacy(reference: MessageReference | None, *, platform: Platform, chat: str) -> str | None:
    """Return the legacy form. Raises ValueError if the platform has no such messages."""
    if reference is None:
        return None
    if platform is Platform.DISCORD:
        return _to_discord(reference)
    if platform is Platform.TELEGRAM:
        return _to_telegram(reference, chat)
    raise ValueError(f"{platform} has no messages")


def _from_discord(stored: str, chat: str) -> MessageReference | None:
    doubt = stored.startswith(DOUBT)
    channel, slash, message = stored.removeprefix(DOUBT).rpartition("/")
    if not ID.fullmatch(message) and not (doubt and not slash and not message):
        return None
    if not slash:
        return MessageReference(chat, message, MessageKind.INTERACTION_RESPONSE, doubt)
    if channel == FOLLOW_UP:
        return MessageReference(chat, message, MessageKind.FOLLOW_UP, doubt)
    if not ID.fullmatch(channel):
        return None
    return MessageReference(channel, message, MessageKind.CHANNEL_MESSAGE, doubt)


def _to_discord(reference: MessageReference) -> str:
    doubt = DOUBT if reference.upload_may_have_happened else ""
    match reference.kind:
        case MessageKind.INTERACTION_RESPONSE:
            return f"{doubt}{reference.message}"
        case MessageKind.FOLLOW_UP:
            return f"{doubt}{FOLLOW_UP}/{reference.message}"
        case MessageKind.CHANNEL_MESSAGE:
            return f"{doubt}{reference.chat}/{reference.message}"
    raise ValueError(f"Discord has no messages of the kind {reference.kind}")


def _from_telegram(stored: str, chat: str) -> MessageReference | None:
    before, slash, message = stored.rpartition("/")
    chat = before if slash else chat
    if not chat:
        return MessageReference("", message, MessageKind.INLINE_MESSAGE) if message else None
    if not CHAT_ID.fullmatch(chat) or not ID.fullmatch(message):
        return None
    return MessageReference(chat, message)


def _to_telegram(reference: MessageReference, chat: str) -> str:
    if reference.upload_may_have_happened:
        raise ValueError("uncertain uploads have no legacy form on Telegram")
    if reference.kind not in {MessageKind.CHANNEL_MESSAGE, MessageKind.INLINE_MESSAGE}:
        raise ValueError(f"Telegram has no messages of the kind {reference.kind}")
    in_same_chat = reference.chat == chat
    return reference.message if in_same_chat else f"{reference.chat}/{reference.message}"
