"""Deliveries, their destinations and their states."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from core.models.identity import JobId, Platform

USER_INSTALL = "user"  # installed by a user, so the bot is not a member of the chat
TOKEN_MARGIN = timedelta(seconds=90)  # before a reply token expires; leaves time for a few attempts


class DestinationContext(StrEnum):
    """Kind of chat that an answer goes to. The database stores the values."""

    UNKNOWN = ""
    GUILD = "guild"  # a Discord server
    DM = "dm"  # Discord: between one user and the bot
    PRIVATE_CHANNEL = "private_channel"  # Discord: between users; the bot is not a member
    PRIVATE = "private"  # Telegram: between one user and the bot
    GROUP = "group"  # Telegram, supergroups included
    INLINE = "inline"  # Telegram: through inline mode, in a chat that the bot does not know

    @classmethod
    def _missing_(cls, value: object) -> DestinationContext:  # noqa: ARG003 - the enum's signature
        """Read values of other releases as unknown: a chat that others may read."""
        return cls.UNKNOWN


class MessageKind(StrEnum):
    """How a message of the bot is reached. The database stores the values."""

    INTERACTION_RESPONSE = "response"  # Discord: the original response to the interaction
    FOLLOW_UP = "follow_up"  # Discord: only the interaction's token reaches it
    CHANNEL_MESSAGE = "channel"  # by its chat and its id there
    INLINE_MESSAGE = "inline"  # Telegram: by its `inline_message_id` alone


@dataclass(frozen=True, slots=True)
class MessageReference:
    """Reference to one of the bot's messages. The ids are the platform's own."""

    chat: str  # empty for an inline message, whose chat is unknown
    message: str  # empty for an interaction response whose id is not known yet
    kind: MessageKind = MessageKind.CHANNEL_MESSAGE
    # An attempt to put the picture into the message has an unknown result.
    upload_may_have_happened: bool = False

    @property
    def is_response(self) -> bool:
        return self.kind is MessageKind.INTERACTION_RESPONSE

    @property
    def is_follow_up(self) -> bool:
        return self.kind is MessageKind.FOLLOW_UP

    @property
    def is_inline(self) -> bool:
        return self.kind is MessageKind.INLINE_MESSAGE


FOR_ONE = frozenset({DestinationContext.DM, DestinationContext.PRIVATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Destination of an answer in a chat. All ids are the platform's own.

    The delivery's row stores it, except for the fields marked "not stored".
    """

    platform: Platform
    application_id: str = ""
    chat: str = ""
    thread: str = ""
    parent: str = ""  # the parent channel, if the chat is a thread; not stored
    user_id: str = ""
    context: DestinationContext = DestinationContext.UNKNOWN
    install_owners: str = ""
    ephemeral: bool = False
    age_restricted: bool = False  # all readers there declared to be of age; not stored
    size_limit: int | None = None  # bytes; the largest file that the platform accepts here
    message: MessageReference | None = None  # to edit; None: not known
    reply_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None  # of the reply token

    @property
    def is_for_one(self) -> bool:
        """Whether only the requester sees the answer."""
        return self.ephemeral or self.context in FOR_ONE

    @property
    def outlives_token(self) -> bool:
        """Whether the message can still be edited after the reply token has expired.

        It cannot if it is ephemeral, nor if a user installed the bot, which then is not a member
        of the chat.
        """
        is_member = (
            self.context is not DestinationContext.PRIVATE_CHANNEL
            and self.install_owners != USER_INSTALL
        )
        return not self.ephemeral and is_member

    def token_deadline(self, now: datetime) -> timedelta | None:
        """Return how long the delivery can wait before it has to use the reply token.

        None if it never has to: the message outlives the token, or there is no token.
        """
        if self.outlives_token or self.expires_at is None:
            return None
        return max(self.expires_at - TOKEN_MARGIN - now, timedelta(0))


class DeliveryState(StrEnum):
    """State of a delivery."""

    PENDING = "pending"  # due at `next_attempt_at`; if None, when its job ends
    DELIVERED = "delivered"
    UNDELIVERABLE = "undeliverable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Delivery of a comic, or of the message that explains its absence, to a destination."""

    job_id: JobId
    destination: Destination
    state: DeliveryState
    claim_no: int
    attempts: int
    next_attempt_at: datetime | None
    created_at: datetime
    delivered_at: datetime | None = None  # the first time; `repeat` does not change it
    locale: str = ""  # set only if the profile was deleted; otherwise the profile has it
    claimed_at: datetime | None = None  # by the database's clock, of a claim just made


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDelivery:
    """Pending delivery of an unfinished job, whose status message shows the progress."""

    delivery: Delivery
    community: str  # the server or group it was requested in; without one, the chat
    locale: str  # the requester's
