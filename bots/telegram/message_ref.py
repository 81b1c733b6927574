"""Where a message of ours is, in the form that a delivery keeps as its `message_id`.

`123` is message 123 in the chat where the comic was asked for, `-45/123` one in chat -45. A message
that was sent through inline mode has an id of its own and no chat that we know of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.models.deliveries import Destination

INLINE = "inline"  # the context of what was asked for through inline mode


@dataclass(frozen=True, slots=True)
class MessageRef:
    """One message; without a chat, one of inline mode."""

    chat: str
    message: str

    @property
    def address(self) -> dict[str, Any]:
        """How the Bot API wants it named."""
        if not self.chat:
            return {"inline_message_id": self.message}
        return {"chat_id": int(self.chat), "message_id": int(self.message)}

    def to_stored(self, destination: Destination) -> str:
        """Return the form in which it is kept."""
        at_home = self.chat == destination.chat
        return self.message if at_home else f"{self.chat}/{self.message}"


def message_ref_of(destination: Destination) -> MessageRef | None:
    """Return the message that a delivery is to go into; None where its id is not known."""
    kept = destination.message_id
    if not kept:
        return None
    chat, slash, message = kept.partition("/")
    if slash:
        return MessageRef(chat, message)
    return MessageRef(destination.chat, kept)
