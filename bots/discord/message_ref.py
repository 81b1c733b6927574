"""Where a message of ours is, in the form that a delivery keeps as its `message_id`.

`123` is the answer to the interaction itself, `45/123` a message in channel 45, `+/123` a follow-up
that only the interaction's token reaches. A `?` before it: a picture may have been put in already.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.models.deliveries import Destination

FOLLOW_UP = "+"
DOUBT = "?"


@dataclass(frozen=True, slots=True)
class MessageRef:
    """One message."""

    channel: str
    message: str
    responses: bool = False  # it is the answer to the interaction
    follows_up: bool = False
    may_show_it: bool = False  # somebody began to put the picture in, and nobody knows how it went

    @property
    def to_stored(self) -> str:
        """The form in which it is kept."""
        doubt = DOUBT if self.may_show_it else ""
        if self.responses:
            return f"{doubt}{self.message}"
        return f"{doubt}{FOLLOW_UP if self.follows_up else self.channel}/{self.message}"


def message_ref_of(destination: Destination) -> MessageRef | None:
    """Return the message that a delivery is to go into; None where its id is not known."""
    kept = destination.message_id
    if not kept:
        return None
    doubt = kept.startswith(DOUBT)
    channel, slash, message = kept.removeprefix(DOUBT).partition("/")
    if not slash:
        return MessageRef(destination.chat, channel, responses=True, may_show_it=doubt)
    if channel == FOLLOW_UP:
        return MessageRef(destination.chat, message, follows_up=True, may_show_it=doubt)
    return MessageRef(channel, message)
