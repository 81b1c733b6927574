"""Gateway client: receives interactions and dispatches them to their handlers."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import discord
import structlog
from discord import app_commands

from bots.chat.startup_call import StartupCall
from bots.discord.api_errors import translated
from bots.discord.callbacks import CallbackHandlers
from bots.discord.command_sync import sync_commands
from bots.discord.commands.account import add_account_commands
from bots.discord.commands.admin import add_admin_commands
from bots.discord.commands.comic import add_comic_commands
from bots.discord.dependencies import HandlerDeps
from bots.discord.endpoints import use_gateway
from core.config.settings import Discord as DiscordSettings
from core.sentences import sentence

log = structlog.get_logger(__name__)

# For reading and writing the list of commands. The library itself retries 5xx responses for 25 s,
# and waits after a 429 for as long as that says.
SYNC_SECONDS = 30.0


# Errors of a command that Discord still shows as it was registered by an earlier version.
OUTDATED = (
    app_commands.CommandNotFound,
    app_commands.CommandSignatureMismatch,
    app_commands.TransformerError,
)


class ComicTree(app_commands.CommandTree["ComicClient"]):
    """Command tree that also responds to outdated commands, and while the process stops."""

    async def interaction_check(self, interaction: discord.Interaction[ComicClient], /) -> bool:
        """Refuse commands while the process is draining; autocompletion takes no sentence."""
        if interaction.type is discord.InteractionType.autocomplete:
            return True
        return await self.client.deps.handler_tasks.accepts(interaction)

    async def on_error(
        self, interaction: discord.Interaction[ComicClient], error: app_commands.AppCommandError, /
    ) -> None:
        """Respond to an error raised before a command's callback was reached."""
        log.warning("command_rejected", error=type(error).__name__)
        async with self.client.deps.handler_tasks.handling(interaction) as context:
            if not isinstance(error, OUTDATED):
                raise error
            await context.send_message(sentence("command_outdated", context.locale))


class ComicClient(discord.AutoShardedClient):
    """Gateway client with one session per shard and no privileged intents."""

    def __init__(
        self,
        settings: DiscordSettings,
        deps: HandlerDeps,
        *,
        connected: asyncio.Event,
        commands: StartupCall,
    ) -> None:
        shards: dict[str, Any] = {}
        if settings.shard_count:
            shards["shard_count"] = settings.shard_count
        if settings.shard_ids:
            shards["shard_ids"] = [int(shard) for shard in settings.shard_ids]
        super().__init__(
            **shards,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
        )
        self.deps = deps
        self._connected = connected
        self._commands = commands
        self._settings = settings
        self._callbacks = CallbackHandlers(deps)
        self.tree = ComicTree(
            self,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        add_comic_commands(self.tree, deps)
        add_account_commands(
            self.tree,
            deps,
            self._callbacks.gallery,
            self._callbacks.account,
            self._callbacks.queue,
        )
        add_admin_commands(self.tree, deps)

    async def setup_hook(self) -> None:
        """Register the commands, and determine the gateway's URL.

        Discord may reject the list for hours; the commands registered before keep working.
        """
        await self._commands.start(self._register_commands)
        await self._commands.first_try()
        await self._find_gateway()

    async def close(self) -> None:
        """Cancel the registration of commands and close the connections."""
        await self._commands.stop()
        await super().close()

    async def _register_commands(self) -> None:
        async with translated(SYNC_SECONDS):
            await sync_commands(self.tree)

    async def _find_gateway(self) -> None:
        """Set the gateway's URL, unless the library fetches it, as it does for all shards."""
        url = self._settings.gateway_url
        if not url and not self._settings.shard_count:
            return
        shards, advertised, _limits = await self.http.get_bot_gateway()
        use_gateway(url or advertised)
        if not self._settings.shard_count:
            self.shard_count = shards

    async def on_ready(self) -> None:
        """Set the event for the first connection; the library calls this for each new session."""
        self._connected.set()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Dispatch component and modal interactions. Commands go through the tree."""
        is_callback = interaction.type in {
            discord.InteractionType.component,
            discord.InteractionType.modal_submit,
        }
        if is_callback and await self.deps.handler_tasks.accepts(interaction):
            await self._callbacks.handle(interaction)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log an error that no handler has responded to."""
        error = sys.exc_info()[1]
        log.error("gateway_event_failed", event_method=event_method, exc_info=error)
