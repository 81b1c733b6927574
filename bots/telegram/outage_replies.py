"""Word to people whose messages could not be kept, because the database is away."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from telegram import Update

from bots.telegram.api_errors import FailureKind, TelegramApiError
from bots.telegram.command_parser import is_addressed
from bots.telegram.context import context_of
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.rendering import plain
from bots.telegram.responses import CallbackAnswer
from bots.telegram.service_messages import is_service
from bots.telegram.unparsed import essentials
from core.sentences import sentence

log = structlog.get_logger(__name__)

SECONDS = 15.0  # for a whole batch: what comes after it waits


class OutageReplies:
    """Says once to each who asked something that it was not taken, or that nobody knows."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps

    async def make(self, updates: Sequence[Mapping[str, Any]], code: str) -> set[int]:
        """Tell everybody in the batch; *code* names the sentence. Raises nothing of ours.

        Returns the ids of those whose people could not be told for now.
        """
        tasks = {asyncio.create_task(self._told(each, code)): each for each in updates}
        try:
            await asyncio.wait(tasks, timeout=SECONDS)
        finally:
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        untold = {
            int(update["update_id"])
            for update, told in zip(tasks.values(), results, strict=True)
            if told is not True
        }
        if untold:
            log.warning("not_all_told", updates=len(updates), untold=len(untold))
        return untold

    async def _told(self, payload: Mapping[str, Any], code: str) -> bool:
        """Tell one person; False if that may work by and by."""
        try:
            await self._tell(payload, code)
        except TelegramApiError as error:
            log.info("not_told", kind=error.kind.value, said=error.said)
            return error.kind is not FailureKind.LATER
        except Exception:
            # Told again it would fail again, and hold up everybody who comes after.
            log.exception("apology_crashed")
        return True

    async def _tell(self, payload: Mapping[str, Any], code: str) -> None:
        """Say it, where something of ours was asked for. Raises TelegramApiError."""
        api = self._deps.api
        try:
            update: Update | None = Update.de_json(dict(payload), api.parser)
        except Exception:
            log.exception("update_unparsed", update_id=payload.get("update_id"))
            update = essentials(payload, api.parser)
        context = context_of(update, api.bot_id) if update is not None else None
        if update is None or context is None:
            return
        text = sentence(code, context.locale)
        if update.callback_query is not None:
            await CallbackAnswer(api=api, query=update.callback_query.id).say(text, alert=True)
        elif update.message is not None and not is_service(payload["message"]):
            name = await self._deps.name()
            if is_addressed(update.message, name, is_private=context.is_private):
                await self._deps.responses.tell(context, plain(text))
