"""The REST routes, v10: what each reads, and what it answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.discord.access import need
from tests.fakes.discord.answering import DEFER, REPLY, UPDATE
from tests.fakes.discord.errors import ApiError, bad_form, missing_access, unknown
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.message_rules import Upload
from tests.fakes.discord.messages import Flag, Message
from tests.fakes.discord.serialise import channel_json, guild_json, message_json, user_json
from tests.fakes.discord.world import Channel, Kind, Permission

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

NONCE_SECONDS = 300  # "the past few minutes"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, read."""

    match: dict[str, str]
    query: dict[str, str]
    body: Any
    uploads: list[Upload] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Any = None


Handler = Callable[["FakeDiscord", Asked], Answer | Awaitable[Answer]]


# --- The application ------------------------------------------------------------------------------


def me(fake: FakeDiscord, _asked: Asked) -> Answer:
    body: dict[str, Any] = user_json(fake.bot) | {
        "verified": True,
        "mfa_enabled": True,
        "email": None,
    }
    return Answer(200, body)


def application(fake: FakeDiscord, _asked: Asked) -> Answer:
    body: dict[str, Any] = {
        "id": str(fake.bot.id),
        "name": fake.bot.name,
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": user_json(fake.developer),
        "team": None,
        "verify_key": "0" * 64,
        "flags": 0,
        "approximate_guild_count": len(fake.bot_guilds()),
        "approximate_user_install_count": 0,
        "interactions_endpoint_url": None,
        "redirect_uris": [],
        "integration_types_config": {"0": {}, "1": {}},
        "bot": user_json(fake.bot),
    }
    return Answer(200, body)


def gateway_bot(fake: FakeDiscord, _asked: Asked) -> Answer:
    limit = {
        "total": 1000,
        "remaining": 1000 - fake.gateway.sessions.begun,
        "reset_after": 86_400_000,
        "max_concurrency": 1,
    }
    url, shards = fake.gateway_url, fake.recommended_shards
    return Answer(200, {"url": url, "shards": shards, "session_start_limit": limit})


def commands_get(fake: FakeDiscord, asked: Asked) -> Answer:
    commands = [dict(one) for one in fake.registry.all(_scope(fake, asked))]
    if asked.query.get("with_localizations") not in {"1", "true", "True"}:
        for command in commands:
            command.pop("name_localizations")
            command.pop("description_localizations")
    return Answer(200, commands)


def commands_put(fake: FakeDiscord, asked: Asked) -> Answer:
    commands = fake.registry.replace(asked.body, _scope(fake, asked))
    fake.changes.tell()
    return Answer(200, commands)


def commands_post(fake: FakeDiscord, asked: Asked) -> Answer:
    command = fake.registry.create(asked.body, _scope(fake, asked))
    fake.changes.tell()
    return Answer(201, command)


def commands_delete(fake: FakeDiscord, asked: Asked) -> Answer:
    if not fake.registry.delete(asked.match["command"], _scope(fake, asked)):
        raise unknown("application command")
    return Answer(204)


def _scope(fake: FakeDiscord, asked: Asked) -> int | None:
    if asked.match["application"] != str(fake.bot.id):
        raise unknown("Application")
    if "guild" not in asked.match:
        return None
    guild = fake.guilds.get(snowflake(asked.match["guild"]))
    if guild is None or not guild.has_commands:
        raise missing_access()
    return guild.id


# --- Answers to interactions ----------------------------------------------------------------------


def callback(fake: FakeDiscord, asked: Asked) -> Answer:
    found = fake.interactions.to_acknowledge(asked.match["interaction"], asked.match["token"])
    message = fake.answering.acknowledge(found, asked.body, asked.uploads)
    if asked.query.get("with_response") not in {"1", "true", "True"}:
        return Answer(204)
    told: dict[str, Any] = {"id": str(found.id), "type": int(found.type)}
    if message is not None:
        told["response_message_id"] = str(message.id)
        told["response_message_loading"] = found.response_type == DEFER
        told["response_message_ephemeral"] = message.is_ephemeral
    body: dict[str, Any] = {"interaction": told}
    if found.response_type in {REPLY, UPDATE} and message is not None:
        resource = {"type": found.response_type, "message": message_json(message, fake.cdn)}
        body["resource"] = resource
    return Answer(200, body)


