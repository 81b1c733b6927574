"""Acknowledging interactions, and what is known of the answer that was promised."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import Enum
from typing import Any

import aiohttp
import discord

from bots.discord.api_errors import ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION

Interaction = discord.Interaction[Any]

ACK_SECONDS = 10.0  # Discord takes none after 3, but the library tries again after an error
LOOK_SECONDS = 5.0
ORIGINAL: Any = "@original"  # the library says int, and passes on what it gets
# What we know, where the library keeps it.
STATE, MESSAGE, OURS, LEFT = "place", "message", "ours", "left"


class ResponseState(Enum):
    """Where the answer stands that an acknowledgement promised."""

    FOR_ALL = "a message of its own, which others see"
    FOR_ONE = "a message of its own, which only its person sees"
    PRESSED_ON = "the message pressed on, which is not to be written over"
    STANDS = "a receipt: what was asked for is taken on"
    REMOVED = "nowhere: it was taken away from others, and a follow-up for its person is due"


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """How an interaction was acknowledged."""

    message_id: str | None  # of the answer; None: we could not find that out
    private: bool  # only the person sees the answer
    ours: bool = True  # else another session acknowledged it, and is likely to answer


class InteractionExpiredError(Exception):
    """Discord has given the interaction up: there is nothing to answer any more."""


async def acknowledge(interaction: Interaction, *, private: bool = False) -> Acknowledgement:
    """Say that an answer will come. Raises InteractionExpiredError, DiscordError.

    Another session may have had the same event and been faster: that is as good, but then it has
    decided who sees the answer.
    """
    apart = interaction.context.dm_channel
    interaction.extras[STATE] = ResponseState.FOR_ONE if private or apart else ResponseState.FOR_ALL
    ack = await _acknowledge(interaction, private=private)
    interaction.extras[STATE] = (
        ResponseState.FOR_ONE if ack.private or apart else ResponseState.FOR_ALL
    )
    interaction.extras[OURS] = ack.ours
    return ack


async def _acknowledge(interaction: Interaction, *, private: bool) -> Acknowledgement:
    try:
        async with asyncio.timeout(ACK_SECONDS):
            response = await _deferred(interaction, private=private)
    except discord.HTTPException as error:
        if error.code == ALREADY_ACKNOWLEDGED:
            return await _acknowledged_elsewhere(interaction, private=private)
        if error.code == UNKNOWN_INTERACTION:
            raise InteractionExpiredError from error
        raise
    if response is None:
        return Acknowledgement(None, private)
    message_id = str(response.message_id) if response.message_id else None
    # Where the person may not write, Discord makes the answer private of itself.
    return Acknowledgement(message_id, private or response.is_ephemeral())


async def _deferred(
    interaction: Interaction, *, private: bool
) -> discord.InteractionCallbackResponse[Any] | None:
    try:
        return await interaction.response.defer(ephemeral=private, thinking=True)
    except (aiohttp.ClientError, ConnectionError):
        # Discord may have got it or not, which it says when it is asked once more.
        return await interaction.response.defer(ephemeral=private, thinking=True)


async def _acknowledged_elsewhere(interaction: Interaction, *, private: bool) -> Acknowledgement:
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            answer = await answer_now(interaction)
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
        return Acknowledgement(None, private, ours=False)
    return Acknowledgement(str(answer.id), answer.flags.ephemeral, ours=False)


async def answer_now(interaction: Interaction) -> discord.WebhookMessage:
    """Return the answer as it stands. Raises the library's errors."""
    return await interaction.followup.fetch_message(ORIGINAL)


async def acknowledge_callback(interaction: Interaction) -> None:
    """Say that the message pressed on may change. Raises InteractionExpiredError."""
    interaction.extras[STATE] = ResponseState.PRESSED_ON
    try:
        async with asyncio.timeout(ACK_SECONDS):
            await interaction.response.defer()
    except discord.HTTPException as error:
        if error.code == UNKNOWN_INTERACTION:
            raise InteractionExpiredError from error
        if error.code != ALREADY_ACKNOWLEDGED:
            raise


def response_state_of(interaction: Interaction) -> ResponseState | None:
    """Return where the answer stands; None: nothing was acknowledged."""
    found: ResponseState | None = interaction.extras.get(STATE)
    return found


def answer_of(interaction: Interaction) -> str | None:
    """Return the follow-up that the answer is; None: it is the answer to the interaction itself."""
    found: str | None = interaction.extras.get(MESSAGE)
    return found


def is_ours_alone(interaction: Interaction) -> bool:
    """Say whether nobody else can have done anything about it."""
    ours: bool = interaction.extras.get(OURS, True)
    return ours


def is_ours(interaction: Interaction) -> bool:
    """Say whether nobody but us is expected to answer."""
    return is_ours_alone(interaction) or LEFT in interaction.extras


def acknowledged_by_somebody(interaction: Interaction) -> None:
    """It is acknowledged. That was somebody else, unless we know of our own."""
    interaction.extras.setdefault(OURS, False)


def taken_over(interaction: Interaction) -> None:
    """Whoever acknowledged it has fallen silent: the answer is ours to give."""
    interaction.extras[LEFT] = True


def removed(interaction: Interaction) -> None:
    """The answer is gone: from now on a follow-up has to say whatever there is to say."""
    interaction.extras[STATE] = ResponseState.REMOVED


def moved(interaction: Interaction, message: str) -> None:
    """From now on a follow-up for its person's eyes is the answer."""
    interaction.extras.update({STATE: ResponseState.FOR_ONE, MESSAGE: message})


def taken_on(interaction: Interaction) -> None:
    """What was asked for is kept: from now on nothing may say otherwise."""
    interaction.extras[STATE] = ResponseState.STANDS
