"""JSON serialization of objects, in Discord's form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.fakes.discord.cdn import Cdn
from tests.fakes.discord.clock import moment_of
from tests.fakes.discord.messages import Attachment, Flag, Message, embedded_files
from tests.fakes.discord.models import Channel, Guild, Kind, Permission, Role, User
from tests.fakes.discord.permissions import permissions_of

Json = dict[str, Any]


def user_json(user: User) -> Json:
    return {
        "id": str(user.id),
        "username": user.name,
        "discriminator": "0000" if user.is_bot else "0",
        "global_name": None if user.is_bot else user.name.title(),
        "avatar": None,
        "bot": user.is_bot,
        "public_flags": 0,
        "flags": 0,
    }


def member_json(user: User, guild: Guild, channel: Channel | None = None) -> Json:
    member: Json = {
        "user": user_json(user),
        "nick": None,
        "avatar": None,
        "roles": [str(role) for role in sorted(guild.roles_of.get(user.id, set()))],
        "joined_at": iso(moment_of(user.id)),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }
    if channel is not None:
        member["permissions"] = bits(permissions_of(user, channel))
    return member


def role_json(role: Role, position: int) -> Json:
    return {
        "id": str(role.id),
        "name": role.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": position,
        "permissions": bits(role.permissions),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def channel_json(channel: Channel, *, seen_by: User | None = None) -> Json:
    """Return a channel; in interactions, with the permissions of their user."""
    last = channel.last_message
    body: Json = {
        "id": str(channel.id),
        "type": int(channel.kind),
        "flags": 0,
        "last_message_id": str(last.id) if last else None,
    }
    if channel.kind in {Kind.DM, Kind.GROUP_DM}:
        body["recipients"] = [user_json(user) for user in channel.recipients if not user.is_bot]
        if channel.kind is Kind.GROUP_DM:
            body |= {"name": channel.name, "icon": None, "owner_id": str(channel.recipients[0].id)}
        return body
    assert channel.guild is not None
    body |= {
        "guild_id": str(channel.guild.id),
        "name": channel.name,
        "parent_id": str(channel.parent.id) if channel.parent else None,
        "rate_limit_per_user": 0,
    }
    body |= _thread_json(channel) if channel.is_thread else _place_json(channel)
    if seen_by is not None:
        body["permissions"] = bits(permissions_of(seen_by, channel))
    return body


def _place_json(channel: Channel) -> Json:
    body: Json = {
        "position": 0,
        "topic": None,
        "nsfw": channel.is_age_restricted,
        "permission_overwrites": [
            {
                "id": str(key),
                "type": int(not _is_role(channel, key)),
                "allow": bits(a),
                "deny": bits(d),
            }
            for key, (a, d) in channel.overwrites.items()
        ],
    }
    if channel.kind is Kind.FORUM:
        body |= {"available_tags": [], "default_reaction_emoji": None, "default_sort_order": None}
        body |= {"default_forum_layout": 0, "template": ""}
    return body


def _is_role(channel: Channel, key: int) -> bool:
    assert channel.guild is not None
    return key in channel.guild.roles


def _thread_json(channel: Channel) -> Json:
    assert channel.guild is not None
    return {
        "owner_id": str(channel.guild.owner.id),
        "message_count": len(channel.messages),
        "member_count": 1,
        "total_message_sent": len(channel.messages),
        "thread_metadata": {
            "archived": channel.is_archived,
            "auto_archive_duration": 1440,
            "archive_timestamp": iso(moment_of(channel.id)),
            "locked": channel.is_locked,
            "create_timestamp": iso(moment_of(channel.id)),
        },
    }


def guild_json(guild: Guild, bot: User) -> Json:
    """Return a guild in the form of GUILD_CREATE."""
    channels = list(guild.channels.values())
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "owner_id": str(guild.owner.id),
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "roles": [role_json(role, at) for at, role in enumerate(guild.roles.values())],
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "vanity_url_code": None,
        "description": None,
        "banner": None,
        "premium_tier": 0,
        "preferred_locale": guild.locale,
        "nsfw_level": 0,
        "premium_progress_bar_enabled": False,
        "joined_at": iso(moment_of(guild.id)),
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "voice_states": [],
        "members": [member_json(bot, guild)],
        "channels": [channel_json(c) for c in channels if not c.is_thread],
        "threads": [channel_json(c) for c in channels if c.is_thread],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def message_json(message: Message, cdn: Cdn) -> Json:
    """Return a message; *cdn* signs the URLs of its attachments.

    Files that an embed shows are not listed as attachments (discord-api-docs issue 1340).
    """
    embedded = embedded_files(message)
    body: Json = {
        "id": str(message.id),
        "type": message.kind,
        "channel_id": str(message.channel.id),
        "content": message.content,
        "author": user_json(message.author),
        "embeds": [_with_addresses(embed, message, cdn) for embed in message.embeds],
        "attachments": [
            attachment_json(file, message.channel, cdn)
            for file in message.attachments
            if file.filename not in embedded
        ],
        "components": _with_addresses(message.components, message, cdn),
        "flags": int(message.flags),
        "timestamp": iso(message.created_at),
        "edited_timestamp": iso(message.edited_at) if message.edited_at else None,
        "mentions": [user_json(user) for user in message.mentions],
        "mention_roles": [str(role) for role in message.mentioned_roles],
        "mention_everyone": message.mentions_everyone,
        "pinned": False,
        "tts": False,
    }
    if message.nonce is not None:
        body["nonce"] = message.nonce
    if message.interaction is not None:
        body["application_id"] = str(message.author.id)
        body["webhook_id"] = str(message.author.id)
        body["interaction_metadata"] = dict(message.interaction)
    if message.replies_to is not None:
        body["message_reference"] = {
            "type": 0,
            "message_id": str(message.replies_to),
            "channel_id": str(message.channel.id),
        }
        reference = message.reference
        body["referenced_message"] = message_json(reference, cdn) if reference else None
    return body


def _with_addresses(parts: Any, message: Message, cdn: Cdn) -> Any:
    """Return embeds or components with CDN URLs in place of `attachment://` ones."""
    urls = {
        f"attachment://{f.filename}": cdn.url_of(f, message.channel) for f in message.attachments
    }

    def visit(part: Any) -> Any:
        if isinstance(part, list):
            return [visit(inner) for inner in part]
        if isinstance(part, dict):
            return {key: visit(value) for key, value in part.items()}
        return urls.get(part, part) if isinstance(part, str) else part

    return visit(parts)


def attachment_json(file: Attachment, channel: Channel, cdn: Cdn) -> Json:
    url = cdn.url_of(file, channel)
    body: Json = {
        "id": str(file.id),
        "filename": file.filename,
        "size": len(file.data),
        "url": url,
        "proxy_url": url,
        "content_type": file.kind,
    }
    if file.description is not None:
        body["description"] = file.description
    if size := file.size:
        body["width"], body["height"] = size
    if file.is_spoiler:
        body["flags"] = 1 << 3
    return body


def bits(permissions: Permission | Flag) -> str:
    return str(int(permissions) & ((1 << 53) - 1))


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
