"""Bare discord.py bot whose only command defers: the floor for acknowledgements.

python -m bench.programs.bare_bot API_BASE GATEWAY_URL TOKEN
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import discord
import uvloop
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bench.programs.event_loop_lag import LagProbe
from bench.programs.request_loop import serve_requests

Comic = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, None]]


class BareBot(discord.AutoShardedClient):
    """Bot with the command `/comic`, which connects like the product, with the same intents."""

    def __init__(self, comic: Comic) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True), chunk_guilds_at_startup=False, max_messages=None
        )
        self.tree = app_commands.CommandTree(self)

        async def handle(interaction: discord.Interaction[Any], prompt: str) -> None:
            await comic(interaction, prompt)

        self.tree.command(name="comic", description="Draw a comic")(handle)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    @asynccontextmanager
    async def connected(self, api_base: str, gateway_url: str, token: str) -> AsyncIterator[None]:
        """Run the bot inside the context."""
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api_base, yarl.URL(gateway_url)
        running = asyncio.create_task(self.start(token))
        try:
            yield
        finally:
            await self.close()
            await asyncio.gather(running, return_exceptions=True)


async def defer(interaction: discord.Interaction[Any], _prompt: str) -> None:
    """Defer the response."""
    await interaction.response.defer(thinking=True)


async def serve(api_base: str, gateway_url: str, token: str) -> None:
    probe = LagProbe()
    probing = asyncio.create_task(probe.run())
    try:
        async with BareBot(defer).connected(api_base, gateway_url, token):
            await serve_requests({"lag": probe.take})
    finally:
        probing.cancel()


if __name__ == "__main__":
    uvloop.run(serve(*sys.argv[1:]))
