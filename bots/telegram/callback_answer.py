"""Answer to a callback query: a toast, an alert or a URL, once for each pressed button."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog

from bots.chat.api_errors import FailureKind
from bots.telegram.api_client import TelegramApi
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.plain_text import CALLBACK_ANSWER_LIMIT, shortened

log = structlog.get_logger(__name__)

CALLBACK_ANSWER_SECONDS = 2.5  # before a callback query is answered without text


@dataclass(kw_only=True)
class CallbackAnswer:
    """The single answer to a callback query."""

    api: TelegramApi
    query: str
    is_sent: bool = field(default=False, init=False)

    async def say(self, text: str = "", *, alert: bool = False, url: str = "") -> bool:
        """Answer with a text or a URL to open; return whether the answer was sent."""
        if self.is_sent:
            return False
        self.is_sent = True
        try:
            await self.api.answer_callback_query(
                self.query, shortened(text, CALLBACK_ANSWER_LIMIT), alert=alert, url=url
            )
        except TelegramApiError as error:
            if error.kind is not FailureKind.STALE:
                log.info("callback_answer_failed", kind=error.kind.value, detail=error.detail)
            return False
        return True

    @asynccontextmanager
    async def in_time(self) -> AsyncIterator[None]:
        """Answer without text if the block takes too long, and at its end in any case."""

        async def answer_without_text() -> None:
            await asyncio.sleep(CALLBACK_ANSWER_SECONDS)
            await self.say()

        timer = asyncio.create_task(answer_without_text(), name="toast")
        try:
            yield
        finally:
            timer.cancel()
            await asyncio.gather(timer, return_exceptions=True)
            await self.say()
