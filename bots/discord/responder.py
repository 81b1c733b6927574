"""Responder of one interaction: acknowledges it, and edits, moves or follows up the response."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import discord
import structlog

from bots.chat.api_errors import FailureKind
from bots.chat.cards import Rows
from bots.discord.acknowledgement import (
    NEEDS_FOLLOW_UP,
    Acknowledgement,
    ResponseState,
)
from bots.discord.api_client import DiscordApi
from bots.discord.api_errors import ALREADY_ACKNOWLEDGED, DiscordApiError, translated
from bots.discord.deferral import ACK_SECONDS, defer, defer_update, fetch_response
from bots.discord.interactions import Interaction
from bots.discord.plain_text import plain
from bots.discord.rendering import RenderedMessage
from core.errors import ComicAIError
from core.sentences import sentence

log = structlog.get_logger(__name__)

MOVE_SECONDS = 5.0  # for moving a response into an ephemeral follow-up, else it stays public
# For another session that acknowledged the interaction: longer than a database time-out, after
# which that session responds that nothing was stored.
OTHER_SESSION_SECONDS = 6.0


class HandledElsewhereError(ComicAIError):
    """Another session received the same event and has responded."""


@dataclass(kw_only=True)
class Responder:
    """Responder of one interaction. The methods raise DiscordApiError, unless they say otherwise.

    Until an acknowledgement, only `send_message`, `send_modal` and `say` are possible.
    """

    interaction: Interaction
    api: DiscordApi
    acknowledgement: Acknowledgement = field(init=False)

    def __post_init__(self) -> None:
        self.acknowledgement = Acknowledgement(in_dm=self.interaction.context.dm_channel)

    @property
    def locale(self) -> str:
        """The user's language, as Discord names it."""
        return self.interaction.locale.value

    # --- Acknowledgement --------------------------------------------------------------------------

    async def acknowledge(self, *, private: bool = False) -> None:
        """Defer the response, as a new message. Raises InteractionExpiredError, HTTPException."""
        self.acknowledgement.announced(private=private)
        deferral = await defer(self.interaction, private=private)
        self.acknowledgement.acknowledged(
            deferral.by, private=deferral.is_ephemeral, message_id=deferral.message_id
        )

    async def acknowledge_update(self) -> None:
        """Acknowledge a component, whose message may be edited.

        Raises InteractionExpiredError, HTTPException.
        """
        self.acknowledgement.announced_update()
        if await defer_update(self.interaction):
            self.acknowledgement.acknowledged_update()

    async def send_message(self, text: str) -> None:
        """Respond in an ephemeral message, without an acknowledgement. Raises HTTPException."""
        await self.interaction.response.send_message(text, ephemeral=True)

    async def send_modal(self, modal: discord.ui.Modal) -> None:
        """Respond with a modal, without an acknowledgement. Raises HTTPException."""
        await self.interaction.response.send_modal(modal)

    # --- The acknowledged response ----------------------------------------------------------------

    async def edit(self, rendered: RenderedMessage) -> str:
        """Edit the response, or the follow-up that replaced it; return the message's id."""
        message = self.acknowledgement.follow_up_id
        return await self.api.edit_reply(*self._reply, rendered, message=message)

    async def show_buttons(self, rows: Rows) -> None:
        """Replace the buttons of the message with the component."""
        await self.api.edit_components(*self._reply, rows)

    async def delete(self) -> None:
        """Delete the response, or the message with the component, unless it is gone already."""
        try:
            await self.api.delete_reply(*self._reply)
        except DiscordApiError as error:
            if error.kind is not FailureKind.GONE:
                raise

    async def follow_up(self, rendered: RenderedMessage) -> str:
        """Send an ephemeral follow-up; return its id."""
        return await self.api.follow_up(*self._reply, rendered, private=True)

    async def move_to_follow_up(self, rendered: RenderedMessage) -> None:
        """Delete the response, and send an ephemeral follow-up instead.

        A follow-up to a response that is still deferred would replace it, so it is edited first. A
        response that does not exist any more was deleted by an earlier call whose reply was lost,
        or by a moderator.
        """
        heard = RenderedMessage(plain(sentence("heard", self.locale)))
        try:
            await self.api.edit_reply(*self._reply, heard)
            await self.api.delete_reply(*self._reply)
        except DiscordApiError as error:
            if error.kind is not FailureKind.GONE:
                raise
        self.acknowledgement.removed()
        self.acknowledgement.moved_to(await self.follow_up(rendered))

    async def give_way(self) -> None:
        """Leave the response to the session that acknowledged it, unless that fails to respond.

        Raises HandledElsewhereError if it responded, DiscordApiError if that is unknown.
        """
        if self.acknowledgement.is_responder:
            return
        await asyncio.sleep(OTHER_SESSION_SECONDS)
        try:
            async with translated(MOVE_SECONDS):
                response = await fetch_response(self.interaction)
        except DiscordApiError as error:
            # Deleted so that others do not see it, or the token has expired after 15 minutes.
            if error.kind in {FailureKind.GONE, FailureKind.EXPIRED}:
                raise HandledElsewhereError from error
            raise
        if not response.flags.loading:
            raise HandledElsewhereError
        self.acknowledgement.taken_over()

    # --- Sentences in any state -------------------------------------------------------------------

    async def say(self, text: str) -> None:
        """Respond with a text, visible to the user alone where possible. A failure is logged."""
        try:
            async with translated(ACK_SECONDS):
                await self._respond(RenderedMessage(plain(text)))
        except HandledElsewhereError:
            log.info("interaction_handled_elsewhere", interaction_id=self.interaction.id)
        except DiscordApiError as error:
            log.warning("response_failed", kind=error.kind.value, code=error.code)
            if error.is_closed:
                await self.send_direct_message(text)

    async def say_once(self, text: str) -> None:
        """Respond in a single call, even publicly, because a shutdown leaves no time for more.

        Does nothing if the response has been given, or is another session's. A failure is logged.
        """
        acknowledgement = self.acknowledgement
        if acknowledgement.state is ResponseState.ACCEPTED or not acknowledgement.is_responder:
            return
        if acknowledgement.state is not ResponseState.PUBLIC:
            await self.say(text)
            return
        try:
            await self._say_in_response(RenderedMessage(plain(text)))
        except DiscordApiError as error:
            log.warning("response_failed", kind=error.kind.value, code=error.code)

    async def send_direct_message(self, text: str) -> None:
        """Send the text as a direct message, because the original channel is closed to the bot.

        Does nothing if the original channel is the direct-message channel. A failure is logged.
        """
        if self.acknowledgement.in_dm or not self.acknowledgement.is_responder:
            return
        try:
            channel = await self.api.create_dm(str(self.interaction.user.id))
            nonce = f"a{self.interaction.id}"
            await self.api.send(channel, RenderedMessage(plain(text)), nonce=nonce)
        except DiscordApiError as error:
            log.info("direct_message_failed", kind=error.kind.value, code=error.code)

    # --- Internals --------------------------------------------------------------------------------

    @property
    def _reply(self) -> tuple[str, str]:
        """The application id and token that address the response."""
        return str(self.interaction.application_id), self.interaction.token

    async def _respond(self, rendered: RenderedMessage) -> None:
        state = self.acknowledgement.state
        if not self.interaction.response.is_done():
            if await self._respond_first(rendered):
                return
            if state is ResponseState.NOT_ACKNOWLEDGED:
                return  # another session has the same event and responds
            self.acknowledgement.found_acknowledged()
        if state in NEEDS_FOLLOW_UP:
            await self.follow_up(rendered)
            return
        await self.give_way()
        if state is not ResponseState.PUBLIC or not await self._say_privately(rendered):
            await self._say_in_response(rendered)

    async def _respond_first(self, rendered: RenderedMessage) -> bool:
        """Respond without an acknowledgement; False if there is one, though not known to us."""
        try:
            await self.send_message(rendered.content)
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED:
                raise
            return False
        return True

    async def _say_privately(self, rendered: RenderedMessage) -> bool:
        """Move the response into an ephemeral follow-up; False where that fails."""
        try:
            async with translated(MOVE_SECONDS):
                await self.move_to_follow_up(rendered)
        except DiscordApiError as error:
            log.info("response_move_failed", kind=error.kind.value, code=error.code)
            return False
        return True

    async def _say_in_response(self, rendered: RenderedMessage) -> None:
        """Edit the response, or send an ephemeral follow-up where it was deleted."""
        if self.acknowledgement.state is not ResponseState.REMOVED:
            try:
                await self.edit(rendered)
            except DiscordApiError as error:
                if error.kind is not FailureKind.GONE:
                    raise
            else:
                return
        await self.follow_up(rendered)
