"""Presses of buttons, and forms that were filled in. Who may do what, core decides."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord

from bots.chat.callback_data import Action, CallbackData, decode
from bots.chat.cards import comic_rows, confirm_rows, removed_card
from bots.chat.report_reasons import stored_reason
from bots.discord.account import AccountHandlers
from bots.discord.acknowledgement import acknowledge, acknowledge_callback
from bots.discord.api_errors import DiscordApiError, FailureKind
from bots.discord.callback_handler import Handler, is_private
from bots.discord.comic_details import ComicDetailHandlers
from bots.discord.context import Interaction, reply_of, request_key, requester_of
from bots.discord.dependencies import HandlerDeps
from bots.discord.gallery import GalleryHandlers
from bots.discord.modals import continue_modal, edit_modal, fields_of, report_modal
from bots.discord.plain_text import unquoted
from bots.discord.rendering import render_card
from core.errors import ComicAIError
from core.gallery.chat_gallery import Removal
from core.models.deliveries import Destination
from core.models.jobs import Receipt
from core.sentences import explain_end, sentence

LOOK_SECONDS = 1.5  # for a prompt that its message cannot hold; Discord waits for 3


class CallbackHandlers:
    """Answers everything but commands."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        self._requests = deps.services.requests
        self._gallery = deps.services.gallery
        self._chat_gallery = deps.services.chat_gallery
        shows = ComicDetailHandlers(deps)
        self.shelves = GalleryHandlers(deps, shows)
        self.persons = AccountHandlers(deps)
        self._buttons: Mapping[Action, Handler] = {
            Action.AGAIN: self._again,
            Action.RETRY: self._again,
            Action.EDIT: self._open_edit,
            Action.CONTINUE: self._open_continue,
            Action.REPORT: self._open_report,
            Action.FAVORITE: self._favorite,
            Action.UNFAVORITE: self._favorite,
            Action.CANCEL: self._cancel,
            Action.DELETE: self._ask_whether,
            Action.KEEP: self._keep,
            Action.DELETE_NOW: self._delete,
            **shows.buttons,
            **self.shelves.buttons,
            **self.persons.buttons,
        }
        self._forms: Mapping[Action, Handler] = {
            Action.EDIT: self._edit,
            Action.CONTINUE: self._continue,
            Action.REPORT: self._report,
        }

    async def answer(self, interaction: Interaction) -> None:
        """Answer a press or a form."""
        data: Mapping[str, Any] = interaction.data or {}
        callback = decode(str(data.get("custom_id", "")))
        is_form = interaction.type is discord.InteractionType.modal_submit
        handler = (
            (self._forms if is_form else self._buttons).get(callback.action) if callback else None
        )

        async def work() -> None:
            if callback is None or handler is None:
                text = sentence("button_outdated", interaction.locale.value)
                await interaction.response.send_message(text, ephemeral=True)
            else:
                await handler(interaction, callback)

        await self._deps.responses.handle(interaction, work)

    # --- New comics -------------------------------------------------------------------------------

    async def _again(self, interaction: Interaction, callback: CallbackData) -> None:
        async def take(destination: Destination) -> Receipt:
            return await self._requests.try_again(
                callback.id,
                requester_of(interaction),
                destination,
                request_key=request_key(interaction),
            )

        await self._order(interaction, callback, take, _prompt_in(interaction)[0])

    async def _open_edit(self, interaction: Interaction, callback: CallbackData) -> None:
        prompt, whole = _prompt_in(interaction)
        if not whole:
            prompt = await self._whole_prompt(interaction, callback) or prompt
        form = edit_modal(callback, prompt, interaction.locale.value)
        await interaction.response.send_modal(form)

    async def _open_continue(self, interaction: Interaction, callback: CallbackData) -> None:
        await interaction.response.send_modal(continue_modal(callback, interaction.locale.value))

    async def _edit(self, interaction: Interaction, callback: CallbackData) -> None:
        fields = fields_of(interaction.data or {})
        options = {
            name: value
            for name, value in (
                ("style", fields.get("style")),
                ("panelCount", _number(fields.get("panels"))),
            )
            if value is not None
        }

        async def take(destination: Destination) -> Receipt:
            return await self._requests.edit(
                callback.id,
                requester_of(interaction),
                destination,
                text=fields.get("prompt", ""),
                options=options,
                request_key=request_key(interaction),
            )

        await self._order(interaction, callback, take, fields.get("prompt", ""))

    async def _continue(self, interaction: Interaction, callback: CallbackData) -> None:
        text = fields_of(interaction.data or {}).get("prompt", "")

        async def take(destination: Destination) -> Receipt:
            return await self._requests.continue_story(
                callback.id,
                requester_of(interaction),
                destination,
                text=text,
                request_key=request_key(interaction),
            )

        await self._order(interaction, callback, take, text)

    async def _order(
        self,
        interaction: Interaction,
        callback: CallbackData,
        take: Callable[[Destination], Awaitable[Receipt]],
        prompt: str,
    ) -> None:
        """Answer with a message of its own: as private as that of the button, and to strangers."""
        private = is_private(interaction, callback) or self._deps.chats.is_private(
            str(interaction.guild_id or "")
        )
        ack = await acknowledge(interaction, private=private)
        await self._deps.status_messages.submit(interaction, ack, take, prompt=prompt)

    async def _whole_prompt(self, interaction: Interaction, callback: CallbackData) -> str | None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                status = await self._requests.status(callback.id, requester_of(interaction))
        except (ComicAIError, TimeoutError):
            return None
        return status.job.prompt

    # --- What is there ----------------------------------------------------------------------------

    async def _cancel(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        cancellation = await self._requests.cancel(callback.id, requester_of(interaction))
        if not cancellation.canceled:
            text = explain_end(cancellation.status.job, interaction.locale.value)
            await self._tell(interaction, text)

    async def _favorite(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        comic = await self._gallery.update(
            requester_of(interaction), callback.id, favorite=callback.action is Action.FAVORITE
        )
        rows = comic_rows(comic, interaction.locale.value, callback.extra)
        await self._deps.api.edit_components(*reply_of(interaction), rows)

    async def _ask_whether(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        await self._chat_gallery.removal_for(requester_of(interaction), callback.id)
        rows = confirm_rows(callback.id, interaction.locale.value, callback.extra)
        await self._deps.api.edit_components(*reply_of(interaction), rows)

    async def _keep(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        requester = requester_of(interaction)
        await self._chat_gallery.removal_for(requester, callback.id)
        comic = await self._chat_gallery.visible_comic(requester, callback.id)
        rows = comic_rows(comic, interaction.locale.value, callback.extra)
        await self._deps.api.edit_components(*reply_of(interaction), rows)

    async def _delete(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        removal = await self._chat_gallery.remove(requester_of(interaction), callback.id)
        card = removed_card(callback.id, interaction.locale.value, whole=removal is Removal.COMIC)
        await self._deps.api.follow_up(*reply_of(interaction), render_card(card), private=True)
        try:
            await self._deps.api.delete_reply(*reply_of(interaction))
        except DiscordApiError as error:
            if error.kind is not FailureKind.GONE:
                raise

    async def _open_report(self, interaction: Interaction, callback: CallbackData) -> None:
        await interaction.response.send_modal(report_modal(callback, interaction.locale.value))

    async def _report(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge(interaction, private=True)
        await self._deps.responses.give_way(interaction)
        fields = fields_of(interaction.data or {})
        reason = stored_reason(fields.get("kind", ""), fields.get("reason", ""))
        requester = requester_of(interaction)
        await self._gallery.report(requester, callback.id, reason)
        link = interaction.message.jump_url if interaction.message else ""
        await self._deps.moderators.tell(requester, callback.id, reason, link)
        await self._deps.responses.say(interaction, sentence("reported", interaction.locale.value))

    async def _tell(self, interaction: Interaction, text: str) -> None:
        await self._deps.responses.say(interaction, text)


def _prompt_in(interaction: Interaction) -> tuple[str, bool]:
    return unquoted(interaction.message.content) if interaction.message else ("", False)


def _number(text: str | None) -> int | str | None:
    """Return the number that was typed, in any script; else what it was, for the core to judge."""
    return int(text) if text is not None and text.strip().isdecimal() else text
