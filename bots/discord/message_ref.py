"""Message references, in the form that a delivery stores as its `message_id`.

`123` is the original response to the interaction, `45/123` a message in channel 45, `+/123` a
follow-up that only the interaction's token reaches. A `?` in front: the image may already have been
delivered into the message.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.models.deliveries import Destination

FOLLOW_UP = "+"
DOUBT = "?"


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A reference to one of the bot's messages."""

    channel: str
    message: str
    is_response: bool = False  # the original response to the interaction
    is_follow_up: bool = False
    may_show_comic: bool = False  # an attempt to put the image in has an unknown result

    @property
    def to_stored(self) -> str:
        """The stored form."""
        doubt = DOUBT if self.may_show_comic else ""
        if self.is_response:
            return f"{doubt}{self.message}"
        return f"{doubt}{FOLLOW_UP if self.is_follow_up else self.channel}/{self.message}"


def message_ref_of(destination: Destination) -> MessageRef | None:
    """Return the message that a delivery edits; None where its id is unknown."""
    stored = destination.message_id
    if not stored:
        return None
    doubt = stored.startswith(DOUBT)
    channel, slash, message = stored.removeprefix(DOUBT).partition("/")
    if not slash:
        return MessageRef(destination.chat, channel, is_response=True, may_show_comic=doubt)
    if channel == FOLLOW_UP:
        return MessageRef(destination.chat, message, is_follow_up=True, may_show_comic=doubt)
    return MessageRef(channel, message)
