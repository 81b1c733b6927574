"""The REST routes, v10."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.fakes.discord import routes_application as application
from tests.fakes.discord import routes_channels as channels
from tests.fakes.discord import routes_interactions as interactions
from tests.fakes.discord.api_request import ApiRequest, ApiResponse

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

Handler = Callable[["FakeDiscord", ApiRequest], ApiResponse]

_APP, _GUILD_APP = "/applications/{application}", "/applications/{application}/guilds/{guild}"
_HOOK, _CHANNEL = "/webhooks/{application}/{token}", "/channels/{channel}"

# Name: method, path, handler. Call log, faults and limits refer to routes by name.
ROUTES: dict[str, tuple[str, str, Handler]] = {
    "me": ("GET", "/users/@me", application.me),
    "application": ("GET", "/oauth2/applications/@me", application.application),
    "application_me": ("GET", "/applications/@me", application.application),
    "gateway_bot": ("GET", "/gateway/bot", application.gateway_bot),
    "commands_get": ("GET", f"{_APP}/commands", application.commands_get),
    "commands_put": ("PUT", f"{_APP}/commands", application.commands_put),
    "commands_post": ("POST", f"{_APP}/commands", application.commands_post),
    "commands_delete": ("DELETE", f"{_APP}/commands/{{command}}", application.commands_delete),
    "guild_commands_get": ("GET", f"{_GUILD_APP}/commands", application.commands_get),
    "guild_commands_put": ("PUT", f"{_GUILD_APP}/commands", application.commands_put),
    "guild_commands_post": ("POST", f"{_GUILD_APP}/commands", application.commands_post),
    "guild_commands_delete": (
        "DELETE",
        f"{_GUILD_APP}/commands/{{command}}",
        application.commands_delete,
    ),
    "callback": ("POST", "/interactions/{interaction}/{token}/callback", interactions.callback),
    "webhook_post": ("POST", _HOOK, interactions.webhook_post),
    "webhook_get": ("GET", f"{_HOOK}/messages/{{message}}", interactions.webhook_get),
    "webhook_edit": ("PATCH", f"{_HOOK}/messages/{{message}}", interactions.webhook_edit),
    "webhook_delete": ("DELETE", f"{_HOOK}/messages/{{message}}", interactions.webhook_delete),
    "guild_get": ("GET", "/guilds/{guild}", channels.guild_get),
    "channel_get": ("GET", _CHANNEL, channels.channel_get),
    "message_create": ("POST", f"{_CHANNEL}/messages", channels.message_create),
    "message_get": ("GET", f"{_CHANNEL}/messages/{{message}}", channels.message_get),
    "message_edit": ("PATCH", f"{_CHANNEL}/messages/{{message}}", channels.message_edit),
    "message_delete": ("DELETE", f"{_CHANNEL}/messages/{{message}}", channels.message_delete),
    "typing": ("POST", f"{_CHANNEL}/typing", channels.typing),
    "dm_create": ("POST", "/users/@me/channels", channels.dm_create),
}
BY_TOKEN = {"callback", "webhook_post", "webhook_get", "webhook_edit", "webhook_delete"}
