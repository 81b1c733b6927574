"""Base URLs of Discord's REST API and gateway."""

from __future__ import annotations

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


def use_api_base(url: str) -> None:
    """Set the base URL of all REST calls; the library keeps one for all clients of a process."""
    Route.BASE = url.rstrip("/")


def use_gateway(url: str) -> None:
    """Set the gateway's URL, used where the number of shards is configured here."""
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
