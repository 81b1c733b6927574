"""`/comic`, and the message menu "Make a comic"."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bots.chat.choices import ASPECTS, LAYOUTS, MOST_PANELS, matching_styles, style_typed
from bots.discord.acknowledgement import acknowledge
from bots.discord.command_translations import said
from bots.discord.context import Interaction, context_of, request_key, requester_of
from bots.discord.dependencies import HandlerDeps
from core.content.input_params import SEED_LIMIT
from core.models.deliveries import Destination
from core.models.jobs import Receipt
from core.models.requests import ComicRequest

PROMPT_LENGTH = 6000  # characters; what Discord takes at most, so that we can say what is too long
CHOICES = 25  # that Discord shows

Prompt = app_commands.Range[str, 1, PROMPT_LENGTH]
Panels = app_commands.Range[int, 1, MOST_PANELS]
Seed = app_commands.Range[int, 0, SEED_LIMIT - 1]


def add_comic_commands(tree: app_commands.CommandTree[Any], deps: HandlerDeps) -> None:
    """Register them."""

    @tree.command(name="comic", description=said("command_comic"))
    @app_commands.rename(
        prompt=said("option_prompt"),
        style=said("option_style"),
        panels=said("option_panels"),
        layout=said("option_layout"),
        aspect=said("option_aspect"),
        seed=said("option_seed"),
        private=said("option_private"),
    )
    @app_commands.describe(
        prompt=said("about_prompt"),
        style=said("about_style"),
        panels=said("about_panels"),
        layout=said("about_layout"),
        aspect=said("about_aspect"),
        seed=said("about_seed"),
        private=said("about_private"),
    )
    @app_commands.choices(
        layout=[
            app_commands.Choice(name=said(key), value=layout) for layout, key in LAYOUTS.items()
        ],
        aspect=[app_commands.Choice(name=aspect, value=aspect) for aspect in ASPECTS],
    )
    async def comic(
        interaction: discord.Interaction[Any],
        prompt: Prompt,
        style: str | None = None,
        panels: Panels | None = None,
        layout: str | None = None,
        aspect: str | None = None,
        seed: Seed | None = None,
        private: bool | None = None,
    ) -> None:
        options = {
            "style": style_typed(style, interaction.locale.value) if style else None,
            "panelCount": panels,
            "layout": layout,
            "aspect": aspect,
            "seed": seed,
        }
        given = {name: value for name, value in options.items() if value is not None}
        await deps.responses.handle(
            interaction, lambda: submit_comic(deps, interaction, prompt, given, private=private)
        )

    @comic.autocomplete("style")
    async def styles(
        interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        found = matching_styles(typed, interaction.locale.value)[:CHOICES]
        return [app_commands.Choice(name=name, value=style) for name, style in found]

    @tree.context_menu(name=said("menu_comic"))
    async def make_a_comic(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        author = "" if message.author == interaction.user else str(message.author.id)
        await deps.responses.handle(
            interaction, lambda: submit_comic(deps, interaction, message.content, {}, author=author)
        )


async def submit_comic(
    deps: HandlerDeps,
    interaction: Interaction,
    prompt: str,
    options: dict[str, Any],
    *,
    private: bool | None = None,
    author: str = "",
) -> None:
    """Take a request on. What is private is answered to its person alone."""
    if private is None and deps.chats.is_private(str(interaction.guild_id or "")):
        private = True
    ack = await acknowledge(interaction, private=bool(private) and context_of(interaction) != "dm")
    request = ComicRequest(
        text=prompt,
        options=options,
        private=True if private or ack.private else None,
        clamp=True,
        request_key=request_key(interaction),
        author=author,
    )

    async def take(destination: Destination) -> Receipt:
        return await deps.services.requests.request(request, requester_of(interaction), destination)

    await deps.status_messages.submit(interaction, ack, take, prompt=prompt, author=author)