def webhook_get(fake: FakeDiscord, asked: Asked) -> Answer:
    found = _by_token(fake, asked)
    message = fake.answering.find(found, asked.match["message"])
    return Answer(200, message_json(message, fake.cdn))


def webhook_edit(fake: FakeDiscord, asked: Asked) -> Answer:
    found = _by_token(fake, asked)
    message = fake.answering.edit(found, asked.match["message"], asked.body, asked.uploads)
    return Answer(200, message_json(message, fake.cdn))


def webhook_delete(fake: FakeDiscord, asked: Asked) -> Answer:
    found = _by_token(fake, asked)
    fake.answering.delete(found, asked.match["message"])
    return Answer(204)


def webhook_post(fake: FakeDiscord, asked: Asked) -> Answer:
    found = _by_token(fake, asked)
    message = fake.answering.follow_up(found, asked.body, asked.uploads)
    return Answer(200, message_json(message, fake.cdn))


def _by_token(fake: FakeDiscord, asked: Asked) -> Interaction:
    if asked.match["application"] != str(fake.bot.id):
        raise unknown("Webhook")
    found = fake.interactions.by_token(asked.match["token"])
    if found.channel.id not in fake.channels:
        raise unknown("Channel")
    return found


# --- Channels, by the bot -------------------------------------------------------------------------


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
        raise ApiError(400, 50083, "Thread is archived")
    if channel.kind is Kind.DM and not fake.takes_dms(channel):
        raise ApiError(403, 50007, "Cannot send messages to this user")
    if again := _sent_before(fake, channel, body):
        return Answer(200, message_json(again, fake.cdn))
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
        raise ApiError(400, 50083, "Thread is archived")
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


def snowflake(text: object) -> int:
    """Return an id. Raises ApiError."""
    if not str(text).isdecimal():
        raise bad_form(("id",), "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
    return int(str(text))


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


_APP, _GUILD_APP = "/applications/{application}", "/applications/{application}/guilds/{guild}"
_HOOK, _CHANNEL = "/webhooks/{application}/{token}", "/channels/{channel}"

# Name: method, path, handler. The name stands in the ledger, and faults and limits go by it.
ROUTES: dict[str, tuple[str, str, Handler]] = {
    "me": ("GET", "/users/@me", me),
    "application": ("GET", "/oauth2/applications/@me", application),
    "application_me": ("GET", "/applications/@me", application),
    "gateway_bot": ("GET", "/gateway/bot", gateway_bot),
    "commands_get": ("GET", f"{_APP}/commands", commands_get),
    "commands_put": ("PUT", f"{_APP}/commands", commands_put),
    "commands_post": ("POST", f"{_APP}/commands", commands_post),
    "commands_delete": ("DELETE", f"{_APP}/commands/{{command}}", commands_delete),
    "guild_commands_get": ("GET", f"{_GUILD_APP}/commands", commands_get),
    "guild_commands_put": ("PUT", f"{_GUILD_APP}/commands", commands_put),
    "guild_commands_post": ("POST", f"{_GUILD_APP}/commands", commands_post),
    "guild_commands_delete": ("DELETE", f"{_GUILD_APP}/commands/{{command}}", commands_delete),
    "callback": ("POST", "/interactions/{interaction}/{token}/callback", callback),
    "webhook_post": ("POST", _HOOK, webhook_post),
    "webhook_get": ("GET", f"{_HOOK}/messages/{{message}}", webhook_get),
    "webhook_edit": ("PATCH", f"{_HOOK}/messages/{{message}}", webhook_edit),
    "webhook_delete": ("DELETE", f"{_HOOK}/messages/{{message}}", webhook_delete),
    "guild_get": ("GET", "/guilds/{guild}", guild_get),
    "channel_get": ("GET", _CHANNEL, channel_get),
    "message_create": ("POST", f"{_CHANNEL}/messages", message_create),
    "message_get": ("GET", f"{_CHANNEL}/messages/{{message}}", message_get),
    "message_edit": ("PATCH", f"{_CHANNEL}/messages/{{message}}", message_edit),
    "message_delete": ("DELETE", f"{_CHANNEL}/messages/{{message}}", message_delete),
    "typing": ("POST", f"{_CHANNEL}/typing", typing),
    "dm_create": ("POST", "/users/@me/channels", dm_create),
}
BY_TOKEN = {"callback", "webhook_post", "webhook_get", "webhook_edit", "webhook_delete"}
