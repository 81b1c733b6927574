"""Routes by which the bot itself acts in channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.discord.access import need
from tests.fakes.discord.asked import Answer, Asked, snowflake
from tests.fakes.discord.errors import (
    ApiError,
    bad_form,
    missing_access,
    thread_archived,
    unknown,
)
from tests.fakes.discord.messages import Flag, Message
from tests.fakes.discord.serialise import channel_json, guild_json, message_json
from tests.fakes.discord.world import Channel, Kind, Permission

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

NONCE_SECONDS = 300  # "the past few minutes"


def channel_get(fake: FakeDiscord, asked: Asked) -> Answer:
    channel = _channel(fake, asked)
    need(fake.bot, channel)
    return Answer(200, channel_json(channel))


def guild_get(fake: FakeDiscord, asked: Asked) -> Answer:
    guild = fake.guilds.get(snowflake(asked.match["guild"]))
    if guild is None:
        raise unknown("Guild")
    if fake.bot.id not in guild.members:
        raise missing_access()
    return Answer(200, guild_json(guild, fake.bot))


def message_create(fake: FakeDiscord, asked: Asked) -> Answer:
    channel, body = _channel(fake, asked), asked.body
    writing = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    extra = [Permission.ATTACH_FILES] if asked.uploads else []
    extra += [Permission.EMBED_LINKS] if body.get("embeds") else []
    need(fake.bot, channel, writing, *extra)
    if channel.kind is Kind.FORUM:
        raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
    if channel.is_thread and channel.is_locked:
        raise thread_archived()
    if channel.kind is Kind.DM and not fake.takes_dms(channel):
        raise ApiError(403, 50007, "Cannot send messages to this user")
    if again := _sent_before(fake, channel, body):
        return Answer(200, message_json(again, fake.cdn))
    channel.is_archived = False  # https://docs.discord.com/developers/topics/threads
    limit = channel.guild.upload_limit if channel.guild else fake.dm_upload_limit
    message = fake.posting.post(
        channel, fake.bot, body, asked.uploads, file_limit=limit, **_reply(fake, channel, body)
    )
    if body.get("nonce") is not None:
        message.nonce = str(body["nonce"])
        if body.get("enforce_nonce"):
            fake.nonces[channel.id, message.nonce] = message
    return Answer(200, message_json(message, fake.cdn))


def _sent_before(fake: FakeDiscord, channel: Channel, body: Any) -> Message | None:
    """Return the message that an enforced nonce names. Raises ApiError when it was deleted."""
    if not body.get("enforce_nonce") or body.get("nonce") is None:
        return None
    message = fake.nonces.get((channel.id, str(body["nonce"])))
    if message is None:
        return None
    if (fake.clock.now() - message.created_at).total_seconds() > NONCE_SECONDS:
        return None
    if message.is_deleted:
        raise unknown("Message")
    return message


def _reply(fake: FakeDiscord, channel: Channel, body: Any) -> dict[str, Any]:
    reference = body.get("message_reference")
    if not reference or reference.get("type", 0) != 0:
        return {}
    number = snowflake(reference.get("message_id"))
    message = channel.messages.get(number)
    if message is None or message.is_ephemeral:
        if reference.get("fail_if_not_exists", True):
            text = "Unknown message"
            raise bad_form(("message_reference",), "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", text)
        return {}
    try:
        need(fake.bot, channel, Permission.READ_MESSAGE_HISTORY)
    except ApiError:
        text = "Cannot reply without permission to read message history"
        raise ApiError(400, 160002, text) from None
    return {"reference": message, "replies_to": number, "kind": 19}


def message_get(fake: FakeDiscord, asked: Asked) -> Answer:
    channel = _channel(fake, asked)
    need(fake.bot, channel, Permission.READ_MESSAGE_HISTORY)
    return Answer(200, message_json(_message(channel, asked), fake.cdn))


def message_edit(fake: FakeDiscord, asked: Asked) -> Answer:
    channel = _channel(fake, asked)
    need(fake.bot, channel)
    message = _message(channel, asked)
    if message.author is not fake.bot:
        raise ApiError(403, 50005, "Cannot edit a message authored by another user")
    if channel.is_thread and channel.is_archived:
        raise thread_archived()
    limit = channel.guild.upload_limit if channel.guild else fake.dm_upload_limit
    fake.posting.edit(message, asked.body, asked.uploads, file_limit=limit)
    return Answer(200, message_json(message, fake.cdn))


def message_delete(fake: FakeDiscord, asked: Asked) -> Answer:
    channel = _channel(fake, asked)
    need(fake.bot, channel)
    message = _message(channel, asked)
    if message.author is not fake.bot:
        if channel.guild is None:
            raise ApiError(403, 50003, "Cannot execute action on a DM channel")
        need(fake.bot, channel, Permission.MANAGE_MESSAGES)
    fake.posting.delete(message)
    return Answer(204)


def typing(fake: FakeDiscord, asked: Asked) -> Answer:
    channel = _channel(fake, asked)
    need(fake.bot, channel, Permission.SEND_MESSAGES)
    channel.typing.append(fake.clock.now())
    return Answer(204)


def dm_create(fake: FakeDiscord, asked: Asked) -> Answer:
    user = fake.users.get(snowflake(asked.body.get("recipient_id")))
    if user is None:
        raise unknown("User")
    if user.is_bot:
        raise ApiError(400, 50007, "Cannot send messages to this user")
    return Answer(200, channel_json(fake.dm(user)))


def _channel(fake: FakeDiscord, asked: Asked) -> Channel:
    channel = fake.channels.get(snowflake(asked.match["channel"]))
    if channel is None:
        raise unknown("Channel")
    return channel


def _message(channel: Channel, asked: Asked) -> Message:
    message = channel.messages.get(snowflake(asked.match["message"]))
    if message is None or message.flags & Flag.EPHEMERAL:
        raise unknown("Message")
    return message
