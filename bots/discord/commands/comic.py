"""`/comic`, and the message command "Make a comic"."""

from __future__ import annotations

from functools import partial
from typing import Any

import discord
from discord import app_commands

from bots.chat.option_choices import ASPECTS, LAYOUTS, MOST_PANELS
from bots.chat.style_names import matching_styles, style_typed
from bots.discord.command_translations import localized
from bots.discord.context import DiscordContext
from bots.discord.dependencies import HandlerDeps
from core.content.input_params_schema import SEED_LIMIT
from core.models.requests import ComicRequest

PROMPT_LENGTH = 6000  # characters; Discord's maximum, so that the core can say what is too long
CHOICES = 25  # Discord's maximum of autocomplete choices

Prompt = app_commands.Range[str, 1, PROMPT_LENGTH]
Panels = app_commands.Range[int, 1, MOST_PANELS]
Seed = app_commands.Range[int, 0, SEED_LIMIT - 1]


def add_comic_commands(tree: app_commands.CommandTree[Any], deps: HandlerDeps) -> None:
    """Add the commands to the tree."""

    @tree.command(name="comic", description=localized("command_comic"))
    @app_commands.rename(
        prompt=localized("option_prompt"),
        style=localized("option_style"),
        panels=localized("option_panels"),
        layout=localized("option_layout"),
        aspect=localized("option_aspect"),
        seed=localized("option_seed"),
        private=localized("option_private"),
    )
    @app_commands.describe(
        prompt=localized("about_prompt"),
        style=localized("about_style"),
        panels=localized("about_panels"),
        layout=localized("about_layout"),
        aspect=localized("about_aspect"),
        seed=localized("about_seed"),
        private=localized("about_private"),
    )
    @app_commands.choices(
        layout=[
            app_commands.Choice(name=localized(key), value=layout)
            for layout, key in LAYOUTS.items()
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
        chosen = {name: value for name, value in options.items() if value is not None}
        async with deps.handler_tasks.handling(interaction) as context:
            await submit_comic(deps, context, prompt, chosen, private=private)

    @comic.autocomplete("style")
    async def styles(
        interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        matches = matching_styles(typed, interaction.locale.value)[:CHOICES]
        return [app_commands.Choice(name=name, value=style) for name, style in matches]

    @tree.context_menu(name=localized("menu_comic"))
    async def make_a_comic(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        author = "" if message.author == interaction.user else str(message.author.id)
        async with deps.handler_tasks.handling(interaction) as context:
            await submit_comic(deps, context, message.content, {}, author=author)


async def submit_comic(
    deps: HandlerDeps,
    context: DiscordContext,
    prompt: str,
    options: dict[str, Any],
    *,
    private: bool | None = None,
    author: str = "",
) -> None:
    """Submit a request. Private requests get an ephemeral response."""
    requester = context.requester
    if private is None and deps.chats.is_private(requester.community):
        private = True
    await context.acknowledge(private=bool(private) and not context.acknowledgement.in_dm)
    request = ComicRequest(
        text=prompt,
        options=options,
        private=True if private or context.acknowledgement.is_ephemeral else None,
        clamp=True,
        request_key=context.request_key,
        author=author,
    )
    submit_request = partial(deps.services.requests.request, request, requester)
    await deps.status_messages.submit(context, submit_request, prompt=prompt, author=author)
