"""Answering interactions: at once, once, and always in words."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import discord
import structlog

from bots.discord.errors import (
    ALREADY_ACKNOWLEDGED,
    UNKNOWN_INTERACTION,
    DiscordError,
    translated,
)
from bots.discord.rest import Rest
from bots.discord.screens import Screen
from bots.discord.texts import plain
from core.errors import ComicAIError
from core.sentences import explain, sentence

log = structlog.get_logger(__name__)

Interaction = discord.Interaction[Any]

ACK_SECONDS = 10.0  # Discord takes none after 3, but the library tries again after an error
PLACE = "place"  # where the library keeps, with an interaction, what we know of its answer
FAREWELL_SECONDS = 3.0  # for the last word to somebody whose request a stop cut short
SILENT = {ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION}  # somebody else answers, or nobody can


class Place(Enum):
    """Where the answer stands that an acknowledgement promised."""

    OF_ITS_OWN = "a message of its own"
    PRESSED_ON = "the message pressed on, which is not to be written over"


@dataclass(frozen=True, slots=True)
class Ack:
    """How an interaction was acknowledged."""

    message_id: str | None  # of the answer; None: somebody else acknowledged it, and knows
    private: bool  # only the person sees the answer


class TooLateError(Exception):
    """Discord has given the interaction up: there is nothing to answer any more."""


async def acknowledge(interaction: Interaction, *, private: bool = False) -> Ack:
    """Say that an answer will come. Raises TooLateError, DiscordError.

    Another session may have had the same event and been faster: that is as good.
    """
    interaction.extras[PLACE] = Place.OF_ITS_OWN
    try:
        async with asyncio.timeout(ACK_SECONDS):
            response = await interaction.response.defer(ephemeral=private, thinking=True)
    except discord.HTTPException as error:
        if error.code == ALREADY_ACKNOWLEDGED:
            return Ack(None, private)
        if error.code == UNKNOWN_INTERACTION:
            raise TooLateError from error
        raise
    if response is None:
        return Ack(None, private)
    message_id = str(response.message_id) if response.message_id else None
    # Where the person may not write, Discord makes the answer private of itself.
    return Ack(message_id, private or response.is_ephemeral())


async def acknowledge_press(interaction: Interaction) -> None:
    """Say that the message pressed on may change. Raises TooLateError."""
    interaction.extras[PLACE] = Place.PRESSED_ON
    try:
        async with asyncio.timeout(ACK_SECONDS):
            await interaction.response.defer()
    except discord.HTTPException as error:
        if error.code == UNKNOWN_INTERACTION:
            raise TooLateError from error
        if error.code != ALREADY_ACKNOWLEDGED:
            raise


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
        locale = interaction.locale.value
        try:
            await work()
        except TooLateError:
            log.warning("interaction_too_late", interaction_id=interaction.id)
        except ComicAIError as error:
            log.info("interaction_refused", code=error.code)
            await self.say(interaction, explain(error, locale))
        except asyncio.CancelledError:
            # This process stops. What was committed is brought by another; nobody here can tell.
            async with asyncio.timeout(FAREWELL_SECONDS):
                await self.say(interaction, sentence("unconfirmed", locale))
            raise
        except Exception as error:
            if isinstance(error, discord.HTTPException) and error.code in SILENT:
                log.info("interaction_not_ours", interaction_id=interaction.id, code=error.code)
                return
            error_id = secrets.token_hex(4)
            log.exception(
                "interaction_crashed", error_id=error_id, interaction_id=str(interaction.id)
            )
            await self.say(interaction, sentence("crashed", locale, reference=error_id))

    async def say(self, interaction: Interaction, text: str) -> None:
        """Say it where the answer is awaited, and to the person alone where that can be."""
        try:
            async with translated(ACK_SECONDS):
                await self._answer(interaction, plain(text))
        except DiscordError as error:
            log.warning("not_answered", trouble=error.trouble.value, code=error.code)

    async def _answer(self, interaction: Interaction, content: str) -> None:
        response, place = interaction.response, interaction.extras.get(PLACE)
        if not response.is_done():
            try:
                await response.send_message(content, ephemeral=True)
            except discord.HTTPException as error:
                if error.code != ALREADY_ACKNOWLEDGED:
                    raise
                if place is None:
                    return  # another session has the same event, and answers it
            else:
                return
        application, token = str(interaction.application_id), interaction.token
        if place is Place.PRESSED_ON:
            await self.rest.follow_up(application, token, Screen(content), private=True)
        else:
            await self.rest.edit_reply(application, token, Screen(content))
