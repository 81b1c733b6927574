"""Routes of channels, for calls with the bot's token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.discord.api_errors import (
    ApiError,
    bad_form,
    missing_access,
    thread_archived,
    unknown,
)
from tests.fakes.discord.api_request import ApiRequest, ApiResponse, snowflake
from tests.fakes.discord.messages import Flag, Message
from tests.fakes.discord.models import Channel, Kind, Permission
from tests.fakes.discord.permissions import need
from tests.fakes.discord.serialise import channel_json, guild_json, message_json

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

NONCE_SECONDS = 300  # the documentation says "the past few minutes"


def channel_get(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    channel = _channel(fake, request)
    need(fake.bot, channel)
    return ApiResponse(200, channel_json(channel))


def guild_get(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    guild = fake.guilds.get(snowflake(request.match["guild"]))
    if guild is None:
        raise unknown("Guild")
    if fake.bot.id not in guild.members:
        raise missing_access()
    return ApiResponse(200, guild_json(guild, fake.bot))


def message_create(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    channel, body = _channel(fake, request), request.body
    writing = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    extra = [Permission.ATTACH_FILES] if request.uploads else []
    extra += [Permission.EMBED_LINKS] if body.get("embeds") else []
    need(fake.bot, channel, writing, *extra)
    if channel.kind is Kind.FORUM:
        raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
    if channel.is_thread and channel.is_locked:
        raise thread_archived()
    if channel.kind is Kind.DM and not fake.takes_dms(channel):
        raise ApiError(403, 50007, "Cannot send messages to this user")
    if again := _sent_before(fake, channel, body):
        return ApiResponse(200, message_json(again, fake.cdn))
    channel.is_archived = False  # https://docs.discord.com/developers/topics/threads
    limit = channel.guild.upload_limit if channel.guild else fake.dm_upload_limit
    message = fake.message_writer.post(
        channel, fake.bot, body, request.uploads, file_limit=limit, **_reply(fake, channel, body)
    )
    if body.get("nonce") is not None:
        message.nonce = str(body["nonce"])
        if body.get("enforce_nonce"):
            fake.nonces[channel.id, message.nonce] = message
    return ApiResponse(200, message_json(message, fake.cdn))


def _sent_before(fake: FakeDiscord, channel: Channel, body: Any) -> Message | None:
    """Return the message sent with an enforced nonce. Raises ApiError if it was deleted."""
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


def message_get(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    channel = _channel(fake, request)
    need(fake.bot, channel, Permission.READ_MESSAGE_HISTORY)
    return ApiResponse(200, message_json(_message(channel, request), fake.cdn))


def message_edit(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    channel = _channel(fake, request)
    need(fake.bot, channel)
    message = _message(channel, request)
    if message.author is not fake.bot:
        raise ApiError(403, 50005, "Cannot edit a message authored by another user")
    if channel.is_thread and channel.is_archived:
        raise thread_archived()
    limit = channel.guild.upload_limit if channel.guild else fake.dm_upload_limit
    fake.message_writer.edit(message, request.body, request.uploads, file_limit=limit)
    return ApiResponse(200, message_json(message, fake.cdn))


def message_delete(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    channel = _channel(fake, request)
    need(fake.bot, channel)
    message = _message(channel, request)
    if message.author is not fake.bot:
        if channel.guild is None:
            raise ApiError(403, 50003, "Cannot execute action on a DM channel")
        need(fake.bot, channel, Permission.MANAGE_MESSAGES)
    fake.message_writer.delete(message)
    return ApiResponse(204)


def typing(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    channel = _channel(fake, request)
    need(fake.bot, channel, Permission.SEND_MESSAGES)
    channel.typing.append(fake.clock.now())
    return ApiResponse(204)


def dm_create(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    user = fake.users.get(snowflake(request.body.get("recipient_id")))
    if user is None:
        raise unknown("User")
    if user.is_bot:
        raise ApiError(400, 50007, "Cannot send messages to this user")
    return ApiResponse(200, channel_json(fake.dm(user)))


def _channel(fake: FakeDiscord, request: ApiRequest) -> Channel:
    channel = fake.channels.get(snowflake(request.match["channel"]))
    if channel is None:
        raise unknown("Channel")
    return channel


def _message(channel: Channel, request: ApiRequest) -> Message:
    message = channel.messages.get(snowflake(request.match["message"]))
    if message is None or message.flags & Flag.EPHEMERAL:
        raise unknown("Message")
    return message
