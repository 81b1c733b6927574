"""Tasks of the handlers of interactions, and what a shutdown does with them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from bots.discord.api_client import DiscordApi
from bots.discord.context import DiscordContext
from bots.discord.handler_failures import failure_text
from bots.discord.interactions import Interaction
from core.gallery.renditions import Renditions
from core.sentences import sentence

LAST_RESPONSE_SECONDS = 3.0  # for the response to a request that a shutdown interrupted


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
            failure = failure_text(error, context)
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
