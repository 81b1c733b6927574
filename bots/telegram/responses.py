"""Responses to users: replies to messages, and answers to callback queries."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog

from bots.chat.api_errors import FailureKind
from bots.chat.cards import Card, Rows
from bots.telegram.api_client import TelegramApi
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.context import TelegramContext
from bots.telegram.plain_text import CALLBACK_ANSWER_LIMIT, shortened
from bots.telegram.rendering import RenderedMessage, plain, render_card

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


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageResponses:
    """Sends replies to the original chat."""

    api: TelegramApi

    async def send_text(self, context: TelegramContext, text: str, rows: Rows = ()) -> None:
        """Send a text to the chat. Best effort."""
        await self.send(context, plain(text, rows))

    async def send_card(self, context: TelegramContext, card: Card) -> None:
        """Send a card without a picture to the chat. Best effort."""
        options = await self.api.render_options(others_see=not context.is_private)
        await self.send(context, render_card(card, options))

    async def send(
        self, context: TelegramContext, rendered: RenderedMessage, *, before_commit: bool = False
    ) -> None:
        """Send a message to the original chat, or privately if the group is closed. Best effort."""
        try:
            await self.send_or_raise(context, rendered, before_commit=before_commit)
        except TelegramApiError as error:
            log.info("response_failed", kind=error.kind.value, detail=error.detail)

    async def send_or_raise(
        self, context: TelegramContext, rendered: RenderedMessage, *, before_commit: bool = False
    ) -> None:
        """Send a message the same way. Raises TelegramApiError if neither chat accepts it."""
        if not context.target.chat:
            return
        try:
            await self.api.send(context.target, rendered, before_commit=before_commit)
        except TelegramApiError as error:
            if context.is_private or not error.is_closed:
                raise
            log.info("reply_redirected", kind=error.kind.value, detail=error.detail)
            await self.api.send(
                context.in_private_chat().target, rendered, before_commit=before_commit
            )

    async def send_privately(self, context: TelegramContext, rendered: RenderedMessage) -> None:
        """Send a message to the user only. Raises TelegramApiError if that chat is closed."""
        await self.api.send(context.in_private_chat().target, rendered)
