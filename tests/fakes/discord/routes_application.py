"""Routes of the application and its commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.discord.api_errors import missing_access, unknown
from tests.fakes.discord.api_request import ApiRequest, ApiResponse, snowflake
from tests.fakes.discord.serialise import user_json

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord


def me(fake: FakeDiscord, _asked: ApiRequest) -> ApiResponse:
    body: dict[str, Any] = user_json(fake.bot) | {
        "verified": True,
        "mfa_enabled": True,
        "email": None,
    }
    return ApiResponse(200, body)


def application(fake: FakeDiscord, _asked: ApiRequest) -> ApiResponse:
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
    return ApiResponse(200, body)


def gateway_bot(fake: FakeDiscord, _asked: ApiRequest) -> ApiResponse:
    limit = {
        "total": 1000,
        "remaining": 1000 - fake.gateway.sessions.begun,
        "reset_after": 86_400_000,
        "max_concurrency": 1,
    }
    url, shards = fake.gateway_url, fake.recommended_shards
    return ApiResponse(200, {"url": url, "shards": shards, "session_start_limit": limit})


def commands_get(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    commands = [dict(one) for one in fake.registry.all(_scope(fake, request))]
    if request.query.get("with_localizations") not in {"1", "true", "True"}:
        for command in commands:
            command.pop("name_localizations")
            command.pop("description_localizations")
    return ApiResponse(200, commands)


def commands_put(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    commands = fake.registry.replace(request.body, _scope(fake, request))
    fake.changes.notify()
    return ApiResponse(200, commands)


def commands_post(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    command = fake.registry.create(request.body, _scope(fake, request))
    fake.changes.notify()
    return ApiResponse(201, command)


def commands_delete(fake: FakeDiscord, request: ApiRequest) -> ApiResponse:
    if not fake.registry.delete(request.match["command"], _scope(fake, request)):
        raise unknown("application command")
    return ApiResponse(204)


def _scope(fake: FakeDiscord, request: ApiRequest) -> int | None:
    if request.match["application"] != str(fake.bot.id):
        raise unknown("Application")
    if "guild" not in request.match:
        return None
    guild = fake.guilds.get(snowflake(request.match["guild"]))
    if guild is None or not guild.has_commands:
        raise missing_access()
    return guild.id
