"""Acknowledgement of interactions, and the state of the response that it announced."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import Enum
from typing import Any

import aiohttp
import discord

from bots.discord.api_errors import ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION
from core.errors import ComicAIError

Interaction = discord.Interaction[Any]

ACK_SECONDS = 10.0  # Discord accepts none after 3, but the library retries after an error
FETCH_SECONDS = 5.0
ORIGINAL: Any = "@original"  # typed as int by the library, which passes any value on
# Keys in the dictionary that the library keeps for each interaction.
STATE, FOLLOW_UP, BY_THIS_SESSION, TAKEN_OVER = (
    "state",
    "follow_up",
    "by_this_session",
    "taken_over",
)


class ResponseState(Enum):
    """Where the response that an acknowledgement announced is to go."""

    PUBLIC = "a new message that everyone in the channel sees"
    EPHEMERAL = "a new message that only the user sees"
    COMPONENT_MESSAGE = "the message with the component, which must not be overwritten"
    ACCEPTED = "the receipt of an accepted request"
    REMOVED = "deleted, so that others do not see it; an ephemeral follow-up is due"


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """How an interaction was acknowledged."""

    message_id: str | None  # of the response; None: unknown
    private: bool  # only the user sees the response
    by_this_session: bool = True  # else another session acknowledged it, and is likely to respond


class InteractionExpiredError(ComicAIError):
    """The interaction is unknown to Discord, so no response is possible any more."""


async def acknowledge(interaction: Interaction, *, private: bool = False) -> Acknowledgement:
    """Defer the response, as a new message. Raises InteractionExpiredError, HTTPException.

    Another session may have received the same event and acknowledged it first. That is as good, but
    then that session has decided who sees the response.
    """
    in_dm = interaction.context.dm_channel
    interaction.extras[STATE] = (
        ResponseState.EPHEMERAL if private or in_dm else ResponseState.PUBLIC
    )
    acknowledgement = await _acknowledge(interaction, private=private)
    interaction.extras[STATE] = (
        ResponseState.EPHEMERAL if acknowledgement.private or in_dm else ResponseState.PUBLIC
    )
    interaction.extras[BY_THIS_SESSION] = acknowledgement.by_this_session
    return acknowledgement


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
    # Where the user may not write, Discord itself makes the response ephemeral.
    return Acknowledgement(message_id, private or response.is_ephemeral())


async def _deferred(
    interaction: Interaction, *, private: bool
) -> discord.InteractionCallbackResponse[Any] | None:
    try:
        return await interaction.response.defer(ephemeral=private, thinking=True)
    except (aiohttp.ClientError, ConnectionError):
        # Discord may have received the call or not; the answer to a second call shows which.
        return await interaction.response.defer(ephemeral=private, thinking=True)


async def _acknowledged_elsewhere(interaction: Interaction, *, private: bool) -> Acknowledgement:
    try:
        async with asyncio.timeout(FETCH_SECONDS):
            response = await fetch_response(interaction)
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
        return Acknowledgement(None, private, by_this_session=False)
    return Acknowledgement(str(response.id), response.flags.ephemeral, by_this_session=False)


async def fetch_response(interaction: Interaction) -> discord.WebhookMessage:
    """Fetch the original response. Raises the library's errors."""
    return await interaction.followup.fetch_message(ORIGINAL)


async def acknowledge_callback(interaction: Interaction) -> None:
    """Acknowledge a component, whose message may be edited. Raises InteractionExpiredError."""
    interaction.extras[STATE] = ResponseState.COMPONENT_MESSAGE
    try:
        async with asyncio.timeout(ACK_SECONDS):
            await interaction.response.defer()
    except discord.HTTPException as error:
        if error.code == UNKNOWN_INTERACTION:
            raise InteractionExpiredError from error
        if error.code != ALREADY_ACKNOWLEDGED:
            raise


def response_state_of(interaction: Interaction) -> ResponseState | None:
    """Return the state of the response; None: not acknowledged."""
    found: ResponseState | None = interaction.extras.get(STATE)
    return found


def follow_up_id_of(interaction: Interaction) -> str | None:
    """Return the id of the follow-up used as the response; None: the original response."""
    found: str | None = interaction.extras.get(FOLLOW_UP)
    return found


def is_exclusive(interaction: Interaction) -> bool:
    """Return whether no other session can have handled the interaction."""
    exclusive: bool = interaction.extras.get(BY_THIS_SESSION, True)
    return exclusive


def is_responder(interaction: Interaction) -> bool:
    """Return whether this session is the one to respond."""
    return is_exclusive(interaction) or TAKEN_OVER in interaction.extras


def mark_acknowledged(interaction: Interaction) -> None:
    """Record that it is acknowledged: by another session, unless this one is known to have."""
    interaction.extras.setdefault(BY_THIS_SESSION, False)


def mark_taken_over(interaction: Interaction) -> None:
    """Record that the acknowledging session does not respond, so that this session has to."""
    interaction.extras[TAKEN_OVER] = True


def mark_removed(interaction: Interaction) -> None:
    """Record that the response was deleted: what follows has to be sent as a follow-up."""
    interaction.extras[STATE] = ResponseState.REMOVED


def mark_moved(interaction: Interaction, message: str) -> None:
    """Record that an ephemeral follow-up is the response from now on."""
    interaction.extras.update({STATE: ResponseState.EPHEMERAL, FOLLOW_UP: message})


def mark_accepted(interaction: Interaction) -> None:
    """Record that the request is committed: no later message may say otherwise."""
    interaction.extras[STATE] = ResponseState.ACCEPTED
