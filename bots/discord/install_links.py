"""Install links of the bot, and obstacles in the application's configuration."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import discord

from bots.discord.api_client import DiscordApi

AUTHORIZE = "https://discord.com/oauth2/authorize"
# What delivering an image without a reply token requires.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    attach_files=True,
    embed_links=True,
    read_message_history=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The application that a bot token belongs to."""

    name: str
    to_server: str  # URL that installs it in a server
    to_user: str  # URL that installs it for a user, in all chats
    takes_webhooks: bool  # interactions go to an HTTP endpoint instead of the gateway


async def look_up(token: str) -> Application:
    """Fetch the application from Discord. Raises DiscordApiError."""
    api = DiscordApi(token)
    try:
        found = await api.application()
    finally:
        await api.close()
    return Application(
        name=found.name,
        to_server=_link(found.id, "bot applications.commands", 0, PERMISSIONS.value),
        to_user=_link(found.id, "applications.commands", 1, None),
        takes_webhooks=found.interactions_endpoint_url is not None,
    )


def _link(application: int, scope: str, kind: int, permissions: int | None) -> str:
    query = {"client_id": application, "scope": scope, "integration_type": kind}
    if permissions is not None:
        query["permissions"] = permissions
    return f"{AUTHORIZE}?{urlencode(query)}"
