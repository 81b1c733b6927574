"""Responses to interactions: exactly one for each, also where its handler fails."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import discord
import structlog

from bots.chat.api_errors import FailureKind
from bots.discord.acknowledgement import (
    ACK_SECONDS,
    Acknowledgement,
    Interaction,
    InteractionExpiredError,
    ResponseState,
    fetch_response,
    follow_up_id_of,
    is_exclusive,
    is_responder,
    mark_acknowledged,
    mark_moved,
    mark_removed,
    mark_taken_over,
    response_state_of,
)
from bots.discord.api_client import DiscordApi
from bots.discord.api_errors import (
    ALREADY_ACKNOWLEDGED,
    UNKNOWN_INTERACTION,
    DiscordApiError,
    api_error_of,
    translated,
)
from bots.discord.context import destination_of, reply_of
from bots.discord.message_ref import MessageRef
from bots.discord.plain_text import plain
from bots.discord.rendering import RenderedMessage
from core.errors import ComicAIError, PrivateOnlyError, ServiceError, StorageError
from core.models.deliveries import Destination
from core.sentences import explain, sentence

log = structlog.get_logger(__name__)

LAST_RESPONSE_SECONDS = 3.0  # for the response to a request that a shutdown interrupted
MOVE_SECONDS = 5.0  # for moving a response into an ephemeral follow-up, else it stays public
# For another session that acknowledged the interaction: longer than a database time-out, after
# which that session responds that nothing was stored.
OTHER_SESSION_SECONDS = 6.0
# Errors that need no response: another session gives it, or none is possible.
SILENT = {ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION}

# States in which the response must not be edited any more.
NEEDS_FOLLOW_UP = {
    ResponseState.COMPONENT_MESSAGE,
    ResponseState.ACCEPTED,
    ResponseState.REMOVED,
}

T = TypeVar("T")


class HandledElsewhereError(ComicAIError):
    """Another session received the same event and has responded."""


@dataclass(kw_only=True)
class InteractionResponses:
    """Owner of the handlers' tasks, which also responds where a handler fails."""

    api: DiscordApi
    draining: bool = False
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    async def handle(self, interaction: Interaction, work: Callable[[], Awaitable[None]]) -> None:
        """Run a handler's work and turn any failure into a sentence for the user.

        Has to be called in a task of the handler's own.
        """
        if self.draining:
            await self.say(interaction, sentence("restarting", interaction.locale.value))
            return
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._run(interaction, work)
        finally:
            self._tasks.discard(task)

    async def drain(self, seconds: float) -> None:
        """Reject new interactions, wait for running handlers, and cancel those that remain."""
        self.draining = True
        tasks = set(self._tasks)
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=LAST_RESPONSE_SECONDS + 1)

    async def _run(self, interaction: Interaction, work: Callable[[], Awaitable[None]]) -> None:
        last_text = sentence("unconfirmed", interaction.locale.value)
        try:
            failure = await self._failure_text(interaction, work)
            if failure is not None:
                last_text = failure
                await self.say(interaction, failure)
        except asyncio.CancelledError:
            # This process stops. Whether the request was committed is unknown here; if so, another
            # process delivers the comic.
            state = response_state_of(interaction)
            if state is not ResponseState.ACCEPTED and is_responder(interaction):
                with suppress(TimeoutError):
                    async with asyncio.timeout(LAST_RESPONSE_SECONDS):
                        await self._say_once(interaction, last_text)
            raise

    async def _failure_text(
        self, interaction: Interaction, work: Callable[[], Awaitable[None]]
    ) -> str | None:
        """Run the work; return the sentence for the user if it failed."""
        locale = interaction.locale.value
        try:
            await work()
        except InteractionExpiredError:
            log.warning("interaction_expired", interaction_id=interaction.id)
        except HandledElsewhereError:
            log.info("interaction_handled_elsewhere", interaction_id=interaction.id)
        except ServiceError as error:
            log.info("interaction_refused", code=error.code)
            if isinstance(error, StorageError) and not is_exclusive(interaction):
                # This session stored nothing, but the other one may have.
                return sentence("unconfirmed", locale)
            return explain(error, locale)
        except Exception as error:
            if isinstance(error, discord.HTTPException) and error.code in SILENT:
                log.info(
                    "interaction_handled_elsewhere", interaction_id=interaction.id, code=error.code
                )
                return None
            if isinstance(error, discord.HTTPException) and api_error_of(error).is_closed:
                log.info("interaction_channel_closed", code=error.code)
                return sentence("place_closed", locale)
            error_id = secrets.token_hex(4)
            log.exception(
                "interaction_failed", error_id=error_id, interaction_id=str(interaction.id)
            )
            return sentence("crashed", locale, reference=error_id)
        return None

    async def say(self, interaction: Interaction, text: str) -> None:
        """Respond with a text, visible to the user alone where possible."""
        try:
            async with translated(ACK_SECONDS):
                await self._respond(interaction, RenderedMessage(plain(text)))
        except HandledElsewhereError:
            log.info("interaction_handled_elsewhere", interaction_id=interaction.id)
        except DiscordApiError as error:
            log.warning("response_failed", kind=error.kind.value, code=error.code)
            if error.is_closed:
                await self.send_direct_message(interaction, text)

    async def send_direct_message(self, interaction: Interaction, text: str) -> None:
        """Send the text as a direct message, because the original channel is closed to the bot.

        Does nothing if the original channel is the direct-message channel.
        """
        if interaction.context.dm_channel or not is_responder(interaction):
            return
        try:
            channel = await self.api.create_dm(str(interaction.user.id))
            await self.api.send(channel, RenderedMessage(plain(text)), nonce=f"a{interaction.id}")
        except DiscordApiError as error:
            log.info("direct_message_failed", kind=error.kind.value, code=error.code)

    async def with_allowed_destination(
        self,
        interaction: Interaction,
        ack: Acknowledgement,
        act: Callable[[Destination], Awaitable[T]],
    ) -> tuple[T, Destination, PrivateOnlyError | None]:
        """Call *act* with the response's destination, moved to an ephemeral one if core demands it.

        Returns the result, the final destination, and core's reason for the move. Raises
        HandledElsewhereError, DiscordApiError, and the exceptions of *act*.
        """
        destination = destination_of(interaction, ack)
        try:
            return await act(destination), destination, None
        except PrivateOnlyError as error:
            reason = error
        await self.give_way(interaction)
        placeholder = RenderedMessage(sentence("one_moment", interaction.locale.value))
        message = await self._move_to_follow_up(interaction, placeholder)
        ref = MessageRef(destination.chat, message, is_follow_up=True)
        destination = destination_of(interaction, Acknowledgement(ref.to_stored, private=True))
        return await act(destination), destination, reason

    async def give_way(self, interaction: Interaction) -> None:
        """Leave the response to the session that acknowledged it, unless that fails to respond.

        Raises HandledElsewhereError if it responded, DiscordApiError if that is unknown.
        """
        if is_responder(interaction):
            return
        await asyncio.sleep(OTHER_SESSION_SECONDS)
        try:
            async with translated(MOVE_SECONDS):
                response = await fetch_response(interaction)
        except DiscordApiError as error:
            # Deleted so that others do not see it, or the token has expired after 15 minutes.
            if error.kind in {FailureKind.GONE, FailureKind.EXPIRED}:
                raise HandledElsewhereError from error
            raise
        if not response.flags.loading:
            raise HandledElsewhereError
        mark_taken_over(interaction)

    # --- Internals --------------------------------------------------------------------------------

    async def _respond(self, interaction: Interaction, rendered: RenderedMessage) -> None:
        state = response_state_of(interaction)
        if not interaction.response.is_done():
            try:
                await interaction.response.send_message(rendered.content, ephemeral=True)
            except discord.HTTPException as error:
                if error.code != ALREADY_ACKNOWLEDGED:
                    raise
                if state is None:
                    return  # another session has the same event and responds
                mark_acknowledged(interaction)
            else:
                return
        if state in NEEDS_FOLLOW_UP:
            await self.api.follow_up(*reply_of(interaction), rendered, private=True)
            return
        await self.give_way(interaction)
        if state is not ResponseState.PUBLIC or not await self._say_privately(
            interaction, rendered
        ):
            await self._say_in_response(interaction, rendered)

    async def _say_privately(self, interaction: Interaction, rendered: RenderedMessage) -> bool:
        """Move the response into an ephemeral follow-up; False where that fails."""
        try:
            async with translated(MOVE_SECONDS):
                await self._move_to_follow_up(interaction, rendered)
        except DiscordApiError as error:
            log.info("response_move_failed", kind=error.kind.value, code=error.code)
            return False
        return True

    async def _say_once(self, interaction: Interaction, text: str) -> None:
        """Respond in a single call, even publicly: a shutdown leaves no time for more."""
        try:
            if response_state_of(interaction) is ResponseState.PUBLIC:
                await self._say_in_response(interaction, RenderedMessage(plain(text)))
            else:
                await self.say(interaction, text)
        except DiscordApiError as error:
            log.warning("response_failed", kind=error.kind.value, code=error.code)

    async def _say_in_response(self, interaction: Interaction, rendered: RenderedMessage) -> None:
        """Edit the response, or send an ephemeral follow-up where it was deleted."""
        if response_state_of(interaction) is not ResponseState.REMOVED:
            try:
                await self._edit(interaction, rendered)
            except DiscordApiError as error:
                if error.kind is not FailureKind.GONE:
                    raise
            else:
                return
        await self.api.follow_up(*reply_of(interaction), rendered, private=True)

    async def _edit(self, interaction: Interaction, rendered: RenderedMessage) -> None:
        message = follow_up_id_of(interaction)
        await self.api.edit_reply(*reply_of(interaction), rendered, message=message)

    async def _move_to_follow_up(self, interaction: Interaction, rendered: RenderedMessage) -> str:
        """Delete the response, and send an ephemeral follow-up instead; return its id.

        A follow-up to a response that is still deferred would replace it, so it is edited first. A
        response that does not exist any more was deleted by an earlier call whose reply was lost,
        or by a moderator.
        """
        reply = reply_of(interaction)
        acknowledged = RenderedMessage(plain(sentence("heard", interaction.locale.value)))
        try:
            await self.api.edit_reply(*reply, acknowledged)
            await self.api.delete_reply(*reply)
        except DiscordApiError as error:
            if error.kind is not FailureKind.GONE:
                raise
        mark_removed(interaction)
        message = await self.api.follow_up(*reply, rendered, private=True)
        mark_moved(interaction, message)
        return message
