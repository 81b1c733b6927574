"""Commands about a person: `/mygallery`, `/queue`, `/link`, `/settings`, `/help`, `/privacy`."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bots.chat.choices import matching_styles, style_typed
from bots.chat.gallery_view import SEARCH_LENGTH, gallery_filter_from
from bots.discord.account import AccountHandlers
from bots.discord.command_translations import said
from bots.discord.commands.comic import CHOICES
from bots.discord.dependencies import HandlerDeps
from bots.discord.gallery import GalleryHandlers

CODE_LENGTH = 20

Search = app_commands.Range[str, 1, SEARCH_LENGTH]
Code = app_commands.Range[str, 1, CODE_LENGTH]


def add_person_commands(
    tree: app_commands.CommandTree[Any],
    deps: HandlerDeps,
    gallery: GalleryHandlers,
    persons: AccountHandlers,
) -> None:
    """Register them."""
    handle = deps.responses.handle

    @tree.command(name="mygallery", description=said("command_mygallery"))
    @app_commands.rename(
        search=said("option_search"),
        style=said("option_style"),
        favorites=said("option_favorites"),
    )
    @app_commands.describe(
        search=said("about_search"),
        style=said("about_gallery_style"),
        favorites=said("about_favorites"),
    )
    async def mygallery(
        interaction: discord.Interaction[Any],
        search: Search | None = None,
        style: str | None = None,
        favorites: bool = False,
    ) -> None:
        chosen = style_typed(style, interaction.locale.value) if style else ""
        wanted = gallery_filter_from(search or "", chosen, favorites=favorites)
        await handle(interaction, lambda: gallery.open(interaction, wanted))

    @mygallery.autocomplete("style")
    async def styles(
        interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        found = matching_styles(typed, interaction.locale.value)[:CHOICES]
        return [app_commands.Choice(name=name, value=style) for name, style in found]

    @tree.command(name="link", description=said("command_link"))
    @app_commands.rename(code=said("option_code"))
    @app_commands.describe(code=said("about_code"))
    async def link(interaction: discord.Interaction[Any], code: Code | None = None) -> None:
        await handle(interaction, lambda: persons.link(interaction, code or ""))

    @tree.command(name="queue", description=said("command_queue"))
    async def queue(interaction: discord.Interaction[Any]) -> None:
        await handle(interaction, lambda: persons.queue(interaction))

    @tree.command(name="settings", description=said("command_settings"))
    async def settings(interaction: discord.Interaction[Any]) -> None:
        await handle(interaction, lambda: persons.settings(interaction))

    @tree.command(name="help", description=said("command_help"))
    async def help_(interaction: discord.Interaction[Any]) -> None:
        await handle(interaction, lambda: persons.help(interaction))

    @tree.command(name="privacy", description=said("command_privacy"))
    async def privacy(interaction: discord.Interaction[Any]) -> None:
        await handle(interaction, lambda: persons.privacy(interaction))
