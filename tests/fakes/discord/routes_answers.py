"""Routes by which interactions are answered; their tokens stand in the path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.discord.answering import DEFER, REPLY, UPDATE
from tests.fakes.discord.asked import Answer, Asked
from tests.fakes.discord.errors import thread_archived, unknown
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.serialise import message_json

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord


def callback(fake: FakeDiscord, asked: Asked) -> Answer:
    found = fake.interactions.to_acknowledge(asked.match["interaction"], asked.match["token"])
    if found.channel.is_thread and found.channel.is_locked:
        raise thread_archived()  # discord-api-docs#5517
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
    _check_open(found)
    message = fake.answering.edit(found, asked.match["message"], asked.body, asked.uploads)
    return Answer(200, message_json(message, fake.cdn))


def webhook_delete(fake: FakeDiscord, asked: Asked) -> Answer:
    found = _by_token(fake, asked)
    fake.answering.delete(found, asked.match["message"])
    return Answer(204)


def webhook_post(fake: FakeDiscord, asked: Asked) -> Answer:
    found = _by_token(fake, asked)
    _check_open(found)
    message = fake.answering.follow_up(found, asked.body, asked.uploads)
    return Answer(200, message_json(message, fake.cdn))


def _by_token(fake: FakeDiscord, asked: Asked) -> Interaction:
    if asked.match["application"] != str(fake.bot.id):
        raise unknown("Webhook")
    found = fake.interactions.by_token(asked.match["token"])
    if found.channel.id not in fake.channels:
        raise unknown("Channel")
    return found


def _check_open(found: Interaction) -> None:
    """Raise ApiError where a thread takes nothing, by a token either: discord-api-docs#6884."""
    channel = found.channel
    if channel.is_thread and (channel.is_archived or channel.is_locked):
        raise thread_archived()
