"""Account commands: `/mygallery`, `/queue`, `/link`, `/settings`, `/help`, `/privacy`."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bots.chat.cards import Card
from bots.chat.gallery_view import SEARCH_LENGTH, gallery_filter_from
from bots.chat.handlers.account import AccountHandlers
from bots.chat.handlers.gallery import GalleryHandlers
from bots.chat.handlers.open_jobs import OpenJobsHandlers
from bots.chat.style_names import matching_styles, style_typed
from bots.discord.command_translations import localized
from bots.discord.commands.comic import CHOICES
from bots.discord.dependencies import HandlerDeps
from core.sentences import sentence

CODE_LENGTH = 20

Search = app_commands.Range[str, 1, SEARCH_LENGTH]
Code = app_commands.Range[str, 1, CODE_LENGTH]


def add_account_commands(
    tree: app_commands.CommandTree[Any],
    deps: HandlerDeps,
    gallery: GalleryHandlers,
    account: AccountHandlers,
    queue_handlers: OpenJobsHandlers,
) -> None:
    """Add the commands to the tree."""
    handling = deps.handler_tasks.handling
    _add_gallery_command(tree, deps, gallery)

    @tree.command(name="link", description=localized("command_link"))
    @app_commands.rename(code=localized("option_code"))
    @app_commands.describe(code=localized("about_code"))
    async def link(interaction: discord.Interaction[Any], code: Code | None = None) -> None:
        async with handling(interaction) as context:
            await account.link(context, code or "")

    @tree.command(name="queue", description=localized("command_queue"))
    async def queue(interaction: discord.Interaction[Any]) -> None:
        async with handling(interaction) as context:
            await queue_handlers.queue(context)

    @tree.command(name="settings", description=localized("command_settings"))
    async def settings(interaction: discord.Interaction[Any]) -> None:
        async with handling(interaction) as context:
            await account.settings(context)

    @tree.command(name="help", description=localized("command_help"))
    async def help_(interaction: discord.Interaction[Any]) -> None:
        async with handling(interaction) as context:
            await context.acknowledge(private=True)
            await context.show(Card(text=sentence("help", context.locale)))

    @tree.command(name="privacy", description=localized("command_privacy"))
    async def privacy(interaction: discord.Interaction[Any]) -> None:
        async with handling(interaction) as context:
            await account.privacy(context)


def _add_gallery_command(
    tree: app_commands.CommandTree[Any], deps: HandlerDeps, gallery: GalleryHandlers
) -> None:
    @tree.command(name="mygallery", description=localized("command_mygallery"))
    @app_commands.rename(
        search=localized("option_search"),
        style=localized("option_style"),
        favorites=localized("option_favorites"),
    )
    @app_commands.describe(
        search=localized("about_search"),
        style=localized("about_gallery_style"),
        favorites=localized("about_favorites"),
    )
    async def mygallery(
        interaction: discord.Interaction[Any],
        search: Search | None = None,
        style: str | None = None,
        favorites: bool = False,
    ) -> None:
        chosen = style_typed(style, interaction.locale.value) if style else ""
        gallery_filter = gallery_filter_from(search or "", chosen, favorites=favorites)
        async with deps.handler_tasks.handling(interaction) as context:
            await gallery.open(context, gallery_filter)

    @mygallery.autocomplete("style")
    async def styles(
        interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        matches = matching_styles(typed, interaction.locale.value)[:CHOICES]
        return [app_commands.Choice(name=name, value=style) for name, style in matches]
