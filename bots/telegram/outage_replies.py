"""Replies to updates that could not be stored because the database is unavailable."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from telegram import Update

from bots.chat.api_errors import FailureKind
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.callback_answer import CallbackAnswer
from bots.telegram.command_parser import is_addressed
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.rendering import plain
from bots.telegram.service_messages import is_service
from bots.telegram.unparsed_updates import essentials
from bots.telegram.update_context import context_of
from core.sentences import sentence

log = structlog.get_logger(__name__)

SECONDS = 15.0  # for a whole batch: later updates wait for it


class OutageReplies:
    """Notifies each user once that a request was not accepted, or may not have been."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps

    async def send(self, updates: Sequence[Mapping[str, Any]], code: str) -> set[int]:
        """Notify the users of a batch; *code* selects the sentence. Failures are only logged.

        Returns the ids of the updates whose users could not be notified yet.
        """
        tasks = {asyncio.create_task(self._notify_safely(each, code)): each for each in updates}
        try:
            await asyncio.wait(tasks, timeout=SECONDS)
        finally:
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        failed = {
            int(update["update_id"])
            for update, result in zip(tasks.values(), results, strict=True)
            if result is not True
        }
        if failed:
            log.warning("outage_notices_delayed", updates=len(updates), failed=len(failed))
        return failed

    async def _notify_safely(self, payload: Mapping[str, Any], code: str) -> bool:
        """Notify one user; return False if a retry may succeed."""
        try:
            await self._notify(payload, code)
        except TelegramApiError as error:
            log.info("outage_notice_failed", kind=error.kind.value, detail=error.detail)
            return error.kind is not FailureKind.LATER
        except Exception:
            # A retry would fail again, and delay all later updates.
            log.exception("outage_notice_crashed")
        return True

    async def _notify(self, payload: Mapping[str, Any], code: str) -> None:
        """Reply if the update was addressed to the bot. Raises TelegramApiError."""
        api = self._deps.api
        try:
            update: Update | None = Update.de_json(dict(payload), api.parser)
        except Exception:
            log.exception("update_unparsed", update_id=payload.get("update_id"))
            update = essentials(payload, api.parser)
        context = context_of(update, self._deps) if update is not None else None
        if update is None or context is None:
            return
        text = sentence(code, context.locale)
        if update.callback_query is not None:
            await CallbackAnswer(api=api, query=update.callback_query.id).say(text, alert=True)
        elif update.message is not None and not is_service(payload["message"]):
            name = await self._deps.bot_username()
            if is_addressed(update.message, name, is_private=context.is_private):
                await context.reply_or_raise(plain(text))
