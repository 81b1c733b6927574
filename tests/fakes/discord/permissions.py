"""Permissions. https://docs.discord.com/developers/topics/permissions"""

from __future__ import annotations

from tests.fakes.discord.api_errors import missing_access, missing_permissions
from tests.fakes.discord.models import EVERYTHING, NOTHING, Channel, Guild, Kind, Permission, User

IN_DMS = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.MENTION_EVERYONE
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.USE_APPLICATION_COMMANDS
)


def permissions_of(user: User, channel: Channel) -> Permission:
    """Return the user's permissions in the channel, with its overwrites applied."""
    guild = channel.guild
    if guild is None:
        return IN_DMS if user in channel.recipients else NOTHING
    if user.id not in guild.members or (
        channel.kind is Kind.PRIVATE_THREAD and user not in channel.recipients
    ):
        return NOTHING
    if guild.owner is user:
        return EVERYTHING
    own = guild.roles_of.get(user.id, set())
    granted = guild.everyone.permissions
    for role in own:
        granted |= guild.roles[role].permissions
    if granted & Permission.ADMINISTRATOR:
        return EVERYTHING
    return _implied(_overwritten(granted, user, guild, channel.parent or channel), channel)


def _overwritten(granted: Permission, user: User, guild: Guild, channel: Channel) -> Permission:
    own = guild.roles_of.get(user.id, set())
    for group in (
        [guild.everyone.id],
        [role for role in own if role in channel.overwrites],
        [user.id],
    ):
        rules = [channel.overwrites[key] for key in group if key in channel.overwrites]
        for _, denied in rules:
            granted &= ~denied
        for allowed, _ in rules:
            granted |= allowed
    return granted


def _implied(granted: Permission, channel: Channel) -> Permission:
    if not granted & Permission.VIEW_CHANNEL:
        return NOTHING
    writing = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    if not granted & writing:
        granted &= ~(Permission.EMBED_LINKS | Permission.ATTACH_FILES | Permission.MENTION_EVERYONE)
    return granted


def can_see(user: User, channel: Channel) -> bool:
    return bool(permissions_of(user, channel) & Permission.VIEW_CHANNEL)


def can_write(user: User, channel: Channel) -> bool:
    writing = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    return bool(permissions_of(user, channel) & writing)


def need(user: User, channel: Channel, *wanted: Permission) -> None:
    """Raise ApiError: 50001 if the channel cannot be seen, 50013 if a permission is missing."""
    granted = permissions_of(user, channel)
    if not granted & Permission.VIEW_CHANNEL:
        raise missing_access()
    if any(not granted & permission for permission in wanted):
        raise missing_permissions()
