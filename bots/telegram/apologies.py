"""Word to people whose messages could not be kept, because the database is away."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from telegram import Update

from bots.telegram.answers import Toast
from bots.telegram.asks import ask_of
from bots.telegram.commands import is_for_another, read_command, without_mention
from bots.telegram.kit import Kit
from core.sentences import sentence

log = structlog.get_logger(__name__)

SECONDS = 15.0  # for a whole batch: what comes after it waits


class Apologies:
    """Says once to each who asked something that it was not taken, or that nobody knows."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def make(self, updates: Sequence[Mapping[str, Any]], code: str) -> None:
        """Tell everybody in the batch; *code* names the sentence. Raises nothing of ours."""
        try:
            async with asyncio.timeout(SECONDS):
                told = [self._tell(update, code) for update in updates]
                for failure in await asyncio.gather(*told, return_exceptions=True):
                    if isinstance(failure, Exception):
                        log.warning("not_told", error=repr(failure))
        except TimeoutError:
            log.warning("not_all_told", updates=len(updates))

    async def _tell(self, payload: Mapping[str, Any], code: str) -> None:
        rest = self._kit.rest
        update = Update.de_json(dict(payload), rest.parser)
        ask = ask_of(update, rest.bot_id)
        if ask is None:
            return
        text = sentence(code, ask.locale)
        if update.callback_query is not None:
            await Toast(rest=rest, query=update.callback_query.id).say(text, alert=True)
        elif update.message is not None:
            name = await self._kit.name()
            message = update.message
            said = read_command(message, name) or without_mention(message, name)
            if said or (ask.is_private and not is_for_another(message, name)):
                await self._kit.answers.say(ask, text)
