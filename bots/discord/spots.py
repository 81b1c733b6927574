"""Where a message of ours is, in the form that a delivery keeps as its `message_id`.

`123` is the answer to the interaction itself, `45/123` a message in channel 45, `+/123` a follow-up
that only the interaction's token reaches. A `?` before it: a picture may have been put in already.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.models import Destination

FOLLOW_UP = "+"
DOUBT = "?"


@dataclass(frozen=True, slots=True)
class Spot:
    """One message."""

    channel: str
    message: str
    answers: bool = False  # it is the answer to the interaction
    follows_up: bool = False
    may_show_it: bool = False  # somebody began to put the picture in, and nobody knows how it went

    @property
    def kept(self) -> str:
        """The form in which it is kept."""
        doubt = DOUBT if self.may_show_it else ""
        if self.answers:
            return f"{doubt}{self.message}"
        return f"{doubt}{FOLLOW_UP if self.follows_up else self.channel}/{self.message}"


def spot_of(destination: Destination) -> Spot | None:
    """Return the message that a delivery is to go into; None where its id is not known."""
    kept = destination.message_id
    if not kept:
        return None
    doubt = kept.startswith(DOUBT)
    channel, slash, message = kept.removeprefix(DOUBT).partition("/")
    if not slash:
        return Spot(destination.chat, channel, answers=True, may_show_it=doubt)
    if channel == FOLLOW_UP:
        return Spot(destination.chat, message, follows_up=True, may_show_it=doubt)
    return Spot(channel, message)
