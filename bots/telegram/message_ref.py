"""Message references: where a message of the bot is, and how a delivery stores it.

The `message_id` of a delivery is `123` for message 123 in the delivery's chat, and `-45/123` for
one in chat -45. A message sent through inline mode has an `inline_message_id` and no known chat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.models.deliveries import Destination


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A reference to one message; inline messages have an empty chat."""

    chat: str
    message: str

    @property
    def address(self) -> dict[str, Any]:
        """The parameters that identify the message in Bot API calls."""
        if not self.chat:
            return {"inline_message_id": self.message}
        return {"chat_id": int(self.chat), "message_id": int(self.message)}

    def to_stored(self, destination: Destination) -> str:
        """Return the form that is stored in the delivery."""
        in_same_chat = self.chat == destination.chat
        return self.message if in_same_chat else f"{self.chat}/{self.message}"


def message_ref_of(destination: Destination) -> MessageRef | None:
    """Return the message that a delivery edits; None if its id is not known yet."""
    stored = destination.message_id
    if not stored:
        return None
    chat, slash, message = stored.partition("/")
    if slash:
        return MessageRef(chat, message)
    return MessageRef(destination.chat, stored)
