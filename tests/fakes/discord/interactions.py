"""Interactions, and the state of the bot's response to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from tests.fakes.discord.api_errors import invalid_token, unknown
from tests.fakes.discord.clock import Changes, Clock
from tests.fakes.discord.messages import Message
from tests.fakes.discord.models import Channel, Permission, User
from tests.fakes.discord.permissions import can_write, permissions_of
from tests.fakes.discord.serialise import bits, channel_json, member_json, user_json

ACKNOWLEDGE_WITHIN = timedelta(seconds=3)
TOKEN_LIVES = timedelta(minutes=15)
MOST_FOLLOW_UPS = 5  # where the app is installed for the user alone


class Type(IntEnum):
    """Interaction types."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL_SUBMIT = 5


@dataclass(eq=False)
class Interaction:
    """One interaction: a command, a component, an autocomplete or a modal submission."""

    id: int
    token: str
    type: Type
    user: User
    channel: Channel
    created_at: datetime
    data: Mapping[str, Any]
    owners: Mapping[str, str]  # who installed the app: `0` the server (0: the DM), `1` a user
    context: int
    message: Message | None = None  # that has the component
    parent: Interaction | None = None  # that opened the modal
    acknowledged_at: datetime | None = None
    response_type: int | None = None
    original: Message | None = None
    follow_ups: list[Message] = field(default_factory=list)
    follow_ups_made: int = 0
    choices: list[dict[str, Any]] | None = None  # an autocomplete's
    modal: dict[str, Any] | None = None  # the modal that it opened
    refused: list[str] = field(default_factory=list)  # callbacks that were rejected
    changes: Changes = field(default_factory=Changes, repr=False)

    @property
    def is_for_user_alone(self) -> bool:
        """Whether the app is installed for the user, but not in the guild."""
        return "0" not in self.owners

    @property
    def is_acknowledged(self) -> bool:
        return self.acknowledged_at is not None

    @property
    def is_thinking(self) -> bool:
        """Whether the user still sees "thinking…"."""
        message = self.original
        return message is not None and message.is_thinking and not message.is_deleted

    @property
    def messages(self) -> list[Message]:
        """The existing messages of the bot's response."""
        said = [self.original] if self.original and self.original is not self.message else []
        return [message for message in [*said, *self.follow_ups] if not message.is_deleted]

    @property
    def file_limit(self) -> int:
        limits = [self.user.upload_limit]
        if self.channel.guild is not None:
            limits.append(self.channel.guild.upload_limit)
        return max(limits)

    @property
    def must_be_private(self) -> bool:
        """Whether every response is ephemeral, since the user may not write here."""
        if not self.is_for_user_alone or self.channel.guild is None:
            return False
        granted = permissions_of(self.user, self.channel)
        return not (can_write(self.user, self.channel) and granted & Permission.USE_EXTERNAL_APPS)

    def metadata(self) -> dict[str, Any]:
        """Return a message's `interaction_metadata`."""
        body: dict[str, Any] = {
            "id": str(self.id),
            "type": int(self.type),
            "user": user_json(self.user),
            "authorizing_integration_owners": dict(self.owners),
        }
        if self.type is Type.COMMAND:
            body["name"] = self.data["name"]
        if self.message is not None:
            body["interacted_message_id"] = str(self.message.id)
        if self.parent is not None:
            body["triggering_interaction_metadata"] = self.parent.metadata()
        return body


class Interactions:
    """All interactions, by id and by token."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    def add(self, interaction: Interaction) -> None:
        self.by_id[interaction.id] = interaction
        self._by_token[interaction.token] = interaction

    def to_acknowledge(self, number: str, token: str) -> Interaction:
        """Return the interaction of a callback. Raises ApiError 10062 after 3 seconds."""
        interaction = self._by_token.get(token)
        if interaction is None or str(interaction.id) != number:
            raise unknown("interaction")
        age = self._clock.now() - interaction.created_at
        limit = TOKEN_LIVES if interaction.is_acknowledged else ACKNOWLEDGE_WITHIN
        if age > limit:
            raise unknown("interaction")
        return interaction

    def by_token(self, token: str) -> Interaction:
        """Return the interaction of a webhook route.

        Raises ApiError: 50027 for an expired token, 10015 before the acknowledgement.
        """
        interaction = self._by_token.get(token)
        if interaction is None or self._clock.now() - interaction.created_at > TOKEN_LIVES:
            raise invalid_token()
        if not interaction.is_acknowledged or interaction.type is Type.AUTOCOMPLETE:
            raise unknown("Webhook")
        return interaction

    def has_failed(self, interaction: Interaction) -> bool:
        """Whether the user sees that the application did not respond."""
        now = self._clock.now()
        if interaction.is_acknowledged:
            return interaction.is_thinking and now - interaction.created_at > TOKEN_LIVES
        return now - interaction.created_at > ACKNOWLEDGE_WITHIN


def payload_of(
    interaction: Interaction, bot: User, message: dict[str, Any] | None
) -> dict[str, Any]:
    """Return the payload of INTERACTION_CREATE; *message* is the one with the component."""
    channel, guild = interaction.channel, interaction.channel.guild
    body: dict[str, Any] = {
        "id": str(interaction.id),
        "application_id": str(bot.id),
        "type": int(interaction.type),
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel": channel_json(channel, seen_by=interaction.user if guild else None),
        "channel_id": str(channel.id),
        "app_permissions": bits(_app_permissions(interaction, bot)),
        "attachment_size_limit": interaction.file_limit,
        "authorizing_integration_owners": dict(interaction.owners),
        "context": interaction.context,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "locale": interaction.user.locale,
    }
    if guild is None:
        body["user"] = user_json(interaction.user)
    else:
        body["guild_id"] = str(guild.id)
        body["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
        body["guild_locale"] = guild.locale
        body["member"] = member_json(interaction.user, guild, channel)
    if message is not None:
        body["message"] = message
    return body


def _app_permissions(interaction: Interaction, bot: User) -> Permission:
    """Return the app's permissions: without the bot as a member, few of its user's.

    In DMs they never include viewing the channel and sending messages.
    """
    guild = interaction.channel.guild
    if guild is None:
        emojis = Permission.USE_EXTERNAL_EMOJIS if interaction.context == 1 else Permission(0)
        files = Permission.ATTACH_FILES | Permission.EMBED_LINKS
        return files | Permission.MENTION_EVERYONE | emojis
    if bot.id in guild.members:
        return permissions_of(bot, interaction.channel)
    granted = permissions_of(interaction.user, interaction.channel)
    return granted & (
        Permission.EMBED_LINKS
        | Permission.ATTACH_FILES
        | Permission.MENTION_EVERYONE
        | Permission.USE_EXTERNAL_EMOJIS
    )
