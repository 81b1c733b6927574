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

from bots.discord.acks import (
    ACK_SECONDS,
    Ack,
    Interaction,
    Place,
    TooLateError,
    acknowledged_by_somebody,
    answer_now,
    answer_of,
    is_ours,
    is_ours_alone,
    moved,
    place_of,
    removed,
    taken_over,
)
from bots.discord.convert import destination_of, reply_of
from bots.discord.errors import (
    ALREADY_ACKNOWLEDGED,
    UNKNOWN_INTERACTION,
    DiscordError,
    Trouble,
    fault_of,
    translated,
)
from bots.discord.rest import Rest
from bots.discord.screens import Screen
from bots.discord.spots import Spot
from bots.discord.texts import plain
from core.errors import ComicAIError, PrivateOnlyError, StorageError
from core.models import Destination
from core.sentences import explain, sentence

log = structlog.get_logger(__name__)

FAREWELL_SECONDS = 3.0  # for the last word to somebody whose request a stop cut short
PRIVATELY_SECONDS = 5.0  # for an answer that is moved out of others' sight, before it is said there
# To another session, which acknowledged it: more than the database may keep that one waiting until
# it says that nothing was kept.
GIVE_WAY_SECONDS = 6.0
SILENT = {ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION}  # somebody else answers, or nobody can

T = TypeVar("T")


class AnsweredElsewhereError(Exception):
    """Another session had the same event, and has answered."""


@dataclass(kw_only=True)
class Answers:
    """Owns what is being answered, and has the last word where that fails."""

    rest: Rest
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
            if place_of(interaction) is not Place.STANDS and is_ours(interaction):
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
        except TooLateError:
            log.warning("interaction_too_late", interaction_id=interaction.id)
        except AnsweredElsewhereError:
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
                await self._answer(interaction, Screen(plain(text)))
        except AnsweredElsewhereError:
            log.info("interaction_not_ours", interaction_id=interaction.id)
        except DiscordError as error:
            log.warning("not_answered", trouble=error.trouble.value, code=error.code)
            if error.is_closed:
                await self.whisper(interaction, text)

    async def whisper(self, interaction: Interaction, text: str) -> None:
        """Say it in a private message, where nothing can be said in the place where it was asked.

        In private messages with us there is no other place.
        """
        if interaction.context.dm_channel or not is_ours(interaction):
            return
        try:
            channel = await self.rest.private_channel(str(interaction.user.id))
            await self.rest.send(channel, Screen(plain(text)), nonce=f"a{interaction.id}")
        except DiscordError as error:
            log.info("not_whispered", trouble=error.trouble.value, code=error.code)

    async def where_it_may_be(
        self, interaction: Interaction, ack: Ack, act: Callable[[Destination], Awaitable[T]]
    ) -> tuple[T, Destination, PrivateOnlyError | None]:
        """Act with the answer where it is, or for its person's eyes where core wants that.

        Returns what came of it, where the answer is then, and why. Raises AnsweredElsewhereError,
        DiscordError, and whatever *act* does.
        """
        destination = destination_of(interaction, ack)
        try:
            return await act(destination), destination, None
        except PrivateOnlyError as error:
            why = error
        await self.give_way(interaction)
        waiting = Screen(sentence("one_moment", interaction.locale.value))
        message = await self._into_private(interaction, waiting)
        spot = Spot(destination.chat, message, follows_up=True)
        destination = destination_of(interaction, Ack(spot.kept, private=True))
        return await act(destination), destination, why

    async def give_way(self, interaction: Interaction) -> None:
        """Leave it to the session that acknowledged it, unless that has fallen silent.

        Raises AnsweredElsewhereError; DiscordError where that cannot be found out.
        """
        if is_ours(interaction):
            return
        await asyncio.sleep(GIVE_WAY_SECONDS)
        try:
            async with translated(PRIVATELY_SECONDS):
                answer = await answer_now(interaction)
        except DiscordError as error:
            # Taken away from others' sight; or it was asked for a quarter of an hour ago.
            if error.trouble in {Trouble.GONE, Trouble.EXPIRED}:
                raise AnsweredElsewhereError from error
            raise
        if not answer.flags.loading:
            raise AnsweredElsewhereError
        taken_over(interaction)

    # --- Below ------------------------------------------------------------------------------------

    async def _answer(self, interaction: Interaction, screen: Screen) -> None:
        place = place_of(interaction)
        if not interaction.response.is_done():
            try:
                await interaction.response.send_message(screen.content, ephemeral=True)
            except discord.HTTPException as error:
                if error.code != ALREADY_ACKNOWLEDGED:
                    raise
                if place is None:
                    return  # another session has the same event, and answers it
                acknowledged_by_somebody(interaction)
            else:
                return
        if place in {Place.PRESSED_ON, Place.STANDS, Place.REMOVED}:
            await self.rest.follow_up(*reply_of(interaction), screen, private=True)
            return
        await self.give_way(interaction)
        if place is not Place.FOR_ALL or not await self._said_privately(interaction, screen):
            await self._say_there(interaction, screen)

    async def _said_privately(self, interaction: Interaction, screen: Screen) -> bool:
        """Say it to its person alone; False where that does not work: better said than not."""
        try:
            async with translated(PRIVATELY_SECONDS):
                await self._into_private(interaction, screen)
        except DiscordError as error:
            log.info("not_said_privately", trouble=error.trouble.value, code=error.code)
            return False
        return True

    async def _say_last(self, interaction: Interaction, text: str) -> None:
        """Say it in one call, wherever the answer stands: there is no time for more."""
        try:
            if place_of(interaction) is Place.FOR_ALL:
                await self._say_there(interaction, Screen(plain(text)))
            else:
                await self.say(interaction, text)
        except DiscordError as error:
            log.warning("not_answered", trouble=error.trouble.value, code=error.code)

    async def _say_there(self, interaction: Interaction, screen: Screen) -> None:
        """Say it in the answer, or after it where that was removed in the meantime."""
        if place_of(interaction) is not Place.REMOVED:
            try:
                await self._edit(interaction, screen)
            except DiscordError as error:
                if error.trouble is not Trouble.GONE:
                    raise
            else:
                return
        await self.rest.follow_up(*reply_of(interaction), screen, private=True)

    async def _edit(self, interaction: Interaction, screen: Screen) -> None:
        message = answer_of(interaction)
        await self.rest.edit_reply(*reply_of(interaction), screen, message=message)

    async def _into_private(self, interaction: Interaction, screen: Screen) -> str:
        """Take the answer away from others, and put this where its person alone sees it.

        As long as the answer is but promised, whatever follows takes its place, so it is edited
        first. One that is gone already was removed by a call of ours whose reply was lost, or by a
        moderator.
        """
        reply = reply_of(interaction)
        heard = Screen(plain(sentence("heard", interaction.locale.value)))
        try:
            await self.rest.edit_reply(*reply, heard)
            await self.rest.delete_reply(*reply)
        except DiscordError as error:
            if error.trouble is not Trouble.GONE:
                raise
        removed(interaction)
        message = await self.rest.follow_up(*reply, screen, private=True)
        moved(interaction, message)
        return message
