"""Component and modal handlers. The core decides who may do what."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord

from bots.chat.api_errors import FailureKind
from bots.chat.callback_data import Action, CallbackData, decode
from bots.chat.cards import comic_rows, confirm_rows, removed_card
from bots.chat.report_reasons import stored_reason
from bots.discord.account import AccountHandlers
from bots.discord.acknowledgement import acknowledge, acknowledge_callback
from bots.discord.api_errors import DiscordApiError
from bots.discord.callback_handler import Handler, is_private
from bots.discord.comic_details import ComicDetailHandlers
from bots.discord.context import Interaction, reply_of, request_key, requester_of
from bots.discord.dependencies import HandlerDeps
from bots.discord.gallery import GalleryHandlers
from bots.discord.modals import continue_modal, edit_modal, fields_of, report_modal
from bots.discord.plain_text import unquoted
from bots.discord.rendering import render_card
from core.errors import ServiceError
from core.gallery.chat_gallery import Removal
from core.models.deliveries import Destination
from core.models.jobs import Receipt
from core.sentences import explain_end, sentence

PROMPT_SECONDS = 1.5  # for reading a prompt that its message holds in part; Discord waits for 3


class CallbackHandlers:
    """Dispatcher of component and modal interactions, with the handlers of those under comics."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        self._requests = deps.services.requests
        self._comics = deps.services.gallery
        self._chat_gallery = deps.services.chat_gallery
        comic_details = ComicDetailHandlers(deps)
        self.gallery = GalleryHandlers(deps, comic_details)
        self.account = AccountHandlers(deps)
        self._buttons: Mapping[Action, Handler] = {
            Action.AGAIN: self._again,
            Action.RETRY: self._again,
            Action.EDIT: self._open_edit,
            Action.CONTINUE: self._open_continue,
            Action.REPORT: self._open_report,
            Action.FAVORITE: self._favorite,
            Action.UNFAVORITE: self._favorite,
            Action.CANCEL: self._cancel,
            Action.DELETE: self._confirm_delete,
            Action.KEEP: self._keep,
            Action.DELETE_NOW: self._delete,
            **comic_details.buttons,
            **self.gallery.buttons,
            **self.account.buttons,
        }
        self._modals: Mapping[Action, Handler] = {
            Action.EDIT: self._edit,
            Action.CONTINUE: self._continue,
            Action.REPORT: self._report,
        }

    async def handle(self, interaction: Interaction) -> None:
        """Dispatch a component or modal interaction to its handler."""
        data: Mapping[str, Any] = interaction.data or {}
        callback = decode(str(data.get("custom_id", "")))
        is_modal = interaction.type is discord.InteractionType.modal_submit
        handler = (
            (self._modals if is_modal else self._buttons).get(callback.action) if callback else None
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
        async def submit_request(destination: Destination) -> Receipt:
            return await self._requests.try_again(
                callback.id,
                requester_of(interaction),
                destination,
                request_key=request_key(interaction),
            )

        await self._submit(interaction, callback, submit_request, _prompt_in(interaction)[0])

    async def _open_edit(self, interaction: Interaction, callback: CallbackData) -> None:
        prompt, whole = _prompt_in(interaction)
        if not whole:
            prompt = await self._whole_prompt(interaction, callback) or prompt
        modal = edit_modal(callback, prompt, interaction.locale.value)
        await interaction.response.send_modal(modal)

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

        async def submit_request(destination: Destination) -> Receipt:
            return await self._requests.edit(
                callback.id,
                requester_of(interaction),
                destination,
                text=fields.get("prompt", ""),
                options=options,
                request_key=request_key(interaction),
            )

        await self._submit(interaction, callback, submit_request, fields.get("prompt", ""))

    async def _continue(self, interaction: Interaction, callback: CallbackData) -> None:
        text = fields_of(interaction.data or {}).get("prompt", "")

        async def submit_request(destination: Destination) -> Receipt:
            return await self._requests.continue_story(
                callback.id,
                requester_of(interaction),
                destination,
                text=text,
                request_key=request_key(interaction),
            )

        await self._submit(interaction, callback, submit_request, text)

    async def _submit(
        self,
        interaction: Interaction,
        callback: CallbackData,
        submit_request: Callable[[Destination], Awaitable[Receipt]],
        prompt: str,
    ) -> None:
        """Submit a request, with an ephemeral response if the message or the chat is private."""
        private = is_private(interaction, callback) or self._deps.chats.is_private(
            str(interaction.guild_id or "")
        )
        acknowledgement = await acknowledge(interaction, private=private)
        await self._deps.status_messages.submit(
            interaction, acknowledgement, submit_request, prompt=prompt
        )

    async def _whole_prompt(self, interaction: Interaction, callback: CallbackData) -> str | None:
        try:
            async with asyncio.timeout(PROMPT_SECONDS):
                status = await self._requests.status(callback.id, requester_of(interaction))
        except (ServiceError, TimeoutError):
            return None
        return status.job.prompt

    # --- Existing comics --------------------------------------------------------------------------

    async def _cancel(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        cancellation = await self._requests.cancel(callback.id, requester_of(interaction))
        if not cancellation.canceled:
            text = explain_end(cancellation.status.job, interaction.locale.value)
            await self._deps.responses.say(interaction, text)

    async def _favorite(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        comic = await self._comics.update(
            requester_of(interaction), callback.id, favorite=callback.action is Action.FAVORITE
        )
        rows = comic_rows(comic, interaction.locale.value, callback.extra)
        await self._deps.api.edit_components(*reply_of(interaction), rows)

    async def _confirm_delete(self, interaction: Interaction, callback: CallbackData) -> None:
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
        await self._comics.report(requester, callback.id, reason)
        link = interaction.message.jump_url if interaction.message else ""
        await self._deps.moderators.notify(requester, callback.id, reason, link)
        await self._deps.responses.say(interaction, sentence("reported", interaction.locale.value))


def _prompt_in(interaction: Interaction) -> tuple[str, bool]:
    return unquoted(interaction.message.content) if interaction.message else ("", False)


def _number(text: str | None) -> int | str | None:
    """Return the number typed, in digits of any script; else the text, for the core to reject."""
    return int(text) if text is not None and text.strip().isdecimal() else text
