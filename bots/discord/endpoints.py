"""Where Discord is: the real one, or a fake of it."""

from __future__ import annotations

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


def use_api_base(url: str) -> None:
    """Send every REST call of this process there: the library keeps one address for all clients."""
    Route.BASE = url.rstrip("/")


def use_gateway(url: str) -> None:
    """Connect there when shards are counted by us; else the library asks Discord itself."""
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
