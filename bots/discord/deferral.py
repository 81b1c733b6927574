"""Deferral of responses: the calls that acknowledge an interaction within 3 seconds."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord

from bots.discord.acknowledgement import Acknowledger
from bots.discord.api_client import ORIGINAL
from bots.discord.api_errors import ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION
from bots.discord.interactions import Interaction
from core.errors import ComicAIError

ACK_SECONDS = 10.0  # Discord accepts none after 3, but the library retries after an error
FETCH_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Deferral:
    """A deferred response: a message that shows "thinking" until it is edited."""

    by: Acknowledger
    message_id: str | None  # None: unknown
    is_ephemeral: bool


class InteractionExpiredError(ComicAIError):
    """The interaction is unknown to Discord, so no response is possible any more."""


async def defer(interaction: Interaction, *, private: bool) -> Deferral:
    """Defer the response, as a new message. Raises InteractionExpiredError, HTTPException.

    Another session may have received the same event and acknowledged it first. That is as good, but
    then that session has decided who sees the response.
    """
    try:
        async with asyncio.timeout(ACK_SECONDS):
            response = await _deferred(interaction, private=private)
    except discord.HTTPException as error:
        if error.code == ALREADY_ACKNOWLEDGED:
            return await _deferred_elsewhere(interaction, private=private)
        if error.code == UNKNOWN_INTERACTION:
            raise InteractionExpiredError from error
        raise
    if response is None:
        return Deferral(Acknowledger.THIS_SESSION, None, private)
    message_id = str(response.message_id) if response.message_id else None
    # Where the user may not write, Discord itself makes the response ephemeral.
    return Deferral(Acknowledger.THIS_SESSION, message_id, private or response.is_ephemeral())


async def defer_update(interaction: Interaction) -> bool:
    """Defer an edit of the component's message; False if the interaction is acknowledged already.

    Raises InteractionExpiredError, HTTPException.
    """
    try:
        async with asyncio.timeout(ACK_SECONDS):
            await interaction.response.defer()
    except discord.HTTPException as error:
        if error.code == UNKNOWN_INTERACTION:
            raise InteractionExpiredError from error
        if error.code != ALREADY_ACKNOWLEDGED:
            raise
        return False
    return True


async def fetch_response(interaction: Interaction) -> discord.WebhookMessage:
    """Fetch the original response. Raises the library's errors."""
    return await interaction.followup.fetch_message(ORIGINAL)


async def _deferred(
    interaction: Interaction, *, private: bool
) -> discord.InteractionCallbackResponse[Any] | None:
    try:
        return await interaction.response.defer(ephemeral=private, thinking=True)
    except (aiohttp.ClientError, ConnectionError):
        # Discord may have received the call or not; the answer to a second call shows which.
        return await interaction.response.defer(ephemeral=private, thinking=True)


async def _deferred_elsewhere(interaction: Interaction, *, private: bool) -> Deferral:
    try:
        async with asyncio.timeout(FETCH_SECONDS):
            response = await fetch_response(interaction)
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
        return Deferral(Acknowledger.ANOTHER_SESSION, None, private)
    return Deferral(Acknowledger.ANOTHER_SESSION, str(response.id), response.flags.ephemeral)
