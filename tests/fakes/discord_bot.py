"""A small bot on the real discord.py, and its connection to a fake Discord."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.fakes.discord import FakeDiscord
from tests.pictures import make_picture

PICTURE = make_picture()
Interaction = discord.Interaction[Any]


@asynccontextmanager
async def pointed_to(fake: FakeDiscord) -> AsyncIterator[None]:
    """Point discord.py to the fake; its two base URLs are per process."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = fake.api_base, yarl.URL(fake.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


class Bot(discord.AutoShardedClient):
    """A client whose commands a test adds to `tree`, and which records errors and interactions."""

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
        self.tree.on_error = self._record_error  # type: ignore[method-assign]
        self.errors: list[BaseException] = []
        self.received: list[Interaction] = []

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Connect without the usual delay of 5 s."""

    async def on_interaction(self, interaction: Interaction) -> None:
        self.received.append(interaction)

    async def _record_error(self, _interaction: Interaction, error: Exception) -> None:
        self.errors.append(getattr(error, "original", error))


@asynccontextmanager
async def logged_in(fake: FakeDiscord, bot: Bot) -> AsyncIterator[Bot]:
    """Run the bot until the context exits, and wait until it has stopped."""
    task = asyncio.create_task(bot.start(fake.token))
    try:
        await fake.connected()
        yield bot
    finally:
        await bot.close()
        async with asyncio.timeout(30):
            await asyncio.gather(task, return_exceptions=True)


def picture(name: str = "page.png", alt: str | None = "a cat") -> discord.File:
    return discord.File(BytesIO(PICTURE), name, description=alt)


class Again(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"again:(?P<number>\d+)"
):
    def __init__(self, number: int) -> None:
        super().__init__(discord.ui.Button(label="Again", custom_id=f"again:{number}"))
        self.number = number

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Again:
        return cls(int(match["number"]))

    async def callback(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(Edit(self.number))


class Edit(discord.ui.Modal):
    prompt: discord.ui.TextInput[Edit] = discord.ui.TextInput(label="Prompt", custom_id="prompt")

    def __init__(self, number: int) -> None:
        super().__init__(title="Edit", custom_id=f"edit:{number}")

    async def on_submit(self, interaction: Interaction, /) -> None:
        await interaction.response.edit_message(content=f"again: {self.prompt.value}")


def comic_bot(*, private: bool = False) -> Bot:
    """Return a bot whose command defers and edits an image into the response."""
    bot = Bot()
    bot.add_dynamic_items(Again)

    @bot.tree.command(description="Draw a comic")
    @app_commands.describe(prompt="What happens", style="How it looks")
    async def comic(
        interaction: Interaction,
        prompt: app_commands.Range[str, 1, 50],
        style: str = "manga",
        panels: app_commands.Range[int, 1, 9] = 4,
    ) -> None:
        await interaction.response.defer(ephemeral=private)
        view = discord.ui.View(timeout=None)
        view.add_item(Again(7))
        await interaction.edit_original_response(
            content=f"{prompt}, {style}, {panels}", attachments=[picture()], view=view
        )

    @comic.autocomplete("style")
    async def styles(_: Interaction, current: str) -> list[app_commands.Choice[str]]:
        names = [name for name in ("manga", "noir") if name.startswith(current)]
        return [app_commands.Choice(name=name.title(), value=name) for name in names]

    return bot
