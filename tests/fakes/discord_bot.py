"""A small bot on the real discord.py, and its way to a fake Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.fakes.discord import FakeDiscord


@asynccontextmanager
async def led_to(fake: FakeDiscord) -> AsyncIterator[None]:
    """Let discord.py take the fake for Discord; its two addresses are per process."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = fake.api_base, yarl.URL(fake.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


class Bot(discord.AutoShardedClient):
    """Its commands are what the test makes of `tree`; what goes wrong is kept for the test."""

    def __init__(self, shard_count: int | None = 1, intents: discord.Intents | None = None) -> None:
        super().__init__(
            intents=intents or discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            shard_count=shard_count,
            max_messages=None,
            guild_ready_timeout=0.1,
        )
        self.tree = app_commands.CommandTree(
            self,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self.tree.on_error = self._keep  # type: ignore[method-assign]
        self.errors: list[BaseException] = []
        self.got: list[discord.Interaction[Any]] = []

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Connect without the usual pause of 5 s."""

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        self.got.append(interaction)

    async def _keep(self, _interaction: discord.Interaction[Any], error: Exception) -> None:
        self.errors.append(getattr(error, "original", error))


@asynccontextmanager
async def logged_in(fake: FakeDiscord, bot: Bot) -> AsyncIterator[Bot]:
    """Run the bot until the end of the test, and see that it stops."""
    task = asyncio.create_task(bot.start(fake.token))
    try:
        await fake.connected()
        yield bot
    finally:
        await bot.close()
        async with asyncio.timeout(10):
            await asyncio.gather(task, return_exceptions=True)
