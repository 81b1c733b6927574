"""Between Discord's words and ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord

from bots.discord.acknowledgement import Acknowledgement
from core.models.deliveries import USER_INSTALL, Destination
from core.models.identity import Identity, Platform, Requester

Interaction = discord.Interaction[Any]
OPTION_NAMES = {"panels": "panelCount"}  # what an option is called there, and with us


def requester_of(interaction: Interaction) -> Requester:
    """Return who asks."""
    return Requester(
        identity=Identity(Platform.DISCORD, str(interaction.user.id)),
        locale=interaction.locale.value,
        moderates=interaction.guild_id is not None and interaction.permissions.manage_messages,
        community=str(interaction.guild_id or ""),
    )


def destination_of(interaction: Interaction, ack: Acknowledgement) -> Destination:
    """Return where the answer goes."""
    return Destination(
        platform=Platform.DISCORD,
        application_id=str(interaction.application_id),
        chat=str(interaction.channel_id or ""),
        parent=_parent_of(interaction),
        user_id=str(interaction.user.id),
        context=context_of(interaction),
        install_owners="" if is_member(interaction) else USER_INSTALL,
        ephemeral=ack.private,
        age_restricted=_is_age_restricted(interaction),
        size_limit=interaction.filesize_limit,
        message_id=ack.message_id,
        reply_token=interaction.token,
        expires_at=interaction.expires_at,
    )


def _parent_of(interaction: Interaction) -> str:
    channel = interaction.channel
    return str(channel.parent_id) if isinstance(channel, discord.Thread) else ""


def _is_age_restricted(interaction: Interaction) -> bool:
    """Say whether the channel is; a thread is as its parent, where we know that."""
    said: Callable[[], bool] | None = getattr(interaction.channel, "is_nsfw", None)
    return said is not None and said()  # a private chat does not say


def context_of(interaction: Interaction) -> str:
    """Return the kind of place: guild, dm (with the bot) or private_channel (of others)."""
    if interaction.context.dm_channel:
        return "dm"
    if interaction.context.private_channel:
        return "private_channel"
    return "guild"


def is_member(interaction: Interaction) -> bool:
    """Say whether the bot itself is there, rather than brought along by a person.

    A server that installed the commands alone is known by its id, but the gateway tells us nothing
    of it.
    """
    if interaction.guild_id is None:
        return interaction.context.dm_channel
    return interaction.client.get_guild(interaction.guild_id) is not None


def request_key(interaction: Interaction) -> str:
    """Return what names this very event, however often and wherever it comes."""
    return f"discord:{interaction.id}"


def reply_of(interaction: Interaction) -> tuple[str, str]:
    """Return how to reach the answer: the application, and the token."""
    return str(interaction.application_id), interaction.token
