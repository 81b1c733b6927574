"""Account handlers: commands and buttons whose responses only the user sees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from bots.chat.account_cards import (
    code_card,
    forget_card,
    linked_card,
    parse_setting,
    preview_card,
    privacy_card,
    queue_card,
    settings_card,
)
from bots.chat.callback_data import Action, CallbackData
from bots.chat.cards import Card
from bots.discord.acknowledgement import acknowledge, acknowledge_callback
from bots.discord.callback_handler import Handler
from bots.discord.context import Interaction, reply_of, requester_of
from bots.discord.dependencies import HandlerDeps
from bots.discord.rendering import render_card
from core.errors import NotFoundError
from core.sentences import sentence


class AccountHandlers:
    """Handlers of account linking, queue, settings, help and privacy."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        self._services = deps.services
        self.buttons: Mapping[Action, Handler] = {
            Action.LINK: self._link,
            Action.SET: self._set,
            Action.QUEUE_CANCEL: self._cancel,
            Action.FORGET: self._ask_to_forget,
            Action.FORGET_NOW: self._forget,
        }

    # --- Commands ---------------------------------------------------------------------------------

    async def link(self, interaction: Interaction, code: str) -> None:
        """Handle `/link`: show a new code, or preview the merge that a given code allows."""
        await acknowledge(interaction, private=True)
        requester, locale = requester_of(interaction), interaction.locale.value
        if code:
            preview = await self._services.links.preview(requester, code)
            card = preview_card(preview, code, locale)
        else:
            new_code, expires_at = await self._services.links.make_code(requester)
            card = code_card(new_code, expires_at, datetime.now(UTC), locale)
        await self._show(interaction, card)

    async def queue(self, interaction: Interaction) -> None:
        """Handle `/queue`."""
        await acknowledge(interaction, private=True)
        await self._show_queue(interaction)

    async def settings(self, interaction: Interaction) -> None:
        """Handle `/settings`."""
        await acknowledge(interaction, private=True)
        await self._show_settings(interaction)

    async def help(self, interaction: Interaction) -> None:
        """Handle `/help`."""
        await acknowledge(interaction, private=True)
        await self._show(interaction, Card(text=sentence("help", interaction.locale.value)))

    async def privacy(self, interaction: Interaction) -> None:
        """Handle `/privacy`."""
        await acknowledge(interaction, private=True)
        requester = requester_of(interaction)
        try:
            person = await self._services.profiles.me(requester)
        except NotFoundError:
            person = None
        comics = await self._services.gallery.count(requester)
        await self._show(interaction, privacy_card(person, comics, requester.locale))

    # --- Buttons ----------------------------------------------------------------------------------

    async def _link(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        person = await self._services.links.claim(requester_of(interaction), callback.extra)
        await self._show(interaction, linked_card(person, interaction.locale.value))

    async def _set(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        name, on = parse_setting(callback.extra)
        await self._services.profiles.set(requester_of(interaction), {name: on})
        await self._show_settings(interaction)

    async def _cancel(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        await self._services.requests.cancel(callback.id, requester_of(interaction))
        await self._show_queue(interaction)

    async def _ask_to_forget(self, interaction: Interaction, callback: CallbackData) -> None:  # noqa: ARG002
        await acknowledge_callback(interaction)
        await self._show(interaction, forget_card(interaction.locale.value))

    async def _forget(self, interaction: Interaction, callback: CallbackData) -> None:  # noqa: ARG002
        await acknowledge_callback(interaction)
        await self._services.profiles.forget(requester_of(interaction))
        await self._show(interaction, Card(text=sentence("forgotten", interaction.locale.value)))

    # --- Internals --------------------------------------------------------------------------------

    async def _show_queue(self, interaction: Interaction) -> None:
        jobs = await self._services.requests.open_jobs(requester_of(interaction))
        await self._show(interaction, queue_card(jobs, interaction.locale.value))

    async def _show_settings(self, interaction: Interaction) -> None:
        settings = await self._services.profiles.settings(requester_of(interaction))
        await self._show(interaction, settings_card(settings, interaction.locale.value))

    async def _show(self, interaction: Interaction, card: Card) -> None:
        await self._deps.api.edit_reply(*reply_of(interaction), render_card(card))
