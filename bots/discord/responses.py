"""Answering interactions: at once, once, and always in words."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import discord
import structlog

from bots.discord.acknowledgement import (
    ACK_SECONDS,
    Acknowledgement,
    Interaction,
    InteractionExpiredError,
    ResponseState,
    acknowledged_by_somebody,
    answer_now,
    answer_of,
    is_ours,
    is_ours_alone,
    moved,
    removed,
    response_state_of,
    taken_over,
)
from bots.discord.api_client import DiscordApi
from bots.discord.api_errors import (
    ALREADY_ACKNOWLEDGED,
    UNKNOWN_INTERACTION,
    DiscordApiError,
    FailureKind,
    fault_of,
    translated,
)
from bots.discord.context import destination_of, reply_of
from bots.discord.message_ref import MessageRef
from bots.discord.plain_text import plain
from bots.discord.rendering import RenderedMessage
from core.errors import ComicAIError, PrivateOnlyError, StorageError
from core.models.deliveries import Destination
from core.sentences import explain, sentence

log = structlog.get_logger(__name__)

FAREWELL_SECONDS = 3.0  # for the last word to somebody whose request a stop cut short
PRIVATELY_SECONDS = 5.0  # for an answer that is moved out of others' sight, before it is said there
# To another session, which acknowledged it: more than the database may keep that one waiting until
# it says that nothing was kept.
GIVE_WAY_SECONDS = 6.0
SILENT = {ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION}  # somebody else answers, or nobody can

T = TypeVar("T")


class HandledElsewhereError(Exception):
    """Another session had the same event, and has answered."""


@dataclass(kw_only=True)
class InteractionResponses:
    """Owns what is being answered, and has the last word where that fails."""

    api: DiscordApi
    draining: bool = False
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    async def handle(self, interaction: Interaction, work: Callable[[], Awaitable[None]]) -> None:
        """Do the work; whatever goes wrong becomes a sentence. Runs in a task of its own."""
        if self.draining:
            await self.say(interaction, sentence("restarting", interaction.locale.value))
            return
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._do(interaction, work)
        finally:
            self._tasks.discard(task)

    async def drain(self, seconds: float) -> None:
        """Take on nothing more, let what is under way finish, and cut the rest short."""
        self.draining = True
        tasks = set(self._tasks)
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=FAREWELL_SECONDS + 1)

    async def _do(self, interaction: Interaction, work: Callable[[], Awaitable[None]]) -> None:
        last = sentence("unconfirmed", interaction.locale.value)
        try:
            refusal = await self._refusal(interaction, work)
            if refusal is not None:
                last = refusal
                await self.say(interaction, refusal)
        except asyncio.CancelledError:
            # This process stops. What was committed is brought by another; nobody here can tell.
            if response_state_of(interaction) is not ResponseState.STANDS and is_ours(interaction):
                with suppress(TimeoutError):
                    async with asyncio.timeout(FAREWELL_SECONDS):
                        await self._say_last(interaction, last)
            raise

    async def _refusal(
        self, interaction: Interaction, work: Callable[[], Awaitable[None]]
    ) -> str | None:
        """Do the work; return what is to be said because it failed, if anything is."""
        locale = interaction.locale.value
        try:
            await work()
        except InteractionExpiredError:
            log.warning("interaction_too_late", interaction_id=interaction.id)
        except HandledElsewhereError:
            log.info("interaction_not_ours", interaction_id=interaction.id)
        except ComicAIError as error:
            log.info("interaction_refused", code=error.code)
            if isinstance(error, StorageError) and not is_ours_alone(interaction):
                # That nothing was kept is known of us alone: the other may have kept it.
                return sentence("unconfirmed", locale)
            return explain(error, locale)
        except Exception as error:
            if isinstance(error, discord.HTTPException) and error.code in SILENT:
                log.info("interaction_not_ours", interaction_id=interaction.id, code=error.code)
                return None
            if isinstance(error, discord.HTTPException) and fault_of(error).is_closed:
                log.info("interaction_place_closed", code=error.code)
                return sentence("place_closed", locale)
            error_id = secrets.token_hex(4)
            log.exception(
                "interaction_crashed", error_id=error_id, interaction_id=str(interaction.id)
            )
            return sentence("crashed", locale, reference=error_id)
        return None

    async def say(self, interaction: Interaction, text: str) -> None:
        """Say it where the answer is awaited, and to the person alone where that can be."""
        try:
            async with translated(ACK_SECONDS):
                await self._answer(interaction, RenderedMessage(plain(text)))
        except HandledElsewhereError:
            log.info("interaction_not_ours", interaction_id=interaction.id)
        except DiscordApiError as error:
            log.warning("not_answered", kind=error.kind.value, code=error.code)
            if error.is_closed:
                await self.whisper(interaction, text)

    async def whisper(self, interaction: Interaction, text: str) -> None:
        """Say it in a private message, where nothing can be said in the place where it was asked.

        In private messages with us there is no other place.
        """
        if interaction.context.dm_channel or not is_ours(interaction):
            return
        try:
            channel = await self.api.private_channel(str(interaction.user.id))
            await self.api.send(channel, RenderedMessage(plain(text)), nonce=f"a{interaction.id}")
        except DiscordApiError as error:
            log.info("not_whispered", kind=error.kind.value, code=error.code)

    async def where_it_may_be(
        self,
        interaction: Interaction,
        ack: Acknowledgement,
        act: Callable[[Destination], Awaitable[T]],
    ) -> tuple[T, Destination, PrivateOnlyError | None]:
        """Act with the answer where it is, or for its person's eyes where core wants that.

        Returns what came of it, where the answer is then, and why. Raises HandledElsewhereError,
        DiscordApiError, and whatever *act* does.
        """
        destination = destination_of(interaction, ack)
        try:
            return await act(destination), destination, None
        except PrivateOnlyError as error:
            why = error
        await self.give_way(interaction)
        waiting = RenderedMessage(sentence("one_moment", interaction.locale.value))
        message = await self._into_private(interaction, waiting)
        ref = MessageRef(destination.chat, message, follows_up=True)
        destination = destination_of(interaction, Acknowledgement(ref.to_stored, private=True))
        return await act(destination), destination, why

    async def give_way(self, interaction: Interaction) -> None:
        """Leave it to the session that acknowledged it, unless that has fallen silent.

        Raises HandledElsewhereError; DiscordApiError where that cannot be found out.
        """
        if is_ours(interaction):
            return
        await asyncio.sleep(GIVE_WAY_SECONDS)
        try:
            async with translated(PRIVATELY_SECONDS):
                answer = await answer_now(interaction)
        except DiscordApiError as error:
            # Taken away from others' sight; or it was asked for a quarter of an hour ago.
            if error.kind in {FailureKind.GONE, FailureKind.EXPIRED}:
                raise HandledElsewhereError from error
            raise
        if not answer.flags.loading:
            raise HandledElsewhereError
        taken_over(interaction)

    # --- Below ------------------------------------------------------------------------------------

    async def _answer(self, interaction: Interaction, rendered: RenderedMessage) -> None:
        place = response_state_of(interaction)
        if not interaction.response.is_done():
            try:
                await interaction.response.send_message(rendered.content, ephemeral=True)
            except discord.HTTPException as error:
                if error.code != ALREADY_ACKNOWLEDGED:
                    raise
                if place is None:
                    return  # another session has the same event, and answers it
                acknowledged_by_somebody(interaction)
            else:
                return
        if place in {ResponseState.PRESSED_ON, ResponseState.STANDS, ResponseState.REMOVED}:
            await self.api.follow_up(*reply_of(interaction), rendered, private=True)
            return
        await self.give_way(interaction)
        if place is not ResponseState.FOR_ALL or not await self._said_privately(
            interaction, rendered
        ):
            await self._say_there(interaction, rendered)

    async def _said_privately(self, interaction: Interaction, rendered: RenderedMessage) -> bool:
        """Say it to its person alone; False where that does not work: better said than not."""
        try:
            async with translated(PRIVATELY_SECONDS):
                await self._into_private(interaction, rendered)
        except DiscordApiError as error:
            log.info("not_said_privately", kind=error.kind.value, code=error.code)
            return False
        return True

    async def _say_last(self, interaction: Interaction, text: str) -> None:
        """Say it in one call, wherever the answer stands: there is no time for more."""
        try:
            if response_state_of(interaction) is ResponseState.FOR_ALL:
                await self._say_there(interaction, RenderedMessage(plain(text)))
            else:
                await self.say(interaction, text)
        except DiscordApiError as error:
            log.warning("not_answered", kind=error.kind.value, code=error.code)

    async def _say_there(self, interaction: Interaction, rendered: RenderedMessage) -> None:
        """Say it in the answer, or after it where that was removed in the meantime."""
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
        message = answer_of(interaction)
        await self.api.edit_reply(*reply_of(interaction), rendered, message=message)

    async def _into_private(self, interaction: Interaction, rendered: RenderedMessage) -> str:
        """Take the answer away from others, and put this where its person alone sees it.

        As long as the answer is but promised, whatever follows takes its place, so it is edited
        first. One that is gone already was removed by a call of ours whose reply was lost, or by a
        moderator.
        """
        reply = reply_of(interaction)
        heard = RenderedMessage(plain(sentence("heard", interaction.locale.value)))
        try:
            await self.api.edit_reply(*reply, heard)
            await self.api.delete_reply(*reply)
        except DiscordApiError as error:
            if error.kind is not FailureKind.GONE:
                raise
        removed(interaction)
        message = await self.api.follow_up(*reply, rendered, private=True)
        moved(interaction, message)
        return message
