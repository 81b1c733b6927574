"""Tasks of the handlers of interactions: failures become sentences, and a shutdown ends all."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import discord
import structlog

from bots.discord.api_client import DiscordApi
from bots.discord.api_errors import ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION, api_error_of
from bots.discord.context import DiscordContext
from bots.discord.deferral import InteractionExpiredError
from bots.discord.interactions import Interaction
from bots.discord.responder import HandledElsewhereError
from core.errors import ServiceError, StorageError
from core.gallery.renditions import Renditions
from core.sentences import explain, sentence

log = structlog.get_logger(__name__)

LAST_RESPONSE_SECONDS = 3.0  # for the response to a request that a shutdown interrupted
# Errors that need no response: another session responds, or no response is possible.
SILENT = {ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION}


@dataclass(kw_only=True)
class HandlerTasks:
    """Owner of the handlers' tasks, which also responds where a handler fails."""

    api: DiscordApi
    renditions: Renditions = field(repr=False)
    draining: bool = False
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    async def accepts(self, interaction: Interaction) -> bool:
        """Return whether the interaction may be handled; refuse it if the process is draining."""
        if not self.draining:
            return True
        context = self._context_of(interaction)
        await context.say(sentence("restarting", context.locale))
        return False

    @asynccontextmanager
    async def handling(self, interaction: Interaction) -> AsyncIterator[DiscordContext]:
        """Yield the interaction's context to its handler, and turn a failure into a sentence.

        Has to be entered in a task of the handler's own.
        """
        context = self._context_of(interaction)
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            async with _explaining_failures(context):
                yield context
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

    def _context_of(self, interaction: Interaction) -> DiscordContext:
        return DiscordContext(interaction=interaction, api=self.api, renditions=self.renditions)


@asynccontextmanager
async def _explaining_failures(context: DiscordContext) -> AsyncIterator[None]:
    last_text = sentence("unconfirmed", context.locale)
    try:
        failure = None
        try:
            yield
        except Exception as error:  # noqa: BLE001 - logged and explained to the user
            failure = _failure_text(error, context)
        if failure is not None:
            last_text = failure
            await context.say(failure)
    except asyncio.CancelledError:
        # This process stops. Whether the request was committed is unknown here; if so, another
        # process delivers the comic.
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_RESPONSE_SECONDS):
                await context.say_once(last_text)
        raise


def _failure_text(error: Exception, context: DiscordContext) -> str | None:
    """Log a handler's failure; return the sentence for the user, or None if none is due."""
    interaction_id = context.interaction.id
    if isinstance(error, ServiceError):
        log.info("interaction_refused", code=error.code)
        if isinstance(error, StorageError) and not context.acknowledgement.is_exclusive:
            # This session stored nothing, but the other one may have.
            return sentence("unconfirmed", context.locale)
        return explain(error, context.locale)
    if isinstance(error, InteractionExpiredError):
        log.warning("interaction_expired", interaction_id=interaction_id)
        return None
    if _is_handled_elsewhere(error):
        code = getattr(error, "code", None)
        log.info("interaction_handled_elsewhere", interaction_id=interaction_id, code=code)
        return None
    if isinstance(error, discord.HTTPException) and api_error_of(error).is_closed:
        log.info("interaction_channel_closed", code=error.code)
        return sentence("place_closed", context.locale)
    error_id = secrets.token_hex(4)
    log.error(
        "interaction_failed",
        error_id=error_id,
        interaction_id=str(interaction_id),
        exc_info=error,
    )
    return sentence("crashed", context.locale, reference=error_id)


def _is_handled_elsewhere(error: Exception) -> bool:
    if isinstance(error, discord.HTTPException):
        return error.code in SILENT
    return isinstance(error, HandledElsewhereError)
