"""Presses of buttons, and forms that were filled in. Who may do what, core decides."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord

from bots.chat.actions import Action, Press, decode
from bots.chat.cards import comic_rows, confirm_rows, removed_card
from bots.chat.reasons import kept_reason
from bots.discord.acks import acknowledge, acknowledge_press
from bots.discord.convert import Interaction, reply_of, request_key, requester_of
from bots.discord.errors import DiscordError, Trouble
from bots.discord.forms import continue_form, edit_form, fields_of, report_form
from bots.discord.handlers import Handler, is_private
from bots.discord.kit import Kit
from bots.discord.persons import Persons
from bots.discord.screens import screen_of
from bots.discord.shelves import Shelves
from bots.discord.shows import Shows
from bots.discord.texts import unquoted
from core.errors import ComicAIError
from core.models import Destination, Receipt
from core.sentences import explain_end, sentence
from core.showcase import Removal

LOOK_SECONDS = 1.5  # for a prompt that its message cannot hold; Discord waits for 3


class Presses:
    """Answers everything but commands."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._comics = kit.services.comics
        self._gallery = kit.services.gallery
        self._showcase = kit.services.showcase
        shows = Shows(kit)
        self.shelves = Shelves(kit, shows)
        self.persons = Persons(kit)
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
        press = decode(str(data.get("custom_id", "")))
        is_form = interaction.type is discord.InteractionType.modal_submit
        handler = (self._forms if is_form else self._buttons).get(press.action) if press else None

        async def work() -> None:
            if press is None or handler is None:
                text = sentence("button_outdated", interaction.locale.value)
                await interaction.response.send_message(text, ephemeral=True)
            else:
                await handler(interaction, press)

        await self._kit.answers.handle(interaction, work)

    # --- New comics -------------------------------------------------------------------------------

    async def _again(self, interaction: Interaction, press: Press) -> None:
        async def take(destination: Destination) -> Receipt:
            return await self._comics.try_again(
                press.id,
                requester_of(interaction),
                destination,
                request_key=request_key(interaction),
            )

        await self._order(interaction, press, take, _prompt_in(interaction)[0])

    async def _open_edit(self, interaction: Interaction, press: Press) -> None:
        prompt, whole = _prompt_in(interaction)
        if not whole:
            prompt = await self._whole_prompt(interaction, press) or prompt
        form = edit_form(press, prompt, interaction.locale.value)
        await interaction.response.send_modal(form)

    async def _open_continue(self, interaction: Interaction, press: Press) -> None:
        await interaction.response.send_modal(continue_form(press, interaction.locale.value))

    async def _edit(self, interaction: Interaction, press: Press) -> None:
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
            return await self._comics.edit(
                press.id,
                requester_of(interaction),
                destination,
                text=fields.get("prompt", ""),
                options=options,
                request_key=request_key(interaction),
            )

        await self._order(interaction, press, take, fields.get("prompt", ""))

    async def _continue(self, interaction: Interaction, press: Press) -> None:
        text = fields_of(interaction.data or {}).get("prompt", "")

        async def take(destination: Destination) -> Receipt:
            return await self._comics.continue_story(
                press.id,
                requester_of(interaction),
                destination,
                text=text,
                request_key=request_key(interaction),
            )

        await self._order(interaction, press, take, text)

    async def _order(
        self,
        interaction: Interaction,
        press: Press,
        take: Callable[[Destination], Awaitable[Receipt]],
        prompt: str,
    ) -> None:
        """Answer with a message of its own: as private as that of the button, and to strangers."""
        private = is_private(interaction, press) or self._kit.chats.is_private(
            str(interaction.guild_id or "")
        )
        ack = await acknowledge(interaction, private=private)
        await self._kit.orders.place(interaction, ack, take, prompt=prompt)

    async def _whole_prompt(self, interaction: Interaction, press: Press) -> str | None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                status = await self._comics.status(press.id, requester_of(interaction))
        except (ComicAIError, TimeoutError):
            return None
        return status.job.prompt

    # --- What is there ----------------------------------------------------------------------------

    async def _cancel(self, interaction: Interaction, press: Press) -> None:
        await acknowledge_press(interaction)
        cancellation = await self._comics.cancel(press.id, requester_of(interaction))
        if not cancellation.canceled:
            text = explain_end(cancellation.status.job, interaction.locale.value)
            await self._tell(interaction, text)

    async def _favorite(self, interaction: Interaction, press: Press) -> None:
        await acknowledge_press(interaction)
        comic = await self._gallery.update(
            requester_of(interaction), press.id, favorite=press.action is Action.FAVORITE
        )
        rows = comic_rows(comic, interaction.locale.value, press.extra)
        await self._kit.rest.edit_rows(*reply_of(interaction), rows)

    async def _ask_whether(self, interaction: Interaction, press: Press) -> None:
        await acknowledge_press(interaction)
        await self._showcase.removable(requester_of(interaction), press.id)
        rows = confirm_rows(press.id, interaction.locale.value, press.extra)
        await self._kit.rest.edit_rows(*reply_of(interaction), rows)

    async def _keep(self, interaction: Interaction, press: Press) -> None:
        await acknowledge_press(interaction)
        requester = requester_of(interaction)
        await self._showcase.removable(requester, press.id)
        comic = await self._showcase.seen(requester, press.id)
        rows = comic_rows(comic, interaction.locale.value, press.extra)
        await self._kit.rest.edit_rows(*reply_of(interaction), rows)

    async def _delete(self, interaction: Interaction, press: Press) -> None:
        await acknowledge_press(interaction)
        removal = await self._showcase.remove(requester_of(interaction), press.id)
        card = removed_card(press.id, interaction.locale.value, whole=removal is Removal.COMIC)
        await self._kit.rest.follow_up(*reply_of(interaction), screen_of(card), private=True)
        try:
            await self._kit.rest.delete_reply(*reply_of(interaction))
        except DiscordError as error:
            if error.trouble is not Trouble.GONE:
                raise

    async def _open_report(self, interaction: Interaction, press: Press) -> None:
        await interaction.response.send_modal(report_form(press, interaction.locale.value))

    async def _report(self, interaction: Interaction, press: Press) -> None:
        await acknowledge(interaction, private=True)
        await self._kit.answers.give_way(interaction)
        fields = fields_of(interaction.data or {})
        reason = kept_reason(fields.get("kind", ""), fields.get("reason", ""))
        requester = requester_of(interaction)
        await self._gallery.report(requester, press.id, reason)
        link = interaction.message.jump_url if interaction.message else ""
        await self._kit.moderators.tell(requester, press.id, reason, link)
        await self._kit.answers.say(interaction, sentence("reported", interaction.locale.value))

    async def _tell(self, interaction: Interaction, text: str) -> None:
        await self._kit.answers.say(interaction, text)


def _prompt_in(interaction: Interaction) -> tuple[str, bool]:
    return unquoted(interaction.message.content) if interaction.message else ("", False)


def _number(text: str | None) -> int | str | None:
    """Return the number that was typed, in any script; else what it was, for the core to judge."""
    return int(text) if text is not None and text.strip().isdecimal() else text
