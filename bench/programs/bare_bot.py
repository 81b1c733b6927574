"""Bare discord.py bot whose only command defers: the floor for acknowledgements.

python -m bench.programs.bare_bot API_BASE GATEWAY_URL TOKEN
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import discord
import uvloop
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bench.programs.lag import LagProbe
from bench.programs.request_loop import serve_requests


class BareBot(discord.AutoShardedClient):
    """Bot that connects like the product, with the same intents."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True), chunk_guilds_at_startup=False, max_messages=None
        )
        self.tree = app_commands.CommandTree(self)
        self.tree.command(description="Draw a comic")(comic)

    async def setup_hook(self) -> None:
        await self.tree.sync()


async def comic(interaction: discord.Interaction[Any], prompt: str) -> None:  # noqa: ARG001
    """Defer the response."""
    await interaction.response.defer(thinking=True)


async def serve(api_base: str, gateway_url: str, token: str) -> None:
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api_base, yarl.URL(gateway_url)
    probe = LagProbe()
    bot = BareBot()
    looking = asyncio.create_task(probe.run())
    connected = asyncio.create_task(bot.start(token))
    try:
        await serve_requests({"lag": probe.take})
    finally:
        looking.cancel()
        await bot.close()
        await asyncio.gather(connected, return_exceptions=True)


if __name__ == "__main__":
    uvloop.run(serve(*sys.argv[1:]))
