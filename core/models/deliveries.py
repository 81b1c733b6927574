"""Deliveries and their destinations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from core.models.identity import JobId, Platform

USER_INSTALL = "user"  # the bot was brought along by a person, and is no member of the chat
TOKEN_MARGIN = timedelta(seconds=90)  # before a reply token expires: time for a few attempts
FOR_ONE = frozenset({"dm", "private"})  # contexts: a chat of one person and the bot


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where the answer goes in a chat; kept as the delivery's row. Ids are the platform's own."""

    platform: Platform
    application_id: str = ""
    chat: str = ""
    thread: str = ""
    parent: str = ""  # the channel that the chat hangs under, as a thread does; not kept
    user_id: str = ""
    context: str = ""  # guild, dm, private_channel, private, group, inline
    install_owners: str = ""
    ephemeral: bool = False
    age_restricted: bool = False  # whoever reads there said that they are of age; not kept
    size_limit: int | None = None  # bytes that the platform takes in one file, here
    message_id: str | None = None
    reply_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None  # of the reply token

    @property
    def is_for_one(self) -> bool:
        """Whether nobody but its person sees the answer."""
        return self.ephemeral or self.context in FOR_ONE

    @property
    def outlives_token(self) -> bool:
        """Whether its message can still be changed once the reply token has expired.

        Not where only its owner sees it, nor where the bot came along with a person and is no
        member itself.
        """
        is_member = self.context != "private_channel" and self.install_owners != USER_INSTALL
        return not self.ephemeral and is_member

    def token_deadline(self, now: datetime) -> timedelta | None:
        """Return how long the delivery can wait before it must use the reply token.

        None: the token need not be used, because the message outlives it or there is no token.
        """
        if self.outlives_token or self.expires_at is None:
            return None
        return max(self.expires_at - TOKEN_MARGIN - now, timedelta(0))


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"  # due at `next_attempt_at`; without one, its job is not at an end yet
    DELIVERED = "delivered"
    UNDELIVERABLE = "undeliverable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Getting a comic, or the sentence that explains its absence, to its destination."""

    job_id: JobId
    destination: Destination
    state: DeliveryState
    claim_no: int
    attempts: int
    next_attempt_at: datetime | None
    created_at: datetime
    delivered_at: datetime | None = None  # when it was there for the first time
    locale: str = ""  # of somebody who was forgotten; others' profiles tell


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedDelivery:
    """A delivery whose job is not at an end: somebody looks at its status message."""

    delivery: Delivery
    community: str  # that it was asked for in, as limits count; else its chat
    locale: str  # of its person
