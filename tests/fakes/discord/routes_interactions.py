"""Routes for responses to interactions, with the token in the path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.discord.api_errors import thread_archived, unknown
from tests.fakes.discord.api_request import ApiRequest, ApiResponse
from tests.fakes.discord.interaction_responses import DEFER, REPLY, UPDATE
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.serialise import message_json

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord


def callback(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    found = fake.interactions.to_acknowledge(request.match["interaction"], request.match["token"])
    if found.channel.is_thread and found.channel.is_locked:
        raise thread_archived()  # discord-api-docs#5517
    message = fake.response_processor.acknowledge(found, request.body, request.uploads)
    if request.query.get("with_response") not in {"1", "true", "True"}:
        return ApiResponse(204)
    payload: dict[str, Any] = {"id": str(found.id), "type": int(found.type)}
    if message is not None:
        payload["response_message_id"] = str(message.id)
        payload["response_message_loading"] = found.response_type == DEFER
        payload["response_message_ephemeral"] = message.is_ephemeral
    body: dict[str, Any] = {"interaction": payload}
    if found.response_type in {REPLY, UPDATE} and message is not None:
        resource = {"type": found.response_type, "message": message_json(message, fake.cdn)}
        body["resource"] = resource
    return ApiResponse(200, body)


def webhook_get(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    found = _by_token(fake, request)
    message = fake.response_processor.find(found, request.match["message"])
    return ApiResponse(200, message_json(message, fake.cdn))


def webhook_edit(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    found = _by_token(fake, request)
    _check_open(found)
    message = fake.response_processor.edit(
        found, request.match["message"], request.body, request.uploads
    )
    return ApiResponse(200, message_json(message, fake.cdn))


def webhook_delete(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    found = _by_token(fake, request)
    fake.response_processor.delete(found, request.match["message"])
    return ApiResponse(204)


def webhook_post(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    found = _by_token(fake, request)
    _check_open(found)
    message = fake.response_processor.follow_up(found, request.body, request.uploads)
    return ApiResponse(200, message_json(message, fake.cdn))


def _by_token(fake: FakeDiscord, request: ApiRequest) -> Interaction:
    if request.match["application"] != str(fake.bot.id):
        raise unknown("Webhook")
    found = fake.interactions.by_token(request.match["token"])
    if found.channel.id not in fake.channels:
        raise unknown("Channel")
    return found


def _check_open(found: Interaction) -> None:
    """Raise ApiError if a thread is closed, also to tokens: discord-api-docs#6884."""
    channel = found.channel
    if channel.is_thread and (channel.is_archived or channel.is_locked):
        raise thread_archived()
