"""`/comicadmin`: settings of a server, visible to members who may manage it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands

from bots.chat.settings_text import settings_text
from bots.discord.command_translations import localized
from bots.discord.context import DiscordContext
from bots.discord.dependencies import HandlerDeps
from bots.discord.interactions import Interaction
from bots.discord.plain_text import CONTENT_LIMIT, plain
from bots.discord.rendering import RenderedMessage, shortened
from core.chats.chat_settings import ChatSettings, toggled
from core.chats.moderation_admin import ModerationAdmin
from core.errors import NotModeratorError
from core.models.identity import Identity, Platform, Requester
from core.sentences import sentence, style_name
from core.sentences.comic_text import STYLES

CHANNEL = re.compile(re.escape(plain("<#")) + r"(\d+)" + re.escape(plain(">")))

Words = app_commands.Range[str, 0, 1000]
PerDay = app_commands.Range[int, 0, 100_000]
# Discord's own description of the channel, which the bot may be unable to see.
Channel = app_commands.AppCommandChannel | app_commands.AppCommandThread


def add_admin_commands(tree: app_commands.CommandTree[Any], deps: HandlerDeps) -> None:
    """Add the command group to the tree."""
    tree.add_command(ComicAdmin(deps))


class ComicAdmin(app_commands.Group):
    """The command group; each command changes one setting and shows the resulting settings."""

    def __init__(self, deps: HandlerDeps) -> None:
        super().__init__(
            name="comicadmin",
            description=localized("command_comicadmin"),
            default_permissions=discord.Permissions(manage_guild=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
        )
        self._deps = deps

    async def _change(self, interaction: Interaction, **changes: Any) -> None:
        async with self._deps.handler_tasks.handling(interaction) as context:
            manager = await _acknowledge_manager(context)
            await _show_settings(context, await self._deps.chats.change(manager, **changes))

    async def _toggle(self, interaction: Interaction, name: str, entry: str) -> None:
        async with self._deps.handler_tasks.handling(interaction) as context:
            manager = await _acknowledge_manager(context)
            await _show_settings(context, await toggled(self._deps.chats, manager, name, entry))

    @app_commands.command(description=localized("admin_show"))
    async def show(self, interaction: discord.Interaction[Any]) -> None:
        async with self._deps.handler_tasks.handling(interaction) as context:
            manager = await _acknowledge_manager(context)
            await _show_settings(context, await self._deps.chats.settings(manager.community))

    @app_commands.command(description=localized("admin_pause"))
    @app_commands.describe(paused=localized("admin_about_paused"))
    async def pause(self, interaction: discord.Interaction[Any], paused: bool) -> None:
        await self._change(interaction, paused=paused)

    @app_commands.command(description=localized("admin_private"))
    @app_commands.describe(private=localized("admin_about_private"))
    async def private(self, interaction: discord.Interaction[Any], private: bool) -> None:
        await self._change(interaction, private=private)

    @app_commands.command(description=localized("admin_family"))
    @app_commands.describe(family=localized("admin_about_family"))
    async def family(self, interaction: discord.Interaction[Any], family: bool) -> None:
        await self._change(interaction, family=family)

    @app_commands.command(description=localized("admin_channel"))
    @app_commands.describe(channel=localized("admin_about_channel"))
    async def channel(self, interaction: discord.Interaction[Any], channel: Channel) -> None:
        await self._toggle(interaction, "channels", str(channel.id))

    @app_commands.command(description=localized("admin_style"))
    @app_commands.describe(style=localized("admin_about_style"))
    @app_commands.choices(
        style=[app_commands.Choice(name=style_name(style, "en"), value=style) for style in STYLES]
    )
    async def style(self, interaction: discord.Interaction[Any], style: str) -> None:
        await self._toggle(interaction, "styles", style)

    @app_commands.command(description=localized("admin_words"))
    @app_commands.describe(words=localized("admin_about_words"))
    async def words(self, interaction: discord.Interaction[Any], words: Words = "") -> None:
        listed = tuple(filter(None, (word.strip() for word in words.split(","))))
        await self._change(interaction, words=listed)

    @app_commands.command(description=localized("admin_limit"))
    @app_commands.describe(per_day=localized("admin_about_limit"))
    async def limit(self, interaction: discord.Interaction[Any], per_day: PerDay) -> None:
        await self._change(interaction, per_day=per_day)

    @app_commands.command(description=localized("admin_log"))
    @app_commands.describe(channel=localized("admin_about_log"))
    async def log(
        self, interaction: discord.Interaction[Any], channel: Channel | None = None
    ) -> None:
        await self._change(interaction, log_channel=str(channel.id) if channel else "")

    @app_commands.command(description=localized("admin_ban"))
    @app_commands.describe(user=localized("admin_about_user"))
    async def ban(self, interaction: discord.Interaction[Any], user: discord.User) -> None:
        async with self._deps.handler_tasks.handling(interaction) as context:
            manager = await _acknowledge_manager(context)
            moderation = _moderation_by(manager, self._deps)
            await moderation.ban(_identity_of(user), chat=manager.community)
            await _show_text(context, sentence("banned_here", context.locale))

    @app_commands.command(description=localized("admin_unban"))
    @app_commands.describe(user=localized("admin_about_unban"))
    async def unban(self, interaction: discord.Interaction[Any], user: discord.User) -> None:
        async with self._deps.handler_tasks.handling(interaction) as context:
            manager = await _acknowledge_manager(context)
            moderation = _moderation_by(manager, self._deps)
            await moderation.unban(_identity_of(user), chat=manager.community)
            await _show_text(context, sentence("unbanned", context.locale))


async def _acknowledge_manager(context: DiscordContext) -> Requester:
    """Acknowledge the command, and return its user. Raises NotModeratorError."""
    await context.acknowledge(private=True)
    await context.give_way()
    if not context.interaction.permissions.manage_guild:
        raise NotModeratorError
    return replace(context.requester, moderates=True)


async def _show_settings(context: DiscordContext, settings: ChatSettings) -> None:
    await _show_text(context, settings_text(_with_mentions(settings), context.locale))


async def _show_text(context: DiscordContext, text: str) -> None:
    content = _with_channel_mentions(shortened(text, CONTENT_LIMIT))
    await context.edit(RenderedMessage(content))


def _with_mentions(settings: ChatSettings) -> ChatSettings:
    """Return the settings with channels as mentions, which Discord shows by name."""
    channels = tuple(f"<#{channel}>" for channel in settings.channels)
    log_channel = settings.log_channel and f"<#{settings.log_channel}>"
    return replace(settings, channels=channels, log_channel=log_channel)


def _with_channel_mentions(text: str) -> str:
    """Return escaped text with its channel mentions restored."""
    return CHANNEL.sub(r"<#\1>", text)


def _identity_of(user: discord.User) -> Identity:
    return Identity(Platform.DISCORD, str(user.id))


def _moderation_by(manager: Requester, deps: HandlerDeps) -> ModerationAdmin:
    operator = f"discord:{manager.identity.external_id}"
    return ModerationAdmin(database=deps.services.database, operator=operator)
