"""Interactions in the core's terms: requester, destination and request key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord

from bots.discord.acknowledgement import Acknowledgement
from core.models.deliveries import (
    USER_INSTALL,
    Destination,
    DestinationContext,
    MessageKind,
    MessageReference,
)
from core.models.identity import Identity, Platform, Requester

Interaction = discord.Interaction[Any]


def requester_of(interaction: Interaction) -> Requester:
    """Return the requester, in the core's terms."""
    return Requester(
        identity=Identity(Platform.DISCORD, str(interaction.user.id)),
        locale=interaction.locale.value,
        moderates=interaction.guild_id is not None and interaction.permissions.manage_messages,
        community=str(interaction.guild_id or ""),
    )


def destination_of(interaction: Interaction, acknowledgement: Acknowledgement) -> Destination:
    """Return the destination of the response."""
    chat = str(interaction.channel_id or "")
    return Destination(
        platform=Platform.DISCORD,
        application_id=str(interaction.application_id),
        chat=chat,
        parent=_parent_of(interaction),
        user_id=str(interaction.user.id),
        context=_context_of(interaction),
        install_owners="" if _is_member(interaction) else USER_INSTALL,
        ephemeral=acknowledgement.is_ephemeral,
        age_restricted=_is_age_restricted(interaction),
        size_limit=interaction.filesize_limit,
        message=_response_of(acknowledgement, chat),
        reply_token=interaction.token,
        expires_at=interaction.expires_at,
    )


def _response_of(acknowledgement: Acknowledgement, chat: str) -> MessageReference | None:
    """Return the message of the response; None where its id is unknown."""
    if acknowledgement.follow_up_id is not None:
        return MessageReference(chat, acknowledgement.follow_up_id, MessageKind.FOLLOW_UP)
    if acknowledgement.message_id is None:
        return None
    return MessageReference(chat, acknowledgement.message_id, MessageKind.INTERACTION_RESPONSE)


def _parent_of(interaction: Interaction) -> str:
    channel = interaction.channel
    return str(channel.parent_id) if isinstance(channel, discord.Thread) else ""


def _is_age_restricted(interaction: Interaction) -> bool:
    """Return whether the channel is; a thread inherits this from its parent, where known."""
    is_nsfw: Callable[[], bool] | None = getattr(interaction.channel, "is_nsfw", None)
    return is_nsfw is not None and is_nsfw()  # direct-message channels lack the method


def _context_of(interaction: Interaction) -> DestinationContext:
    """Return the interaction's context."""
    if interaction.context.dm_channel:
        return DestinationContext.DM
    if interaction.context.private_channel:
        return DestinationContext.PRIVATE_CHANNEL
    return DestinationContext.GUILD


def _is_member(interaction: Interaction) -> bool:
    """Return whether the bot itself is a member, as opposed to installed by the user.

    A server that installed only the commands has an id, but does not appear on the gateway.
    """
    if interaction.guild_id is None:
        return interaction.context.dm_channel
    return interaction.client.get_guild(interaction.guild_id) is not None


def request_key(interaction: Interaction) -> str:
    """Return the key of this event, the same in every session that receives it."""
    return f"discord:{interaction.id}"
