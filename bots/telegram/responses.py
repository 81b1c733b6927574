"""Answers in words: to messages where they were written, to presses in what pops up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog

from bots.chat.cards import Card, Rows
from bots.telegram.api_client import TelegramApi
from bots.telegram.api_errors import FailureKind, TelegramApiError
from bots.telegram.context import TelegramContext
from bots.telegram.plain_text import TOAST_LIMIT, shortened
from bots.telegram.rendering import RenderedMessage, plain, render_card

log = structlog.get_logger(__name__)

CALLBACK_ANSWER_SECONDS = 2.5  # that somebody who pressed is kept waiting for a word


@dataclass(kw_only=True)
class CallbackAnswer:
    """The one answer that each press gets."""

    api: TelegramApi
    query: str
    is_given: bool = field(default=False, init=False)

    async def say(self, text: str = "", *, alert: bool = False, url: str = "") -> bool:
        """Answer, with words or with a place to go to; say whether that was still possible."""
        if self.is_given:
            return False
        self.is_given = True
        try:
            await self.api.answer_press(
                self.query, shortened(text, TOAST_LIMIT), alert=alert, url=url
            )
        except TelegramApiError as error:
            if error.kind is not FailureKind.STALE:
                log.info("press_not_answered", kind=error.kind.value, said=error.said)
            return False
        return True

    @asynccontextmanager
    async def in_time(self) -> AsyncIterator[None]:
        """Answer without words where none are said soon, and at the end in any case."""

        async def hurry() -> None:
            await asyncio.sleep(CALLBACK_ANSWER_SECONDS)
            await self.say()

        timer = asyncio.create_task(hurry(), name="toast")
        try:
            yield
        finally:
            timer.cancel()
            await asyncio.gather(timer, return_exceptions=True)
            await self.say()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageResponses:
    """Says things where they were asked for."""

    api: TelegramApi

    async def say(self, context: TelegramContext, text: str, rows: Rows = ()) -> None:
        """Say something of ours in the chat, as far as it can be said there."""
        await self.show(context, plain(text, rows))

    async def card(self, context: TelegramContext, card: Card) -> None:
        """Show a card without a picture in the chat."""
        look = await self.api.look(others_see=not context.is_private)
        await self.show(context, render_card(card, look))

    async def show(
        self, context: TelegramContext, rendered: RenderedMessage, *, early: bool = False
    ) -> None:
        """Send a message to where it was asked; to the person, where that group is closed to us."""
        try:
            await self.tell(context, rendered, early=early)
        except TelegramApiError as error:
            log.info("not_answered", kind=error.kind.value, said=error.said)

    async def tell(
        self, context: TelegramContext, rendered: RenderedMessage, *, early: bool = False
    ) -> None:
        """Send it the same way. Raises TelegramApiError where neither place takes it."""
        if not context.place.chat:
            return
        try:
            await self.api.send(context.place, rendered, early=early)
        except TelegramApiError as error:
            if context.is_private or not error.is_closed:
                raise
            log.info("answered_in_private", kind=error.kind.value, said=error.said)
            await self.api.send(context.in_private_chat().place, rendered, early=early)

    async def whisper(self, context: TelegramContext, rendered: RenderedMessage) -> None:
        """Send it to the person alone. Raises TelegramApiError where they have not started us."""
        await self.api.send(context.in_private_chat().place, rendered)
